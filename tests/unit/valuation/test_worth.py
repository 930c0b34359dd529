"""What findings are worth: net of the counterfactual, to whom, with their uncertainty, beside what went in."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from proventive.agreement.document import (
    Agreement,
    Discounting,
    FactValue,
    FixedTerm,
    Gross,
    GrossLine,
    Input,
    NetLine,
    Objective,
    Party,
    Plan,
    ValueMap,
)
from proventive.evaluation.finding import Finding, Findings
from proventive.quantities import (
    AgreementUsed,
    Estimate,
    Figure,
    Money,
    MoneyEstimate,
    Number,
    Period,
    Real,
    Trail,
    Unknown,
    Value,
    figures_in,
)
from proventive.reference import Reference, open_reference
from proventive.valuation import Worth, faults, value

YEAR = Period(start=date(2025, 4, 1), end=date(2026, 3, 31))
BASE = Real(year="2025-26")
FLAT = "hmt-2026"
TRAIL = Trail(method="invented", agreement=AgreementUsed(id="a", hash="0"))
ADMISSION = """\
kind: quantity
description: An invented price.
unit: GBP per admission
source: {title: Invented for this test, publisher: nobody, where: here, status: assumed}
values:
  - {from: 2025-04-01, to: 2026-03-31, value: "2000", price_year: 2025-26}
"""


@dataclass(frozen=True)
class Facts:
    reference: Reference
    as_at: date = date(2027, 6, 30)


def pounds(amount: str | int) -> Money:
    return Money(amount=Decimal(amount), basis=BASE)


def line(**changes: object) -> NetLine:
    written = NetLine(
        id="beds",
        objective="admissions",
        unit_value=Money(amount=Decimal(2000)),
        type="fiscal",
        payer="health-board",
        cashability="capacity released",
    )
    return replace(written, **changes)


def agreement(*lines: NetLine | GrossLine, first_year: str = "not discounted", **changes: object) -> Agreement:
    plan = Plan(design="matched-cohort", follow_up=(12,))
    written = Agreement(
        proventive=1,
        title="An invented service",
        id="invented",
        kind="contract",
        parties=(
            Party(id="health-board", name="The Health Board", roles=("signs", "pays")),
            Party(id="provider", name="The Provider", roles=("provides",)),
        ),
        term=YEAR,
        price_base="2025-26",
        seed=1,
        objectives=(
            Objective(id="admissions", reduce="emergency_admission", plan=plan),
            Objective(id="loneliness", lower="loneliness", measured_by="ucla3", plan=plan),
        ),
        payment=(FixedTerm(id="core", fixed=Money(amount=Decimal(10000)), every="quarter"),),
        value=ValueMap(lines=lines, discounting=Discounting(schedule=FLAT, first_year=first_year)),  # type: ignore[arg-type]
    )
    return replace(written, **changes)


def figure(id: str, value: Value) -> Figure:
    return Figure(id=id, value=value, counts="invented", trail=TRAIL)


def finding(objective: str = "admissions", **changes: Value | tuple[float, ...] | str | int) -> Finding:
    """Of 200 people who joined, 150 were matched; each had 0.2 admissions fewer (0.3 to 0.1 fewer)."""
    effect = Estimate(value=-0.2, low=-0.3, high=-0.1, level=0.95, unit="admissions per person", basis="invented")
    figures: dict[str, Value] = {
        "people": Number(number=Decimal(200), unit="people"),
        "followed": Number(number=Decimal(150), unit="people"),
        "observed": replace(effect, value=0.8, low=0.7, high=0.9),
        "counterfactual": replace(effect, value=1.0, low=0.9, high=1.1),
        "effect": effect,
        "relative": replace(effect, value=0.2, low=0.1, high=0.3, unit="share fewer"),
        "happened": replace(effect, value=0.2, low=0.1, high=0.3, unit="share fewer"),
    }
    named = {name: figure(f"{objective}/{name}", changes.pop(name, given)) for name, given in figures.items()}  # type: ignore[arg-type]
    return Finding(
        **{
            "objective": objective,
            "label": "emergency admissions",
            "unit": "admission",
            "direction": "fewer",
            "design": "matched-cohort",
            "status": "estimated",
            "period": YEAR,
            "follow_up": 12,
            **named,
            **changes,
        }  # type: ignore[arg-type]
    )


def valued(written: Agreement, *findings: Finding, reference: Reference | None = None) -> Worth:
    found = Findings(agreement=written.id, as_at="2027-06-30", period=YEAR, findings=findings)
    return value(written, Facts(reference=reference or open_reference()), found)


def known(value: Value) -> MoneyEstimate:
    assert isinstance(value, MoneyEstimate)
    return value


def test_a_finding_is_valued_for_the_people_whom_it_follows_and_nothing_is_taken_off() -> None:
    """150 matched people x 0.2 fewer x 2,000 = 60,000; the 50 who were not matched count for nothing."""
    worth = valued(agreement(line()), finding())
    total = known(worth.total.value)
    assert (total.central, total.low, total.high) == (pounds("60000.00"), pounds("30000.00"), pounds("90000.00"))
    assert worth.lines[0].kind == "net of counterfactual"
    assert (
        "Nothing is counted for 50 of the 200 people who joined: the estimate of emergency admissions does not "
        "apply to them."
    ) in worth.notes


def test_a_harmful_effect_has_a_negative_worth() -> None:
    worse = Estimate(value=0.1, low=-0.05, high=0.25, level=0.95, unit="admissions per person", basis="invented")
    total = known(valued(agreement(line()), finding(effect=worse)).total.value)
    assert (total.central, total.low, total.high) == (pounds("-30000.00"), pounds("-75000.00"), pounds("15000.00"))


def test_more_of_what_should_rise_is_worth_more() -> None:
    better = Estimate(value=0.5, low=0.2, high=0.8, level=0.95, unit="points", basis="invented")
    total = known(valued(agreement(line()), finding(direction="higher", effect=better)).total.value)
    assert total.central == pounds("150000.00")


def test_draws_are_valued_one_by_one_and_added_one_by_one() -> None:
    """Two lines that move against each other: the sum is certain though each part is not."""
    draws = tuple(float(d) for d in np.linspace(-0.3, -0.1, 401))
    mirrored = tuple(-0.4 - draw for draw in draws)
    worth = valued(
        agreement(line(), line(id="visits", objective="attendances")),
        finding(draws=draws),
        finding("attendances", draws=mirrored),
    )
    part = known(worth.lines[0].present_value.value)
    assert part.low is not None and part.high is not None
    assert part.low < pounds(32000) and pounds(88000) < part.high
    total = known(worth.total.value)
    assert total.central == total.low == total.high == pounds("120000.00")


def test_lines_without_draws_leave_their_sum_without_an_interval_and_it_says_why() -> None:
    worth = valued(
        agreement(line(), line(id="visits", objective="attendances")), finding(), finding("attendances")
    )
    total = known(worth.total.value)
    assert total.low is None
    assert total.no_interval is not None and "cannot be added up" in total.no_interval.unknown


@pytest.mark.parametrize("without", ["counterfactual", "effect", "followed"])
def test_what_has_no_counterfactual_is_worth_unknown_and_so_is_the_total(without: str) -> None:
    reason = Unknown(unknown="no comparison group before April 2025")
    worth = valued(
        agreement(line(), line(id="visits", objective="attendances")),
        finding(**{without: reason}),
        finding("attendances"),
    )
    first, second = worth.lines
    assert isinstance(first.present_value.value, Unknown)
    assert reason.unknown in first.present_value.value.unknown
    assert isinstance(second.present_value.value, MoneyEstimate)
    for figure in (worth.total, worth.net, worth.ratio):
        assert isinstance(figure.value, Unknown)
        assert "that of emergency admissions is not known" in figure.value.unknown
        assert reason.unknown in figure.value.unknown


def test_an_effect_that_is_not_per_person_is_not_multiplied_by_people() -> None:
    daily = Estimate(value=-3, low=-4, high=-2, level=0.95, unit="attendances per day", basis="invented")
    assert isinstance(valued(agreement(line()), finding(effect=daily)).total.value, Unknown)


def test_an_objective_without_a_finding_is_worth_unknown() -> None:
    assert isinstance(valued(agreement(line())).total.value, Unknown)


def test_follow_up_beyond_a_year_is_spread_and_discounted_by_year() -> None:
    """24 months: half of 60,000 in each year; the second discounted once where the first is not."""
    worth = valued(agreement(line()), finding(follow_up=24))
    assert known(worth.total.value).central == pounds(str(round(30000 + 30000 / 1.035, 2)))
    assert [row.id for row in worth.by_year.rows] == ["1", "2"]


def test_the_fixed_price_of_the_period_and_inputs_stand_beside_what_it_is_worth() -> None:
    written = agreement(line())
    assert written.value is not None
    time = Input(id="time", who="volunteers", what="their time", amount=Money(amount=Decimal(5000)))
    worth = valued(replace(written, value=replace(written.value, inputs=(time,))), finding())
    assert worth.fixed_cost.value == pounds(45000)
    assert [row.id for row in worth.inputs.rows] == ["core", "time"]
    net, ratio = known(worth.net.value), worth.ratio.value
    assert (net.central, net.low, net.high) == (pounds("15000.00"), pounds("-15000.00"), pounds("45000.00"))
    assert isinstance(ratio, Estimate)
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((60 / 45, 30 / 45, 90 / 45))


def test_a_fixed_price_paid_in_other_prices_needs_a_deflator() -> None:
    """Instalments of 2026-27 in an agreement at 2025-26 prices: no deflator by financial year is shipped."""
    later = Period(start=date(2025, 10, 1), end=date(2026, 9, 30))
    written = agreement(line(), term=later)
    found = Findings(agreement="invented", as_at="2027-06-30", period=later, findings=(finding(),))
    worth = value(written, Facts(reference=open_reference()), found)
    assert isinstance(worth.fixed_cost.value, Unknown)
    assert "2026-27 prices cannot be restated" in worth.fixed_cost.value.unknown
    assert isinstance(worth.net.value, Unknown)
    assert isinstance(worth.total.value, MoneyEstimate)


def test_without_a_value_map_worth_is_unknown_and_the_cost_is_still_told() -> None:
    worth = valued(agreement(value=None), finding())
    assert worth.total.value == Unknown(unknown="the agreement has no value map")
    assert worth.fixed_cost.value == pounds(40000)
    assert "not known" in worth.sentence()


def test_payers_kinds_and_cashability_are_never_added_silently() -> None:
    worth = valued(
        agreement(
            line(cashability="cashable"),
            line(id="comfort", type="social", payer="the people who joined", cashability="not cashable"),
        ),
        finding(),
    )
    assert [(row.heading, *row.cells[:2]) for row in worth.by_payer.rows] == [
        ("The Health Board", "fiscal", "cashable"),
        ("the people who joined", "social", "not cashable"),
    ]
    assert worth.total.counts == "fiscal and social value added together"
    assert "Nobody could cash £60,000 in 2025-26 prices of this (emergency admissions)" in worth.notes[0]


def test_where_nothing_is_cashable_it_is_said_that_nobody_could_cash_any() -> None:
    worth = valued(agreement(line(cashability="not cashable")), finding())
    assert worth.notes[0] == "Nobody could cash any of this: no bill falls by it."


def test_where_what_could_be_cashed_is_not_known_only_the_rest_is_said_to_be_beyond_cash() -> None:
    lines = (line(cashability="not cashable"), line(id="home-care", objective="home-care", cashability="cashable"))
    worth = valued(agreement(*lines), finding())
    assert worth.notes[0] == "Nobody could cash what is known of this: no bill falls by it."


def test_a_price_that_is_a_fact_stands_in_the_trail(tmp_path: Path) -> None:
    (tmp_path / "admission.yaml").write_text(ADMISSION, encoding="utf-8", newline="\n")
    reference = open_reference(tmp_path)
    written = agreement(line(unit_value=FactValue(fact="local/admission")))
    worth = valued(written, finding(), reference=reference)
    present = worth.lines[0].present_value
    assert known(present.value).central == pounds("60000.00")
    assert [fact.id for fact in present.trail.facts] == ["local/admission", FLAT]
    assert present.trail.rests_on == ("admissions/effect", "admissions/followed")
    assert worth.total.trail.rests_on == ("beds/present-value",)
    assert faults(written, reference) == []


def test_a_price_in_other_prices_is_unknown_and_check_says_so_beforehand(tmp_path: Path) -> None:
    old = ADMISSION.replace("price_year: 2025-26", "price_year: 2013-14")
    (tmp_path / "admission.yaml").write_text(old, encoding="utf-8", newline="\n")
    reference = open_reference(tmp_path)
    written = agreement(line(unit_value=FactValue(fact="local/admission")))
    assert isinstance(valued(written, finding(), reference=reference).total.value, Unknown)
    assert [(fault.code, fault.stops) for fault in faults(written, reference)] == [("price-not-restated", False)]


def test_every_figure_has_its_own_id() -> None:
    worth = valued(agreement(line(), line(id="visits")), finding())
    ids = [figure.id for figure in figures_in(worth)]
    assert len(ids) == len(set(ids))
    assert {"beds/present-value", "worth/total", "worth/fixed-cost", "worth/net", "worth/ratio"} < set(ids)


def test_worth_tells_itself_with_its_cost() -> None:
    worth = valued(agreement(line()), finding())
    assert worth.table().rows[0].heading == "The Health Board"
    assert worth.sentence() == (
        "Worth £60,000 (£30,000 to £90,000) in 2025-26 prices: fiscal value. "
        "What went in: £40,000 in 2025-26 prices. Net £20,000 (-£10,000 to £50,000) in 2025-26 prices; "
        "that is 1.5 for each £1 that went in (0.75 to 2.25)."
    )
    assert "The Health Board" in worth._repr_html_()


BEFORE_AFTER = Plan(design="before-after", follow_up=(12,))
GROSS = Gross(
    deadweight=Decimal("0"), displacement=Decimal("0"), attribution=Decimal("0"), drop_off=Decimal("0"), years=1
)


def gross(**changes: object) -> GrossLine:
    return GrossLine(
        id="walks",
        stakeholder="residents",
        outcome="more walks",
        quantity=Decimal(10),
        unit_value=Money(amount=Decimal(5)),
        type="social",
        payer="residents",
        cashability="not cashable",
        gross=replace(GROSS, **changes),
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (
            agreement(line(unit_value=FactValue(fact="local/admission"), objective="loneliness")),
            "unit-does-not-fit",
        ),
        (
            agreement(line(), objectives=(Objective(id="admissions", reduce="ae_attendance", plan=BEFORE_AFTER),)),
            "value-without-counterfactual",
        ),
        (agreement(gross(years=2000)), "years-beyond-schedule"),
        (agreement(gross(), term=Period(start=YEAR.start, end=date(2027, 3, 31))), "value-map-settled-yearly"),
        (
            agreement(
                line(unit_value=FactValue(fact="local/admission")),
                term=Period(start=YEAR.start, end=date(2027, 3, 31)),
            ),
            "fact-not-in-force",
        ),
    ],
)
def test_faults_of_a_value_map_are_found_by_name(tmp_path: Path, written: Agreement, code: str) -> None:
    (tmp_path / "admission.yaml").write_text(ADMISSION, encoding="utf-8", newline="\n")
    assert [fault.code for fault in faults(written, open_reference(tmp_path))] == [code]


def test_a_price_among_the_inputs_is_asked_about() -> None:
    written = agreement(line())
    assert written.value is not None
    contract = Input(id="contract", who="health-board", what="contract", amount=Money(amount=Decimal(40000)))
    found = faults(replace(written, value=replace(written.value, inputs=(contract,))), open_reference())
    assert [(fault.code, fault.stops) for fault in found] == [("price-among-inputs", False)]
