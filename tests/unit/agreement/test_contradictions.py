"""An agreement that holds, and how clauses speak when it does not. Whole documents: test_broken."""

from dataclasses import replace
from decimal import Decimal

import pytest

from proventive.agreement.checks import contradictions, faults, notes
from proventive.agreement.document import Levels
from proventive.reference import open_reference


@pytest.fixture(scope="module")
def reference():
    return open_reference()


def codes(found):
    return [fault.code for fault in found]


def with_objective(agreement, number, **changes):
    objectives = list(agreement.objectives)
    objectives[number] = replace(objectives[number], **changes)
    return replace(agreement, objectives=tuple(objectives))


def with_term(agreement, number, **changes):
    terms = list(agreement.payment)
    terms[number] = replace(terms[number], **changes)
    return replace(agreement, payment=tuple(terms))


def with_party(agreement, number, **changes):
    parties = list(agreement.parties)
    parties[number] = replace(parties[number], **changes)
    return replace(agreement, parties=tuple(parties))


def test_the_agreement_of_the_design_contradicts_nothing(strathearn, reference):
    assert contradictions(strathearn, reference) == []
    assert codes(faults(strathearn, reference)) == ["no-value-map"]


def test_every_contradiction_stops_and_every_note_does_not(strathearn, reference):
    bare = replace(strathearn, objectives=(), obligations=(), parties=(), worked_examples=())
    assert all(fault.stops for fault in contradictions(bare, reference))
    assert not any(note.stops for note in notes(bare))
    assert codes(contradictions(bare, reference)) == [
        "no-provider",
        "no-payer",
        "payment-without-objective",
        "payment-without-objective",
    ]


def test_a_small_grant_is_asked_less_and_told_kindly(strathearn):
    bare = replace(strathearn, objectives=(), obligations=(), parties=(), worked_examples=())
    contract, grant = notes(bare), notes(replace(bare, kind="grant"))
    assert codes(grant) == ["no-demand-objective", "no-co-production", "no-preventive-partner"]
    assert set(codes(grant)) < set(codes(contract))
    assert all("nothing is held against it" in note.do for note in grant)
    assert not any("nothing is held against it" in note.do for note in contract)


def test_a_partner_whose_pay_is_not_said_is_noted(strathearn):
    assert "partner-pay-not-said" in codes(notes(with_party(strathearn, 3, paid=None)))


def test_promises_without_owner_number_or_example_are_noted(strathearn):
    agreement = with_objective(strathearn, 1, owner=None, target=None)
    assert codes(notes(agreement)) == ["no-owner", "no-target", "no-value-map"]
    assert codes(notes(replace(strathearn, worked_examples=()))).count("payment-without-example") == 2


@pytest.mark.parametrize("share", [None, Decimal("0.39")])
def test_shares_of_payers_add_up_to_the_whole(strathearn, reference, share):
    expected = "payer-without-share" if share is None else "shares-do-not-add-up"
    assert codes(contradictions(with_party(strathearn, 1, share=share), reference)) == [expected]


def test_a_single_payer_needs_no_share(strathearn, reference):
    alone = with_party(with_party(strathearn, 0, share=None), 1, roles=("hosts",), share=None)
    assert contradictions(alone, reference) == []


def test_a_cap_of_exactly_one_unit_is_enough(strathearn, reference):
    cap = strathearn.payment[2].cap
    exact = with_term(strathearn, 2, cap=replace(cap, amount=strathearn.payment[2].rate.amount))
    assert contradictions(exact, reference) == []
    penny = replace(cap, amount=cap.amount * 0 + cap.amount * Decimal("0.003999"))  # 239.94
    assert "cap-below-one-unit" in codes(contradictions(with_term(strathearn, 2, cap=penny), reference))


def test_levels_may_be_equal_and_must_rise(strathearn, reference):
    def promised(low, median, high):
        levels = Levels(low=Decimal(low), median=Decimal(median), high=Decimal(high))
        target = replace(strathearn.objectives[1].target, points=levels)
        return codes(contradictions(with_objective(strathearn, 1, target=target), reference))

    assert promised("0.5", "0.5", "2") == []
    assert promised("1", "0.5", "2") == ["levels-out-of-order"]
    assert promised("1", "2", "6.5") == ["points-outside-instrument"]  # the scale runs from 3 to 9


def test_the_baseline_may_begin_just_before_the_months_that_were_matched_on(strathearn, reference):
    plan = strathearn.objectives[0].plan

    def last(month):
        baseline = replace(plan.baseline, last=month)
        return codes(
            contradictions(with_objective(strathearn, 0, plan=replace(plan, baseline=baseline)), reference)
        )

    assert last(13) == []
    assert last(12) == ["baseline-overlaps-matching"]


def test_without_matching_on_use_any_baseline_will_do(strathearn, reference):
    plan = replace(strathearn.objectives[0].plan, match_on=("age", "sex"))
    plan = replace(plan, baseline=replace(plan.baseline, last=1))
    assert contradictions(with_objective(strathearn, 0, plan=plan), reference) == []


def test_raising_an_instrument_on_which_higher_is_better_fits(strathearn, reference):
    raised = with_objective(strathearn, 1, lower=None, raise_="wellbeing", measured_by="swemwbs")
    assert contradictions(raised, reference) == []
    lowered = with_objective(strathearn, 1, measured_by="swemwbs")
    (fault,) = contradictions(lowered, reference)
    assert fault.code == "direction-does-not-fit"
    assert "on which higher is better" in fault.what
