"""The four shipped examples give the figures of their sources, every time, and every figure has its trail."""

from decimal import Decimal

import pytest
from demonstration import Demonstration, demonstrate

from proventive.agreement.document import FixedTerm
from proventive.evidence import pack
from proventive.flow.explaining import explained, figures_by_id
from proventive.outturn import Outturn
from proventive.quantities import Estimate, Figure, Money, MoneyEstimate, Number, Unknown, figures_in

AGREEMENTS = (
    "wheels-to-meals",
    "one-service",
    "emergency-departments",
    "falls-and-friendship",
    "home-from-hospital",
    "kitchen-table",
)


def pounds(figure: Figure) -> Decimal:
    value = figure.value
    amount = value.central if isinstance(value, MoneyEstimate) else value
    assert isinstance(amount, Money), figure
    return amount.to_pence().amount


def test_every_shipped_example_is_run(demonstration: Demonstration) -> None:
    assert sorted(demonstration.outturns) == sorted(AGREEMENTS)


def test_a_second_run_gives_the_same_packs_to_the_byte(demonstration: Demonstration) -> None:
    before = demonstration.packs()
    assert len(before) == 2 * len(AGREEMENTS)
    demonstrate(demonstration.to)
    assert demonstration.packs() == before


def test_wheels_to_meals(demonstration: Demonstration) -> None:
    """A guide to Social Return on Investment (2009, 2012), the worked example; rows recalled, total published."""
    outturn = demonstration.outturns["wheels-to-meals"]
    worth = outturn.worth
    assert pounds(worth.total) == Decimal("81741.93")
    assert pounds(worth.fixed_cost) == Decimal("42375.00")
    assert pounds(worth.net) == Decimal("39366.93")
    assert isinstance(worth.ratio.value, Estimate)
    assert round(worth.ratio.value.value, 6) == 1.929013
    assert worth.ratio.value.no_interval is not None
    assert isinstance(worth.total.value, MoneyEstimate)
    assert worth.total.value.no_interval is not None
    assert outturn.payments == ()
    assert outturn.findings.findings == ()


def test_peterborough(demonstration: Demonstration) -> None:
    """Cohort 1: 142 against 155 per 100, below 10 %: nothing due. Final: 9.0 % against 7.5 %: due, amount Unknown.

    Sources: civilsociety.co.uk, 7 August 2014; socialfinance.org.uk, 27 July 2017.
    """
    outturn = demonstration.outturns["one-service"]
    owed = {payment.term: payment.owed for payment in outturn.payments}
    nothing = [figure for figure in owed.values() if not isinstance(figure.value, Unknown)]
    unknown = [figure for figure in owed.values() if isinstance(figure.value, Unknown)]
    assert [pounds(figure) for figure in nothing] == [Decimal("0.00")]
    assert len(unknown) == 1
    assert isinstance(outturn.worth.total.value, Unknown)
    first = next(f for f in outturn.findings.findings if "1" in f.objective)
    assert isinstance(first.relative.value, Estimate)
    assert round(first.relative.value.value, 5) == 0.08387


def test_a_placebo_on_real_data_is_told_as_one(demonstration: Demonstration) -> None:
    outturn = demonstration.outturns["emergency-departments"]
    (finding,) = outturn.findings.findings
    assert finding.design == "interrupted-time-series"
    assert isinstance(finding.effect.value, Estimate)
    assert finding.effect.value.has_interval
    assert outturn.payments == ()
    assert "no service" in (outturn.agreement.about or "").lower()


def test_the_place(demonstration: Demonstration) -> None:
    """Every table is there; the naive before-after stands only beside what regression to the mean predicts."""
    outturn = demonstration.outturns["falls-and-friendship"]
    by_design = {finding.design for finding in outturn.findings.findings}
    assert {"matched-cohort", "before-after"} <= by_design
    demand = next(f for f in outturn.findings.findings if f.design == "matched-cohort")
    assert isinstance(demand.effect.value, Estimate)
    assert demand.grades
    beside = {figure.id.split("/")[-1] for figure in demand.beside}
    naive = {name for name in beside if "naive" in name}
    assert naive
    assert any("regression" in name or "predicted" in name for name in beside)


def test_what_was_not_recorded_is_not_known(demonstration: Demonstration) -> None:
    outturns = [demonstration.outturns[name] for name in ("falls-and-friendship", "home-from-hospital")]
    unknown = [
        finding.effect.value.unknown
        for outturn in outturns
        for finding in outturn.findings.findings
        if isinstance(finding.effect.value, Unknown) and finding.design == "matched-cohort"
    ]
    assert any("no record of" in reason for reason in unknown)


def test_a_small_grant_is_told_kindly_what_it_lacks(demonstration: Demonstration) -> None:
    notes = " ".join(demonstration.outturns["kitchen-table"].notes)
    assert "demand" in notes


def stands_in_the_agreement(figure: Figure, outturn: Outturn) -> bool:
    """What was promised, a fixed price, what a partner is paid: its source is a line of the agreement alone."""
    terms = outturn.agreement.payment
    fixed = {term.id for term in terms if isinstance(term, FixedTerm)}
    owner = figure.id.split("/")[0]
    return bool(figure.trail.agreement.places) and (
        figure.id.endswith(("promised", "/paid"))
        or owner in fixed
        or figure.id == "worth/fixed-cost"
        or figure.id.startswith("worth/inputs/")
        or (figure.id.startswith("outturn/owed") and len(fixed) == len(terms))
        or (figure.id == "worth/total" and outturn.agreement.value is None and not figure.known)
    )


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_every_figure_of_every_pack_can_be_explained(demonstration: Demonstration, agreement: str) -> None:
    """Each reaches source rows or a cited fact, itself or through what it rests on; a promise, its line."""
    outturn = demonstration.outturns[agreement]
    figures = figures_by_id(outturn)
    shown = {figure.id for figure in figures_in(pack(outturn))}
    assert shown
    without = []
    for id in sorted(shown):
        told = explained(figures, id)
        trails = [figure.trail for figure in (told.figure, *told.rests_on)]
        missing = [name for trail in trails for name in trail.rests_on if name not in figures]
        assert not missing, f"{id} rests on {missing}, which nobody can look up"
        assert all(trail.method for trail in trails), id
        reached = any(trail.facts or any(used.rows for used in trail.records) for trail in trails)
        if not reached and not stands_in_the_agreement(told.figure, outturn):
            without.append(id)
    assert without == []


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_a_figure_has_one_value(demonstration: Demonstration, agreement: str) -> None:
    outturn = demonstration.outturns[agreement]
    seen: dict[str, Figure] = {}
    for part in (outturn, outturn.findings, outturn.worth, pack(outturn)):
        for figure in figures_in(part):
            assert seen.setdefault(figure.id, figure).value == figure.value, figure.id


def test_the_pack_says_which_preventive_partners_are_used_and_what_they_are_paid(
    demonstration: Demonstration,
) -> None:
    outturn = demonstration.outturns["falls-and-friendship"]
    partners = outturn.agreement.with_role("preventive partner")
    assert partners
    page = (demonstration.folder("falls-and-friendship") / "pack" / outturn.as_at / "index.html").read_text(
        encoding="utf-8"
    )
    shown = {figure.id: figure for figure in figures_in(pack(outturn))}
    for partner in partners:
        assert partner.name in page
        assert partner.paid is not None
        assert shown[f"{partner.id}/paid"].value == partner.paid.amount


def test_the_pack_accounts_for_every_row_that_came_in(demonstration: Demonstration) -> None:
    outturn = demonstration.outturns["one-service"]
    counted = {figure.id.split("/")[-1]: figure.value for figure in outturn.accounts.figures()}
    assert {name: value.number for name, value in counted.items() if isinstance(value, Number)} == {
        "rows": 2,
        "accepted": 2,
        "set-aside": 0,
        "examples": 0,
    }
    shown = {figure.id for figure in figures_in(pack(outturn))}
    assert {figure.id for figure in outturn.accounts.figures()} <= shown
