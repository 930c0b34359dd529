"""What holds of every payment, whatever is claimed."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from proventive.agreement.document import EffectOnEveryoneWhoJoined, PaysFrom, PerPersonImproved
from proventive.agreement.payment import CohortClaim, Participation, PersonClaim, due, span_of_change
from proventive.agreement.phrases import Cap, Rate
from proventive.quantities import Money, Period, Unknown, total

YEAR = Period(start=date(2025, 4, 1), end=date(2026, 3, 31))
CASH = Money(amount=Decimal(0)).basis

days = st.integers(0, 364).map(lambda day: YEAR.start + timedelta(days=day))
yes_no = st.sampled_from(["yes", "no"])
amounts = st.decimals("0.001", "5000", places=3).map(lambda amount: Money(amount=amount))
rates = amounts.map(lambda amount: Rate(amount=amount, per="person"))
caps = st.none() | st.builds(Cap, amount=amounts, per=st.sampled_from(["year", "agreement"]))
people = st.sampled_from("abcdefgh")


def participations(agreements):
    return st.builds(
        Participation,
        agreement=st.sampled_from(agreements),
        change=st.just("c"),
        person=people,
        span=st.builds(span_of_change, days, st.sampled_from([1, 6, 12])),
        also_paid_elsewhere=st.booleans(),
    )


improvements = st.decimals(-3, 6, places=1) | st.just(Unknown(unknown="no score at follow-up"))
person_claims = st.lists(
    st.builds(
        PersonClaim, term=st.just("t"), participation=participations(["m"]), improved_by=improvements,
        evidence=st.just("h"),
    ),
    max_size=12,
)  # fmt: skip
person_terms = st.builds(
    PerPersonImproved, id=st.just("t"), per_person_improved=st.just("o"), by=st.decimals("0.5", 3, places=1),
    rate=rates, cap=caps, also_paid_elsewhere=yes_no,
)  # fmt: skip
shares = st.decimals("-0.5", "0.5", places=4)
totals = st.decimals(1, 1000, places=2)
cohort_claims = st.lists(
    st.builds(
        CohortClaim, term=st.just("t"), period=st.just(YEAR), people=st.integers(8, 500), observed=totals,
        counterfactual=totals, effect=shares, low=st.none() | shares, high=st.none(),
        cohort=st.lists(participations(["m"]), max_size=8).map(tuple), evidence=st.sampled_from(["h", "i"]),
    ),
    max_size=3,
)  # fmt: skip
effect_terms = st.builds(
    EffectOnEveryoneWhoJoined, id=st.just("t"), effect_on_everyone_who_joined=st.just("o"), rate=rates,
    pays_from=st.builds(
        PaysFrom, effect=st.decimals(0, "0.2", places=3),
        judged_on=st.sampled_from(["lower bound", "point estimate"]),
        then=st.sampled_from(["all", "above threshold"]), if_unclear=st.sampled_from(["nothing", "as measured"]),
    ),
    cap=caps, also_paid_elsewhere=yes_no,
)  # fmt: skip
claimed = st.tuples(person_terms, person_claims) | st.tuples(effect_terms, cohort_claims)
elsewhere_claims = st.lists(participations(["a", "z"]), max_size=10)


@given(claimed, elsewhere_claims, st.none() | amounts)
def test_a_cap_is_never_exceeded_and_nothing_is_ever_taken_back(what, elsewhere, before):
    result = due(*what, YEAR, elsewhere=elsewhere, already_paid=before)
    assert result.owed.amount >= 0
    if result.most is not None:
        assert result.owed <= result.most


@given(claimed, elsewhere_claims)
def test_lines_add_up_to_what_is_owed_to_the_penny(what, elsewhere):
    result = due(*what, YEAR, elsewhere=elsewhere)
    assert total([line.amount for line in result.lines], basis=CASH) == result.owed
    assert all(line.amount == line.amount.to_pence() for line in result.lines)
    assert all(line.reason for line in result.lines)


@given(st.data(), claimed, elsewhere_claims)
def test_the_order_of_claims_does_not_matter_and_a_replay_is_equal(data, what, elsewhere):
    term, claims = what
    first = due(term, claims, YEAR, elsewhere=elsewhere)
    shuffled = data.draw(st.permutations(claims)), data.draw(st.permutations(elsewhere))
    assert due(term, shuffled[0], YEAR, elsewhere=shuffled[1]) == first
    assert due(term, claims + claims, YEAR, elsewhere=elsewhere + elsewhere) == first


@given(claimed, elsewhere_claims, elsewhere_claims)
@settings(max_examples=200)
def test_a_further_claim_elsewhere_never_raises_what_is_owed(what, elsewhere, further):
    fewer = due(*what, YEAR, elsewhere=elsewhere)
    more = due(*what, YEAR, elsewhere=elsewhere + further)
    assert more.owed <= fewer.owed
    assert more.also_claimed >= fewer.also_claimed


@given(st.lists(participations(["m", "n"]), min_size=1, max_size=12))
def test_two_agreements_that_do_not_both_allow_it_never_both_pay_for_overlapping_spans(spans):
    def paid(agreement):
        term = PerPersonImproved(
            id="t",
            per_person_improved="o",
            by=Decimal(1),
            rate=Rate(amount=Money(amount=Decimal(1)), per="person"),
        )
        own = [span for span in spans if span.agreement == agreement]
        others = [span for span in spans if span.agreement != agreement]
        kept = []
        for span in own:
            claim = PersonClaim(term="t", participation=span, improved_by=Decimal(1), evidence="h")
            if due(term, [claim], YEAR, elsewhere=others).owed.amount:
                kept.append(span)
        return kept

    for here in paid("m"):
        for there in paid("n"):
            assert here.person != there.person or not here.span.overlaps(there.span)
