"""Spreadsheets as people send them: their cells as text, and what is hidden, merged, reckoned or broken."""

import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from proventive.reading.sent import kind_of, sheets_of


@pytest.fixture
def book(tmp_path):
    """A spreadsheet from rows, and whatever is done to its sheet."""

    def write(rows, change=lambda sheet: None, epoch=None, name="sent.xlsx"):
        workbook = Workbook()
        if epoch is not None:
            workbook.epoch = epoch
        for row in rows:
            workbook.active.append(row)
        change(workbook.active)
        workbook.save(tmp_path / name)
        return tmp_path / name

    return write


def table(file):
    (sheet,) = sheets_of(file)
    (rows,) = sheet.batches()
    return sheet, rows


def notes(rows):
    return [(note.row, note.column, note.code) for note in rows.notes]


HEADED = ["Name", "Started", "Hours"]


def test_native_cells_are_told_as_text(book):
    rows = [
        HEADED,
        ["Ann", date(2025, 4, 3), 1.5],
        ["Ben", datetime.fromisoformat("2025-04-03 09:30"), 1010000000],
        ["0123", True, 0],
    ]
    _, read = table(book(rows))
    assert [list(column) for column in read.columns] == [
        ["Ann", "Ben", "0123"],
        ["2025-04-03", "2025-04-03 09:30:00", "TRUE"],
        ["1.5", "1010000000", "0"],
    ]


@pytest.mark.parametrize(("epoch", "base"), [(None, 1900), (CALENDAR_MAC_1904, 1904)])
def test_dates_are_the_same_days_whatever_they_are_counted_from(book, epoch, base):
    sheet, read = table(book([HEADED, ["Ann", date(2025, 4, 3), 45292]], epoch=epoch))
    assert (sheet.date_base, read.columns[1][0], read.columns[2][0]) == (base, "2025-04-03", "45292")


def test_a_table_that_starts_further_down_and_right_keeps_its_row_numbers(book):
    def move(sheet):
        sheet["C5"], sheet["D5"], sheet["C6"], sheet["D6"] = "Name", "Hours", "Ann", 2

    sheet, read = table(book([], move))
    assert (sheet.header_row, sheet.headings, int(read.numbers[0])) == (5, ("", "", "Name", "Hours"), 6)
    assert [column[0] for column in read.columns] == [None, None, "Ann", "2"]


def test_formulas_are_read_by_their_results_and_never_run(book):
    def change(sheet):
        sheet["C3"] = "=1+1"

    sheet, read = table(book([HEADED, ["Ann", "x", 1], ["Ben", "y", None]], change))
    assert read.columns[2][1] is None
    assert notes(read) == [(3, 2, "formula without result")]
    assert "formulas" in [note.code for note in sheet.notes]


def test_what_a_broken_cell_shows_is_kept_and_located(book):
    def change(sheet):
        sheet["C2"] = "#REF!"
        sheet["C2"].data_type = "e"

    _, read = table(book([HEADED, ["Ann", "x", None]], change))
    assert (read.columns[2][0], notes(read)) == ("#REF!", [(2, 2, "spreadsheet error")])


def test_hidden_rows_and_columns_merged_cells_and_filters_are_told(book):
    def change(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.merge_cells("A4:A5")
        sheet.auto_filter.ref = "A1:C5"
        sheet.auto_filter.add_filter_column(0, ["Ann"])

    rows = [HEADED, ["Ann", "x", 1], ["Ben", "y", 2], ["Cat", "z", 3], [None, "z", 4]]
    sheet, read = table(book(rows, change))
    assert notes(read) == [(3, None, "hidden row"), (5, 0, "merged")]
    assert read.columns[0][3] is None
    assert {"hidden-rows", "hidden-columns", "filtered"} <= {note.code for note in sheet.notes}


def test_two_rows_of_headings_with_merged_cells_are_joined(book):
    def change(sheet):
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    rows = [["Name", "Visit", None], [None, "Date", "Minutes"], ["Ann", date(2025, 4, 3), 30]]
    sheet, _ = table(book(rows, change))
    assert (sheet.headings, sheet.header_row) == (("Name", "Visit Date", "Visit Minutes"), 2)


def test_hidden_sheets_are_told_and_empty_ones_left_out(book, tmp_path):
    workbook = Workbook()
    workbook.active.append(HEADED)
    workbook.create_sheet("Empty")
    hidden = workbook.create_sheet("Old")
    hidden.append(HEADED)
    hidden.sheet_state = "veryHidden"
    workbook.save(tmp_path / "two.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in sheets_of(tmp_path / "two.xlsx")] == [
        ("Sheet", False),
        ("Old", True),
    ]


CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Visits">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods(path, rows):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", CONTENT.format(rows=rows))
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def text_cell(text, more=""):
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def test_open_document_spreadsheets_are_read(tmp_path):
    rows = (
        f"<table:table-row>{text_cell('Name')}{text_cell('Started')}{text_cell('Hours')}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{text_cell("Ann")}'
        '<table:table-cell office:value-type="date" office:date-value="2025-04-03"/>'
        '<table:table-cell office:value-type="float" office:value="1.5"/></table:table-row>'
        f"<table:table-row>{text_cell('Ben')}<table:table-cell/>"
        '<table:table-cell table:formula="of:=1+1"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>'
    )
    file = ods(tmp_path / "sent.ods", rows)
    sheet, read = table(file)
    assert (kind_of(file), sheet.format, sheet.name, sheet.headings) == ("ods", "ods", "Visits", tuple(HEADED))
    assert [list(column) for column in read.columns] == [["Ann", "Ben"], ["2025-04-03", None], ["1.5", None]]
    assert notes(read) == [(2, None, "hidden row"), (3, 2, "formula without result")]
