"""The sender's own sheet comes back: the rows that were set aside, as sent, with a column “What to fix”."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from proventive.reading.saving import save_workbook

HEADING = "What to fix"
ROW = "Row in your file"
LONGEST = 32_767  # characters of a cell
MOST_ROWS = 1_000_000  # of a sheet, and some to spare


def write_to_fix(
    file: Path, title: str, headings: tuple[str, ...], rows: Iterable[tuple[int, list[str | None], str]]
) -> int:
    """Write the rows with what to fix; gives how many. Every cell is text: nothing in it is a formula."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return 0
    book = Workbook(write_only=True)
    count = 0
    for number, cells, said in chain([first], rows):
        if count % MOST_ROWS == 0:
            sheet = started(book, title, headings)
        count += 1
        sheet.append([as_text(sheet, said), number, *(as_text(sheet, cell) for cell in cells)])
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.part")
    try:
        save_workbook(book, beside)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return count


def started(book: Workbook, title: str, headings: tuple[str, ...]) -> Any:
    """A new sheet with the headings; the workbook gives it a name of its own where there is one of that name."""
    sheet = book.create_sheet(title_of(title))
    sheet.freeze_panes = "A2"
    for column in range(1, len(headings) + 3):
        sheet.column_dimensions[get_column_letter(column)].width = 60 if column == 1 else 18
    sheet.append([as_text(sheet, text, bold=True) for text in (HEADING, ROW, *headings)])
    return sheet


def title_of(name: str) -> str:
    """A name that a sheet may have."""
    plain = "".join("-" if sign in "[]:*?/\\'" or not sign.isprintable() else sign for sign in name)
    return plain.strip()[:31] or "To fix"


def printable(sign: str) -> str:
    return sign if sign.isprintable() or sign in "\n\t" else "\ufffd"


def as_text(sheet: object, text: str | None, *, bold: bool = False) -> Any:
    """A cell that holds text and nothing else."""
    if text is None:
        return None
    plain = text if text.isprintable() else "".join(map(printable, text))
    plain = plain[:LONGEST]
    cell = WriteOnlyCell(sheet, value="")
    cell.value = plain
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = plain.startswith(("=", "+", "-", "@"))
    if bold:
        cell.font = Font(bold=True)
    if "\n" in plain:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
