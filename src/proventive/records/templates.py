"""Empty spreadsheets for the record tables, made from their declarations.

There is one workbook for each table: tables are filled by different people (those who meet people, those who keep
the books, those who hold the registers), and what is personal should not travel with what is not. Filled in and
put into a store's ``sources/`` they come in as they are. A row with a cell that begins with EXAMPLE is left out.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from proventive.engine import DeclaredColumn, DeclaredTable
from proventive.quantities import RecordsError
from proventive.reading.saving import save_workbook
from proventive.records.declarations import TABLES, declarations
from proventive.records.known_codes import known_codes
from proventive.records.sources import HELP
from proventive.records.store import SOURCES, STORE, Store, write_description

HEADING = PatternFill("solid", fgColor="E8EEF2")
EXAMPLE = Font(italic=True, color="6B7280")
LAST_ROW = 1_048_576  # of a sheet
FORMATS = {"date": "yyyy-mm-dd", "integer": "0"}


def start_store(
    folder: Path | str, *, body: str, name: str, id_space: str, tables: Iterable[str] = TABLES
) -> tuple[Path, ...]:
    """Begin a store: its description, and an empty spreadsheet for each table. Gives the files written.

    Raises RecordsError where there is a store already.
    """
    folder = Path(folder)
    if (folder / STORE).exists():
        raise RecordsError(
            f"There is a store in {folder} already. Beginning it again would lose what it says. "
            "Choose another folder, or keep this one."
        )
    folder.mkdir(parents=True, exist_ok=True)
    write_description(folder, Store(body=body, name=name, id_space=id_space))
    return (folder / STORE, *write_templates(folder / SOURCES, tables=tables))


def write_templates(folder: Path | str, *, tables: Iterable[str] = TABLES) -> tuple[Path, ...]:
    """Write ``<table>.xlsx`` for each table, with headings, help, lists to choose from and an example row.

    The same declarations give the same bytes. Raises RecordsError where a file of that name is there already.
    """
    folder = Path(folder)
    wanted = [declarations()[name] for name in tables]
    files = tuple(folder / f"{table.name}.xlsx" for table in wanted)
    there = [file.name for file in files if file.exists()]
    if there:
        raise RecordsError(
            f"There already in {folder}: {', '.join(there)}. An empty spreadsheet would take the place of "
            "what was filled in. Move the file away, or choose another folder."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for table, file in zip(wanted, files, strict=True):
        save_workbook(template(table), file)
    return files


def template(table: DeclaredTable) -> Workbook:
    """The empty spreadsheet of one table."""
    book = Workbook()
    sheet = book.active
    sheet.title = table.name
    for position, column in enumerate(table.columns, 1):
        write_column(sheet, position, column)
    sheet.freeze_panes = "A2"
    write_help(book.create_sheet(HELP), table)
    return book


def write_column(sheet: Worksheet, position: int, column: DeclaredColumn) -> None:
    letter = get_column_letter(position)
    kept_as = FORMATS.get(column.type, f"0.{'0' * column.places}" if column.type == "decimal" else "@")
    sheet.column_dimensions[letter].width = max(14, len(column.heading) + 4)
    sheet.column_dimensions[letter].number_format = kept_as
    heading = sheet.cell(1, position, column.heading)
    heading.font, heading.fill = Font(bold=True), HEADING
    heading.comment = Comment(explained(column), "Proventive", height=120, width=280)
    example = sheet.cell(2, position, as_cell(column))
    example.font, example.number_format = EXAMPLE, kept_as
    if listed := choices(column):
        sheet.add_data_validation(drop_down(listed, letter, closed=column.codes_from is None))


def explained(column: DeclaredColumn) -> str:
    """What a column holds, in a few sentences."""
    needed = "Needed in every row." if column.required else "May be left empty."
    codes = "; ".join(f"{code}: {label}" if code != label else code for code, label in column.codes)
    return " ".join(part for part in (column.help, codes, needed) if part)


def as_cell(column: DeclaredColumn) -> str | int | float | date | None:
    """The example as a spreadsheet holds it."""
    if column.example is None:
        return None
    if column.type == "date":
        return date.fromisoformat(column.example)
    if column.type == "integer":
        return int(column.example)
    return float(column.example) if column.type == "decimal" else column.example


def choices(column: DeclaredColumn) -> list[str]:
    """What can be chosen in a column; nothing where anything can be written."""
    if column.codes_from is not None:
        return sorted(known_codes(Store(body="", name="", id_space=""))[column.codes_from])
    return [code for code, _ in column.codes]


def drop_down(listed: list[str], letter: str, *, closed: bool) -> DataValidation:
    """A list to choose from. One that is not closed warns, and lets other words in."""
    validation = DataValidation(
        type="list",
        formula1=f'"{",".join(listed)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="stop" if closed else "warning",
        errorTitle="Not in the list",
        error="Choose one of the words in the list.",
    )
    validation.add(f"{letter}2:{letter}{LAST_ROW}")
    return validation


def write_help(sheet: Worksheet, table: DeclaredTable) -> None:
    """What the table is, and what its columns mean."""
    wrapped = Alignment(wrap_text=True, vertical="top")
    lines = [
        (f"One row is {table.one_row_is}.", ""),
        (table.twice, ""),
        ("Type over the example, or leave it: a row with a cell that begins with EXAMPLE is left out.", ""),
        ("Keep the headings in the first row, and the names of the sheets.", ""),
        ("", ""),
        *((column.heading, explained(column)) for column in table.columns),
    ]
    for row, texts in enumerate(lines, 1):
        for position, text in enumerate(texts, 1):
            sheet.cell(row, position, text or None).alignment = wrapped
    sheet.column_dimensions["A"].width = 40
    sheet.column_dimensions["B"].width = 90
