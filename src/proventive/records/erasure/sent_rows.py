"""Rows of one person in the files that were sent: blanked where they stand, so that every other row keeps its
number."""

import csv
import io
import warnings
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import load_workbook

from proventive.engine.whole_files import whole
from proventive.reading.saving import save_workbook
from proventive.reading.sent import Sheet
from proventive.reading.sent.workbook_file import safe_name
from proventive.records.headings import columns_of
from proventive.records.sources import record_table, tables_in

PERSON = "person_id"


def blank_rows(file: Path, local_ids: Collection[str]) -> int:
    """Blank the rows of a person in a file of ``sources/``, whole or not at all; gives how many there were.

    Only rows whose column of the person holds one of the ids are theirs. Raises FaultsFound where the file cannot
    be read.
    """
    sent = tables_in(file)
    found = {table.name: rows_of(table, local_ids, alone=len(sent) == 1) for table in sent}
    count = sum(len(rows) for rows in found.values())
    if count:
        blank(file, sent[0], found)
    return count


def blank(file: Path, sent: Sheet, rows: Mapping[str | None, frozenset[int]]) -> None:
    """Blank rows of a CSV file, or of an XLSX file by the name of its sheet. ``sent``: how it was read."""
    if sent.format == "csv":
        blank_lines(file, rows[sent.name], codec=sent.encoding or "utf-8", delimiter=sent.delimiter or ",")
    else:
        blank_cells(file, rows)


def people_sent(file: Path) -> frozenset[str]:
    """Every id that stands in a column of the person in a file of ``sources/``, in rows that were set aside too.

    Raises FaultsFound where the file cannot be read.
    """
    sent = tables_in(file)
    found: set[str] = set()
    for table in sent:
        for _, cells in people_cells(table, alone=len(sent) == 1):
            found.update(str(cell).strip() for cell in cells if cell is not None)
    return frozenset(found)


def rows_of(sent: Sheet, local_ids: Collection[str], *, alone: bool) -> frozenset[int]:
    """The numbers of a person's rows."""
    rows: set[int] = set()
    for numbers, cells in people_cells(sent, alone=alone):
        theirs = np.array([cell is not None and str(cell).strip() in local_ids for cell in cells], dtype=bool)
        rows.update(numbers[theirs].tolist())
    return frozenset(rows)


def people_cells(sent: Sheet, *, alone: bool) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The numbers of the rows of a sent table, and the cells of its column of the person, where it has one."""
    table = record_table(sent, alone=alone)
    if table is None or PERSON not in table.names:
        return
    columns, _ = columns_of(sent, table)
    if PERSON in columns:
        for batch in sent.batches():
            yield batch.numbers, batch.columns[columns[PERSON]]


def blank_lines(file: Path, rows: frozenset[int], *, codec: str, delimiter: str) -> None:
    """Empty the lines of the rows of a CSV file; a row may have several."""
    text = file.read_bytes().decode(codec)
    lines = list(io.StringIO(text, newline=""))
    starts, ends = spans(lines, delimiter)
    for row in rows:
        for line in range(starts[row - 1], ends[row - 1]):
            ending = lines[line][len(lines[line].rstrip("\r\n")) :]
            lines[line] = ending if line == ends[row - 1] - 1 else ""
    with whole(file) as beside:
        beside.write_text("".join(lines), encoding=codec, newline="")


def spans(lines: list[str], delimiter: str) -> tuple[list[int], list[int]]:
    """The first line of each row, and the line after its last."""
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    ends = [reader.line_num for _ in reader]
    return [0, *ends[:-1]], ends


def blank_cells(file: Path, rows: Mapping[str | None, frozenset[int]]) -> None:
    """Empty the cells of the rows of a workbook, by sheet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(file, data_only=True, keep_links=False)  # what formulas came to is what was read
    for sheet in book.worksheets:
        sheet._pivots = []  # a pivot table keeps a copy of the rows that it counts
        for cell in cells_of(sheet, rows.get(safe_name(sheet.title), frozenset())):
            cell.value = None
            cell.comment = None
    with whole(file) as beside:
        save_workbook(book, beside)


def cells_of(sheet: Any, rows: frozenset[int]) -> Iterator[Any]:
    for row in rows:
        yield from sheet[row]
