"""Broken agreements: every fault is found at once, each with its place and what to do, and never as a traceback.

The documents stand in tests/data/broken, each named for its fault; expected.yaml says how each differs from the
whole agreement, base.yaml, and which faults it has.
"""

from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from proventive.agreement import read_agreement, read_document
from proventive.agreement.checks import notes
from proventive.reading.faults import FaultsFound
from proventive.reference import open_reference

BROKEN = Path(__file__).parents[2] / "data" / "broken"
REFERENCE = open_reference()
EXPECTED = YAML(typ="safe").load((BROKEN / "expected.yaml").read_text(encoding="utf-8"))

# What an agreement must be told, clause by clause, and a document that breaks each.
CLAUSES = {
    "an unknown key suggests the nearest known one": "unknown-key",
    "a key is missing": "missing-rate",
    "a key stands twice": "duplicate-key",
    "a value is of the wrong type": "text-where-keys-belong",
    "a phrase is written otherwise than agreed": "cap-without-a-period",
    "a day does not exist": "day-that-does-not-exist",
    "a bracket is left open": "bracket-left-open",
    "the term ends before it starts": "term-ends-before-it-starts",
    "a target date after the term ends": "target-after-the-term",
    "a payment that refers to no objective": "payment-for-no-objective",
    "a cap below one unit's price": "cap-below-one-unit",
    "shares of payers that do not add up": "shares-do-not-add-up",
    "a unit that does not fit the measure": "unit-of-another-event",
    "an effect payment on a before-after design": "effect-payment-on-before-after",
    "a demand objective whose design gives no counterfactual": "demand-without-counterfactual",
    "a worked example that the terms do not produce": "worked-example-one-penny-off",
    "an id used twice": "id-used-twice",
    "a price below zero": "amount-below-zero",
    "an objective with two directions": "objective-with-two-directions",
    "an objective without a direction": "objective-without-direction",
    "levels out of order": "levels-out-of-order",
    "a share above the whole": "share-above-the-whole",
    "a baseline that was matched on": "baseline-matched-on",
}
FIVE_AT_ONCE = (
    "five-keys",
    "five-values",
    "five-shapes",
    "five-words",
    "five-of-form",
    "five-in-the-parties",
    "five-in-the-objectives",
    "five-in-the-payment",
    "five-in-the-examples",
    "five-of-five-kinds",
)


def edited(edits):
    """The whole agreement with some lines replaced; an empty text deletes a line."""
    lines = (BROKEN / "base.yaml").read_text(encoding="utf-8").split("\n")
    replaced = [edits.get(number, line) for number, line in enumerate(lines, start=1)]
    return "\n".join(line for number, line in enumerate(replaced, start=1) if line or number not in edits)


@cache
def faults_of(path):
    with pytest.raises(FaultsFound) as found:
        read_agreement(path, reference=REFERENCE)
    return found.value.faults


def test_the_whole_agreement_has_no_fault():
    agreement = read_agreement(BROKEN / "base.yaml", reference=REFERENCE)
    assert {note.code for note in notes(agreement)} == {"payment-without-example"}


def test_every_document_is_listed_and_differs_from_the_whole_by_its_edits_alone():
    documents = {path.stem: path.read_text(encoding="utf-8") for path in BROKEN.glob("*.yaml")}
    del documents["base"], documents["expected"]
    assert documents == {name: edited(broken["edits"]) for name, broken in EXPECTED.items()}


def test_there_is_a_document_for_every_clause_and_ten_with_five_faults():
    assert set(CLAUSES.values()) <= set(EXPECTED)
    assert len(set(EXPECTED) - set(FIVE_AT_ONCE)) >= 40
    assert len(FIVE_AT_ONCE) == 10
    assert all(len(EXPECTED[name]["faults"]) == 5 for name in FIVE_AT_ONCE)


@pytest.mark.parametrize("name", EXPECTED)
def test_every_fault_is_told_at_its_place(name):
    found = faults_of(BROKEN / f"{name}.yaml")
    expected = EXPECTED[name]["faults"]
    assert [(fault.code, f"{fault.where.line}:{fault.where.column}") for fault in found] == [
        (fault["code"], fault["at"]) for fault in expected
    ]
    for fault, told in zip(found, expected, strict=True):
        assert fault.stops
        assert fault.where.file == f"{name}.yaml"
        assert fault.what.startswith(told["says"])
        assert f"Did you mean {told['suggests']}?" in fault.do if "suggests" in told else fault.do
        assert fault.why


def test_no_message_says_that_the_user_did_something_illegal():
    for name in EXPECTED:
        text = " ".join(str(fault) for fault in faults_of(BROKEN / f"{name}.yaml")).lower()
        for word in ("invalid", "illegal", "forbidden", "please", "sorry", "traceback", "none,"):
            assert word not in text, name


def test_a_document_with_faults_of_form_is_not_read_at_all():
    with pytest.raises(FaultsFound):
        read_document(BROKEN / "unknown-key.yaml")
