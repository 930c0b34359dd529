"""Spreadsheets of contacts with one of the 25 faults planted, and where it stands: for the tests of the import."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from openpyxl import Workbook

HEADINGS = ["CHI number", "Date of visit", "Contact type", "Duration (mins)", "Delivered by", "Project", "Notes"]
KINDS = ["home visit", "meeting", "group", "phone", "transport"]
LAYOUTS = ("comma", "semicolon", "xlsx")
ROWS = 30


@dataclass(kw_only=True)
class Messy:
    """A sheet as a list of rows, and what an import has to say of it. ``expected``: fault, row and column letter;
    ``ignored`` and ``merged``: how many rows. ``asks``: whether the file leaves a question open."""

    above: list[list[str]] = field(default_factory=list)
    headings: list[str] = field(default_factory=lambda: list(HEADINGS))
    rows: list[list[str]] = field(default_factory=list)
    below: list[list[str]] = field(default_factory=list)
    expected: set[tuple[str, int, str | None]] = field(default_factory=set)
    ignored: int = 0
    merged: int = 0
    asks: str | None = None
    answers: dict[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    named: str = "contacts.csv"

    def row(self, place: int) -> int:
        """The number of a row of ``rows`` in the file."""
        return len(self.above) + 2 + place

    def plant(self, place: int, column: int, value: str, fault: str) -> None:
        self.rows[place][column] = value
        self.expected.add((fault, self.row(place), "ABCDEFGH"[column]))


def chi(random: np.random.Generator) -> str:
    """A CHI number whose check digit holds."""
    while True:
        day, month, year = random.integers(1, 29), random.integers(1, 13), random.integers(30, 60)
        digits = [int(d) for d in f"{day:02}{month:02}{year:02}{random.integers(0, 1000):03}"]
        check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return "".join(map(str, digits)) + str(check % 11)


def clean(seed: int) -> Messy:
    """A sheet with nothing wrong."""
    random = np.random.default_rng(seed)
    sheet = Messy()
    for place in range(ROWS):
        day, month = 13 + place % 15, 1 + place % 9
        sheet.rows.append(
            [
                chi(random),
                f"{day:02}/{month:02}/2025",
                KINDS[random.integers(0, 5)],
                str(random.integers(5, 200)),
                "staff",
                "falls",
                "seen",
            ]
        )
    return sheet


Planter = Callable[[Messy, np.random.Generator], None]


def places(random: np.random.Generator, count: int) -> list[int]:
    return sorted(random.choice(np.arange(1, ROWS - 1), count, replace=False).tolist())


def bom(sheet: Messy, random: np.random.Generator) -> None:
    sheet.encoding = "utf-8-sig"
    sheet.plant(places(random, 1)[0], 3, "", "empty")


def cp1252(sheet: Messy, random: np.random.Generator) -> None:
    sheet.encoding = "cp1252"
    for row in sheet.rows:
        row[6] = "£5 – Ann’s café"
    sheet.plant(places(random, 1)[0], 3, "£5", "not a whole number")


def delimiters(sheet: Messy, random: np.random.Generator) -> None:
    for place in places(random, 2):
        sheet.rows[place][6] = "one; two, three"
    sheet.plant(places(random, 1)[0], 2, "", "empty")


def titles(sheet: Messy, random: np.random.Generator) -> None:
    sheet.above = [["Contacts of the service", *[""] * 6], [""] * 7]
    for place in places(random, 2):
        sheet.plant(place, 3, "", "empty")


def two_headings(sheet: Messy, random: np.random.Generator) -> None:
    sheet.above = [["Person", "Visit", "", "", "Worker", "", ""]]
    sheet.plant(places(random, 1)[0], 3, "", "empty")


def totals(sheet: Messy, random: np.random.Generator) -> None:
    sheet.below = [["Total", "", "", "2345", "", "", ""]]
    sheet.ignored = 1


def headings_twice(sheet: Messy, random: np.random.Generator) -> None:
    sheet.headings = [*HEADINGS, "Notes"]
    for row in sheet.rows:
        row.append("x")
    sheet.plant(places(random, 1)[0], 3, "", "empty")


def odd_headings(sheet: Messy, random: np.random.Generator) -> None:
    sheet.headings = [" CHI Number ", "DATE OF\xa0VISIT", "contact_type", "Duration (mins) *", *HEADINGS[4:]]
    sheet.plant(places(random, 1)[0], 3, "", "empty")


def orders_mixed(sheet: Messy, random: np.random.Generator) -> None:
    sheet.asks = "contacts.on_date.dates"
    sheet.answers = {"contacts.on_date.dates": "day first"}
    for place in places(random, 3):
        sheet.plant(place, 1, f"03/{13 + place % 15}/2025", "not a date")


def serials(sheet: Messy, random: np.random.Generator) -> None:
    for place in range(ROWS):
        sheet.rows[place][1] = str(45_700 + place)
    sheet.asks = "contacts.on_date.dates"
    sheet.answers = {"contacts.on_date.dates": "serial 1900"}
    sheet.plant(places(random, 1)[0], 1, "457", "not a date")


def short_years(sheet: Messy, random: np.random.Generator) -> None:
    for row in sheet.rows:
        row[1] = row[1][:6] + row[1][8:]
    sheet.plant(places(random, 1)[0], 1, "31/09/25", "not a date")


def impossible_days(sheet: Messy, random: np.random.Generator) -> None:
    first, second = places(random, 2)
    sheet.plant(first, 1, "31/09/2024", "not a date")
    sheet.plant(second, 1, "29/02/2023", "not a date")


def future(sheet: Messy, random: np.random.Generator) -> None:
    for place in places(random, 2):
        sheet.plant(place, 1, "25/12/2031", "in the future")


def lost_zero(sheet: Messy, random: np.random.Generator) -> None:
    place = places(random, 1)[0]
    number = sheet.rows[place][0]
    while not number.startswith("0"):
        number = chi(random)
    sheet.plant(place, 0, number[1:], "lost-leading-zero")


def scientific(sheet: Messy, random: np.random.Generator) -> None:
    sheet.plant(places(random, 1)[0], 0, "1.01E+09", "scientific-notation")


def bad_numbers(sheet: Messy, random: np.random.Generator) -> None:
    first, second = places(random, 2)
    number = sheet.rows[first][0]
    sheet.plant(first, 0, number[:9] + str((int(number[9]) + 1) % 10), "check-digit")
    sheet.plant(second, 0, "9999999999", "placeholder")


def nobody(sheet: Messy, random: np.random.Generator) -> None:
    for place in places(random, 2):
        sheet.plant(place, 0, "", "empty")


def rows_twice(sheet: Messy, random: np.random.Generator) -> None:
    for place in places(random, 2):
        sheet.rows.append(list(sheet.rows[place]))
    sheet.merged = 2


def odd_numbers(sheet: Messy, random: np.random.Generator) -> None:
    first, second, third = places(random, 3)
    sheet.rows[first][3] = "1,000"
    sheet.plant(second, 3, "(12.00)", "too low")
    sheet.plant(third, 3, "N/A", "empty")


def other_codes(sheet: Messy, random: np.random.Generator) -> None:
    first, second = places(random, 2)
    sheet.rows[first][2] = "telephone"
    sheet.plant(second, 2, "1", "not a code")


def several(sheet: Messy, random: np.random.Generator) -> None:
    sheet.plant(places(random, 1)[0], 2, "phone; group", "several answers")


def out_of_range(sheet: Messy, random: np.random.Generator) -> None:
    first, second = places(random, 2)
    sheet.plant(first, 3, "99999", "too high")
    sheet.plant(second, 3, "-1", "too low")


def free_text(sheet: Messy, random: np.random.Generator) -> None:
    for place in places(random, 2):
        sheet.rows[place][6] = "Ann, 07700 900123\nrang twice"
    sheet.plant(places(random, 1)[0], 4, "", "empty")


def sheet_errors(sheet: Messy, random: np.random.Generator) -> None:
    first, second = places(random, 2)
    sheet.plant(first, 3, "#REF!", "spreadsheet error")
    sheet.plant(second, 1, "#N/A", "spreadsheet error")


def words_in_numbers(sheet: Messy, random: np.random.Generator) -> None:
    for place in places(random, 2):
        sheet.plant(place, 3, "30 mins", "not a whole number")


FAULTS: dict[str, Planter] = {
    "01 mark at the start": bom,
    "02 cp1252": cp1252,
    "03 delimiters in cells": delimiters,
    "04 title above": titles,
    "05 two rows of headings": two_headings,
    "06 footer total": totals,
    "07 headings twice": headings_twice,
    "08 headings oddly written": odd_headings,
    "09 orders of dates mixed": orders_mixed,
    "10 serial dates": serials,
    "11 two-digit years": short_years,
    "12 impossible dates": impossible_days,
    "13 in the future": future,
    "14 leading zero lost": lost_zero,
    "15 scientific notation": scientific,
    "16 check digit, placeholder": bad_numbers,
    "17 no identifier": nobody,
    "18 rows twice": rows_twice,
    "19 money and N/A": odd_numbers,
    "20 other codes": other_codes,
    "21 several in one cell": several,
    "22 out of range": out_of_range,
    "23 free text": free_text,
    "24 errors of the spreadsheet": sheet_errors,
    "25 words in numbers": words_in_numbers,
}


def messy(fault: str, seed: int) -> Messy:
    """The sheet with a fault, planted where the seed says."""
    number = list(FAULTS).index(fault)
    sheet = clean(1000 * number + seed)
    FAULTS[fault](sheet, np.random.default_rng([number, seed]))
    return sheet


def write(sheet: Messy, layout: str, folder: Path) -> Path:
    """Write a sheet in one of the layouts."""
    lines = [*sheet.above, sheet.headings, *sheet.rows, *sheet.below]
    if layout == "xlsx":
        file = folder / "contacts.xlsx"
        book = Workbook()
        for line in lines:
            book.active.append([cell or None for cell in line])
        book.save(file)
        return file
    file = folder / "contacts.csv"
    mark = "," if layout == "comma" else ";"
    text = "\r\n".join(mark.join(quoted(cell, mark) for cell in line) for line in lines) + "\r\n"
    file.write_bytes(text.encode(sheet.encoding))
    return file


def quoted(cell: str, mark: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in (mark, '"', "\n")) else cell
