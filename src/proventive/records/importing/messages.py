"""What an import has to say: how many rows and what, where, why, what to do, and when it may be ignored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from proventive.engine import DeclaredTable
from proventive.engine.looked_up import Note
from proventive.engine.sheet_parts import SheetPart
from proventive.engine.taking_in import FaultCount, Taken
from proventive.quantities import Place
from proventive.quantities.words import in_quotes, things
from proventive.records.importing.wording import IGNORED, OF_CELLS, OF_ROWS, Words
from proventive.records.reasons import listed

DoorWords = Mapping[str, Words]  # of faults that are found at the door: identifiers and areas


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing to know about rows. ``rows`` are the first of them; ``set_aside``: they did not go on."""

    code: str
    count: int
    what: str
    place: Place
    column: str | None  # letter and heading of the sender's column
    rows: tuple[int, ...]
    values: tuple[str, ...]  # of a column that is not personal
    why: str
    do: str
    ignore: str = ""
    set_aside: bool = True

    @property
    def where(self) -> str:
        numbers = ", ".join(f"{row:,}" for row in self.rows)
        more = f" and {self.count - len(self.rows):,} more" if self.count > len(self.rows) else ""
        column = f", column {self.column}" if self.column else ""
        shown = f": {', '.join(f'“{value}”' for value in self.values)}" if self.values else ""
        return f"{self.place}, row {numbers}{more}{column}{shown}"

    def __str__(self) -> str:
        ignore = f"\n  You may ignore this if {self.ignore}" if self.ignore else ""
        return (
            f"{things(self.count, 'row', 'rows')}: {self.what}\n  Where: {self.where}\n  Why: {self.why}\n"
            f"  What to do: {self.do}{ignore}"
        )


def messages_of(
    taken: Taken, table: DeclaredTable, headings: tuple[str, ...], place: Place, at_door: DoorWords
) -> tuple[Message, ...]:
    """The messages of a part of a sheet: rows set aside, rows left out, rows that changed what stands."""
    faults = tuple(of_fault(fault, table, headings, place, at_door) for fault in taken.faults)
    left = tuple(
        Message(
            code=why,
            count=count,
            what=IGNORED[why][0],
            place=place,
            column=None,
            rows=rows,
            values=(),
            why=IGNORED[why][1],
            do="Nothing, if that is right.",
            set_aside=False,
        )
        for why, count, rows in taken.ignored
        if why in IGNORED and why != "for another table"
    )
    return (*faults, *left)


def told_once(messages: Iterable[Message]) -> list[Message]:
    """Each thing once where several tables, or several rows of one, are read from the same sheet: that of the most
    rows."""
    found: dict[tuple[str, str | None, str, str, tuple[str, ...]], Message] = {}
    for message in messages:
        key = (message.code, message.column, message.what, message.do, message.values)
        if key not in found or message.count > found[key].count:
            found[key] = message
    return list(found.values())


def of_fault(
    fault: FaultCount, table: DeclaredTable, headings: tuple[str, ...], place: Place, at_door: DoorWords
) -> Message:
    what, why, do, ignore = told(fault.column, fault.fault, fault.position, table, headings, at_door)
    return Message(
        code=fault.fault,
        count=fault.count,
        what=what,
        place=place,
        column=letter(fault.position, headings),
        rows=fault.rows,
        values=fault.values,
        why=why,
        do=do,
        ignore=ignore,
    )


def of_note(
    column: str, note: Note, part: SheetPart, headings: tuple[str, ...], place: Place, at_door: DoorWords
) -> Message:
    """Something that was found at the door, of rows that go on."""
    code, count, rows = note
    position = part.columns[column].first_position
    what, why, do, ignore = told(column, code, position, part.table, headings, at_door)
    return Message(
        code=code,
        count=count,
        what=what,
        place=place,
        column=letter(position, headings),
        rows=rows,
        values=(),
        why=why,
        do=do,
        ignore=ignore,
        set_aside=False,
    )


def of_agreement(
    id: str, count: int, rows: tuple[int, ...], place: Place, column: str | None, known: Iterable[str]
) -> Message:
    """Rows that name an agreement that does not stand beside the store. They go on."""
    return Message(
        code="no such agreement",
        count=count,
        what="they name an agreement that is not here",
        place=place,
        column=column,
        rows=rows,
        values=(id[:40],),
        why="They would count for no agreement.",
        do=f"Check the id. These are here: {', '.join(sorted(known))}.",
        ignore="the agreement is kept in another place.",
        set_aside=False,
    )


def of_people(count: int, rows: tuple[int, ...], place: Place, column: str | None) -> Message:
    """Rows about somebody who is not in the list of people, where there is one. They go on."""
    return Message(
        code="not in the list of people",
        count=count,
        what="the person is not in the list of people",
        place=place,
        column=column,
        rows=rows,
        values=(),
        why="With a slip in a number, one person counts as two.",
        do="Check the number. If it is right, send a list of people that has them.",
        ignore="the list is still to come.",
        set_aside=False,
    )


def of_amended(
    count: int, rows: tuple[int, ...], place: Place, part: SheetPart, headings: tuple[str, ...]
) -> Message:
    """Rows that differ from one that we hold in one number alone. They go on beside it."""
    name = part.table.amended or ""
    column = letter(part.columns[name].first_position, headings)
    return Message(
        code="like another but for one number",
        count=count,
        what=f"a row that we hold is the same but for “{part.table.column(name).heading}”",
        place=place,
        column=column,
        rows=rows,
        values=(),
        why="If it is the same one, put right, it now counts twice.",
        do="Import it again with --replace, and the new row takes the place of the old one.",
        ignore="there were two.",
        set_aside=False,
    )


def letter(position: int, headings: tuple[str, ...]) -> str | None:
    """A column as a spreadsheet and its heading name it: F “Start date”."""
    return None if position < 0 else f"{get_column_letter(position + 1)} “{headings[position]}”"


def told(
    column: str,
    fault: str,
    position: int,
    table: DeclaredTable,
    headings: tuple[str, ...],
    at_door: DoorWords,
) -> Words:
    """The words for a fault of one of our columns, read from a column of the sender's."""
    if not column:
        words = OF_ROWS[fault]
        key = in_quotes(table.column(name).heading for name in table.key)
        return Words(*(text.format(key=key, twice=table.twice) if text else "" for text in words))
    declared = table.column(column)
    heading = f"“{headings[position]}”" if position >= 0 else f"“{declared.heading}”"
    if fault in at_door:
        return Words(*(text.format(heading=heading) if text else "" for text in at_door[fault]))
    other = declared.not_before
    filled = {
        "heading": heading,
        "codes": listed(declared),
        "low": declared.low,
        "high": declared.high,
        "other": f"“{table.column(other).heading}”" if other else "",
    }
    return Words(*(text.format(**filled) for text in OF_CELLS[fault]))
