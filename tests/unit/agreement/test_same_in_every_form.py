"""An agreement is the same agreement as YAML, as a spreadsheet, and as saved JSON."""

from pathlib import Path

from agreement_documents import DOCUMENTS
from hypothesis import HealthCheck, given, settings

from proventive.agreement import agreement_hash
from proventive.agreement.document import Agreement
from proventive.agreement.form import READER, read_form
from proventive.agreement.hashes import as_document
from proventive.agreement.layout import HELP_BY_KEY, LISTS
from proventive.quantities import from_json, to_json
from proventive.reading.cells import flow
from proventive.reading.workbook import read_workbook
from proventive.reading.workbook_writing import write_workbook
from proventive.reading.yaml import parse_yaml

QUICK = settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)


def read(located) -> Agreement:
    agreement, faults = read_form(located)
    assert not faults, "\n\n".join(str(fault) for fault in faults)
    return agreement


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
