"""Sheets of a workbook as rows of text."""

import io
import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from proventive.quantities import Place
from proventive.reading.csv_rows import not_opened
from proventive.reading.faults import Fault, FaultsFound
from proventive.reading.opening import reason_not_to_open
from proventive.reading.rows import NumberedRow, SentTable, headings_of, in_batches
from proventive.reading.workbook_faults import workbook_fault


def read_sheets(path: Path) -> tuple[SentTable, ...]:
    """The tables of a workbook, one a sheet. Raises FaultsFound where it cannot be read."""
    with opened(path) as book:
        return tuple(table_of(path, sheet) for sheet in book.worksheets)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The workbook, read as it is asked for. Whatever goes wrong inside is one plain fault."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FaultsFound([not_opened(path, error)]) from None
    code = reason_not_to_open(content)
    if code is not None:
        place = Place(file=path.name)
        raise FaultsFound([too_large(place) if code == "too-large-inside" else workbook_fault(code, place)])
    try:
        with warnings.catch_warnings():  # of styles and lists that are not kept: they are not read either
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        yield book
        book.close()
    except FaultsFound:
        raise
    except Exception as error:  # openpyxl raises what its XML parser, zip reader or classes raise: anything
        raise FaultsFound([workbook_fault("not-a-workbook", Place(file=path.name))]) from error


def table_of(path: Path, sheet: Any) -> SentTable:
    title = sheet.title
    _, first = next(numbered(sheet), (0, ()))
    headings = headings_of(first)

    def below() -> Iterator[NumberedRow]:
        with opened(path) as book:
            rows = numbered(book[title])
            next(rows, None)
            yield from rows

    return SentTable(
        name=title,
        place=Place(file=path.name, sheet=title),
        headings=headings,
        batches=lambda: in_batches(below(), len(headings)),
    )


def numbered(sheet: Any) -> Generator[NumberedRow, None, None]:
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


def too_large(place: Place) -> Fault:
    return Fault(
        code="too-large-inside",
        what="This spreadsheet is too large inside: its parts unpack to more than 50 MB.",
        where=place,
        why="Unpacking without a limit can bring a computer to a halt.",
        do="Save the sheet as “CSV UTF-8 (comma delimited)”, which may be of any size, or split it.",
    )
