"""Empty spreadsheets, made from the declarations: filled in and sent back, they come in as they are."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from proventive.quantities import RecordsError
from proventive.records import bring_in, declarations, start_store, write_templates
from proventive.records.declarations import TABLES


def begun(folder: Path, **more) -> tuple[Path, ...]:
    return start_store(folder, body="provider", name="The provider", id_space="provider-1", **more)


@pytest.fixture(scope="module")
def all_templates(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("templates")
    write_templates(folder)
    return folder


def test_the_same_declarations_give_the_same_bytes(all_templates, tmp_path):
    for file in write_templates(tmp_path, tables=("people", "finance")):
        assert file.read_bytes() == (all_templates / file.name).read_bytes()


def test_a_begun_store_comes_in_as_it_is_with_nothing_in_it(tmp_path):
    files = begun(tmp_path / "provider")
    assert [file.name for file in files] == ["store.yaml", *(f"{name}.xlsx" for name in TABLES)]
    manifest = bring_in(tmp_path / "provider")
    assert {source.table: source.examples for source in manifest.sources} == dict.fromkeys(TABLES, 1)
    assert sum(source.rows for source in manifest.sources) == 0
    assert manifest.not_read == ()


@pytest.mark.parametrize("name", TABLES)
def test_a_filled_in_template_imports(name, all_templates, tmp_path):
    """The example itself, without its mark, is a row that fits: so the help cannot mislead."""
    begun(tmp_path / "provider", tables=())
    (tmp_path / "provider" / "sources").mkdir(exist_ok=True)
    book = load_workbook(all_templates / f"{name}.xlsx")
    sheet = book[name]
    for position, cell in enumerate(sheet[2], 1):
        value = cell.value
        value = value.replace("EXAMPLE", "x") if isinstance(value, str) else value
        sheet.cell(3, position, value)
    book.save(tmp_path / "provider" / "sources" / f"{name}.xlsx")
    (source,) = bring_in(tmp_path / "provider").sources
    assert (source.rows, source.accepted, source.examples) == (1, 1, 1), source.reasons


def test_headings_help_and_lists_come_from_the_declarations(all_templates):
    book = load_workbook(all_templates / "people.xlsx")
    sheet = book["people"]
    assert [cell.value for cell in sheet[1]] == [column.heading for column in declarations()["people"].columns]
    assert "Never a name" in sheet["A1"].comment.text
    lists = {str(found.sqref): found.formula1 for found in sheet.data_validations.dataValidation}
    assert lists["C2:C1048576"] == '"F,M,X,U"'
    assert book["Help"]["A1"].value == "One row is a person the service knows."


def test_every_list_fits_into_a_cell_of_a_spreadsheet(all_templates):
    for file in all_templates.glob("*.xlsx"):
        for found in load_workbook(file).worksheets[0].data_validations.dataValidation:
            assert len(found.formula1) <= 255, file.name  # the most that Excel takes
            assert found.formula1.count('"') == 2


def test_no_clock_enters_a_template(all_templates):
    with zipfile.ZipFile(all_templates / "demand.xlsx") as parts:
        assert {entry.date_time[0] for entry in parts.infolist()} == {1980}
        assert parts.read("docProps/core.xml").decode().count("1980-01-01T00:00:00Z") == 2


def test_what_was_filled_in_is_not_overwritten(tmp_path):
    begun(tmp_path / "provider", tables=("people",))
    with pytest.raises(RecordsError, match=r"already in .*: people\.xlsx"):
        write_templates(tmp_path / "provider" / "sources", tables=("people", "demand"))
    assert not (tmp_path / "provider" / "sources" / "demand.xlsx").exists()
    with pytest.raises(RecordsError, match="a store in"):
        begun(tmp_path / "provider")
