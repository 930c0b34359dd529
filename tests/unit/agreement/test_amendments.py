"""Amendments: what changed is computed, the chain has no gap, and the terms of any past day can be asked for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from proventive.agreement.amendments import Change, amendment_faults, changes, versions
from proventive.agreement.document import Amends, Levels, Target
from proventive.agreement.hashes import agreement_hash
from proventive.agreement.phrases import Cap
from proventive.quantities import Money, NotFound, Period

APRIL_2026 = date(2026, 4, 1)
APRIL_2027 = date(2027, 4, 1)


def amended(agreement, day, *, amends=None, earlier=None, **what):
    """A later version that amends a version (the one given, unless another is named)."""
    hash = agreement_hash(amends or agreement)
    return replace(
        agreement,
        amends=Amends(hash=hash, reason="the first year taught us"),
        in_force_from=day,
        earlier=(*agreement.earlier, replace(agreement, earlier=())) if earlier is None else earlier,
        **what,
    )


def cheaper(agreement):
    fixed, demand, lonely = agreement.payment
    rate = replace(demand.rate, amount=Money(amount=Decimal(350)))
    return (fixed, replace(demand, rate=rate), lonely)


def codes(agreement):
    return [fault.code for fault in amendment_faults(agreement)]


def test_what_changed_is_told_in_the_words_of_the_document(strathearn):
    newer = amended(strathearn, APRIL_2026, payment=cheaper(strathearn), title="Falls and Friendship")
    assert changes(strathearn, newer) == (
        Change(path="title", before="Strathearn Falls and Friendship Service", after="Falls and Friendship"),
        Change(
            path="payment/demand/rate",
            before="400 GBP per admission avoided",
            after="350 GBP per admission avoided",
        ),
    )
    assert changes(strathearn, newer)[1].sentence() == (
        "payment/demand/rate was 400 GBP per admission avoided, and is now 350 GBP per admission avoided."
    )


def test_nothing_changed_between_a_version_and_itself(strathearn):
    assert changes(strathearn, strathearn) == ()


def test_the_order_of_things_with_ids_does_not_count(strathearn):
    newer = replace(strathearn, payment=strathearn.payment[::-1], objectives=strathearn.objectives[::-1])
    assert changes(strathearn, newer) == ()


def test_the_order_of_words_in_a_list_counts(strathearn):
    demand, loneliness = strathearn.objectives
    plan = replace(demand.plan, match_on=demand.plan.match_on[::-1])
    newer = replace(strathearn, objectives=(replace(demand, plan=plan), loneliness))
    (change,) = changes(strathearn, newer)
    assert change.path == "objectives/emergency-admissions/plan/match_on"
    assert change.after.startswith("[use.prior_9_months, use.last_3_months")


def test_a_thing_that_is_new_or_gone_is_one_change(strathearn):
    newer = replace(strathearn, obligations=())
    (gone,) = changes(strathearn, newer)
    (new,) = changes(newer, strathearn)
    assert (gone.path, gone.after) == ("obligations", None)
    assert new.before is None
    assert new.sentence().startswith("obligations was added: [{")
    fewer = replace(strathearn, payment=strathearn.payment[:2])
    (gone,) = changes(strathearn, fewer)
    assert gone.path == "payment/lonely"
    assert "240 GBP per person" in gone.sentence()


def test_a_target_in_place_of_levels_is_a_change_of_the_target(strathearn):
    demand, loneliness = strathearn.objectives
    levels = Levels(low=Decimal("0.05"), median=Decimal("0.10"), high=Decimal("0.15"))
    target = Target(fewer_than_comparison=levels)
    newer = replace(strathearn, objectives=(replace(demand, target=target), loneliness))
    (change,) = changes(strathearn, newer)
    assert change.path == "objectives/emergency-admissions/target/fewer_than_comparison"
    assert (change.before, change.after) == ("15%", "{low: 5%, median: 10%, high: 15%}")


def test_terms_of_a_past_day_are_those_in_force_then(strathearn):
    second = amended(strathearn, APRIL_2026, payment=cheaper(strathearn))
    third = amended(second, APRIL_2027, title="Third version")
    assert amendment_faults(third) == []
    assert third.as_at(date(2025, 4, 1)) == strathearn
    assert third.as_at(date(2026, 3, 31)).payment[1].rate.amount.amount == 400
    assert third.as_at(APRIL_2026).payment[1].rate.amount.amount == 350
    assert third.as_at(date(2027, 3, 31)).title == strathearn.title
    assert third.as_at(date(2030, 1, 1)) is third
    assert [version.first_day() for version in versions(third)] == [date(2025, 4, 1), APRIL_2026, APRIL_2027]


def test_before_the_first_version_there_are_no_terms(strathearn):
    second = amended(strathearn, APRIL_2026)
    with pytest.raises(NotFound, match="not in force on 2025-03-31"):
        second.as_at(date(2025, 3, 31))


def test_an_agreement_without_amendments_has_no_faults_of_the_chain(strathearn):
    assert amendment_faults(strathearn) == []


def test_an_amendment_of_a_version_that_is_not_there_is_a_fault(strathearn):
    other = replace(strathearn, title="Never signed")
    assert codes(amended(strathearn, APRIL_2026, amends=other)) == ["amends-unknown-version"]
    alone = amended(strathearn, APRIL_2026, earlier=())
    assert codes(alone) == ["amends-unknown-version"]


def test_a_version_changed_after_it_was_amended_breaks_the_chain(strathearn):
    second = amended(strathearn, APRIL_2026)
    touched = replace(strathearn, payment=cheaper(strathearn))
    (fault,) = amendment_faults(replace(second, earlier=(touched,)))
    assert "changed after it was amended" in fault.what
    assert agreement_hash(touched) in fault.do


def test_two_amendments_of_the_same_version_are_a_fault(strathearn):
    second = amended(strathearn, APRIL_2026, title="Second")
    third = amended(second, APRIL_2027, amends=strathearn)
    assert codes(third) == ["amends-another-version"]


def test_an_amendment_gives_its_reason(strathearn):
    second = replace(amended(strathearn, APRIL_2026), amends=None)
    assert codes(second) == ["amendment-without-reason"]


def test_an_amendment_begins_in_the_term_and_after_the_version_before(strathearn):
    assert codes(amended(strathearn, date(2028, 4, 1))) == ["amendment-outside-term"]
    assert codes(amended(strathearn, strathearn.term.start)) == ["two-versions-on-one-day"]
    longer = Period(start=strathearn.term.start, end=date(2029, 3, 31))
    assert codes(amended(strathearn, date(2028, 4, 1), term=longer)) == []


def test_an_amendment_keeps_the_id(strathearn):
    assert codes(amended(strathearn, APRIL_2026, id="another")) == ["amendment-changes-id"]


def test_a_cap_that_is_taken_out_is_said(strathearn):
    fixed, demand, lonely = strathearn.payment
    uncapped = replace(strathearn, payment=(fixed, replace(demand, cap=None), lonely))
    (change,) = changes(strathearn, uncapped)
    assert change.sentence() == "payment/demand/cap was taken out; it was: 120000 GBP a year."
    per_agreement = Cap(amount=demand.cap.amount, per="agreement")
    other = replace(strathearn, payment=(fixed, replace(demand, cap=per_agreement), lonely))
    assert changes(strathearn, other)[0].after == "120000 GBP over the agreement"
