"""What a record table is made of, told to people and to other programs."""

import json
import warnings

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from proventive.cli import app
from proventive.records import declarations, start_store
from proventive.records.importing import import_files
from proventive.records.table_schema import table_schema

# The keywords of a field and of its constraints, by type: https://specs.frictionlessdata.io/schemas/table-schema.json
OF_FIELD = {"name", "title", "description", "type", "format", "constraints"}
OF_ALL = {"required", "enum"}
OF_NUMBERS = {"minimum", "maximum"}
CONSTRAINTS = {
    "string": OF_ALL,
    "number": OF_ALL | OF_NUMBERS,
    "integer": OF_ALL | OF_NUMBERS,
    "date": OF_ALL | OF_NUMBERS,
    "yearmonth": OF_ALL | OF_NUMBERS,
}


@pytest.mark.parametrize("name", declarations())
def test_a_schema_keeps_to_the_words_of_a_table_schema(name):
    schema = table_schema(declarations()[name])
    assert [field["name"] for field in schema["fields"]] == list(declarations()[name].names)
    for field in schema["fields"]:
        assert set(field) <= OF_FIELD
        assert set(field["constraints"]) <= CONSTRAINTS[field["type"]]
        assert field["constraints"].get("enum") != []
    assert set(schema.get("primaryKey", ())) <= set(declarations()[name].names)


@pytest.mark.parametrize("name", declarations())
def test_frictionless_reads_a_schema_and_takes_the_example_row(name):
    pytest.importorskip("frictionless", reason="frictionless comes with the bench group")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Resource, Schema

        declared = declarations()[name]
        schema = Schema.from_descriptor(table_schema(declared))
        rows = [list(declared.names), [column.example or "" for column in declared.columns]]
        report = Resource(data=rows, schema=schema).validate()
        wrong = [list(declared.names), ["" if column.required else "?" for column in declared.columns]]
        refused = Resource(data=wrong, schema=schema).validate()
    assert report.valid, report.flatten(["fieldName", "message"])
    assert not refused.valid


def run(*words):
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_verb_tells_people_and_writes_schemas(tmp_path):
    told = run("records", "describe", "goals")
    assert told.startswith("goals: one row is a goal set and rated by the person themselves")
    assert "rating (Rating): integer; may be empty; 0 to 10" in told
    run("records", "describe", "--schema-to", tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {f"{name}.schema.json" for name in declarations()}
    assert json.loads(run("records", "describe", "goals", "--json"))["goals"] == table_schema(
        declarations()["goals"]
    )


@pytest.mark.parametrize("name", ["referrals", "goals", "workforce", "journal", "assessments"])
def test_a_template_that_is_filled_in_comes_back_without_a_mapping(name, tmp_path):
    run("records", "template", name, "--to", tmp_path / "sent")
    file = tmp_path / "sent" / f"{name}.xlsx"
    book = load_workbook(file)
    for position, cell in enumerate(book[name][2], 1):
        value = cell.value.replace("EXAMPLE", "x") if isinstance(cell.value, str) else cell.value
        book[name].cell(3, position, value)
    book.save(file)
    start_store(tmp_path / "store", body="provider", name="The provider", id_space="one", tables=())
    outcome = import_files([file], store=tmp_path / "store")
    (account,) = outcome.accounts
    assert account.accepted == 1, outcome.messages
