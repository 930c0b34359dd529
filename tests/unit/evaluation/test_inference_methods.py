"""Clusters, matching, contrasts, change and autoregressive errors: each against an independent reckoning."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from proventive.evaluation.methods.balance import standardised_difference
from proventive.evaluation.methods.clusters import clustered, components_of_people
from proventive.evaluation.methods.intervals import Inference, draws_of, mean_of, stable_number
from proventive.evaluation.methods.matched_did import difference_in_differences, follow_up_only
from proventive.evaluation.methods.matching import greedy_pairs
from proventive.evaluation.methods.paired_change import (
    floor_and_ceiling,
    followed_against_lost,
    paired_change,
    reliable_change,
    reliable_change_criterion,
)

pairs_of_people = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=25)
candidates = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 2)), max_size=60, unique=True)


def array(values):
    return np.array(values, dtype=np.int64)


def brute_force_components(pairs):
    """Grow each group until no pair links it to another."""
    groups = [{left, right} for left, right in pairs]
    merged = True
    while merged:
        merged = False
        for i in range(len(groups)):
            for j in range(i):
                if groups[i] and groups[j] and groups[i] & groups[j]:
                    groups[j] |= groups[i]
                    groups[i] = set()
                    merged = True
    return [next(n for n, group in enumerate(groups) if left in group) for left, _ in pairs]


@given(pairs_of_people)
@settings(max_examples=200, deadline=None)
def test_pairs_share_a_component_exactly_where_people_link_them(pairs):
    found = components_of_people(array([a for a, _ in pairs]), array([b for _, b in pairs]))
    expected = brute_force_components(pairs)
    same = [[a == b for a in expected] for b in expected]
    assert [[a == b for a in found.of_pair.tolist()] for b in found.of_pair.tolist()] == same
    assert found.number == len(set(expected))
    assert found.largest == max((expected.count(group) for group in expected), default=0)


def walk_down_the_list(rows):
    """The greedy choice in its plainest form."""
    matched, used, taken = set(), set(), []
    for participant, comparator, day in rows:
        free = participant not in matched and (comparator, day) not in used
        taken.append(free)
        if free:
            matched.add(participant)
            used.add((comparator, day))
    return taken


@given(candidates)
@settings(max_examples=300, deadline=None)
def test_matching_in_rounds_is_the_greedy_walk_down_the_list(rows):
    columns = [array([row[n] for row in rows]) for n in range(3)]
    assert greedy_pairs(*columns).tolist() == walk_down_the_list(rows)


def test_a_comparator_serves_two_people_on_two_days_but_not_on_one():
    one_day = greedy_pairs(array([0, 1]), array([9, 9]), array([5, 5]))
    two_days = greedy_pairs(array([0, 1]), array([9, 9]), array([5, 6]))
    assert one_day.tolist() == [True, False]
    assert two_days.tolist() == [True, True]


def test_with_every_pair_its_own_cluster_the_error_is_the_paired_t_test():
    rng = np.random.default_rng(7)
    before, after, m_before, m_after = rng.poisson(2.0, (4, 60)).astype(float)
    clusters = components_of_people(np.arange(60), np.arange(60, 120))
    fit = difference_in_differences(before, after, m_before, m_after, scale=1.0, clusters=clusters)
    oracle = stats.ttest_1samp((after - before) - (m_after - m_before), 0).confidence_interval(0.95)
    assert fit.effect.interval() == pytest.approx((oracle.low, oracle.high), rel=1e-12)
    assert fit.effect.value == pytest.approx(fit.observed.value - fit.counterfactual.value, abs=1e-12)


def test_a_pair_entered_twice_in_one_cluster_brings_no_precision():
    rng = np.random.default_rng(8)
    after, m_after = rng.poisson(2.0, (2, 40)).astype(float)
    once = follow_up_only(after, m_after, clusters=components_of_people(np.arange(40), np.arange(40, 80)))
    people = np.tile(np.arange(40), 2)
    twice = follow_up_only(
        np.tile(after, 2), np.tile(m_after, 2), clusters=components_of_people(people, people + 40)
    )
    assert twice.effect.standard_error == pytest.approx(once.effect.standard_error, rel=1e-12)


def test_the_relative_effect_has_the_delta_method_interval_of_a_ratio():
    """Against the variance written out from the covariance matrix of the two means."""
    rng = np.random.default_rng(9)
    after, m_after = rng.poisson([[2.0], [3.0]], (2, 80)).astype(float)
    fit = follow_up_only(after, m_after, clusters=components_of_people(np.arange(80), np.arange(80, 160)))
    ratio = after.mean() / m_after.mean()
    cov = np.cov(after, m_after) / 80
    gradient = np.array([1 / m_after.mean(), -ratio / m_after.mean()])
    assert fit.relative.value == pytest.approx(1 - ratio)
    assert fit.relative.standard_error == pytest.approx(np.sqrt(gradient @ cov @ gradient), rel=1e-12)


def test_one_component_gives_no_interval():
    fit = follow_up_only(
        np.array([1.0, 0.0]), np.array([2.0, 1.0]), clusters=components_of_people(array([0, 1]), array([2, 2]))
    )
    assert not fit.effect.has_interval
    assert draws_of(fit.effect, seed=1, of="x") == ()


def test_no_events_at_all_is_not_a_certain_nothing():
    zero = np.zeros(20)
    fit = follow_up_only(zero, zero, clusters=components_of_people(np.arange(20), np.arange(20, 40)))
    assert fit.relative is None
    assert not fit.effect.has_interval


def test_clustered_error_by_hand():
    """Two clusters with totals +3 and -3 about the mean of four: variance 2/1 x 18 / 16."""
    clusters = components_of_people(array([0, 1, 2, 3]), array([8, 8, 9, 9]))
    found = clustered(5.5, np.array([7.0, 7.0, 4.0, 4.0]), clusters)
    assert found.standard_error == pytest.approx(np.sqrt(2 * 18 / 16))
    assert found.degrees_of_freedom == 1


def test_standardised_difference_by_hand():
    assert standardised_difference(np.array([1.0, 3.0]), np.array([0.0, 2.0])) == pytest.approx(1 / np.sqrt(2))
    assert standardised_difference(np.array([1.0, 1.0]), np.array([1.0, 1.0])) == 0
    assert standardised_difference(np.array([1.0, 1.0]), np.array([2.0, 2.0])) is None


@pytest.mark.parametrize("better_is_lower", [True, False])
def test_paired_change_is_the_paired_t_test(better_is_lower):
    rng = np.random.default_rng(3)
    before, after = rng.normal(6, 2, (2, 25))
    change = paired_change(before, after, better_is_lower=better_is_lower)
    worse, better = (before, after) if better_is_lower else (after, before)
    oracle = stats.ttest_rel(worse, better).confidence_interval(0.95)
    assert change.improvement.interval() == pytest.approx((oracle.low, oracle.high))
    assert change.people == 25


def test_reliable_change_counts_both_ways():
    criterion = reliable_change_criterion(1.0)
    assert criterion == pytest.approx(2.7718, abs=1e-4)
    found = reliable_change(np.array([3.0, 2.0, -3.0, 0.0]), criterion)
    assert (found.improved, found.worsened, found.people) == (1, 1, 4)


def test_floor_is_the_end_from_which_nobody_can_improve():
    ends = floor_and_ceiling(np.array([3.0, 3.0, 5.0, 9.0]), low=3, high=9, better_is_lower=True)
    assert (ends.at_best, ends.at_worst) == (0.5, 0.25)
    assert floor_and_ceiling(np.array([9.0]), low=3, high=9, better_is_lower=False).at_best == 1


def test_followed_against_lost_is_welchs_interval():
    rng = np.random.default_rng(5)
    baseline, followed = rng.normal(0, 1, 40), np.arange(40) % 3 > 0
    oracle = stats.ttest_ind(baseline[followed], baseline[~followed], equal_var=False).confidence_interval(0.95)
    assert followed_against_lost(baseline, followed).interval() == pytest.approx((oracle.low, oracle.high))
    assert followed_against_lost(baseline, np.ones(40, dtype=bool)) is None


def test_a_mean_of_one_has_no_interval():
    assert not mean_of(np.array([2.0])).has_interval


def test_draws_are_the_same_for_a_seed_and_another_for_another_objective():
    estimate = Inference(value=-0.2, standard_error=0.1, degrees_of_freedom=200.0)
    one = draws_of(estimate, seed=5, of="admissions")
    assert one == draws_of(estimate, seed=5, of="admissions")
    assert one != draws_of(estimate, seed=5, of="attendances")
    assert len(one) == 1000
    assert np.mean(one) == pytest.approx(-0.2, abs=0.1 / np.sqrt(1000) * 4)
    assert stable_number("admissions") != stable_number("attendances")
