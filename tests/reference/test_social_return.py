"""Social return on investment: two worked examples, with the convention of each for the first year.

Wheels-to-Meals: A guide to Social Return on Investment, The SROI Network, 2009, updated 2012. Its rows were
recalled; its total, recalled apart from them, comes out to the penny. Employment programme: documentation test of
``impact_measurement::sroi_ratio`` in the Rust crate ``public_value``, which asserts 1.436; more digits computed.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import proventive
from proventive.agreement import Agreement, period_told, read_agreement
from proventive.agreement.document import Gross
from proventive.evaluation.finding import Findings
from proventive.quantities import Estimate, Money, MoneyEstimate, Real, Status, Unknown, Value, figures_in
from proventive.reference import Reference, open_reference
from proventive.valuation import Worth, faults, value
from proventive.valuation.discounting import Discounter
from proventive.valuation.social_return import impact, present_value, years_of_value

EXAMPLES = Path(proventive.__file__).parent / "examples"
AS_AT = date(2010, 6, 30)
BASE = Real(year="2009-10")


@dataclass(frozen=True)
class NoRecords:
    reference: Reference
    as_at: date = AS_AT


@pytest.fixture(scope="module")
def agreement() -> Agreement:
    return read_agreement(EXAMPLES / "wheels-to-meals" / "wheels-to-meals")


@pytest.fixture(scope="module")
def worth(agreement: Agreement) -> Worth:
    found = Findings(agreement=agreement.id, as_at=str(AS_AT), period=period_told(agreement, AS_AT), findings=())
    return value(agreement, NoRecords(reference=open_reference()), found)


def pence(value: Value) -> Decimal:
    money = value.central if isinstance(value, MoneyEstimate) else value
    assert isinstance(money, Money)
    assert money.basis == BASE
    return money.to_pence().amount


def test_total_inputs_net_and_ratio_of_wheels_to_meals(worth: Worth) -> None:
    assert pence(worth.total.value) == Decimal("81741.93")
    assert pence(worth.fixed_cost.value) == Decimal("42375.00")
    assert pence(worth.net.value) == Decimal("39366.93")
    assert isinstance(worth.ratio.value, Estimate)
    assert round(worth.ratio.value.value, 6) == 1.929013


def test_impact_of_each_row(agreement: Agreement) -> None:
    assert agreement.value is not None
    impacts = {
        line.id: impact(line.quantity, line.unit_value.amount, line.gross)  # type: ignore[union-attr]
        for line in agreement.value.lines
    }
    assert {id: str(amount.quantize(Decimal("0.01"))) for id, amount in impacts.items()} == {
        "falls-ae": "625.10",
        "falls-inpatient": "33010.60",
        "falls-continuing-care": "48013.00",
        "nurse-sessions": "1539.00",
        "new-clubs": "451.62",
        "healthier-volunteers": "175.50",
        "neighbours-help-less": "-1306.25",
    }


def test_each_year_before_and_after_discounting(worth: Worth) -> None:
    """Year 2 is 134.58 unrounded, 134.57 where each step is rounded; the total is the same either way."""
    years = [tuple(pence(cell) for cell in row.cells if not isinstance(cell, str)) for row in worth.by_year.rows]
    assert years == [
        (Decimal("82508.57"), Decimal("79718.43")),
        (Decimal("144.16"), Decimal("134.58")),
        (Decimal("67.70"), Decimal("61.06")),
        (Decimal("1121.93"), Decimal("977.70")),
        (Decimal("1009.74"), Decimal("850.17")),
    ]


def test_rounding_each_step_gives_the_same_total(worth: Worth) -> None:
    discounter = Discounter(schedule=open_reference().schedule("sroi-guide"), first_year="discounted once")
    penny = Decimal("0.01")
    undiscounted = [pence(row.cells[0]) for row in worth.by_year.rows if not isinstance(row.cells[0], str)]
    steps = [
        (amount * discounter.factor(year)).quantize(penny) for year, amount in enumerate(undiscounted, start=1)
    ]
    assert steps[1] == Decimal("134.57")
    assert sum(steps) == pence(worth.total.value) == Decimal("81741.93")


def test_no_interval_is_made_up(worth: Worth) -> None:
    for figure in (worth.total, worth.net, worth.ratio):
        assert isinstance(figure.value, (MoneyEstimate, Estimate))
        assert figure.value.no_interval == Unknown(
            unknown="the value map (A guide to Social Return on Investment) gives single figures and no interval"
        )
    assert "no interval" in worth.sentence()


def test_what_a_reader_must_hear_with_it(worth: Worth) -> None:
    """The falls rows are 99% of the value of year 1, and one hospital with seven admissions cashes nothing."""
    assert worth.notes[:2] == (
        "Nobody could cash any of this: no bill falls by it. It frees time and room that can be used for others.",
        "“fewer falls” is 99% of the value of year 1: if it is wrong, so is the total.",
    )
    assert worth.total.counts == "fiscal and social value added together"


def test_every_figure_reaches_a_cited_fact_and_recalled_stays_recalled(worth: Worth) -> None:
    figures = {figure.id: figure for figure in figures_in(worth)}

    def facts_of(id: str) -> set[tuple[str, Status]]:
        trail = figures[id].trail
        cited = {(fact.source.title, fact.source.status) for fact in trail.facts}
        return cited.union(*(facts_of(more) for more in trail.rests_on))

    for id in figures:
        assert ("A guide to Social Return on Investment", Status.RECALLED) in facts_of(id), id


def test_nothing_is_wrong_with_the_value_map(agreement: Agreement) -> None:
    assert faults(agreement, open_reference()) == []


def test_the_employment_programme_does_not_discount_its_first_year() -> None:
    gross = Gross(
        deadweight=Decimal("0.4"),
        displacement=Decimal("0"),
        attribution=Decimal("0.3"),
        drop_off=Decimal("0.3"),
        years=2,
    )
    first = impact(Decimal(60), Decimal(8500), gross)
    assert first == Decimal(214200)
    discounter = Discounter(schedule=open_reference().schedule("hmt-2022"), first_year="not discounted")
    years = years_of_value(first, gross, discounter)
    assert round(years[1].present_value, 2) == Decimal("144869.57")
    assert float(present_value(years) / 250000) == pytest.approx(1.4362782608695654, rel=1e-12)
