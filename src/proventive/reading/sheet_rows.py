"""Sheets of a workbook as rows of text."""

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from proventive.quantities import Place
from proventive.reading.csv_rows import not_opened
from proventive.reading.faults import Fault, FaultsFound
from proventive.reading.rows import NumberedRow, SentTable, headings_of, in_batches


def read_sheets(path: Path) -> tuple[SentTable, ...]:
    """The tables of a workbook, one a visible sheet. Raises FaultsFound where it cannot be read."""
    book = opened(path)
    try:
        return tuple(table_of(path, sheet) for sheet in book.worksheets)
    finally:
        book.close()


def opened(path: Path) -> Any:
    try:
        with warnings.catch_warnings():  # openpyxl warns of what it leaves out: styles, drop-downs
            warnings.simplefilter("ignore")
            return load_workbook(path, read_only=True, data_only=True)
    except OSError as error:
        raise FaultsFound([not_opened(path, error)]) from None
    except (BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError):
        raise FaultsFound([not_a_workbook(path)]) from None


def table_of(path: Path, sheet: Any) -> SentTable:
    title = sheet.title
    _, first = next(iter(numbered(sheet)), (0, ()))
    headings = headings_of(first)

    def below() -> Iterator[NumberedRow]:
        book = opened(path)
        try:
            rows = numbered(book[title])
            next(rows, None)
            yield from rows
        finally:
            book.close()

    return SentTable(
        name=title,
        place=Place(file=path.name, sheet=title),
        headings=headings,
        batches=lambda: in_batches(below(), len(headings)),
    )


def numbered(sheet: Any) -> Iterator[NumberedRow]:
    """Every row with its number, from 1, as text."""
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        yield number, [as_text(cell) for cell in cells]


def as_text(cell: object) -> str | None:
    """A cell as it would be written in CSV: dates as 2025-04-30, whole numbers without a point."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.15g}"  # the digits that a spreadsheet keeps
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def not_a_workbook(path: Path) -> Fault:
    return Fault(
        code="not-a-workbook",
        what="The file is not a workbook, whatever its name says.",
        where=Place(file=path.name),
        why="No row can be read from it.",
        do="Open it in a spreadsheet program and save it as “Excel workbook (.xlsx)”.",
    )
