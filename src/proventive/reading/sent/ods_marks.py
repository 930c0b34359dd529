"""The marks of an OpenDocument spreadsheet, read from its XML without building it."""

import re
import zipfile
from html import unescape
from pathlib import Path

from proventive.reading.sent.marks import Marks
from proventive.reading.sent.xlsx_marks import BookMarks

TOKEN = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell|filter|table-column)(?=[\s/>])([^>]*)>"
)
NAME = re.compile(rb'\btable:name="([^"]*)"')
ROWS_REPEATED = re.compile(rb'table:number-rows-repeated="(\d{1,9})"')
COLUMNS_REPEATED = re.compile(rb'table:number-columns-repeated="(\d{1,9})"')
HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')
FILTERED = re.compile(rb'table:visibility="filter"')
VALUE = re.compile(rb'office:(?:value|date-value|time-value|boolean-value|string-value)="')
FROM_1904 = re.compile(rb'<table:null-date\b[^>]*table:date-value="1904-01-01')
SHOWN = re.compile(rb"\s*<text:p[^>]*>([^<]*)<")
MOST_REPEATED = 10_000  # rows that are marked one by one


def ods_marks(path: Path) -> BookMarks:
    """The marks of every sheet; raises what a damaged container raises."""
    with zipfile.ZipFile(path) as book:
        xml = book.read("content.xml")
    sheets: dict[str, Marks] = {}
    walk = _Walk(Marks())
    for found in TOKEN.finditer(xml):
        if found[1] == b"table":
            name = NAME.search(found[2])
            walk = _Walk(Marks())
            sheets[unescape(name[1].decode("utf-8", errors="replace")) if name else ""] = walk.marks
        else:
            walk.token(found, xml)
    return BookMarks(sheets=sheets, from_1904=FROM_1904.search(xml) is not None)


class _Walk:
    """Where the reading of a sheet stands: rows and cells may be said once and stand for many."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.row = -1
        self.next_row = 0
        self.column = 0
        self.repeated = 1

    def token(self, found: re.Match[bytes], xml: bytes) -> None:
        said = found[2]
        match found[1]:
            case b"table-row":
                self.row = self.next_row
                self.repeated = count(ROWS_REPEATED, said)
                self.next_row = self.row + self.repeated
                self.column = 0
                if HIDDEN.search(said):
                    self.marks.filtered = self.marks.filtered or FILTERED.search(said) is not None
                    for row in range(self.row, self.row + min(self.repeated, MOST_REPEATED)):
                        self.marks.add(row, -1, "hidden row")
            case b"table-column":
                self.marks.hidden_columns += HIDDEN.search(said) is not None
            case b"filter":
                pass
            case _:
                self.cell(found, xml)

    def cell(self, found: re.Match[bytes], xml: bytes) -> None:
        said = found[2]
        times = count(COLUMNS_REPEATED, said)
        holds = not said.endswith(b"/") or VALUE.search(said) is not None
        if holds:
            self.marks.reach(self.row + self.repeated - 1, self.column + times - 1)
        if found[1] == b"covered-table-cell":
            self.marks.add(self.row, self.column, "merged")
        shown = SHOWN.match(xml, found.end()) if holds else None
        if shown and shown[1] in (b"#REF!", b"#N/A", b"#VALUE!", b"#NAME?", b"#DIV/0!", b"Err:502"):
            self.marks.errors[self.row, self.column] = shown[1].decode()
            self.marks.add(self.row, self.column, "spreadsheet error")
        elif b"table:formula=" in said:
            self.marks.formulas += 1
            if not VALUE.search(said) and not (shown and shown[1]):
                self.marks.add(self.row, self.column, "formula without result")
        self.column += times


def count(pattern: re.Pattern[bytes], said: bytes) -> int:
    found = pattern.search(said)
    return int(found[1]) if found else 1
