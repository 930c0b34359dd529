"""A questionnaire of before and after side by side in one row: each of its scores is an assessment of its own.

“Date start”, “SWEMWBS start”, “Date end”, “SWEMWBS end”: two assessments a person, each on its own day.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from proventive.engine import DeclaredTable
from proventive.reading.sent import date_order
from proventive.records.declarations import declarations
from proventive.records.importing.mapping import UNDECIDED, ColumnMapping, TableMapping
from proventive.records.importing.matching import bare, candidates
from proventive.records.importing.proposing import Values, column_mapping
from proventive.records.importing.readable import NUMBER
from proventive.records.known_codes import shipped

ASSESSMENTS = "assessments"
MONTHS = re.compile(r"\b(\d{1,2}) ?(week|month|year)s?\b")
TIMES = {
    "before": "start|baseline|pre|before|initial|first|entry|intake|beginning|t1|time 1",
    "after": "end|follow ?up|post|after|exit|final|last|review|closing|t2|time 2",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A heading that says when: ``what`` is asked, at which ``time``."""

    heading: str
    what: str
    time: str


def timed(heading: str) -> Timed | None:
    """A heading in two parts: “SWEMWBS start” is of “swemwbs”, before."""
    plain = re.sub(r"[-–:()/,]", " ", bare(heading))
    found = MONTHS.search(plain)
    time = f"{found[1]} {found[2]}" if found else next((t for t, w in TIMES.items() if worded(w, plain)), None)
    if time is None:
        return None
    what = MONTHS.sub(" ", plain)
    for words in TIMES.values():
        what = re.sub(rf"\b({words})\b", " ", what)
    return Timed(heading=heading, what=" ".join(re.sub(r"\b(of|at|the)\b", " ", what).split()), time=time)


def worded(words: str, plain: str) -> bool:
    return re.search(rf"\b({words})\b", plain) is not None


def side_by_side(headings: tuple[str, ...], values: Values, *, said: bool) -> tuple[TableMapping, ...]:
    """The assessments in a sheet with the scores of several times in one row; none where it has no such.

    ``said``: the user says that its rows are assessments. Else one of the scores must name a known questionnaire,
    and have a day.
    """
    split = [each for heading in headings if (each := timed(heading)) is not None]
    kinds = {what: kind_of(together(split, what, values)) for what in dict.fromkeys(each.what for each in split)}
    scores = [each for each in split if kinds[each.what] == "number"]
    several = [each for each in scores if sum(other.what == each.what for other in scores) > 1]
    days = [each for each in split if kinds[each.what] == "day"]
    known = any(names_a_questionnaire(each.what) for each in several) and days
    if not several or not (said or known):
        return ()
    return tuple(assessment(score, days, headings, split, values) for score in several)


def together(split: list[Timed], what: str, values: Values) -> dict[str, int]:
    """The values of every time, so that one that nobody has reached yet is read as the others are."""
    found: dict[str, int] = {}
    for each in split:
        if each.what == what:
            for value, count in values(each.heading).items():
                found[value] = found.get(value, 0) + count
    return found


def kind_of(values: Mapping[str, int]) -> str:
    order = date_order(values)
    if order.order not in ("none", "serial"):
        return "day"
    numbers = sum(count for value, count in values.items() if NUMBER.fullmatch(value.strip()))
    return "number" if values and 2 * numbers >= sum(values.values()) else "text"


def instrument_named(what: str) -> str | None:
    """The instrument whose id a score is named by: “phq 9” is phq9."""
    plain = re.sub(r"[^a-z0-9]+", "", what.casefold())
    found = [id for id in shipped().instruments if re.search(rf"{id.replace('_', '')}(?!\d)", plain)]
    return found[0] if len(found) == 1 else None


def names_a_questionnaire(what: str) -> bool:
    """Whether a score is named after a family of instruments: “ucla” may be of three items or of twenty, and which
    is then asked."""
    families = {re.sub(r"[^a-z].*", "", id) for id in shipped().instruments}
    return instrument_named(what) is not None or not families.isdisjoint(what.split())


def assessment(
    score: Timed, days: list[Timed], headings: tuple[str, ...], split: list[Timed], values: Values
) -> TableMapping:
    """The assessments that a column of scores gives."""
    declared = declarations()[ASSESSMENTS]
    instrument = instrument_named(score.what)
    day = day_of(score, days)
    read = column_mapping(declared, declared.column("total"), score.heading, together(split, score.what, values))
    return TableMapping(
        table=ASSESSMENTS,
        columns={
            "person_id": whose(declared, headings, values),
            "instrument": ColumnMapping(value=instrument)
            if instrument is not None
            else ColumnMapping(heading=UNDECIDED),
            "on_date": ColumnMapping(heading=UNDECIDED)
            if day is None
            else column_mapping(
                declared, declared.column("on_date"), day.heading, together(split, day.what, values)
            ),
            "total": read,
        },
        filled=(score.heading,),
    )


def day_of(score: Timed, days: list[Timed]) -> Timed | None:
    """The day of a score: of its time, and of its name where several are; None where nobody can tell."""
    then = [day for day in days if day.time == score.time]
    named = [day for day in then if set(score.what.split()) & set(day.what.split())]
    fits = named if len(named) == 1 else then
    return fits[0] if len(fits) == 1 else None


def whose(declared: DeclaredTable, headings: tuple[str, ...], values: Values) -> ColumnMapping:
    named = candidates(declared, headings).get("person_id", ())
    if len(named) != 1:
        return ColumnMapping(heading=UNDECIDED)
    return column_mapping(declared, declared.column("person_id"), named[0], values(named[0]))
