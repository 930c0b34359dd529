"""A hash names what an agreement says, however it is written."""

from dataclasses import replace
from pathlib import Path

import pytest

from proventive.agreement import agreement_hash, agreement_used, path_of, read_agreement, seal_hash
from proventive.agreement.form import read_form
from proventive.agreement.hashes import as_document
from proventive.quantities import NotFound, Place
from proventive.reading.yaml import parse_yaml

SKETCH = Path(__file__).parents[2] / "data" / "agreements" / "sketch.yaml"


def sketch(*changes: tuple[str, str]):
    text = SKETCH.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    agreement, faults = read_form(parse_yaml(text, "sketch.yaml"))
    assert not faults
    return agreement


@pytest.mark.parametrize(
    "change",
    [
        ("target: {fewer_than_comparison: 15%}", "target: {fewer_than_comparison: 15.0%}"),
        ("among: participants", "label:"),
        ("by: 1 point", "by: 1.00"),
        ("rate: 240 GBP", "rate: 240.00 GBP per person"),
        ("follow_up: 12 months", "follow_up: [12 months]"),
        ("120000 GBP a year", "120000 GBP per year"),
        ("seed: 20250401", "seed: 20250401 # the first day"),
    ],
)
def test_another_way_of_writing_is_the_same_agreement(change):
    assert sketch(change) == sketch()
    assert agreement_hash(sketch(change)) == agreement_hash(sketch())


@pytest.mark.parametrize(
    ("change", "seal_too"),
    [
        (("fewer_than_comparison: 15%", "fewer_than_comparison: 14%"), True),
        (("follow_up: 12 months", "follow_up: 11 months"), True),
        (("400 GBP per admission", "401 GBP per admission"), True),
        (("seed: 20250401", "seed: 20250402"), True),
        (("at_least: 4", "at_least: 5"), False),
        ((", share: 60%", ""), False),
    ],
)
def test_another_promise_is_another_agreement_and_breaks_the_seal_where_it_is_sealed(change, seal_too):
    assert agreement_hash(sketch(change)) != agreement_hash(sketch())
    assert (seal_hash(sketch(change)) != seal_hash(sketch())) is seal_too


def test_the_canonical_document_reads_back_to_the_same_agreement():
    agreement = sketch()
    from proventive.agreement.form import READER

    assert READER.validate_python(as_document(agreement), extra="forbid") == agreement


def test_places_and_earlier_versions_have_no_part_in_the_hash():
    agreement = sketch()
    assert agreement_hash(replace(agreement, places={}, earlier=(agreement,))) == agreement_hash(agreement)


@pytest.mark.parametrize(
    ("id", "path"),
    [
        ("loneliness", "objectives/1"),
        ("apprentices", "obligations/1"),
        ("demand", "payment/1"),
        ("GB-EXAMPLE-council", "parties/2"),
    ],
)
def test_what_is_named_is_found(id, path):
    assert path_of(sketch(), id) == path


def test_what_is_not_named_is_not_found():
    with pytest.raises(NotFound, match="names nothing “x”"):
        path_of(sketch(), "x")


def test_a_figure_names_the_version_and_the_places_it_rests_on():
    agreement = read_agreement(SKETCH)
    used = agreement_used(agreement, "objectives/0/plan/design", "objectives/0/plan/nothing")
    assert used.hash == agreement_hash(agreement)
    assert used.places == (
        Place(file="sketch.yaml", line=24, column=15),
        Place(file="sketch.yaml", line=24, column=7),
    )
