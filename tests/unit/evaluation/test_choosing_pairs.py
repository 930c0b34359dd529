"""How a plan may have pairs chosen: by score or Mahalanobis distance, several each, greedy or optimal."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from small_cohorts import PLAN, agreement_with, cohort_of, finding_of, random_town, records_of

from proventive.agreement import agreement_hash
from proventive.agreement.document import Matching
from proventive.evaluation.designs.matched_cohort import MATCHED_COHORT
from proventive.evaluation.designs.matched_cohort.choosing import chosen_pairs
from proventive.evaluation.designs.matched_cohort.covariates import covariates_in_numbers
from proventive.evaluation.methods.matching import propensity_score
from proventive.reference import open_reference

MAHALANOBIS = Matching(distance="mahalanobis", exact=("sex",))


def with_matching(matching):
    return agreement_with(replace(PLAN, matching=matching))


def inputs_with(tmp_path, matching, seed=1, size=120):
    agreement = with_matching(matching)
    records = records_of(tmp_path, random_town(seed, size), agreement=agreement)
    return MATCHED_COHORT.gather(records, agreement.objectives[0], agreement.term)


def distances(inputs, kind):
    """Of every candidate pair, once more: from numpy and the definition alone."""
    eligible = np.flatnonzero(inputs.standing == "eligible")
    keys = list(zip(inputs.pair_comparator.person, inputs.pair_comparator.joined_day, strict=True))
    once = {key: number for number, key in enumerate(dict.fromkeys(sorted(keys)))}
    first = np.array([keys.index(key) for key in once])
    own, other = covariates_in_numbers(inputs, inputs.joined.at(eligible), inputs.pair_comparator.at(first))
    row = [list(eligible).index(one) for one in inputs.pair_participant]
    column = [once[key] for key in keys]
    if kind == "mahalanobis":
        freedom = len(own) + len(other) - 2
        pooled = ((len(own) - 1) * np.cov(own.T) + (len(other) - 1) * np.cov(other.T)) / freedom
        apart = own[row] - other[column]
        return np.sqrt(np.einsum("ij,jk,ik->i", apart, np.linalg.inv(pooled), apart))
    joined = np.arange(len(own) + len(other)) < len(own)
    score = propensity_score(joined, np.vstack([own, other])).score
    logit = np.log(score / (1 - score))
    return np.abs(logit[row] - logit[len(own) + np.array(column)]) / logit.std()


def walked(inputs, distance, caliper, ratio):
    """The greedy rule in plain Python: nearest pair first, a round more for each further comparator."""
    order = sorted(range(len(distance)), key=lambda pair: (distance[pair], pair))
    taken, busy = [], set()
    for _ in range(ratio):
        served = set()
        for pair in order:
            person = inputs.pair_participant[pair]
            place = (inputs.pair_comparator.person[pair], inputs.pair_comparator.joined_day[pair])
            if distance[pair] <= caliper and person not in served and place not in busy:
                served.add(person)
                busy.add(place)
                taken.append(pair)
    return taken


@pytest.mark.parametrize("kind", ["mahalanobis", "propensity"])
@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("seed", [1, 2])
def test_pairs_are_those_of_the_rule_in_plain_python(tmp_path, kind, ratio, seed):
    matching = Matching(distance=kind, exact=("sex",), ratio=ratio)
    inputs = inputs_with(tmp_path, matching, seed)
    caliper = 0.2 if kind == "propensity" else np.inf
    expected = walked(inputs, np.round(distances(inputs, kind), 9), caliper, ratio)
    assert chosen_pairs(inputs, matching).tolist() == expected
    assert len(expected) > 10


def test_what_is_not_held_alike_may_differ_and_what_is_held_may_not(tmp_path):
    cohort = cohort_of(records_of(tmp_path, random_town(3, 120), agreement=with_matching(MAHALANOBIS)))
    own, other = cohort.participants.at(cohort.of), cohort.comparators
    assert (own.sex == other.sex).all()
    assert (own.age_months // 60 != other.age_months // 60).any()
    assert (
        cohort.use(cohort.inputs.windows.last_3_months)[0] != cohort.use(cohort.inputs.windows.last_3_months)[1]
    ).any()


def test_optimal_pairs_are_as_many_and_no_further_apart_in_sum(tmp_path):
    inputs = inputs_with(tmp_path, MAHALANOBIS)
    distance = distances(inputs, "mahalanobis")
    greedy = chosen_pairs(inputs, MAHALANOBIS)
    best = chosen_pairs(inputs, replace(MAHALANOBIS, order="optimal"))
    assert len(best) >= len(greedy)
    assert len(set(inputs.pair_participant[best].tolist())) == len(best)
    assert len(set(inputs.pair_comparator.seen[best].tolist())) == len(best)
    if len(best) == len(greedy):
        assert distance[best].sum() <= distance[greedy].sum() + 1e-9
    twice = chosen_pairs(inputs, replace(MAHALANOBIS, order="optimal", ratio=2))
    assert np.bincount(inputs.pair_participant[twice]).max() == 2
    assert len(set(inputs.pair_comparator.seen[twice].tolist())) == len(twice)


def test_a_caliper_keeps_pairs_near(tmp_path):
    near = replace(MAHALANOBIS, caliper=Decimal("0.8"))
    inputs = inputs_with(tmp_path, near)
    chosen = chosen_pairs(inputs, near)
    assert 0 < len(chosen) < len(chosen_pairs(inputs, MAHALANOBIS))
    assert distances(inputs, "mahalanobis")[chosen].max() <= 0.8


def test_of_several_similar_people_the_mean_is_compared(tmp_path):
    cohort = cohort_of(records_of(tmp_path, random_town(4, 160), agreement=with_matching(Matching(ratio=2))))
    number = cohort.number_of_matches()
    assert set(number.tolist()) == {1.0, 2.0}
    used = cohort.inputs.use.within(cohort.inputs.windows.follow_up)
    of_match = used[cohort.comparators.seen]
    for place in range(len(cohort)):
        expected = of_match[cohort.of == place].mean()
        assert cohort.use(cohort.inputs.windows.follow_up)[1][place] == pytest.approx(expected)
    assert cohort.weights.sum() == pytest.approx(len(cohort))
    assert len(cohort.clusters.of_pair) == len(cohort)


@pytest.mark.parametrize(
    "matching", [Matching(ratio=2), MAHALANOBIS, replace(MAHALANOBIS, order="optimal", ratio=2)]
)
def test_every_way_of_choosing_gives_a_finding(tmp_path, matching):
    finding = finding_of(records_of(tmp_path, random_town(5, 120), agreement=with_matching(matching)))
    assert finding.status == "estimated"
    assert finding.effect.value.has_interval
    assert "One to one, greedy" not in finding.effect.trail.method
    assert {"use": "nearest in use", "mahalanobis": "Mahalanobis"}[
        matching.distance
    ] in finding.effect.trail.method


def test_a_score_that_cannot_be_had_is_not_known(tmp_path):
    people = [replace(one, decile=1 if one.joined else 4) for one in random_town(6, 60)]
    agreement = with_matching(Matching(distance="propensity", exact=("sex",)))
    finding = finding_of(records_of(tmp_path, people, agreement=agreement))
    assert finding.status == "not known"
    assert "the distance of the plan cannot be had" in finding.effect.value.unknown


@pytest.mark.parametrize(
    ("matching", "code"),
    [
        (Matching(distance="propensity", exact=("postcode",)), "exact-not-matched"),
        (Matching(ratio=0), "ratio-out-of-range"),
        (Matching(ratio=9), "ratio-out-of-range"),
        (Matching(distance="mahalanobis", caliper=Decimal(0)), "caliper-not-positive"),
        (Matching(caliper=Decimal(1)), "needs-a-distance"),
        (Matching(order="optimal"), "needs-a-distance"),
        (Matching(distance="mahalanobis", exact=("use.last_3_months",)), "nothing-held-alike"),
    ],
)
def test_what_a_plan_may_not_say(matching, code):
    found = MATCHED_COHORT.faults(with_matching(matching), open_reference())
    assert code in [one.code for one in found]


def test_the_way_of_choosing_is_part_of_what_is_sealed():
    assert agreement_hash(with_matching(MAHALANOBIS)) != agreement_hash(agreement_with())
    assert agreement_hash(with_matching(None)) == agreement_hash(agreement_with())
