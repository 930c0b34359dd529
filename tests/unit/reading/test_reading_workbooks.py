"""Spreadsheets: the same document as YAML, with cells for places; strange files are faults, never tracebacks."""

import hashlib
import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from proventive.quantities import NotFound, Place, UserError
from proventive.reading import opening
from proventive.reading.cells import cell_text, dotted, flow, from_dotted, read_cell
from proventive.reading.faults import FaultsFound
from proventive.reading.workbook import read_workbook
from proventive.reading.workbook_writing import write_workbook

HERE = Place(file="a.xlsx", sheet="Agreement", cell="B2")


def workbook(**sheets: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("__", "."))
        for row in rows:
            sheet.append(row)
    return book


@pytest.fixture
def saved(tmp_path):
    """A spreadsheet saved to a file."""

    def save(book: openpyxl.Workbook) -> Path:
        path = tmp_path / "a.xlsx"
        book.save(path)
        return path

    return save


def rows(*pairs: tuple[object, object]) -> list[list[object]]:
    return [["key", "value", "help"], *([key, value] for key, value in pairs)]


def faults_of(path: Path) -> list[tuple[str, str | None, str | None]]:
    with pytest.raises(FaultsFound) as found:
        read_workbook(path)
    return [(fault.code, fault.where.sheet, fault.where.cell) for fault in found.value.faults]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A service: help, and friendship # really", "A service: help, and friendship # really"),
        ("[age, sex]", ["age", "sex"]),
        ("{low: 10%, median: 15%, high: 20%}", {"low": "10%", "median": "15%", "high": "20%"}),
        ('["a,b", c.d]', ["a,b", "c.d"]),
        ('"2025"', "2025"),
        ("'no'", "no"),
        ('"Hello" and "goodbye"', '"Hello" and "goodbye"'),
        (" 15% ", "15%"),
        ("2025-04-01", "2025-04-01"),
        ("1.0", Decimal("1.0")),
        ("no", "no"),
        ("true", True),
        ("~", None),
    ],
)
def test_the_text_of_a_cell_is_prose_or_a_list_or_a_mapping(text, value):
    assert read_cell(text, HERE).plain == value


@pytest.mark.parametrize(
    "value",
    ["=1+1", " x ", "", "[draft]", '"', "'a'", "a\rb", "a\u2028b", "true", "12", "a\n", ["x, y", "~", None, True],
     {"a.b": ["c:", "- d", "#e"]}, [], {}, Decimal("-0.50"), False],
)  # fmt: skip
def test_what_is_written_in_a_cell_is_read_back(value):
    assert read_cell(cell_text(value), HERE).plain == value


@pytest.mark.parametrize("path", [("a",), ("term", "start"), ("given", "a.b", "c"), ('q"', ""), (" x ", "y\\")])
def test_a_dotted_key_is_read_back(path):
    assert from_dotted(dotted(path)) == path


@pytest.mark.parametrize("text", ["", ".", "a.", ".a", "a..b", 'a."b', '"a"b', '"\\q"'])
def test_what_is_no_dotted_key(text):
    assert from_dotted(text) is None


def test_a_document_in_cells_says_the_same_as_in_yaml(saved):
    book = workbook(
        Agreement=rows(("title", "Meals, and more"), ("term.start", date(2025, 4, 1)), ("seed", 20250401)),
        parties=[["id", "share", "roles"], ["a.b", 0.6, "[signs, pays]"], [], ["c", 0.4, "pays"]],
        value__lines=[["id", "gross.years", "unit_value"], ["l", 2.0, "94.00 GBP"]],
        Help=[["nothing", "of this is read"]],
    )
    for row in (2, 4):
        book["parties"].cell(row, 2).number_format = "0%"
    located = read_workbook(saved(book))
    assert located.plain == {
        "title": "Meals, and more",
        "term": {"start": "2025-04-01"},
        "seed": Decimal(20250401),
        "parties": [
            {"id": "a.b", "share": "60%", "roles": ["signs", "pays"]},
            {"id": "c", "share": "40%", "roles": "pays"},
        ],
        "value": {"lines": [{"id": "l", "gross": {"years": Decimal(2)}, "unit_value": "94.00 GBP"}]},
    }
    assert located.values[("parties", 1, "share")] == Place(file="a.xlsx", sheet="parties", cell="B4")
    assert located.values[("parties", 0, "roles", 1)] == Place(file="a.xlsx", sheet="parties", cell="C2")
    assert located.keys[("parties", 1, "share")] == Place(file="a.xlsx", sheet="parties", cell="B1")
    assert located.values[("value", "lines", 0, "gross")] == Place(file="a.xlsx", sheet="value.lines", cell="B2")
    assert located.keys[("term", "start")] == Place(file="a.xlsx", sheet="Agreement", cell="A3")


@pytest.mark.parametrize(
    ("value", "number_format", "read"),
    [
        (0.15, "0%", "15%"),
        (0.125, "0.0%", "12.5%"),
        (0.07, "0%", "7%"),
        (0.1 + 0.2, "General", Decimal("0.3")),
        (15000, '"£"#,##0', "15000 GBP"),
        (15000.5, "[$£-809]#,##0.00", "15000.5 GBP"),
        (15000, "#,##0", Decimal(15000)),
        (datetime(2025, 4, 1), "dd/mm/yyyy", "2025-04-01"),  # noqa: DTZ001
        (datetime(2025, 4, 1, 12, 30), "dd/mm/yyyy", "2025-04-01T12:30:00"),  # noqa: DTZ001
        (time(9, 0), "hh:mm", "09:00:00"),
        (True, "General", True),
    ],
)
def test_numbers_and_days_become_what_yaml_would_have_said(saved, value, number_format, read):
    book = workbook(Agreement=rows(("key", value)))
    book["Agreement"]["B2"].number_format = number_format
    assert read_workbook(saved(book)).plain == {"key": read}


def test_every_fault_of_the_cells_is_found_at_once(saved):
    book = workbook(
        Agreement=rows(
            ("a", "[1, 2"),
            (None, "x"),
            ("b..c", "x"),
            ("d", "=1+1"),
            ("e", "#REF!"),
            ("f", "1"),
            ("f", "2"),
            ("f.g", "3"),
            ("h", 12345678901234567),
        ),
        parties=[["id", None], ["x", "y"]],
        f=[["id"], ["x"]],
    )
    assert faults_of(saved(book)) == [
        ("bracket", "Agreement", "B2"),
        ("value-without-key", "Agreement", "B3"),
        ("not-a-dotted-key", "Agreement", "A4"),
        ("formula-without-value", "Agreement", "B5"),
        ("error-value", "Agreement", "B6"),
        ("said-twice", "Agreement", "A8"),
        ("said-twice", "Agreement", "A9"),
        ("too-long-a-number", "Agreement", "B10"),
        ("said-twice", "f", None),
        ("value-without-key", "parties", "B2"),
    ]


def test_the_saved_result_of_a_formula_is_read(saved):
    path = saved(workbook(Agreement=rows(("a", "=2*3"))))
    with zipfile.ZipFile(path) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    sheet = contents["xl/worksheets/sheet1.xml"]
    contents["xl/worksheets/sheet1.xml"] = sheet.replace(b"<f>2*3</f><v />", b"<f>2*3</f><v>6</v>")
    assert contents["xl/worksheets/sheet1.xml"] != sheet
    with zipfile.ZipFile(path, "w") as parts:
        for name, content in contents.items():
            parts.writestr(name, content)
    assert read_workbook(path).plain == {"a": Decimal(6)}


def test_sheets_and_headings_that_are_missing(saved):
    assert faults_of(saved(workbook(Sheet1=[["key", "value"]]))) == [("no-agreement-sheet", None, None)]
    assert faults_of(saved(workbook(Agreement=[["title", "T"]]))) == [("no-header", "Agreement", "A1")]


def zipped(*parts: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts:
            written.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (opening.OLD_OFFICE + b"\0" * 600, "old-excel"),
        (opening.OLD_OFFICE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"<html><table><tr><td>key</td></tr></table></html>", "web-page"),
        (b"\xef\xbb\xbf\r\n<?xml version='1.0'?><Workbook/>", "web-page"),
        (b"key,value\ntitle,T\n", "not-a-workbook"),
        (b"", "not-a-workbook"),
        (b"PK\x03\x04 and then nothing", "not-a-workbook"),
        (zipped(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")), "not-a-workbook"),
        (zipped(("[Content_Types].xml", b"<Types/>")), "not-a-workbook"),
        (zipped(("[Content_Types].xml", b" " * 60_000_000)), "too-large-inside"),
        (zipped(("[Content_Types].xml", b""), *((f"x{n}", b"") for n in range(1_001))), "too-large-inside"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_spreadsheet_gets_one_plain_message(tmp_path, content, code):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert faults_of(path) == [(code, None, None)]


def test_entities_in_the_xml_are_refused(saved):
    path = saved(workbook(Agreement=rows(("a", "x"))))
    with zipfile.ZipFile(path) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    contents["xl/workbook.xml"] = bomb + contents["xl/workbook.xml"].replace(b"<?xml version='1.0'?>", b"")
    path.write_bytes(zipped(*contents.items()))
    assert faults_of(path) == [("not-a-workbook", None, None)]


def test_a_sheet_that_claims_very_many_cells_is_refused(saved):
    book = workbook(Agreement=rows(("a", "x")))
    book["Agreement"]["XFD1048576"] = "far away"
    assert faults_of(saved(book)) == [("too-large-inside", "Agreement", None)]


def test_a_file_that_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFound, match="cannot be opened"):
        read_workbook(tmp_path / "a.xlsx")


DOCUMENT = {
    "title": "=cmd()",
    "term": {"start": "2025-04-01", "end": None},
    "seed": Decimal(1),
    "parties": [{"id": "a.b", "roles": ["signs", "pays"]}, {"id": "c", "plan": {"x": "1,2", "y": None}}],
    "value": {"lines": [{"id": "l"}], "inputs": []},
    "mixed": [Decimal(1), {"a": "b"}],
    "given": {"v1.2": {"people": Decimal(3)}},
    "a name that is longer than a sheet can bear": [{"id": "x"}],
    "bad/name": [{"id": "x"}],
    "Parties": [{"id": "only the case differs"}],
}


def test_a_written_document_is_read_back(tmp_path):
    write_workbook(DOCUMENT, tmp_path / "a.xlsx")
    expected = {**DOCUMENT, "term": {"start": "2025-04-01"}}
    expected["parties"] = [DOCUMENT["parties"][0], {"id": "c", "plan": {"x": "1,2"}}]
    assert read_workbook(tmp_path / "a.xlsx").plain == expected


def test_the_same_document_gives_the_same_bytes(tmp_path):
    hashes = set()
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(DOCUMENT, tmp_path / name, help={("title",): "what it is called"})
        content = (tmp_path / name).read_bytes()
        hashes.add(hashlib.sha256(content).hexdigest())
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"1980-01-01T00:00:00Z</dcterms:modified>" in parts.read("docProps/core.xml")
    assert len(hashes) == 1


def test_no_written_cell_is_a_formula(tmp_path):
    write_workbook({"title": "=cmd()", "parties": [{"id": "=1"}]}, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert book["Agreement"]["B2"].quotePrefix


def test_help_shows_keys_that_may_be_filled_in(tmp_path):
    help = {("framework",): "whose outcomes", ("parties", "id"): "its name", ("parties", "share"): "of payments"}
    write_workbook({"parties": [{"id": "a"}]}, tmp_path / "a.xlsx", help=help, lists=(("objectives",),))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [tuple(cell.value for cell in row) for row in book["Agreement"]] == [
        ("key", "value", "help"),
        ("framework", None, "whose outcomes"),
    ]
    assert [cell.value for cell in book["parties"][1]] == ["id", "share"]
    assert book.sheetnames == ["Agreement", "objectives", "parties", "Help"]
    assert read_workbook(tmp_path / "a.xlsx").plain == {"parties": [{"id": "a"}]}


def test_a_text_that_no_cell_can_hold_is_said(tmp_path):
    with pytest.raises(UserError, match="Shorten the text"):
        write_workbook({"about": "x" * 40_000}, tmp_path / "a.xlsx")


def test_flow_text_is_yaml():
    assert flow({"a": ["x, y", Decimal("1.0")], "b.c": "no"}) == '{a: ["x, y", 1.0], b.c: no}'
