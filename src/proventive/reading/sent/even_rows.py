"""Rows of any length, as they come, made into arrays of one width: a column for each heading."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from proventive.reading.sent.headings import Cells
from proventive.reading.sent.hints import LAST_ROWS, hints
from proventive.reading.sent.no_records import TAIL, TOTAL, is_total, reasons_at_end
from proventive.reading.sent.sheet import CellNote, Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row that needs a word beside its cells: what is wrong with it, or notes."""

    fault: str | None = None
    notes: tuple[tuple[int | None, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is known of a table before its rows are read."""

    width: int
    header: Cells  # the row of the headings, which may stand again
    first_number: int  # of the first row below the headings
    short_rows: bool  # its rows leave out the empty cells at their end


Told = tuple[list[list[str]], dict[int, Record]]
"""Rows, and what is said of some of them by their place in the list."""


def in_rows(parts: Iterable[Told], frame: Frame, size: int) -> Iterator[Rows]:
    """Rows in batches. The last ones are held back until the end is seen, since totals stand there."""
    number = frame.first_number
    held: list[list[str]] = []
    said: dict[int, Record] = {}
    for rows, told in parts:
        said |= {len(held) + place: record for place, record in told.items()}
        held.extend(rows)
        while len(held) >= size + TAIL:
            yield even(held[:size], {p: said[p] for p in said if p < size}, frame, number)
            number += size
            held = held[size:]
            said = {place - size: record for place, record in said.items() if place >= size}
    yield from at_end(held, said, frame, number, size)


def at_end(rows: list[list[str]], said: dict[int, Record], frame: Frame, number: int, size: int) -> Iterator[Rows]:
    tail = max(0, len(rows) - TAIL)
    before_it: list[str | None] = [None] * tail
    reasons = before_it + reasons_at_end(rows[tail:], frame.width)
    if number + len(rows) - 1 in LAST_ROWS:
        last = said.get(len(rows) - 1, Record())
        said = said | {len(rows) - 1: Record(fault=last.fault, notes=(*last.notes, (None, "last row")))}
    for start in range(0, len(rows), size):
        part = {place - start: record for place, record in said.items() if start <= place < start + size}
        yield even(rows[start : start + size], part, frame, number + start, reasons[start : start + size])


def even(
    rows: Sequence[list[str]],
    said: dict[int, Record],
    frame: Frame,
    number: int,
    reasons: Sequence[str | None] = (),
) -> Rows:
    """One batch: the cells as arrays, and for each row what is wrong with it or why it is no record."""
    faults = np.full(len(rows), None, dtype=object)
    no_record = np.array(reasons or [None] * len(rows), dtype=object)
    for place in may_be_no_records(rows, frame):
        if no_record[place] is None:
            no_record[place] = why_no_record(rows[place], frame)
    lengths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
    uneven = np.flatnonzero(lengths != frame.width).tolist()
    for place in uneven:
        if no_record[place] is None:
            faults[place] = wrong_length(rows[place], frame)
    for place, record in said.items():
        if record.fault is not None:
            faults[place], no_record[place] = record.fault, None
    columns, found = as_columns(padded(rows, frame.width) if uneven else rows, frame.width, number)
    told = (
        CellNote(row=number + place, column=column, code=code)
        for place, record in said.items()
        for column, code in record.notes
    )
    return Rows(
        numbers=np.arange(number, number + len(rows), dtype=np.int64),
        columns=columns,
        faults=faults,
        no_record=no_record,
        notes=tuple(sorted((*told, *found), key=place_of)),
    )


def place_of(note: CellNote) -> tuple[int, int]:
    return note.row, -1 if note.column is None else note.column


def padded(rows: Sequence[list[str]], width: int) -> list[list[str]]:
    padding = [""] * width
    return [cells if len(cells) == width else [*cells, *padding][:width] for cells in rows]


def may_be_no_records(rows: Sequence[list[str]], frame: Frame) -> list[int]:
    """The rows worth a closer look, by the first letter of their first cell: the others cost little."""
    suspect = frozenset("TtGgSsOoAaMmCcNn \t\xa0") | frozenset(frame.header[0][:1] if frame.header else "")
    return [place for place, cells in enumerate(rows) if not cells or not cells[0] or cells[0][0] in suspect]


def why_no_record(cells: Cells, frame: Frame) -> str | None:
    """Why a row amid the others is no record; None where it is one."""
    first = cells[0] if cells else ""
    if not first or first.isspace():
        return None if any(cell and not cell.isspace() for cell in cells) else "blank"
    if frame.header and first == frame.header[0] and list(cells) == list(frame.header):
        return "headings again"
    return "total" if TOTAL.fullmatch(first.strip()) and is_total(cells) else None


def wrong_length(cells: Cells, frame: Frame) -> str | None:
    if len(cells) > frame.width:
        return "too many cells" if any(cell and not cell.isspace() for cell in cells[frame.width :]) else None
    return None if frame.short_rows else "too few cells"


def as_columns(
    rows: Sequence[list[str]], width: int, number: int
) -> tuple[tuple[np.ndarray, ...], list[CellNote]]:
    """The columns of even rows, empty cells None, and the hints in them."""
    columns: list[np.ndarray] = []
    found: list[CellNote] = []
    for place, cells in enumerate(zip(*rows, strict=True) if rows else [()] * width):
        said = [cell or None for cell in cells] if "" in cells else cells
        columns.append(np.fromiter(said, dtype=object, count=len(cells)))
        found += hints(cells, place, number)
    return tuple(columns), found
