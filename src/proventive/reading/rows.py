"""Tables that people send, as rows of text in batches, so that memory does not grow with the file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from proventive.quantities import Place

BATCH = 20_000

NumberedRow = tuple[int, Sequence[str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows: their numbers in the file (the headings stand in row 1), and one array of text a column.

    A missing cell is None. ``too_long`` marks the rows with more cells than there are headings.
    """

    rows: np.ndarray
    columns: tuple[np.ndarray, ...]
    too_long: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class SentTable:
    """A table that somebody sent: its name (of the sheet, or of the file), its headings, its rows."""

    name: str
    place: Place
    headings: tuple[str, ...]  # the first row, without the empty cells at its end
    batches: Callable[[], Iterator[Batch]]  # the rows below, blank ones included, in their order


def headings_of(cells: Sequence[str | None]) -> tuple[str, ...]:
    """The headings of a first row: blanks and line breaks made one space, empty cells at the end left out."""
    headings = [" ".join((cell or "").replace("\ufeff", "").split()) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    return tuple(headings)


def in_batches(rows: Iterator[NumberedRow], width: int) -> Iterator[Batch]:
    """Rows of any length as batches of ``width`` columns."""
    while numbered := list(islice(rows, BATCH)):
        yield even_batch(numbered, width)


def even_batch(numbered: list[NumberedRow], width: int) -> Batch:
    padding: list[str | None] = [None] * width
    even = [cells if len(cells) == width else [*cells, *padding][:width] for _, cells in numbered]
    too_long = [len(cells) > width and any(cells[width:]) for _, cells in numbered]
    columns = []
    for cells in zip(*even, strict=True):
        column = np.empty(len(cells), dtype=object)
        column[:] = cells
        columns.append(column)
    return Batch(
        rows=np.array([number for number, _ in numbered], dtype=np.int64),
        columns=tuple(columns),
        too_long=np.array(too_long, dtype=bool),
    )
