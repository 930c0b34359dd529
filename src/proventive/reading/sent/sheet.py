"""A table that somebody sent, and its rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from proventive.quantities import Place
from proventive.reading.faults import Fault

BATCH = 20_000

Format = Literal["csv", "xlsx", "ods", "parquet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the sender, or last month's mapping, says of a file. None: it is told from the file itself."""

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None  # the last row of the headings, as the sender sees it
    header_rows: int | None = None  # how many rows of headings there are, 1 or 2
    quotes_close: bool = False  # so that a row of any width may run over several lines


AS_SENT = Declared()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRecord:
    """A row that is no record, and why: "title", "blank", "total", "note below the table", "headings again"."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellNote:
    """Something worth knowing of a cell, or of a whole row (``column`` None).

    Codes: "read as cp1252", "hidden row", "merged", "formula", "formula without result", "spreadsheet error",
    "cut at 255", "cut at 32767", "turned round" (a right-to-left mark stands in it), "last row" (where a program
    stops).
    """

    row: int
    column: int | None  # from 0
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Some rows below the headings, in their order: none is left out, whatever is wrong with it.

    ``numbers`` are those that a spreadsheet program shows. A cell is text exactly as sent, or None where it is
    empty. ``faults`` holds, for each row, None or what is wrong with the whole of it: "too many cells", "too few
    cells", "unclosed quote". ``no_record`` holds None, or why the row is not one (see :class:`NoRecord`).
    """

    numbers: np.ndarray
    columns: tuple[np.ndarray, ...]  # one array of text or None a heading
    faults: np.ndarray
    no_record: np.ndarray
    notes: tuple[CellNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table of a file: how it was read, its headings, and its rows.

    ``notes`` tells what was found on the way. A fault among them that stops is mended, or the sender declares what
    is meant, before the rows are used.
    """

    file: str
    name: str | None  # of the sheet; None where the file is one table
    format: Format
    hidden: bool = False
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None  # the last row of the headings, from 1; None where no row looks like headings
    header_rows: int = 1
    headings: tuple[str, ...]  # as sent but for line breaks and outer blanks; two rows joined by a space
    date_base: Literal[1900, 1904] | None = None  # of a spreadsheet; its dates are already told as 2025-04-30
    above: tuple[NoRecord, ...] = ()  # titles and blank rows above the headings
    notes: tuple[Fault, ...] = ()
    read: Callable[[int], Iterator[Rows]]

    def batches(self, rows: int = BATCH) -> Iterator[Rows]:
        """Every row below the headings, at most so many at a time, so that memory does not grow with the file.

        Raises FaultsFound where the file changes, or breaks a limit, on the way.
        """
        return self.read(rows)

    @property
    def place(self) -> Place:
        return Place(file=self.file, sheet=self.name)
