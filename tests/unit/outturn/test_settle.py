"""Settle as a specification: what was promised and found, what it pays, and why."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strathearn_case import (
    CORE,
    DEMAND,
    LONELY,
    YEAR_1,
    YEAR_2,
    HandMadeRecords,
    agreement,
    days,
    estimate,
    finding,
    findings,
    lonely_finding,
    number,
    participation,
    people_counted,
    pounds,
    share,
    texts,
    worth,
)

from proventive.agreement.document import Levels, PaysFrom, Target
from proventive.agreement.phrases import Cap
from proventive.evaluation.finding import CheckResult
from proventive.outturn import Outturn, claims, settle
from proventive.quantities import (
    Money,
    MoneyEstimate,
    Number,
    Period,
    Real,
    Unknown,
    figures_in,
    from_json,
    to_json,
)

BASE = Real(year="2025-26")


def records(people=(), started="2025-05-01", **rest):
    """Records of those who joined, with nothing else in them."""

    def joined(agreement, first_day, last_day):
        of_agreement = people.get(agreement, ()) if isinstance(people, dict) else people
        return {"person_id": texts(*of_agreement), "started_on": days(*(started for _ in of_agreement))}

    answers = {
        "outturn/joined": joined,
        "outturn/delivered": {"quantity": texts(Decimal("4.00"))},
    }
    return HandMadeRecords(answers | rest.pop("answers", {}), **rest)


def settled(*found, of=None, at=YEAR_1, held=None, **rest):
    of = of or agreement(payment=(CORE, DEMAND), objectives=agreement().objectives)
    return settle(of, held or records(), findings(*found, period=at), worth(), **({"elsewhere": ()} | rest))


def owed(outturn, term):
    return next(payment for payment in outturn.payments if payment.term == term)


@pytest.mark.parametrize(
    ("term", "found", "pays", "because"),
    [
        # 1,500 people, 1.00 expected and 0.83 seen: 255 avoided at 400 GBP
        ({}, {}, "102000.00", "7% fewer, judged on the lower bound of the interval, reaches the 5%"),
        ({}, {"relative": estimate(0.17, 0.04, 0.30, unit="share fewer")}, "0.00", "is below the 5%"),
        (
            {},
            {"relative": estimate(0.17, unit="share fewer")},
            "0.00",
            "it is judged on the lower bound, and the result has no interval",
        ),
        (
            {"pays_from": PaysFrom(effect=share("0.05"), judged_on="lower bound", if_unclear="as measured")},
            {"relative": estimate(0.17, unit="share fewer")},
            "102000.00",
            "judged on the point estimate, since the result has no interval",
        ),
        ({"cap": Cap(amount=pounds(90000), per="year")}, {}, "90000.00", "255 avoided"),
        # 1,200 of 1,500 have a similar comparator: 204 avoided among them, none assumed among the others
        ({}, {"followed": number(1200)}, "81600.00", "300 people who joined have no similar person"),
        ({"unmatched": "as matched"}, {"followed": number(1200)}, "102000.00", "they count like the others"),
        # totals are rounded to 0.01 of an event before they are priced: 0.3333333 x 1,500 = 500.00
        (
            {},
            {"observed": estimate(0.3333333, 0.3, 0.4), "counterfactual": estimate(0.5, 0.4, 0.6)},
            "100000.00",
            "250 avoided",
        ),
        ({"rate": Unknown(unknown="not published")}, {"relative": estimate(0.02, unit="share fewer")}, "0.00", ""),
    ],
)
def test_an_effect_pays_for_everyone_who_joined(term, found, pays, because):
    of = agreement(payment=(replace(DEMAND, **term),))
    payment = owed(settled(finding(**found), lonely_finding(), of=of), "demand")
    assert payment.owed.value == pounds(pays)
    assert because in payment.reason


def test_an_unknown_price_is_owed_as_unknown_only_where_something_is_due():
    of = agreement(payment=(replace(DEMAND, rate=Unknown(unknown="not published")),))
    assert settled(finding(), lonely_finding(), of=of).owed.value == Unknown(
        unknown="For the result on emergency admissions: the rate of this term is not known (not published)"
    )


def test_a_result_published_as_totals_stands_as_published():
    """Peterborough cohort 1: 142 reconviction events against 155 per 100; 8.4% fewer, 10% agreed, no interval.

    Source: Ministry of Justice, August 2014, as told by civilsociety.co.uk, 7 August 2014.
    """
    published = finding(
        design="reported",
        follow_up=None,
        observed=number(142, "events per 100 people"),
        counterfactual=number(155, "events per 100 people"),
        effect=Unknown(unknown="not published"),
        relative=estimate(0.084, unit="share fewer"),
        happened=estimate(0.084, unit="share fewer"),
    )
    term = replace(
        DEMAND,
        rate=Unknown(unknown="not published"),
        pays_from=PaysFrom(effect=share("0.10"), judged_on="point estimate"),
    )
    objective = replace(agreement().objectives[0], target=Target(fewer_than_comparison=share("0.10")))
    outturn = settled(published, of=agreement(objectives=(objective,), payment=(term,)))
    assert outturn.owed.value == pounds("0.00")
    assert "8.4% fewer" in outturn.payments[0].reason
    assert "below the 10%" in outturn.payments[0].reason
    assert outturn.promises[0].target_met == "no"
    assert outturn.promises[0].because_of_the_service == "cannot be told"


@pytest.mark.parametrize(
    ("unit", "pays"),
    [
        ("admissions", "13600.00"),  # totals: 34 avoided
        ("admissions per 100 people", "204000.00"),  # of 1,500 people: 510
        ("admissions per person", "20400000.00"),
        ("admissions per day", None),
    ],
)
def test_a_published_result_is_priced_as_the_total_or_the_rate_that_it_is(unit, pays):
    published = finding(
        design="reported",
        followed=Unknown(unknown="not published"),
        observed=number(166, unit),
        counterfactual=number(200, unit),
    )
    owed_for_it = settled(published, of=agreement(payment=(replace(DEMAND, cap=None),))).owed.value
    if pays is None:
        assert "nothing says how many make the total" in owed_for_it.unknown
    else:
        assert owed_for_it == pounds(pays)


@pytest.mark.parametrize(
    ("as_at", "instalments"),
    [("2025-03-31", 0), ("2025-04-01", 1), ("2025-06-30", 3), ("2026-03-31", 12), ("2027-06-30", 12)],
)
def test_the_price_falls_due_month_by_month(as_at, instalments):
    held = records(as_at=date.fromisoformat(as_at))
    outturn = settled(of=agreement(payment=(CORE,), objectives=(), obligations=()), held=held)
    assert outturn.owed.value == pounds(15000 * instalments).to_pence()


def test_before_the_follow_up_has_ended_nothing_is_owed_for_results_yet():
    none = Unknown(unknown="results are due on 1 April 2027, when all follow-up has ended")
    early = finding(
        status="too early", observed=none, counterfactual=none, effect=none, relative=none, happened=none
    )
    outturn = settled(early, lonely_finding())
    payment = owed(outturn, "demand")
    assert payment.owed.value == Unknown(unknown="too early: results are due on 1 April 2027")
    assert payment.reason == "Nothing is owed yet: too early: results are due on 1 April 2027."
    assert payment.most.value == pounds("120000.00")
    assert outturn.promises[0].target_met == "too early"
    assert outturn.promises[0].because_of_the_service == "cannot be told"


def test_one_unknown_makes_the_whole_unknown_and_the_known_part_is_shown_and_shared():
    of = agreement(payment=(CORE, replace(DEMAND, rate=Unknown(unknown="not published"))))
    outturn = settled(of=of)
    assert isinstance(outturn.owed.value, Unknown)
    assert outturn.owed_known.value == pounds("180000.00")
    shares = {row.id: row.cells for row in outturn.owed_by.rows}
    assert {shares["GB-BOARD"][2], shares["GB-COUNCIL"][2]} == {Unknown(unknown="not all that is owed is known")}
    assert shares["GB-BOARD"][1] == pounds("108000.00")
    assert shares["GB-COUNCIL"][1] == pounds("72000.00")


def test_price_and_results_together_are_owed_and_shared_to_the_penny():
    outturn = settled()
    assert outturn.owed.value == pounds("282000.00")
    assert outturn.owed_known is None
    assert [row.cells[1] for row in outturn.owed_by.rows] == [pounds("169200.00"), pounds("112800.00")]


def test_an_agreement_without_payment_terms_owes_nothing():
    outturn = settled(of=agreement(payment=()))
    assert outturn.owed.value == pounds("0.00")
    assert outturn.owed.counts == "the agreement has no payment terms"
    assert outturn.cost.rows == ()


def test_a_cap_on_the_whole_agreement_needs_to_know_what_was_paid_before():
    of = agreement(payment=(replace(DEMAND, cap=Cap(amount=pounds(120000), per="agreement")),))
    later = replace(finding(), period=YEAR_2)
    assert "what it paid before is not on record" in settled(later, of=of, at=YEAR_2).owed.value.unknown
    known = settled(later, of=of, at=YEAR_2, already_paid={"demand": pounds(100000)})
    assert known.owed.value == pounds("20000.00")


def test_what_it_cost_for_each_person_who_joined():
    """282,000 GBP over 1,500 people."""
    costs = {row.id: row.cells[0] for row in settled().cost.rows}
    assert costs == {"price": pounds("180000.00"), "results": pounds("102000.00"), "each": pounds("188.00")}


def test_nobody_recorded_makes_the_cost_of_each_unknown_not_infinite():
    nobody = {"records/people_counted": people_counted(0, 0)}
    held = records(answers=nobody)
    costs = {row.id: row.cells[0] for row in settled(held=held).cost.rows}
    assert costs["each"] == Unknown(unknown="referrals were not recorded")
    covered = records(answers=nobody, covered=("referrals",))
    costs = {row.id: row.cells[0] for row in settled(held=covered).cost.rows}
    assert costs["each"] == Unknown(unknown="nobody joined in this period")


def test_worth_less_owed_needs_a_deflator_where_results_are_paid_in_another_year():
    outturn = settled()  # due on 1 April 2027: prices of 2027-28, worth at those of 2025-26
    assert "no deflator by financial year is held" in outturn.worth_less_owed.value.unknown


def test_worth_less_owed_takes_off_what_results_cost_from_every_part_of_the_interval():
    of = agreement(payment=(CORE, DEMAND), price_base="2027-28")
    base = Real(year="2027-28")
    net = MoneyEstimate(
        central=pounds(300000, base), low=pounds(35000, base), high=pounds(650000, base), level=0.95
    )
    outturn = settle(of, records(), findings(), worth(net), elsewhere=())
    left = outturn.worth_less_owed.value
    assert (left.central, left.low, left.high) == (
        pounds("198000.00", base),
        pounds("-67000.00", base),
        pounds("548000.00", base),
    )


def test_without_results_to_pay_the_worth_less_owed_is_the_net_worth():
    of = agreement(payment=(CORE,))
    assert settled(of=of).worth_less_owed.value == worth().net.value


def test_three_levels_are_each_shown_and_the_median_is_the_one_told():
    levels = Levels(low=share("0.10"), median=share("0.18"), high=share("0.25"))
    objective = replace(agreement().objectives[0], target=Target(fewer_than_comparison=levels))
    promise = settled(of=agreement(objectives=(objective, agreement().objectives[1]))).promises[0]
    assert promise.promised.value == Number(number=share("0.18"), unit="share fewer")
    assert promise.target_met == "nearly"  # 17% of 18% is 94%
    assert [(row.id, row.cells[1]) for row in promise.levels.rows] == [
        ("low", "yes"),
        ("median", "nearly"),
        ("high", "no"),
    ]


def test_no_promise_on_record_is_said_and_never_turned_into_a_percentage():
    objective = replace(agreement().objectives[0], target=None)
    promise = settled(of=agreement(objectives=(objective, agreement().objectives[1]))).promises[0]
    assert promise.promised.value == Unknown(unknown="no promise is on record")
    assert promise.target_met == "no promise on record"
    assert promise.happened.value == finding().happened.value


def test_a_target_with_a_later_day_is_not_missed_before_that_day():
    target = Target(fewer_than_comparison=share("0.30"), by=date(2028, 3, 31))
    objective = replace(agreement().objectives[0], target=target)
    promise = settled(of=agreement(objectives=(objective, agreement().objectives[1]))).promises[0]
    assert promise.target_met == "too early"
    assert "31 March 2028" in promise.reason


def test_a_promise_names_the_terms_that_pay_for_it():
    outturn = settled()
    assert outturn.promises[0].owed == ("demand",)
    assert outturn.owed_for(outturn.promises[0]) == pounds("102000.00")
    assert outturn.owed_for(outturn.promises[1]) == "part of the price"


OTHERS = tuple(
    participation(f"p{n}", agreement="home-from-hospital", started=date(2025, 4, 20)) for n in range(23)
)


def test_a_change_claimed_under_two_agreements_is_paid_once_where_they_joined_first():
    held = records(people=[f"p{n}" for n in range(1500)])
    outturn = settled(of=agreement(payment=(DEMAND,)), held=held, elsewhere=OTHERS)
    # 255 avoided x 1,477 / 1,500 = 251.09
    assert outturn.owed.value == pounds("100436.00")
    assert outturn.also_claimed == (
        "23 people are also counted under “home-from-hospital” for emergency admissions. They joined it first, so "
        "their change is not paid for here.",
    )


def test_it_is_paid_twice_only_if_both_allow_it():
    held = records(people=[f"p{n}" for n in range(1500)])
    allowing = tuple(replace(other, also_paid_elsewhere=True) for other in OTHERS)
    term = replace(DEMAND, also_paid_elsewhere="yes")
    both = settled(of=agreement(payment=(term,)), held=held, elsewhere=allowing)
    assert both.owed.value == pounds("102000.00")
    assert "Both agreements allow" in both.also_claimed[0]
    for one_allows in (
        settled(of=agreement(payment=(term,)), held=held, elsewhere=OTHERS),
        settled(of=agreement(payment=(DEMAND,)), held=held, elsewhere=allowing),
    ):
        assert one_allows.owed.value == pounds("100436.00")


def test_two_agreements_that_claim_the_same_change_pay_for_it_once_between_them():
    """Each settles by itself, with the other's claims before it; one person joined both."""
    here = agreement(payment=(DEMAND,))
    there = agreement(id="home-from-hospital", payment=(DEMAND,))
    one = {"followed": number(1), "people": number(1)}
    held = records(people={"strathearn-falls": ["p"], "home-from-hospital": ["p"]})
    paid_here = settle(
        here, held, findings(finding(**one)), worth(), elsewhere=claims(there, held, YEAR_1)
    ).owed.value
    paid_there = settle(
        there, held, findings(finding(**one)), worth(), elsewhere=claims(here, held, YEAR_1)
    ).owed.value
    assert paid_here + paid_there == pounds("68.00")  # 0.17 avoided at 400 GBP, under one of them


def test_who_joined_here_first_is_not_paid_for_there():
    held = records(people=["p1"], started="2025-04-10")
    later = (participation("p1", agreement="home-from-hospital", started=date(2025, 4, 20)),)
    outturn = settled(of=agreement(payment=(DEMAND,)), held=held, elsewhere=later)
    assert outturn.owed.value == pounds("102000.00")
    assert outturn.also_claimed == (
        "1 person is also counted under “home-from-hospital” for emergency admissions. They joined here first, so "
        "their change is not paid for there.",
    )


def test_where_nobody_looked_at_other_agreements_it_is_said():
    outturn = settle(agreement(payment=(DEMAND,)), records(), findings(), worth())
    assert outturn.owed.value == pounds("102000.00")
    assert any("claimed under another agreement" in text for text in outturn.unknowns)


def test_claims_name_each_person_once_for_each_change_that_a_term_pays_for():
    of = agreement(payment=(CORE, DEMAND, LONELY))
    claimed = claims(of, records(people=["a", "b"]), YEAR_1)
    assert [(claim.person, claim.change) for claim in claimed] == [
        ("a", "emergency_admission"),
        ("b", "emergency_admission"),
        ("a", "ucla3"),
        ("b", "ucla3"),
    ]
    assert claimed[0].span == Period(start=date(2025, 5, 1), end=date(2026, 4, 30))  # 12 months: 365 days


def test_every_unknown_is_said_once():
    none = Unknown(unknown="no comparison group before April 2025")
    found = finding(
        status="not known", observed=none, counterfactual=none, effect=none, relative=none, happened=none
    )
    outturn = settled(found, lonely_finding())
    said = [text for text in outturn.unknowns if "no comparison group" in text]
    assert len(said) == len(set(said)) == 2  # what happened, and what is owed for it
    assert outturn.promises[0].target_met == "not known"


def test_an_outturn_tells_itself():
    outturn = settled()
    table = outturn.table()
    assert table.rows[0].cells == (
        Number(number=share("0.15"), unit="share fewer"),
        finding().happened.value,
        "yes",
        "likely",
        pounds("102000.00"),
    )
    assert "Fewer emergency admissions: promised 15% fewer, happened 17% fewer (7% to 27%)" in outturn.sentence()
    assert "owed: £282,000" in outturn.sentence()
    assert "<td>yes</td>" in outturn._repr_html_()


def test_where_more_died_an_effect_pays_nothing_unless_its_term_says_so():
    more_died = CheckResult(name="no more deaths", passed=False, text="more died", designs=("matched-cohort",))
    found = finding(checks=(more_died,))
    payment = owed(settled(found, lonely_finding()), "demand")
    assert payment.owed.value == pounds("0.00")
    assert "more of those who joined died than of the comparison" in payment.reason
    as_measured = PaysFrom(effect=share("0.05"), judged_on="lower bound", if_more_die="as measured")
    of = agreement(payment=(replace(DEMAND, pays_from=as_measured),))
    assert owed(settled(found, lonely_finding(), of=of), "demand").owed.value == pounds("102000.00")


def test_saved_and_read_back_it_is_equal():
    informs = CheckResult(name="later joiners", passed=None, text="it only informs", designs=("matched-cohort",))
    outturn = settled(finding(checks=(informs,)), lonely_finding(follow_up=None))
    assert from_json(to_json(outturn), Outturn) == outturn


def test_every_figure_has_its_own_name_and_says_what_it_rests_on():
    outturn = settled()
    held = [*figures_in(outturn)]
    names = [held_figure.id for held_figure in held]
    twice = {name for name in names if names.count(name) > 1}
    assert twice <= {
        "emergency-admissions/happened",
        "loneliness/happened",
    }  # the finding's own figure, told again
    assert {"outturn/owed", "demand/owed", "emergency-admissions/promised", "apprentices/happened"} <= set(names)
    for held_figure in held:
        assert set(held_figure.trail.rests_on) <= set(names), held_figure.id


people_st = st.lists(st.integers(1, 60), unique=True, max_size=30)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 3000),
    st.decimals("0.1", "2", places=3),
    st.decimals("0.1", "2", places=3),
    people_st,
    st.randoms(use_true_random=False),
)
def test_parts_sum_to_totals_replay_is_equal_and_order_does_not_matter(
    people, seen, expected, elsewhere, shuffled
):
    of = agreement(
        payment=(CORE, replace(DEMAND, pays_from=PaysFrom(effect=share("0"), judged_on="point estimate")))
    )
    joined = [f"p{n}" for n in range(1, 61)]
    others = [participation(f"p{n}", agreement="other", started=date(2025, 4, 2)) for n in elsewhere]
    relative = 1 - float(seen) / float(expected)
    found = finding(
        people=number(max(people, 60)),
        followed=number(people),
        observed=estimate(float(seen)),
        counterfactual=estimate(float(expected)),
        relative=estimate(relative, unit="share fewer"),
    )
    once = settle(of, records(people=joined), findings(found), worth(), elsewhere=tuple(others))
    shuffled.shuffle(joined)
    shuffled.shuffle(others)
    again = settle(of, records(people=joined), findings(found), worth(), elsewhere=tuple(others))
    assert replace(again, payments=once.payments) == once
    for payment, same in zip(once.payments, again.payments, strict=True):
        assert payment == same
        lines = [row.cells[1] for row in payment.lines.rows]
        assert sum(line.amount for line in lines) == payment.owed.value.amount
        if isinstance(payment.most.value, Money):
            assert payment.owed.value <= payment.most.value
    assert sum(payment.owed.value.amount for payment in once.payments) == once.owed.value.amount
    assert sum(row.cells[1].amount for row in once.owed_by.rows) == once.owed.value.amount
