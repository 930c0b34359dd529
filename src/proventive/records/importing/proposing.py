"""A mapping proposed for a sheet that nobody has mapped before. What cannot be told is left open, as a “?”."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from proventive.engine import DeclaredColumn, DeclaredTable
from proventive.reading.sent import date_order
from proventive.records.declarations import declarations
from proventive.records.importing.mapping import (
    UNDECIDED,
    ColumnMapping,
    Identifier,
    Mark,
    SheetMapping,
    TableMapping,
)
from proventive.records.importing.matching import candidates
from proventive.records.importing.splitting import answers_between, may_be_split
from proventive.records.known_codes import shipped

Values = Callable[[str], Mapping[str, int]]
"""The values that stand under a heading, each with how many rows have it."""

ABSENT = frozenset(
    ("n/a", "na", "n.a.", "-", "--", "–", "n/k", "nk", "not known", "unknown", "none", "null", "nil", "tbc")
)
SAME_CODE = {
    "yes": ("y", "true", "1", "x", "✓", "✔", "☑", "tick", "ticked", "t"),
    "no": ("n", "false", "0", "✗", "✘", "☐", "f"),
    "F": ("f", "woman", "girl", "w"),
    "M": ("m", "man", "boy"),
    "X": ("other", "non-binary", "nonbinary"),
    "U": ("u", "unknown", "not known", "not stated", "prefer not to say"),
    "served": ("client", "participant", "service user", "member", "person supported"),
    "unpaid carer": ("carer", "family carer"),
    "volunteer": ("vol", "volunteers"),
    "staff": ("worker", "employee", "member of staff", "paid staff"),
    "phone": ("telephone", "call", "phone call", "video call", "telephone call", "tel"),
    "home visit": ("visit", "house visit", "home"),
    "group": ("group session", "group work", "groupwork"),
    "died": ("passed away", "deceased", "death", "rip"),
    "moved": ("moved house", "moved out of area", "relocated"),
    "no longer needed": ("no longer required", "not needed", "no longer needed support"),
    "completed": ("complete", "finished", "completed support"),
    "gp": ("doctor", "gp practice", "general practitioner", "gp surgery"),
    "self": ("self referral", "self-referral", "self referred", "self-referred"),
    "family": ("family member", "relative"),
    "hospital": ("hospital ward", "ward", "hospital discharge"),
    "council": ("local authority", "social work", "social worker", "social services"),
}
CENTURY_OF_BIRTH, CENTURY = 1920, 1950
APART = {
    "given_name": ("first name", "forename", "given name", "firstname"),
    "family_name": ("surname", "last name", "family name", "lastname"),
    "postcode": ("postcode", "post code", "postal code"),
}
WHO_AND_WHEN = {"person_id", "on_date"}
ENOUGH = 0.6  # of the columns that a table needs


def propose(
    name: str, headings: tuple[str, ...], values: Values, *, tables: tuple[str, ...], agreement: str | None
) -> SheetMapping:
    """A mapping for a sheet. ``tables``: those to make of it (none: proposed). ``agreement``: the id that rows
    without one belong to."""
    wanted = tables or proposed_tables(headings, values)
    mapped = tuple(
        table_mapping(declarations()[table], headings, values, agreement)
        if table != UNDECIDED
        else TableMapping(table=UNDECIDED, columns={})
        for table in wanted
    )
    used = {heading for table in mapped for heading in table.headings}
    return SheetMapping(
        name=name, headings=headings, tables=mapped, not_kept=tuple(h for h in headings if h not in used)
    )


def proposed_tables(headings: tuple[str, ...], values: Values | None = None) -> tuple[str, ...]:
    """The tables that a sheet with these headings is about: the one that fits best, and people beside it.

    ``values``: what stands under a heading, where a sheet is at hand. A “Type” may be of a visit or of an
    admission: its codes tell.
    """
    fits = sorted(
        ((fit_of(table, headings, values), name) for name, table in declarations().items()), reverse=True
    )
    fits = [fit for fit in fits if fit[0][2] > 1]  # a person's number alone may stand in any table
    if len(fits) < 2:
        return (fits[0][1],) if fits and fits[0][0][0] >= ENOUGH else (UNDECIDED,)
    (best, first), (second, _) = fits[0], fits[1]
    if best[0] < ENOUGH or best == second:
        return (UNDECIDED,)
    people = candidates(declarations()["people"], headings)
    about = {"birth_month", "sex", "area_code"} & people.keys()
    beside = first not in ("people", "population") and "person_id" in people and len(about) >= 2
    return ("people", first) if beside else (first,)


def fit_of(table: DeclaredTable, headings: tuple[str, ...], values: Values | None) -> tuple[float, int, int]:
    """How well a sheet fits a table: the share of the columns needed that have a heading, their number, and that
    of all columns with one. Who and when alone may stand in any table, and fit none that needs more."""
    found = candidates(table, headings)
    if values is not None:
        found = {name: named for name, named in found.items() if may_hold(table.column(name), named, values)}
    needed = [c.name for c in table.columns if c.required and c.name not in ("agreement", "role", "instrument")]
    there = [name for name in needed if name in found]
    if set(there) <= WHO_AND_WHEN < set(needed):
        return 0, 0, 0
    return len(there) / len(needed), len(there), len(found)


def may_hold(column: DeclaredColumn, named: tuple[str, ...], values: Values) -> bool:
    """Whether a column could stand under some of these headings: a coded one not where no code of it is known."""
    if column.type != "code" or not column.required:
        return True
    return any(not under or known_among(column, under) for under in map(values, named))


def known_among(column: DeclaredColumn, values: Mapping[str, int]) -> bool:
    """Whether a code of the column, in its own words or others, stands among values. What only a store names as an
    event or instrument is not known here: it is asked then what a row stands for."""
    known = own_words(column).keys() | same_words(column).keys()
    if column.codes_from is not None:
        known |= getattr(shipped(), column.codes_from).keys()
    return any(" ".join(value.split()).lower() in known for value in values)


def table_mapping(
    table: DeclaredTable, headings: tuple[str, ...], values: Values, agreement: str | None
) -> TableMapping:
    found = candidates(table, headings)
    columns: dict[str, ColumnMapping] = {}
    for column in table.columns:
        named = found.get(column.name, ())
        if len(named) == 1:
            columns[column.name] = column_mapping(table, column, named[0], values(named[0]))
        elif column.name == "agreement" and agreement is not None and not named:
            columns[column.name] = ColumnMapping(value=agreement)
        elif named or column.required:
            columns[column.name] = ColumnMapping(heading=UNDECIDED)
    taken = {heading for column in columns.values() for heading in column.headings}
    person = columns.get("person_id")
    apart = person is not None and person.identifier not in (None, "local id")
    details = {
        name: h for name, words in APART.items() for h in headings if h.casefold() in words and h not in taken
    }
    return TableMapping(table=table.name, columns=columns, details=details if apart else {})


def column_mapping(
    table: DeclaredTable, column: DeclaredColumn, heading: str, values: Mapping[str, int]
) -> ColumnMapping:
    """How the cells under a heading are read, told from what stands in them."""
    several = several_answers(column, values) if may_be_split(table, column) else ()
    coded = codes_of(column, (*values, *several)) if column.type == "code" else {}
    missing = tuple(value for value in values if value.strip().lower() in ABSENT and value not in coded)
    left = {value: count for value, count in values.items() if value not in missing}
    mapping = ColumnMapping(heading=heading, missing=missing, codes=coded)
    if column.name == "person_id":
        return replace(mapping, identifier=identifier_of(heading, left))
    if several:
        return replace(mapping, split=UNDECIDED)
    if column.type in ("date", "month"):
        return with_dates(mapping, column, left)
    if column.type in ("integer", "decimal"):
        hours = column.name == "minutes" and re.search(r"\b(hours?|hrs?)\b", heading.casefold())
        return replace(mapping, decimals=mark_of(left), unit="hours" if hours else None)
    return mapping


def with_dates(mapping: ColumnMapping, column: DeclaredColumn, values: Mapping[str, int]) -> ColumnMapping:
    """The order of the dates of a column, and the century of years of two digits."""
    order = date_order(values)
    told = {"ambiguous": UNDECIDED, "mixed": UNDECIDED, "serial": UNDECIDED, "none": "iso"}.get(
        order.order, order.order
    )
    if told == "iso" and order.serial:
        told = UNDECIDED
    century = CENTURY_OF_BIRTH if column.name == "birth_month" else CENTURY
    return replace(mapping, dates=told, century=century if order.two_digit_years else None)  # type: ignore[arg-type]


def identifier_of(heading: str, values: Mapping[str, int]) -> Identifier:
    """What kind of identifier stands in a column: as its heading says; numbers of ten digits are asked about."""
    words = set(re.findall(r"[a-z]+", heading.casefold()))
    if "chi" in words:
        return "CHI"
    if "nhs" in words:
        return "NHS number"
    if heading.casefold() in ("person", "person_id", "local id"):
        return "local id"
    numbers = sum(1 for value in values if re.fullmatch(r"\d{9,10}|\d{3}[ -]\d{3}[ -]\d{4}", value.strip()))
    return "?" if values and numbers > len(values) / 2 else "own"


def mark_of(values: Mapping[str, int]) -> Mark:
    """The mark before the decimals: a point, unless some number can only have a comma; “?” where both are seen."""
    comma = any(re.search(r"\d,\d{1,2}\)?$|\.\d{3},", value.strip()) for value in values)
    point = any(re.search(r"\d\.\d{1,2}\)?$|,\d{3}(\.|\D|$)", value.strip()) for value in values)
    if comma and point:
        return "?"
    return "," if comma else "."


def own_words(column: DeclaredColumn) -> dict[str, str]:
    """The words that a column declares for its codes, as they are compared."""
    return {code.lower(): code for code, _ in column.codes} | {label.lower(): code for code, label in column.codes}


def same_words(column: DeclaredColumn) -> dict[str, str]:
    """Other words for the codes of a column."""
    own = own_words(column)
    return {word: own[code.lower()] for code, words in SAME_CODE.items() if code.lower() in own for word in words}


def codes_of(column: DeclaredColumn, values: Iterable[str]) -> dict[str, str]:
    """The sender's codes that say the same as ours in other words."""
    own, same = own_words(column), same_words(column)
    words = {value.strip(): " ".join(value.split()).lower() for value in values}
    return {value: same[word] for value, word in words.items() if word not in own and word in same}


def several_answers(column: DeclaredColumn, values: Mapping[str, int]) -> tuple[str, ...]:
    """The answers that stand together in one cell, where many cells hold several that we know."""
    known = own_words(column).keys() | same_words(column).keys()
    return answers_between(values, lambda answer: answer.lower() in known)
