"""A document reads into the nouns of an agreement, or into faults, each at its place."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from proventive.agreement import read_agreement, read_document
from proventive.agreement.document import FixedTerm, Levels
from proventive.agreement.phrases import Cap, MonthsBefore, Rate
from proventive.quantities import Money, Period, Place, Real, Unknown, from_json, to_json
from proventive.reading.faults import Fault, FaultsFound

SKETCH = Path(__file__).parents[2] / "data" / "agreements" / "sketch.yaml"


def gbp(amount: str) -> Money:
    return Money(amount=Decimal(amount))


@pytest.fixture
def sketch_with(tmp_path):
    """The sketch of the design with one text replaced by another, written to a file."""

    def write(*changes: tuple[str, str]) -> Path:
        text = SKETCH.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path = tmp_path / "agreement.yaml"
        path.write_text(text, encoding="utf-8", newline="\n")
        return path

    return write


def line_of(text: str) -> int:
    """The line of the sketch on which a text stands."""
    lines = SKETCH.read_text(encoding="utf-8").split("\n")
    (number,) = [number for number, line in enumerate(lines, start=1) if text in line]
    return number


def faults_of(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(FaultsFound) as found:
        read_document(path)
    return found.value.faults


def test_the_sketch_of_the_design_reads_into_nouns():
    agreement = read_document(SKETCH)
    admissions, loneliness = agreement.objectives
    assert agreement.term == Period(start=date(2025, 4, 1), end=date(2028, 3, 31))
    assert [party.share for party in agreement.with_role("pays")] == [Decimal("0.6"), Decimal("0.4")]
    assert agreement.parties[4].paid == Rate(amount=gbp("6000"), per="year")
    assert admissions.target.fewer_than_comparison == Decimal("0.15")
    assert admissions.plan.follow_up == (12,)
    assert admissions.plan.baseline == MonthsBefore(first=24, last=13)
    assert admissions.plan.match_on[-1] == "use.prior_9_months"
    assert loneliness.plan.follow_up == (5, 9)
    core, demand, lonely = agreement.payment
    assert core == FixedTerm(id="core", fixed=gbp("15000"), every="month")
    assert demand.rate == Rate(amount=gbp("400"), per="admission avoided")
    assert demand.cap == Cap(amount=gbp("120000"), per="year")
    assert demand.also_paid_elsewhere == "no"
    assert (lonely.by, lonely.rate) == (Decimal(1), Rate(amount=gbp("240"), per="person"))
    assert agreement.worked_examples[1].given["emergency-admissions"].low == Decimal("-0.02")
    assert agreement.worked_examples[0].owed == {"demand": gbp("13600")}


def test_every_value_has_a_place():
    agreement = read_document(SKETCH)
    assert agreement.places["objectives/0/plan/design"] == Place(
        file="sketch.yaml", line=line_of("design: matched"), column=15
    )


def test_an_agreement_saved_as_json_reads_back_equal():
    agreement = read_document(SKETCH)
    again = from_json(to_json(agreement), type(agreement))
    assert again == agreement
    assert again.places == agreement.places


def test_three_levels_an_unknown_rate_and_an_unknown_amount(sketch_with):
    agreement = read_document(
        sketch_with(
            ("{fewer_than_comparison: 15%}", "{fewer_than_comparison: {low: 10%, median: 15%, high: 20%}}"),
            ("rate: 400 GBP per admission avoided", "rate: {unknown: not published}"),
            ("owed: {demand: 0 GBP}", "owed: {demand: unknown}"),
        )
    )
    levels = Levels(low=Decimal("0.1"), median=Decimal("0.15"), high=Decimal("0.2"))
    assert agreement.objectives[0].target.fewer_than_comparison == levels
    assert agreement.payment[1].rate == Unknown(unknown="not published")
    assert agreement.worked_examples[1].owed == {"demand": "unknown"}


def test_unit_values_are_at_the_price_base_and_inputs_are_cash(sketch_with):
    line = "{id: beds, objective: emergency-admissions, unit_value: 94.00 GBP, type: fiscal, payer: x, "
    value = (
        "value:\n  inputs: [{id: grant, who: council, what: grant, amount: 24375 GBP}]\n"
        f"  lines: [{line}cashability: capacity released}}]\n"
        "  discounting: {schedule: hmt-2026, first_year: not discounted}\nseed: 20250401\n"
    )
    agreement = read_document(sketch_with(("seed: 20250401\n", value)))
    assert agreement.value.lines[0].unit_value == Money(amount=Decimal("94"), basis=Real(year="2025-26"))
    assert agreement.value.inputs[0].amount == gbp("24375")
    assert from_json(to_json(agreement), type(agreement)) == agreement


def test_an_unknown_key_suggests_the_nearest_one_of_that_noun(sketch_with):
    (fault,) = faults_of(sketch_with(("owner: operations manager", "ownr: operations manager")))
    assert fault.code == "unknown-key"
    assert "“ownr” is not a key of an objective" in fault.what
    assert "“owner”" in fault.do
    assert fault.where == Place(file="agreement.yaml", line=line_of("owner:"), column=5)


def test_a_missing_key_is_told_at_the_mapping_that_lacks_it(sketch_with):
    (fault,) = faults_of(sketch_with((", every: month", "")))
    assert (fault.code, fault.where.line, fault.where.column) == ("missing-key", line_of("id: core"), 5)
    assert "“every”" in fault.what
    assert "every: month" in fault.do


def test_every_fault_of_form_is_told_at_once(sketch_with):
    faults = faults_of(
        sketch_with(
            ("kind: contract #", "kind: contrat #"),
            ("{points: 1.0}", "{points: 1.0, fewer_than_comparison: 3%}"),
            ("fixed: 15000 GBP", "fixd: 15000 GBP"),
            ("rate: 240 GBP", "rate: 240"),
            ("share: 40%", "share: 0.4"),
            ("seats_deciding: {at_least: 2}", "seats_deciding: 2"),
        )
    )
    assert [(fault.code, fault.where.line) for fault in faults] == [
        ("unknown-word", line_of("kind: contract")),
        ("not-a-share", line_of("share: 40%")),
        ("several-kinds", line_of("points: 1.0")),
        ("not-keys-and-values", line_of("seats_deciding")),
        ("no-kind", line_of("id: core")),
        ("not-a-rate", line_of("rate: 240")),
    ]
    assert "“contract”" in faults[0].do
    assert "“fixed”" in faults[4].do


@pytest.mark.parametrize("text", ["", "[a]", "word", "~"])
def test_a_file_without_keys_is_one_fault(tmp_path, text):
    path = tmp_path / "agreement.yaml"
    path.write_text(text, encoding="utf-8")
    assert len(faults_of(path)) == 1


def test_fields_that_the_reader_fills_in_are_not_keys(sketch_with):
    (fault,) = faults_of(sketch_with(("seed: 20250401\n", "seed: 20250401\nplaces: {}\n")))
    assert fault.code == "unknown-key"


def test_an_agreement_whose_example_its_terms_do_not_produce_is_not_read(sketch_with):
    assert read_agreement(SKETCH) == read_document(SKETCH)
    with pytest.raises(FaultsFound) as found:
        read_agreement(sketch_with(("{demand: 13600 GBP}", "{demand: 13600.01 GBP}")))
    assert [fault.code for fault in found.value.faults] == ["worked-example-differs"]
