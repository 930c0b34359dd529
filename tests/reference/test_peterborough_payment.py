"""The Peterborough social impact bond: when its outcome payment fell due.

Trigger: a reduction of 10% in reconviction events for a single cohort, 7.5% over the cohorts together (evaluation
report, core.ac.uk 8384978). Cohort 1: 142 events per 100 against 155, 8.4% below: no early payment
(civilsociety.co.uk, 7 August 2014; Third Sector). Final, 27 July 2017: 9% against 7.5%: due (Social Finance,
Responsible Investor, Barrow Cadbury Trust). The price of an event was never published.
"""

from datetime import date
from decimal import Decimal

import pytest

from proventive.agreement.document import EffectOnEveryoneWhoJoined, PaysFrom
from proventive.agreement.payment import CohortClaim, due
from proventive.quantities import Money, Period, Unknown

PERIOD = Period(start=date(2010, 9, 9), end=date(2012, 6, 22))
NOT_REPORTED = Unknown(unknown="published for both cohorts together as a percentage only")


def trigger(share):
    return EffectOnEveryoneWhoJoined(
        id="outcome-payment",
        effect_on_everyone_who_joined="reconvictions",
        rate=Unknown(unknown="not published"),
        pays_from=PaysFrom(effect=Decimal(share), judged_on="point estimate"),
    )


def per_100(observed, counterfactual):
    seen, expected = Decimal(observed), Decimal(counterfactual)
    return CohortClaim(
        term="outcome-payment", period=PERIOD, people=100, observed=seen, counterfactual=expected,
        effect=1 - seen / expected, low=None, high=None, evidence="published",
    )  # fmt: skip


def test_cohort_1_was_8_387_percent_below_and_nothing_was_due():
    claim = per_100("142", "155")
    assert round(claim.effect * 100, 3) == Decimal("8.387")
    result = due(trigger("0.10"), [claim], PERIOD)
    assert result.owed == Money(amount=Decimal(0))
    assert "8.4% fewer" in result.lines[0].reason


def test_140_per_100_would_not_have_triggered():
    claim = per_100("140", "155")
    assert round(claim.effect * 100, 2) == Decimal("9.68")
    assert due(trigger("0.10"), [claim], PERIOD).owed == Money(amount=Decimal(0))


@pytest.mark.parametrize(("observed", "triggers"), [("139.5", True), ("139.51", False)])
def test_139_5_per_100_is_the_most_that_would_have_triggered(observed, triggers):
    owed = due(trigger("0.10"), [per_100(observed, "155")], PERIOD).owed
    assert isinstance(owed, Unknown) is triggers


def test_the_final_9_percent_fell_due_and_its_amount_is_not_known():
    final = CohortClaim(
        term="outcome-payment", period=PERIOD, people=2000, observed=NOT_REPORTED, counterfactual=NOT_REPORTED,
        effect=Decimal("0.090"), low=None, high=None, evidence="published",
    )  # fmt: skip
    result = due(trigger("0.075"), [final], PERIOD)
    assert isinstance(result.owed, Unknown)
    assert "not published" in result.owed.unknown
    assert "9% fewer, judged on the point estimate, reaches the 7.5%" in result.lines[0].reason
