"""A sum for each unit avoided among everyone who joined: thresholds, intervals, caps, double claims."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from proventive.agreement.document import EffectOnEveryoneWhoJoined, PaysFrom
from proventive.agreement.payment import CohortClaim, Participation, due, span_of_change
from proventive.agreement.phrases import Cap, Rate
from proventive.quantities import Money, Period, Unknown

YEAR = Period(start=date(2025, 4, 1), end=date(2026, 3, 31))


def pounds(amount):
    return Money(amount=Decimal(amount))


def pays_from(effect="0.05", judged_on="lower bound", **rest):
    return PaysFrom(effect=Decimal(effect), judged_on=judged_on, **rest)


def demand(**changes):
    given = {
        "id": "demand",
        "effect_on_everyone_who_joined": "emergency-admissions",
        "rate": Rate(amount=pounds(400), per="admission avoided"),
        "pays_from": pays_from(),
        "cap": Cap(amount=pounds(120000), per="year"),
    }
    return EffectOnEveryoneWhoJoined(**(given | changes))


def cohort(observed="166", counterfactual="200", low="0.07", high="0.27", people=200, joined=(), effect=None):
    seen, expected = Decimal(observed), Decimal(counterfactual)
    return CohortClaim(
        term="demand",
        period=YEAR,
        people=people,
        observed=seen,
        counterfactual=expected,
        effect=Decimal(effect) if effect else 1 - seen / expected,
        low=None if low is None else Decimal(low),
        high=None if low is None else Decimal(high),
        cohort=tuple(joined),
        evidence="h",
    )


def joined(person, started=date(2025, 5, 1), agreement="strathearn", allows=False):
    return Participation(
        agreement=agreement,
        change="emergency_admission",
        person=person,
        span=span_of_change(started, 12),
        also_paid_elsewhere=allows,
    )


def test_everything_avoided_is_paid_once_the_lower_bound_reaches_the_threshold():
    result = due(demand(), [cohort()], YEAR)
    assert result.owed == pounds("13600.00")
    assert result.most == pounds("120000.00")
    (line,) = result.lines
    assert (line.quantity, line.unit) == (34, "admission avoided")
    assert line.reason == (
        "7% fewer, judged on the lower bound of the interval, reaches the 5% from which this term pays. Among the "
        "200 people who joined, 200 would have happened anyway and 166 did: 34 avoided, and all are paid."
    )


def test_nothing_is_paid_when_the_lower_bound_does_not_reach_it():
    result = due(demand(), [cohort(low="-0.02")], YEAR)
    assert result.owed == pounds(0)
    assert result.lines[0].reason == (
        "Nothing is due: 2% more, judged on the lower bound of the interval, is below the 5% from which this "
        "term pays."
    )


def test_the_point_estimate_is_judged_where_the_term_says_so():
    term = demand(pays_from=pays_from("0.17", "point estimate"))
    assert due(term, [cohort(low="-0.02")], YEAR).owed == pounds("13600.00")  # 1 - 166/200 is 17% exactly
    assert due(term, [cohort(observed="166.01")], YEAR).owed == pounds(0)


def test_the_threshold_is_compared_with_the_unrounded_effect_and_told_apart_from_it():
    term = demand(pays_from=pays_from("0.10", "point estimate"))
    result = due(term, [cohort(observed="180.01")], YEAR)  # 9.995%
    assert result.owed == pounds(0)
    assert "9.995% fewer" in result.lines[0].reason
    assert "below the 10%" in result.lines[0].reason


def test_above_threshold_pays_only_what_lies_above_the_threshold_share_of_the_counterfactual():
    term = demand(pays_from=pays_from(then="above threshold"))
    result = due(term, [cohort()], YEAR)
    assert result.owed == pounds("9600.00")  # 34 avoided, less 5% of 200, at 400
    assert "the first 10 (5%) are not paid" in result.lines[0].reason


def test_without_an_interval_the_term_says_what_happens():
    nothing = due(demand(), [cohort(low=None)], YEAR)
    assert nothing.owed == pounds(0)
    assert nothing.lines[0].reason == (
        "Nothing is due: it is judged on the lower bound, and the result has no interval."
    )
    as_measured = due(demand(pays_from=pays_from(if_unclear="as measured")), [cohort(low=None)], YEAR)
    assert as_measured.owed == pounds("13600.00")
    assert "the point estimate, since the result has no interval" in as_measured.lines[0].reason


def test_a_fall_among_people_of_whom_more_died_pays_nothing_unless_the_term_says_so():
    died = replace(cohort(), more_died=True)
    nothing = due(demand(), [died], YEAR)
    assert nothing.owed == pounds(0)
    assert nothing.lines[0].reason == (
        "Nothing is due: more of those who joined died than of the comparison, by more than sampling error, and "
        "this term pays nothing then."
    )
    assert due(demand(pays_from=pays_from(if_more_die="as measured")), [died], YEAR).owed == pounds("13600.00")


def test_an_increase_pays_nothing_and_takes_nothing_back():
    term = demand(pays_from=pays_from("0", "point estimate"))
    assert due(term, [cohort(observed="220")], YEAR).owed == pounds(0)
    # the interval may lie above the threshold while the totals, with the unmatched at no effect, do not fall
    odd = due(term, [cohort(observed="210", effect="0.01")], YEAR)
    assert odd.owed == pounds(0)
    assert "An increase is not paid for, and takes nothing back." in odd.lines[0].reason


def test_the_cap_is_a_line_of_its_own():
    result = due(demand(cap=Cap(amount=pounds(10000), per="year")), [cohort()], YEAR)
    assert result.owed == pounds("10000.00")
    assert [line.amount for line in result.lines] == [pounds("13600.00"), pounds("-3600.00")]


def test_an_unknown_rate_makes_the_amount_unknown_only_when_it_is_due():
    term = demand(rate=Unknown(unknown="not published"), cap=None)
    assert due(term, [cohort(low="0.01")], YEAR).owed == pounds(0)
    owed = due(term, [cohort()], YEAR).owed
    assert isinstance(owed, Unknown)
    assert "not published" in owed.unknown


def test_an_unknown_effect_makes_the_amount_unknown_and_says_why():
    why = Unknown(unknown="follow-up ends on 30 March 2027")
    claim = CohortClaim(
        term="demand", period=YEAR, people=200, observed=why, counterfactual=why, effect=why, low=None, high=None,
        evidence="h",
    )  # fmt: skip
    result = due(demand(), [claim], YEAR)
    assert result.owed == why
    assert "follow-up ends on 30 March 2027" in result.lines[0].reason
    assert result.most == pounds("120000.00")


def test_no_claim_owes_nothing_and_says_so():
    result = due(demand(), [], YEAR)
    assert result.owed == pounds(0)
    assert result.lines[0].reason == "Nothing is due: nothing was claimed for this period."


def test_people_paid_for_elsewhere_are_taken_out_at_the_average_effect():
    people = [joined(str(number)) for number in range(200)]
    elsewhere = [joined(str(number), date(2025, 4, 2), "other") for number in range(20)]
    result = due(demand(), [cohort(joined=people)], YEAR, elsewhere=elsewhere)
    assert result.owed == pounds("12240.00")  # 34 x 180/200 = 30.6, at 400
    assert result.also_claimed == 20
    paid, taken_out = result.lines
    assert (paid.quantity, taken_out.quantity) == (Decimal("30.6"), Decimal("3.4"))
    assert taken_out.amount == pounds(0)
    assert "20 people of 200 joined “other” first" in taken_out.reason
    assert "average effect" in taken_out.reason


def test_people_paid_twice_by_leave_of_both_are_paid_and_said():
    people = [joined(str(number)) for number in range(200)]
    elsewhere = [joined("7", date(2025, 4, 2), "other", allows=True)]
    result = due(demand(also_paid_elsewhere="yes"), [cohort(joined=people)], YEAR, elsewhere=elsewhere)
    assert result.owed == pounds("13600.00")
    assert result.also_claimed == 1
    assert "The change of 1 person is claimed under another agreement too" in result.lines[0].reason


def test_when_everybody_is_paid_for_elsewhere_nothing_is_left():
    people = [joined(str(number)) for number in range(200)]
    elsewhere = [joined(str(number), date(2025, 4, 2), "other") for number in range(200)]
    assert due(demand(), [cohort(joined=people)], YEAR, elsewhere=elsewhere).owed == pounds(0)


@pytest.mark.parametrize(("rate", "owed"), [("0.335", "11.39"), ("0.005", "0.17")])
def test_the_amount_is_rounded_once_to_the_penny(rate, owed):
    term = demand(rate=Rate(amount=pounds(rate), per="admission avoided"))
    assert due(term, [cohort()], YEAR).owed == pounds(owed)


def test_the_same_claim_given_twice_is_one_claim():
    assert due(demand(), [cohort(), cohort()], YEAR).owed == pounds("13600.00")
