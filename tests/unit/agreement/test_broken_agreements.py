"""Broken agreements: every fault is found at once, each with its place and what to do, and never as a traceback.

The documents stand in tests/data/broken, each named for its fault; expected.yaml says how each differs from the
whole agreement, base.yaml, and which faults it has.
"""

from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from ruamel.yaml import YAML

from proventive.agreement import read_agreement
from proventive.agreement.checks import notes
from proventive.agreement.layout import LISTS
from proventive.reading.faults import FaultsFound
from proventive.reading.workbook_writing import write_workbook
from proventive.reading.yaml import read_yaml
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
    "five-of-form-and-sense",
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


def as_workbook(name, folder):
    """The document as a spreadsheet, with a sheet for every list."""
    path = folder / "agreement.xlsx"
    write_workbook(read_yaml(BROKEN / f"{name}.yaml").plain, path, lists=LISTS)
    return path


def cell_of(fault):
    """The sheet and cell that a fault points to."""
    return f"{fault.where.sheet}!{fault.where.cell}" if fault.where.cell else fault.where.sheet


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
        holds_as_told(fault, told)


def holds_as_told(fault, told):
    assert fault.what.startswith(told["says"])
    assert f"Did you mean {told['suggests']}?" in fault.do if "suggests" in told else fault.do
    assert fault.why


@pytest.mark.parametrize("name", [name for name in EXPECTED if EXPECTED[name].get("workbook") != "no"])
def test_every_fault_is_told_at_its_cell_of_the_spreadsheet(name, tmp_path):
    path = as_workbook(name, tmp_path)
    found = sorted(faults_of(path), key=lambda fault: (fault.code, fault.what))
    expected = sorted(EXPECTED[name]["faults"], key=lambda fault: (fault["code"], fault["says"]))
    assert [(fault.code, cell_of(fault)) for fault in found] == [
        (fault["code"], fault["cell"]) for fault in expected
    ]
    sheets = load_workbook(path)
    for fault, told in zip(found, expected, strict=True):
        holds_as_told(fault, told)
        if "holds" in told:
            assert sheets[fault.where.sheet][fault.where.cell].value.startswith(told["holds"])


def test_the_whole_agreement_is_the_same_as_a_spreadsheet(tmp_path):
    agreement = read_agreement(BROKEN / "base.yaml", reference=REFERENCE)
    assert read_agreement(as_workbook("base", tmp_path), reference=REFERENCE) == agreement


@pytest.mark.parametrize(
    ("code", "change", "pointed_to", "says"),
    [
        ("no-agreement-sheet", ("Agreement", None, "Contract"), None, "no sheet named “Agreement”"),
        ("unknown-key", ("payment", None, "paymnets"), None, "“paymnets” is not a key of an agreement"),
        ("said-twice", ("parties", "E1", "name"), "E1", "another cell or sheet says too"),
        ("formula-without-value", ("payment", "B2", "=12*1250"), "B2", "a formula whose result was not saved"),
        ("error-value", ("payment", "B2", "#REF!"), "B2", "an error, such as #REF!"),
        ("value-without-key", ("Agreement", "A3", None), "B3", "a value here, and no key"),
        ("no-header", ("Agreement", "A1", "word"), "A1", "the headings “key” and “value”"),
        ("not-money", ("payment", "B2", 15000), "B2", "not written as an amount of money"),
    ],
)
def test_what_only_a_spreadsheet_can_get_wrong(code, change, pointed_to, says, tmp_path):
    sheet, cell, value = change
    path = as_workbook("base", tmp_path)
    workbook = load_workbook(path)
    if cell:
        workbook[sheet][cell] = value
    else:
        workbook[sheet].title = value
    workbook.save(path)
    found = {fault.code: fault for fault in faults_of(path)}
    assert says in found[code].what
    assert found[code].where.cell == pointed_to
    assert found[code].why
    assert found[code].do


def test_no_message_says_that_the_user_did_something_illegal():
    for name in EXPECTED:
        text = " ".join(str(fault) for fault in faults_of(BROKEN / f"{name}.yaml")).lower()
        for word in ("invalid", "illegal", "forbidden", "please", "sorry", "traceback", "none,"):
            assert word not in text, name
