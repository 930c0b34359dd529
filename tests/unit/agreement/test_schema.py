"""The JSON Schema and the reader, made from one declaration, take and refuse the same documents."""

from functools import cache
from pathlib import Path

import pytest
from agreement_documents import DOCUMENTS
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from proventive.agreement import agreement_schema
from proventive.agreement.form import read_form
from proventive.agreement.schema import as_json
from proventive.reading.faults import FaultsFound
from proventive.reading.located import Located
from proventive.reading.yaml import parse_yaml, read_yaml

TESTS = Path(__file__).parents[2]
SKETCH = TESTS / "data" / "agreements" / "sketch.yaml"
SHIPPED = sorted((TESTS.parent / "src" / "proventive" / "examples").rglob("agreement*.yaml"))
BROKEN = sorted((TESTS / "data" / "broken").glob("*.yaml"))
SCHEMA = agreement_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)

# What only reading can tell, as the schema's module says.
BEYOND_A_SCHEMA = {"ends-before-it-starts", "not-a-window", "not-a-financial-year"}


@cache
def broken(path: Path) -> Located | None:
    """What a broken document says; None where it is no document at all."""
    try:
        return read_yaml(path)
    except FaultsFound:
        return None


def schema_takes(plain) -> bool:
    return VALIDATOR.is_valid(as_json(plain))


def test_the_schema_is_one_of_json_schema_2020_12():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", [SKETCH, *SHIPPED], ids=lambda path: path.parent.name)
def test_shipped_examples_are_taken_by_both(path):
    located = read_yaml(path)
    assert read_form(located)[1] == []
    assert [error.message for error in VALIDATOR.iter_errors(as_json(located.plain))] == []


@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(document=DOCUMENTS)
def test_generated_documents_are_taken_by_both(document):
    assert [error.message for error in VALIDATOR.iter_errors(as_json(document))] == []


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_documents_are_refused_by_both_or_broken_only_in_what_they_mean(path):
    located = broken(path)
    if located is None:
        return
    codes = {fault.code for fault in read_form(located)[1]}
    assert schema_takes(located.plain) == (codes <= BEYOND_A_SCHEMA)


def test_some_broken_documents_are_refused_and_some_are_taken():
    taken = [schema_takes(located.plain) for path in BROKEN if (located := broken(path)) is not None]
    assert taken.count(True) >= 20
    assert taken.count(False) >= 20


CHANGES = [
    ("title: Strathearn Falls and Friendship Service", "title: [a]"),
    ("title: Strathearn Falls and Friendship Service", "title: true"),
    ("title: Strathearn Falls and Friendship Service", "title: ''"),
    ("title: Strathearn Falls and Friendship Service", "title:"),
    ("title: Strathearn Falls and Friendship Service\n", ""),
    ("title: Strathearn Falls and Friendship Service", "tilte: x"),
    ("proventive: 1", "proventive: 2"),
    ("proventive: 1", "proventive: 1\nplaces: {}"),
    ("kind: contract", "kind: deal"),
    ("id: strathearn-falls", "id: strathearn falls"),
    ("seed: 20250401", "seed: -1"),
    ("seed: 20250401", "seed: 1.5"),
    ("share: 60%", "share: 0.6"),
    ("share: 60%", "share: 101%"),
    ("term: {start: 2025-04-01", "term: {start: 1 April 2025"),
    ("term: {start: 2025-04-01", "term: {start: 2025-02-30"),
    ("term: {start: 2025-04-01, end: 2028-03-31}", "term: {start: 2025-04-01}"),
    ("term: {start: 2025-04-01, end: 2028-03-31}", "term: 3 years"),
    ("end: 2028-03-31", "end: 9999-12-31"),
    ("price_base: 2025-26", "price_base: 0001-02"),
    ("    reduce: emergency_admission\n", ""),
    ("    reduce: emergency_admission\n", "    reduce: emergency_admission\n    lower: x\n"),
    ("{points: 1.0}", "{points: 10%}"),
    ("{points: 1.0}", "{points: {low: 1, high: 2}}"),
    ("{points: 1.0}", "{}"),
    ("follow_up: 12 months", "follow_up: 12"),
    ("follow_up: 12 months", "follow_up: 52 weeks"),
    ("follow_up: [5 months, 9 months]", "follow_up: {first: 5 months}"),
    ("baseline: months 24 to 13 before", "baseline: the year before"),
    ("fixed: 15000 GBP", "fixed: £15000"),
    ("fixed: 15000 GBP", "fixed: 15000"),
    ("fixed: 15000 GBP", "fixd: 15000 GBP"),
    ("fixed: 15000 GBP", "fixed: 15000 GBP, per_person_improved: loneliness"),
    ("every: month", "every: fortnight"),
    ("rate: 400 GBP per admission avoided", "rate: 400 GBP"),
    ("rate: 400 GBP per admission avoided", "rate: {unknown: ''}"),
    ("rate: 400 GBP per admission avoided", "rate: {unknown: x, known: y}"),
    ("cap: 120000 GBP a year", "cap: 120000 GBP"),
    ("count: {at_least: 4}", "count: 4"),
    ("count: {at_least: 4}", "count: {at_least: four}"),
    ("low: -2%", "low: -2"),
    ("owed: {demand: 13600 GBP}", "owed: {demand: nothing}"),
    ("owed: {demand: 13600 GBP}", "owed: 13600 GBP"),
]
KEPT = [
    ("owner: operations manager", "owner:"),
    ("title: Strathearn Falls and Friendship Service", "title: 2025"),
    ("roles: [directs]", "roles: directs"),
    ("follow_up: [5 months, 9 months]", "follow_up: []"),
    ("{points: 1.0}", "{points: 1 point, fewer_than_comparison: }"),
    ("{points: 1.0}", "{points: {low: 1, median: 1.5, high: 2 points}}"),
    ("cap: 120000 GBP a year", "cap: 120000 GBP over the agreement"),
    ("rate: 240 GBP", "rate: {unknown: not published}"),
    ("proventive: 1", "proventive: '1'"),
    ("  - {id: apprentices", "  - {label: , id: apprentices"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "taken"), [(*c, False) for c in CHANGES] + [(*k, True) for k in KEPT])
def test_reader_and_schema_judge_every_change_alike(old, new, taken):
    text = SKETCH.read_text(encoding="utf-8")
    assert old in text
    located = parse_yaml(text.replace(old, new, 1), "sketch.yaml")
    assert (read_form(located)[1] == []) is taken
    assert schema_takes(located.plain) is taken
