"""Writing a document as a spreadsheet that is read back to the identical document."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as FilePath

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from proventive.quantities import UserError
from proventive.reading.cells import cell_text, dotted
from proventive.reading.located import Plain, without_empty
from proventive.reading.saving import save_workbook
from proventive.reading.workbook import AGREEMENT, HELP

Keys = tuple[str, ...]

# https://support.microsoft.com/en-us/office/excel-specifications-and-limits: characters in a cell, and in a name
LONGEST_TEXT = 32_767
LONGEST_SHEET_NAME = 31
HEADING = PatternFill("solid", fgColor="E8EEF2")
TEXT_FORMAT = "@"  # what is typed stays as it is typed: “15%” does not become 0.15


def write_workbook(
    plain: Mapping[str, Plain],
    path: FilePath | str,
    *,
    help: Mapping[Keys, str] | None = None,
    lists: Sequence[Keys] = (),
) -> None:
    """Write a document as a spreadsheet; the same document gives the same bytes.

    ``help`` says what a key means, by its path without numbers; every key in it has a row or a column, filled or
    not. ``lists`` name the lists that have a sheet even where the document has none of them. Raises UserError
    where a text is longer than a cell can hold.
    """
    help = help or {}
    single, listed = laid_out(plain, help, lists)
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = AGREEMENT
    write_single_values(sheet, single, {keys: said for keys, said in help.items() if not list_of(keys, listed)})
    for keys, items in listed.items():
        columns = [known[len(keys) :] for known in help if list_of(known, [keys])]
        write_items(workbook.create_sheet(dotted(keys)), items, columns)
    if help and listed:
        write_help(workbook.create_sheet(HELP), help, listed)
    save_workbook(workbook, path)


def list_of(keys: Keys, listed: Sequence[Keys] | Mapping[Keys, object]) -> Keys | None:
    """The list with a sheet of its own in which a key stands."""
    return next((named for named in listed if len(keys) > len(named) and keys[: len(named)] == named), None)


def laid_out(
    plain: Mapping[str, Plain], help: Mapping[Keys, str], lists: Sequence[Keys]
) -> tuple[dict[Keys, Plain], dict[Keys, list[dict[Keys, Plain]]]]:
    """The values that are said once, and the lists that have a sheet of their own, each item by its keys."""
    single: dict[Keys, Plain] = {}
    listed: dict[Keys, list[dict[Keys, Plain]]] = {keys: [] for keys in lists}
    taken = {AGREEMENT.lower(), HELP.lower(), *(dotted(keys).lower() for keys in lists)}
    for keys, value in leaves(without_empty(dict(plain)), (), help):
        if isinstance(value, list) and items_say_something(value) and (keys in listed or free(keys, taken)):
            taken.add(dotted(keys).lower())
            listed[keys] = [dict(leaves(item, (), help, keys)) for item in value]
        else:
            single[keys] = value
    return single, listed


def leaves(plain: Plain, keys: Keys, help: Mapping[Keys, str], within: Keys = ()) -> Iterator[tuple[Keys, Plain]]:
    """Every value with its keys. A mapping is taken apart, unless it is empty, or help speaks of it as a whole."""
    if isinstance(plain, dict) and (not keys or plain) and (*within, *keys) not in help:
        for key, value in plain.items():
            yield from leaves(value, (*keys, key), help, within)
    else:
        yield keys, plain


def items_say_something(items: list[Plain]) -> bool:
    """Whether every item of a list is a mapping that fills a row."""
    return bool(items) and all(isinstance(item, dict) and item for item in items)


def free(keys: Keys, taken: set[str]) -> bool:
    """Whether a sheet can bear this name."""
    name = dotted(keys)
    writable = len(name) <= LONGEST_SHEET_NAME and not re.search(r"[\[\]:*?/\\'\x00-\x1f]", name)
    return writable and name == name.strip() and name.lower() not in taken


def write_single_values(sheet: Worksheet, single: Mapping[Keys, Plain], help: Mapping[Keys, str]) -> None:
    write_headings(sheet, {"key": 32, "value": 60, "help": 90})
    for row, keys in enumerate(dict.fromkeys((*help, *single)), start=2):
        write_text(sheet.cell(row, 1), dotted(keys))
        write_text(sheet.cell(row, 2), cell_text(single[keys]) if keys in single else None)
        write_text(sheet.cell(row, 3), help.get(keys))


def write_items(sheet: Worksheet, items: list[dict[Keys, Plain]], columns: list[Keys]) -> None:
    columns = list(dict.fromkeys((*columns, *(inside for item in items for inside in item))))
    write_headings(sheet, {dotted(inside): 26 for inside in columns})
    for row, item in enumerate(items, start=2):
        for column, inside in enumerate(columns, start=1):
            write_text(sheet.cell(row, column), cell_text(item[inside]) if inside in item else None)


def write_help(sheet: Worksheet, help: Mapping[Keys, str], listed: Mapping[Keys, object]) -> None:
    """What the columns of the sheets of lists mean."""
    write_headings(sheet, {"sheet": 20, "column": 36, "help": 90})
    for row, (keys, named) in enumerate(
        ((keys, named) for keys in help if (named := list_of(keys, listed))), start=2
    ):
        write_text(sheet.cell(row, 1), dotted(named))
        write_text(sheet.cell(row, 2), dotted(keys[len(named) :]))
        write_text(sheet.cell(row, 3), help[keys])


def write_headings(sheet: Worksheet, headings: Mapping[str, int]) -> None:
    """The first row: headings, by the width of their columns."""
    for column, (heading, width) in enumerate(headings.items(), start=1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = width
        sheet.column_dimensions[letter].number_format = TEXT_FORMAT
        cell = sheet.cell(1, column)
        write_text(cell, heading)
        cell.font = Font(bold=True)
        cell.fill = HEADING
    sheet.freeze_panes = "A2"


def write_text(cell: Cell, text: str | None) -> None:
    """A cell that holds text and nothing else: text that begins with “=” is no formula."""
    cell.number_format = TEXT_FORMAT
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if text is None:
        return
    if len(text) > LONGEST_TEXT:
        raise UserError(
            f"A text of this document has {len(text)} characters. A cell of a spreadsheet holds {LONGEST_TEXT}, "
            "and the rest would be lost. Shorten the text, or keep the document as YAML."
        )
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
