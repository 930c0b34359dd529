"""The Peterborough social impact bond, from its published figures.

- Cohort 1, 142 against 155 reconviction events per 100, trigger 10%: Civil Society, 7 August 2014.
- Triggers of 10% for a cohort and 7.5% pooled: HMP Peterborough SIB, learning exercise (core.ac.uk 8384978).
- Final result, 9.0% against 7.5%: Pioneers Post and Social Finance, 27 July 2017.
- A press claim that 140 per 100 would have been enough is wrong: 15/155 is 9.68%.
"""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import proventive
from proventive.agreement import Agreement, read_agreement
from proventive.agreement.document import EffectOnEveryoneWhoJoined
from proventive.agreement.payment import due
from proventive.agreement.payment.claims import CohortClaim
from proventive.evaluation import Findings, evaluate
from proventive.quantities import Estimate, Money, Number, Unknown, Value
from proventive.records import Records, bring_in, open_records
from proventive.valuation import faults, value

EXAMPLE = Path(proventive.__file__).parent / "examples" / "peterborough"
AS_AT = date(2017, 7, 31)


@pytest.fixture(scope="module")
def agreement() -> Agreement:
    return read_agreement(EXAMPLE / "one-service")


@pytest.fixture(scope="module")
def records(agreement: Agreement, tmp_path_factory: pytest.TempPathFactory) -> Records:
    place = tmp_path_factory.mktemp("peterborough")
    shutil.copytree(EXAMPLE, place, dirs_exist_ok=True)
    bring_in(place / "records" / "assessors")
    return open_records(place / "one-service", agreement=agreement, as_at=AS_AT)


@pytest.fixture(scope="module")
def findings(agreement: Agreement, records: Records) -> Findings:
    return evaluate(agreement, records)


def estimate(value: Value) -> Estimate:
    assert isinstance(value, Estimate)
    return value


def settled(agreement: Agreement, term_id: str, **claimed: Decimal | Unknown) -> Money | Unknown:
    """What a term pays for a result without an interval."""
    term = next(term for term in agreement.payment if term.id == term_id)
    assert isinstance(term, EffectOnEveryoneWhoJoined)
    observed, counterfactual = claimed.get("observed"), claimed.get("counterfactual")
    if isinstance(observed, Decimal) and isinstance(counterfactual, Decimal):
        claimed["effect"] = 1 - observed / counterfactual
    not_published = Unknown(unknown="not published")
    claim = CohortClaim(
        term=term_id,
        period=agreement.term,
        people=100,
        observed=observed or not_published,
        counterfactual=counterfactual or not_published,
        effect=claimed["effect"],
        low=None,
        high=None,
        evidence="published",
    )
    return due(term, (claim,), agreement.term).owed


def test_the_published_results_are_told_as_published(findings: Findings) -> None:
    first, pooled = findings.findings
    assert first.observed.value == Number(number=Decimal(142), unit="reconviction events per 100 people")
    assert estimate(first.counterfactual.value).value == 155
    assert estimate(first.happened.value).value == pytest.approx(13 / 155)
    assert round(estimate(first.happened.value).value, 3) == 0.084
    assert estimate(pooled.happened.value).value == 0.09
    for finding in findings.findings:
        assert isinstance(estimate(finding.happened.value).no_interval, Unknown)


def test_nothing_was_due_for_the_first_cohort(agreement: Agreement) -> None:
    owed = settled(agreement, "early-payment", observed=Decimal(142), counterfactual=Decimal(155))
    assert owed == Money(amount=Decimal("0"))


def test_140_for_every_100_people_would_not_have_been_enough(agreement: Agreement) -> None:
    owed = settled(agreement, "early-payment", observed=Decimal(140), counterfactual=Decimal(155))
    assert owed == Money(amount=Decimal("0"))


def test_139_and_a_half_would_have_been_and_its_price_was_not_published(agreement: Agreement) -> None:
    owed = settled(agreement, "early-payment", observed=Decimal("139.5"), counterfactual=Decimal(155))
    assert isinstance(owed, Unknown)


def test_the_pooled_result_was_due_and_its_amount_is_not_known(agreement: Agreement) -> None:
    assert isinstance(settled(agreement, "final-payment", effect=Decimal("0.090")), Unknown)
    assert settled(agreement, "final-payment", effect=Decimal("0.0749")) == Money(amount=Decimal("0"))


def test_what_it_was_worth_is_not_known_and_that_is_said(
    agreement: Agreement, records: Records, findings: Findings
) -> None:
    worth = value(agreement, records, findings)
    for figure in (worth.total, worth.net, worth.ratio):
        assert isinstance(figure.value, Unknown)
    assert worth.lines == ()
    assert worth.sentence().startswith("What it is worth is not known: ")
    assert faults(agreement, records.reference) == []
