"""Contradictions are told beside faults of form, as far as something is left to judge, and none is made up."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from proventive.agreement.form import read_form
from proventive.agreement.rest import contradictions_in_the_rest
from proventive.reading.yaml import parse_yaml
from proventive.reference import open_reference

BROKEN = Path(__file__).parents[2] / "data" / "broken"
REFERENCE = open_reference()
EXPECTED = YAML(typ="safe").load((BROKEN / "expected.yaml").read_text(encoding="utf-8"))
BASE = (BROKEN / "base.yaml").read_text(encoding="utf-8").split("\n")


def codes(name):
    return {fault["code"] for fault in EXPECTED[name]["faults"]}


def rest_of(*names):
    """The contradictions told of the whole agreement with the edits of several broken ones."""
    edits = {line: text for name in names for line, text in EXPECTED[name]["edits"].items()}
    lines = [edits.get(number, line) for number, line in enumerate(BASE, start=1)]
    text = "\n".join(line for number, line in enumerate(lines, start=1) if line or number not in edits)
    located = parse_yaml(text, "agreement.yaml")
    agreement, faults = read_form(located)
    assert agreement is None
    return contradictions_in_the_rest(located, faults, REFERENCE)


def of_form(name):
    """Whether a document can be read as YAML, and not as an agreement."""
    where = {"unknown-key", "missing-key", "unknown-word", "no-kind", "several-kinds", "ends-before-it-starts"}
    return all(code in where or code.startswith("not-") for code in codes(name))


FORM = [name for name in EXPECTED if of_form(name)]
PAIRS = [
    (name, contradiction)
    for name in FORM
    for contradiction in ("five-in-the-payment", "five-of-five-kinds")
    if not EXPECTED[name]["edits"].keys() & EXPECTED[contradiction]["edits"].keys()  # not the same line
]


def test_there_are_enough_documents_to_judge_by():
    assert len(FORM) > 20


@pytest.mark.parametrize("name", FORM)
def test_a_fault_of_form_alone_makes_up_no_contradiction(name):
    assert rest_of(name) == []


@pytest.mark.parametrize(("name", "contradiction"), PAIRS)
def test_beside_a_fault_of_form_no_contradiction_is_made_up(name, contradiction):
    assert {fault.code for fault in rest_of(name, contradiction)} <= codes(contradiction)


@pytest.mark.parametrize(
    ("form", "contradiction"),
    [
        ("missing-title", "target-after-the-term"),
        ("unknown-key", "cap-below-one-unit"),
        ("amount-below-zero", "demand-without-counterfactual"),
        ("cap-without-a-period", "worked-example-one-penny-off"),
        ("window-the-wrong-way-round", "five-in-the-payment"),
        ("later-version", "five-in-the-parties"),
        ("price-base-is-no-year", "five-in-the-examples"),
        ("unknown-key-of-the-document", "five-in-the-objectives"),
    ],
)
def test_a_contradiction_elsewhere_is_told_beside_a_fault_of_form(form, contradiction):
    assert {fault.code for fault in rest_of(form, contradiction)} == codes(contradiction)


def test_places_are_those_of_the_document_though_something_was_set_aside():
    (fault,) = rest_of("share-without-percent", "cap-below-one-unit")
    assert (fault.where.line, fault.where.column) == (115, 10)
    (fault,) = rest_of("missing-rate", "unit-of-points")
    assert (fault.where.line, fault.where.column) == (124, 11)  # one line was taken out above it


def test_what_rests_on_an_objective_that_could_not_be_read_is_not_judged():
    assert rest_of("objective-without-direction", "unit-of-points") == []
    assert [fault.code for fault in rest_of("unknown-role", "shares-do-not-add-up")] == []
