"""The marks of an Excel workbook, read from its XML without building it: each part is looked through once."""

import posixpath
import re
import zipfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from proventive.reading.sent.marks import Marks

TOKEN = re.compile(rb"""<(?:\w+:)?(row|c)(?=[\s/>])(?:[^>]*?\sr\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["'])?[^>]*>""")
INSIDE = (b"<f", b":f", b"'e'", b'"e"')  # of a formula, or of an error
HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
HIDDEN_COLUMNS = re.compile(rb"""<(?:\w+:)?col\b[^>]*\bhidden\s*=\s*["'](?:1|true)["']""")
IS_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
FORMULA = re.compile(rb"\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(<(?:\w+:)?v>[^<])?")
ERROR = re.compile(rb"(?:\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]{1,20})<")
MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*\bref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)
FILTERED = re.compile(rb"<(?:\w+:)?filterColumn\b")
SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)/?>")
ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)/?>")
FROM_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true)["']""")
MOST_MERGED = 50_000  # cells of merged areas that are marked one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class BookMarks:
    """The marks of each sheet by its name, and the day from which its dates are counted."""

    sheets: dict[str, Marks]
    from_1904: bool


def xlsx_marks(path: Path) -> BookMarks:
    """The marks of every sheet; raises what a damaged container raises."""
    with zipfile.ZipFile(path) as book:
        names = set(book.namelist())
        main = next((name for name in names if name.endswith("workbook.xml")), "xl/workbook.xml")
        workbook = book.read(main)
        folder = posixpath.dirname(main)
        relations = relations_of(book.read(f"{folder}/_rels/{posixpath.basename(main)}.rels"), folder)
        sheets: dict[str, Marks] = {}
        for found in SHEET.finditer(workbook):
            said = attributes(found[1])
            part = relations.get(said.get("r:id") or said.get("id") or "", "")
            if part in names and part.endswith(".xml"):
                sheets[said.get("name", "")] = marks_of(book.read(part))
    return BookMarks(sheets=sheets, from_1904=FROM_1904.search(workbook) is not None)


def attributes(text: bytes) -> dict[str, str]:
    found = ATTRIBUTE.findall(text.decode("utf-8", errors="replace"))
    return {name: unescape(double or single) for name, double, single in found}


def relations_of(text: bytes, folder: str) -> dict[str, str]:
    """The part of each relation, by its id."""
    relations = {}
    for found in RELATION.finditer(text):
        said = attributes(found[1])
        target = said.get("Target", "")
        relations[said.get("Id", "")] = posixpath.normpath(
            target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        )
    return relations


def marks_of(xml: bytes) -> Marks:
    """The marks of one sheet from its XML."""
    marks = Marks()
    inside = any(sign in xml for sign in INSIDE)  # most sheets hold neither formulas nor errors
    numbers: dict[bytes, int] = {}
    row, column, last_row, last_column = -1, -1, -1, -1
    for found in TOKEN.finditer(xml):
        name, letters, digits = found.groups()
        if name == b"row":
            row, column = (int(digits) - 1 if digits else row + 1), -1
            if HIDDEN.search(found[0]):
                marks.add(row, -1, "hidden row")
            continue
        if letters and digits:
            if letters not in numbers:
                numbers[letters] = column_number(letters)
            row, column = int(digits) - 1, numbers[letters]
        else:
            column += 1
        last_row, last_column = max(last_row, row), max(last_column, column)
        if inside and not found[0].endswith(b"/>"):
            look_inside(xml, found.end(), row, column, found[0], marks)
    marks.reach(last_row, last_column)
    for merged in MERGED.finditer(xml):
        mark_merged(merged, marks)
    marks.hidden_columns = len(HIDDEN_COLUMNS.findall(xml))
    marks.filtered = FILTERED.search(xml) is not None
    return marks


def look_inside(xml: bytes, start: int, row: int, column: int, said: bytes, marks: Marks) -> None:
    """Whether a cell holds a formula, with its result or without, or an error."""
    if IS_ERROR.search(said):
        shown = ERROR.match(xml, start)
        marks.errors[row, column] = shown[1].decode("utf-8", errors="replace") if shown else "#REF!"
        marks.add(row, column, "spreadsheet error")
    elif formula := FORMULA.match(xml, start):
        marks.formulas += 1
        if formula[1] is None:
            marks.add(row, column, "formula without result")


def mark_merged(merged: re.Match[bytes], marks: Marks) -> None:
    """Mark every cell of a merged area but the first: a value in that one stands for all of them, or for none."""
    left, top, right, bottom = (
        column_number(merged[1]),
        int(merged[2]) - 1,
        column_number(merged[3]),
        int(merged[4]) - 1,
    )
    bottom, right = min(bottom, marks.last_row), min(right, marks.last_column)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if len(marks.rows) < MOST_MERGED and (row, column) != (top, left):
                marks.add(row, column, "merged")


def column_number(letters: bytes) -> int:
    """The number of a column, from 0, by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1
