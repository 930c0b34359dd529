"""A saved mapping for a sheet in which some headings are called otherwise. What they are called now is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from proventive.records.declarations import declarations
from proventive.records.importing.mapping import UNDECIDED, ColumnMapping, SheetMapping, TableMapping, alike
from proventive.records.importing.matching import bare, candidates, fit
from proventive.records.importing.other_names import in_names_of, names_of, names_there, with_names
from proventive.records.importing.proposing import Values, identifier_of
from proventive.records.importing.questions import Question, chosen, questions_of
from proventive.records.importing.readable import ENOUGH_READ, readable

YES, NO, GONE = "yes", "no", "gone"
OF_THE_HEALTH_SERVICE = ("CHI", "NHS number")
SAME_SHEET = "same"  # the question whether a sheet is one of before
SIMILAR = 0.6  # of the names of two headings, from which one is proposed for the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A heading that a mapping reads and that a sheet has under no name, or under two. ``perhaps``: the headings
    that it may be now, the ``proposed`` one first. ``may_go``: the sheet can be read without it."""

    heading: str
    read_as: tuple[str, ...]
    proposed: str | None
    perhaps: tuple[str, ...]
    may_go: bool

    @property
    def ours(self) -> str:
        return " and ".join(f"“{ours}”" for ours in self.read_as)


def read_headings(mapping: SheetMapping) -> tuple[str, ...]:
    """The headings that anything is taken from, in the order of the sheet."""
    order = {alike(heading): place for place, heading in enumerate(mapping.headings)}
    read = {alike(heading): heading for table in mapping.tables for heading in sorted(table.headings)}
    return tuple(read[name] for name in sorted(read, key=lambda name: order.get(name, len(order))))


def that_reads_all(mappings: Iterable[SheetMapping], headings: tuple[str, ...]) -> SheetMapping | None:
    """The mapping of which a sheet has all that it reads, each by one name, and that reads most of the sheet; None
    where two would do other things with it."""
    whole = [
        mapping
        for mapping in mappings
        if mapping.tables
        and all(table.table != UNDECIDED for table in mapping.tables)
        and all(len(names_there(mapping, heading, headings)) == 1 for heading in read_headings(mapping))
    ]
    most = max((len(read_headings(mapping)) for mapping in whole), default=0)
    best = [in_names_of(mapping, headings) for mapping in whole if len(read_headings(mapping)) == most]
    return best[0] if best and all(each.tables == best[0].tables for each in best) else None


def nearest(mappings: Iterable[SheetMapping], headings: tuple[str, ...], tables: set[str]) -> SheetMapping | None:
    """The decided mapping that reads most headings of a sheet, and half of what it reads at the least.

    ``tables``: those that the sheet is proposed or said to be. A mapping of other tables reads no fewer headings
    than these would, else it is not for this sheet.
    """
    found: list[tuple[tuple[int, float], SheetMapping]] = []
    for mapping in mappings:
        own = {table.table for table in mapping.tables}
        if not own or questions_of(mapping):
            continue
        read = read_headings(mapping)
        there = sum(bool(names_there(mapping, heading, headings)) for heading in read)
        fresh = [len(candidates(declarations()[name], headings)) for name in tables if name != UNDECIDED]
        if 2 * there >= len(read) and (own == tables or there >= max(fresh, default=0)):
            found.append(((there, there / len(read)), mapping))
    return max(found, key=lambda each: each[0])[1] if found else None


def by_our_names(mapping: SheetMapping, headings: tuple[str, ...]) -> dict[str, str]:
    """The headings that a mapping reads and a sheet has not → those that name the same columns of ours in it."""
    now: dict[str, str] = {}
    for heading in read_headings(mapping):
        if names_there(mapping, heading, headings):
            continue
        for table, name, _ in uses(mapping, heading):
            named = candidates(declarations()[table.table], headings).get(name, ())
            if len(named) == 1 and named[0] not in now.values():
                now[heading] = named[0]
                break
    return now


def perhaps_the_same(
    mappings: Iterable[SheetMapping], headings: tuple[str, ...], fresh: SheetMapping, values: Values
) -> SheetMapping | None:
    """A decided mapping of the same tables, in the names of a sheet in which most headings are called otherwise.

    Only where it knows more than a ``fresh`` one: what that would ask, or codes and words that it cannot read.
    """
    tables = [table.table for table in fresh.tables]
    for mapping in mappings:
        if [table.table for table in mapping.tables] != tables or questions_of(mapping):
            continue
        now = by_our_names(mapping, headings)
        read = read_headings(mapping)
        there = len(now) + sum(bool(names_there(mapping, heading, headings)) for heading in read)
        same = with_names(mapping, now)
        if 2 * there >= len(read) and (questions_of(fresh) or reads_more(same, fresh, values, headings)):
            return same
    return None


def reads_more(mapping: SheetMapping, fresh: SheetMapping, values: Values, headings: tuple[str, ...]) -> bool:
    """Whether more cells of a sheet can be read by one mapping than by another of the same tables."""
    there = set(map(alike, headings))
    for table, other in zip(mapping.tables, fresh.tables, strict=True):
        for name in table.columns.keys() & other.columns.keys():
            mine, theirs = table.columns[name], other.columns[name]
            if mine.heading and theirs.heading and {alike(mine.heading), alike(theirs.heading)} <= there:
                declared = declarations()[table.table].column(name)
                if readable(declared, mine, values(mine.heading)) > readable(
                    declared, theirs, values(theirs.heading)
                ):
                    return True
    return False


def question_of_same(mapping: SheetMapping) -> Question:
    """Asked once of a sheet in which most headings are called otherwise."""
    return Question(
        id=SAME_SHEET,
        asks=f"Is this the sheet “{mapping.name}” of before, with other headings?",
        why="With “yes” its codes and its way to write dates are used again. With “no” it is all new.",
        options=(YES, NO),
    )


def lost_headings(mapping: SheetMapping, headings: tuple[str, ...], values: Values) -> tuple[Lost, ...]:
    """What a mapping reads and a sheet does not have by just one name, with what it may be called now: headings
    that are new, and whose values can be read in the same way."""
    known = {alike(name) for heading in mapping.headings for name in names_of(mapping, heading)}
    new = tuple(heading for heading in headings if alike(heading) not in known)
    there = {heading: names_there(mapping, heading, headings) for heading in read_headings(mapping)}
    lost = [heading for heading, names in there.items() if len(names) != 1]
    perhaps = {
        heading: there[heading] or tuple(each for each in new if may_be(mapping, heading, each, values(each)))
        for heading in lost
    }
    proposed = proposals(mapping, {heading: perhaps[heading] for heading in lost if not there[heading]})
    return tuple(
        Lost(
            heading=heading,
            read_as=read_as(mapping, heading),
            proposed=proposed.get(heading),
            perhaps=perhaps[heading],
            may_go=not there[heading]
            and not chooses_rows(mapping, heading)
            and (bool(perhaps[heading]) or not tells_who(mapping, heading)),
        )
        for heading in lost
    )


def uses(mapping: SheetMapping, heading: str) -> list[tuple[TableMapping, str, ColumnMapping]]:
    """The tables and columns of ours that a heading is read for."""
    return [
        (table, name, column)
        for table in mapping.tables
        for name, column in table.columns.items()
        if alike(heading) in map(alike, column.headings)
    ]


def read_as(mapping: SheetMapping, heading: str) -> tuple[str, ...]:
    """Our own headings for what a heading is read for; of what is no column of ours, its own."""
    ours = (declarations()[table.table].column(name).heading for table, name, _ in uses(mapping, heading))
    return tuple(dict.fromkeys(ours)) or (heading,)


def chooses_rows(mapping: SheetMapping, heading: str) -> bool:
    """Whether it says which rows of the sheet are meant."""
    return any(alike(heading) in map(alike, (*table.only, *table.left_out)) for table in mapping.tables)


def may_be(mapping: SheetMapping, heading: str, now: str, values: Mapping[str, int]) -> bool:
    """Whether what stands under a heading ``now`` can be what stood under one before: at least half of it can be
    read in the same way, and it is no number of the health service where there was another identifier."""
    used = uses(mapping, heading)
    if not used:
        return not names_another(mapping, heading, now)
    kind = identifier_of(now, values)
    return all(
        readable(declarations()[table.table].column(name), column, values) >= ENOUGH_READ
        and (column.identifier in (None, kind) or kind not in OF_THE_HEALTH_SERVICE)
        for table, name, column in used
    )


def tells_who(mapping: SheetMapping, heading: str) -> bool:
    return any(column.identifier is not None for _, _, column in uses(mapping, heading))


def proposals(mapping: SheetMapping, perhaps: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """For each heading the one whose name comes closest; a name far off only where no other can be it."""
    close = sorted(
        ((closeness(mapping, before, now), before, now) for before, of in perhaps.items() for now in of),
        key=lambda each: (-each[0], each[1:]),
    )
    found: dict[str, str] = {}
    for how, before, now in close:
        rivals = [each for each, of in perhaps.items() if each != before and now in of]
        alone = len(perhaps[before]) == 1 and not rivals and not names_another(mapping, before, now)
        if before not in found and now not in found.values() and (how >= SIMILAR or alone):
            found[before] = now
    return found


def names_another(mapping: SheetMapping, before: str, now: str) -> bool:
    """Whether a heading is known as a name of a column of ours that another heading was read for."""
    own = {name for _, name, _ in uses(mapping, before)}
    return any(candidates(declarations()[table.table], (now,)).keys() - own for table in mapping.tables)


def closeness(mapping: SheetMapping, before: str, now: str) -> float:
    """How close two headings come, from 0 to 1: letter by letter, or as names of the same column of ours."""
    as_ours = [
        fit(declarations()[table.table], declarations()[table.table].column(name), now)
        for table, name, _ in uses(mapping, before)
    ]
    return max([SequenceMatcher(None, bare(before), bare(now)).ratio(), *as_ours])


def question_of(lost: Lost, taken: Iterable[str] = ()) -> Question:
    """What is asked of a heading that is not there; headings ``taken`` by another are no answer to it."""
    perhaps = tuple(heading for heading in lost.perhaps if heading not in taken)
    proposed = lost.proposed if lost.proposed in perhaps else None
    return Question(
        id=f"now.{lost.heading}",
        asks=f"Was “{proposed}” called “{lost.heading}” before?"
        if proposed
        else f"What is “{lost.heading}” called in this sheet?",
        why=f"“{lost.heading}” is not in this sheet. It was read as {lost.ours}, and the new one would be too.",
        options=(
            *((YES,) if proposed else ()),
            *(heading for heading in perhaps if heading != proposed),
            *((GONE,) if lost.may_go else ()),
        ),
        proposed=proposed,
    )


def now_called(question: Question, answer: str) -> str | None:
    """The heading that an answer names; None where it is gone."""
    option = chosen(question, answer)
    if option == GONE:
        return None
    return question.proposed if option == YES else option


def without(mapping: SheetMapping, gone: Iterable[str], agreement: str | None) -> SheetMapping:
    """A mapping that reads nothing from headings that are gone. What is needed is to be asked about."""
    names = {alike(heading) for heading in gone}
    left = (table for table in mapping.tables if not names & set(map(alike, table.filled)))
    return replace(mapping, tables=tuple(table_without(table, names, agreement) for table in left))


def table_without(table: TableMapping, gone: set[str], agreement: str | None) -> TableMapping:
    columns: dict[str, ColumnMapping] = {}
    for name, column in table.columns.items():
        ticks = {heading: code for heading, code in column.ticks.items() if alike(heading) not in gone}
        if ticks or not gone & set(map(alike, column.headings)):
            columns[name] = replace(column, ticks=ticks)
        elif name == "agreement" and agreement is not None:
            columns[name] = ColumnMapping(value=agreement)
        elif declarations()[table.table].column(name).required:
            columns[name] = ColumnMapping(heading=UNDECIDED)
    details = {name: heading for name, heading in table.details.items() if alike(heading) not in gone}
    return replace(table, columns=columns, details=details)
