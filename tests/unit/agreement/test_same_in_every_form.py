"""An agreement is the same agreement as YAML, as a spreadsheet, and as saved JSON."""

from pathlib import Path

import pytest
from agreement_documents import DOCUMENTS
from hypothesis import HealthCheck, given, settings

from proventive.agreement import agreement_hash, write_as_workbook
from proventive.agreement.document import Agreement
from proventive.agreement.form import READER, read_form
from proventive.agreement.hashes import as_document
from proventive.agreement.layout import HELP_BY_KEY, LISTS
from proventive.quantities import from_json, to_json
from proventive.reading.cells import flow
from proventive.reading.workbook import read_workbook
from proventive.reading.workbook_writing import write_workbook
from proventive.reading.yaml import parse_yaml, read_yaml

QUICK = settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)


TESTS = Path(__file__).parents[2]
SHIPPED = [
    TESTS / "data" / "agreements" / "sketch.yaml",
    *sorted((TESTS.parent / "src" / "proventive" / "examples").rglob("agreement*.yaml")),
]


def read(located) -> Agreement:
    agreement, faults = read_form(located)
    assert not faults, "\n\n".join(str(fault) for fault in faults)
    return agreement


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_a_shipped_example_is_the_same_agreement_as_a_spreadsheet(tmp_path, path):
    located = read_yaml(path)
    workbook = tmp_path / "agreement.xlsx"
    write_as_workbook(located, workbook)
    assert read(read_workbook(workbook)) == read(located)


@QUICK
@given(document=DOCUMENTS)
def test_yaml_and_spreadsheet_are_read_to_the_identical_agreement(tmp_path: Path, document):
    path = tmp_path / "agreement.xlsx"
    agreement = read(parse_yaml(flow(document), "agreement.yaml"))
    for help, lists in (({}, ()), (HELP_BY_KEY, LISTS)):
        write_workbook(document, path, help=help, lists=lists)
        again = read(read_workbook(path))
        assert again == agreement
        assert agreement_hash(again) == agreement_hash(agreement)


@QUICK
@given(document=DOCUMENTS)
def test_an_agreement_reads_back_from_its_canonical_document_and_from_json(document):
    agreement = read(parse_yaml(flow(document), "agreement.yaml"))
    assert READER.validate_python(as_document(agreement), extra="forbid") == agreement
    assert from_json(to_json(agreement), Agreement) == agreement
