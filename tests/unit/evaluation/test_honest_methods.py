"""Sensitivity to trends that differ: what holds by definition, and what is refused."""

import numpy as np
import pytest

from proventive.evaluation.methods.did import by_event_time, group_time_effects, moments_of, panel_of
from proventive.evaluation.methods.did.honest import (
    EventStudy,
    breakdown_relative_magnitudes,
    breakdown_smoothness,
    event_study_of,
    relative_magnitudes,
    smoothness,
)
from proventive.evaluation.methods.did.honest.smoothness import folded_quantile


def study(after=(1.0, 1.4), before=(0.1, -0.2, 0.15), spread=0.2, seed=1) -> EventStudy:
    size = len(before) + len(after)
    loads = np.random.default_rng(seed).normal(0, 1, (size, size + 4))
    return EventStudy(
        before=np.array(before), after=np.array(after), covariance=spread**2 * loads @ loads.T / (size + 4)
    )


def usual(given: EventStudy, weights: np.ndarray) -> tuple[float, float]:
    earlier = len(given.before)
    half = 1.959964 * np.sqrt(weights @ given.covariance[earlier:, earlier:] @ weights)
    return weights @ given.after - half, weights @ given.after + half


@pytest.mark.parametrize("weights", [np.array([1.0, 0.0]), np.array([0.5, 0.5]), np.array([-1.0, 1.0])])
def test_without_any_difference_after_the_start_the_set_is_the_usual_interval(weights):
    found = relative_magnitudes(study(), most=0.0, weights=weights, first_stage=0)
    np.testing.assert_allclose(found, usual(study(), weights), atol=1e-6)


def test_one_step_before_leaves_no_choice_of_weights():
    """A straight line through the step before and the reference: the estimate is the change of slope."""
    given = EventStudy(before=np.array([-0.2]), after=np.array([1.0]), covariance=np.diag([0.04, 0.09]))
    for most, bias in ((0.0, 0.0), (3.0, 3.0)):
        low, high = smoothness(given, most=most)
        assert (low + high) / 2 == pytest.approx(1.0 - 0.2)
        spread = np.sqrt(0.04 + 0.09)
        assert (high - low) / 2 == pytest.approx(bias + spread * (1.959964 if not bias else 1.644854), rel=1e-6)


def test_sets_grow_and_follow_the_scale_and_the_sign():
    given = study()
    turned = EventStudy(before=-given.before, after=-given.after, covariance=given.covariance)
    larger = EventStudy(before=1000 * given.before, after=1000 * given.after, covariance=1e6 * given.covariance)
    last = relative_magnitudes(given, most=0.0)
    for most in (0.5, 1.0, 2.0):
        found = relative_magnitudes(given, most=most)
        assert found[0] < last[0] and found[1] > last[1]
        np.testing.assert_allclose(relative_magnitudes(turned, most=most), (-found[1], -found[0]), atol=2e-3)
        np.testing.assert_allclose(relative_magnitudes(larger, most=most), np.multiply(1000, found), rtol=1e-6)
        last = found
    bent = smoothness(given, most=0.1)
    np.testing.assert_allclose(smoothness(turned, most=0.1), (-bent[1], -bent[0]), rtol=1e-6)
    np.testing.assert_allclose(smoothness(larger, most=100.0), np.multiply(1000, bent), rtol=1e-6)


def test_zero_enters_at_the_breakdown():
    given = study()
    edge = breakdown_relative_magnitudes(given)
    assert relative_magnitudes(given, most=edge * 0.99)[0] > 0 > relative_magnitudes(given, most=edge * 1.01)[0]
    edge = breakdown_smoothness(given)
    assert smoothness(given, most=edge * 0.999)[0] > 0 > smoothness(given, most=edge * 1.001)[0]
    assert breakdown_relative_magnitudes(study(after=(0.01, -0.01))) == 0
    assert breakdown_smoothness(study(after=(0.0, 0.0), before=(0.0, 0.0, 0.0))) == 0
    assert breakdown_relative_magnitudes(study(after=(1e4, 1e4))) == np.inf


def test_no_shorter_interval_is_found_by_search():
    rng = np.random.default_rng(5)
    given = study(before=tuple(rng.normal(0, 0.2, 5)))
    low, high = smoothness(given, most=0.05)
    weights = np.array([0.5, 0.5])
    for _ in range(2000):
        before = rng.normal(0, 0.6, 5)
        before[-1] += -(1.5 + before @ np.arange(-5, 0)) / -1  # a straight line has no bias
        loads = np.concatenate([before, weights])
        assert loads @ np.array([-5, -4, -3, -2, -1, 1, 2]) == pytest.approx(0)
        spread = np.sqrt(loads @ given.covariance @ loads)
        changes = np.concatenate([np.cumsum(before) * -1, [1.0, 0.5]])
        bias = 0.05 * np.abs(np.cumsum(changes)[:-1]).sum()
        assert (high - low) / 2 <= spread * folded_quantile(bias / spread, 0.95) + 1e-12


def test_what_cannot_be_judged_is_refused_with_the_reason():
    good = study()
    for wrong, reason in (
        ({"before": np.zeros(0), "covariance": np.eye(2)}, "one estimate before"),
        ({"covariance": np.eye(4)}, "5 rows"),
        ({"after": np.array([1.0, np.nan])}, "missing"),
        ({"covariance": good.covariance + np.eye(5, k=1)}, "not symmetric"),
        ({"covariance": np.diag([1.0, 1, 1, 1, -1])}, "vary less than not"),
        ({"covariance": np.diag([1.0, 1, 1, 1, 0]) - 0 * np.eye(5) + _same_last()}, "no error to judge by"),
    ):
        parts = {"before": good.before, "after": good.after, "covariance": good.covariance} | wrong
        with pytest.raises(ValueError, match=reason):
            EventStudy(**parts)
    with pytest.raises(ValueError, match="0 or more"):
        relative_magnitudes(good, most=-1)
    with pytest.raises(ValueError, match="0 or more"):
        smoothness(good, most=float("nan"))
    with pytest.raises(ValueError, match="first stage"):
        relative_magnitudes(good, most=1, first_stage=1)
    with pytest.raises(ValueError, match="2 weights"):
        relative_magnitudes(good, most=1, weights=np.ones(3))
    with pytest.raises(ValueError, match="2 weights"):
        smoothness(good, most=1, weights=np.zeros(2))


def _same_last() -> np.ndarray:
    """Makes the last estimate move exactly as the one before it."""
    change = np.zeros((5, 5))
    change[3, 4] = change[4, 3] = change[4, 4] = 1.0
    return change


def test_an_event_study_is_taken_from_effects_against_one_base_period():
    rng = np.random.default_rng(3)
    units, periods = 40, 6
    values = rng.normal(0, 1, (units, periods))
    start = np.where(np.arange(units) < 15, 4, 0)
    panel = panel_of(
        np.repeat(np.arange(units), periods),
        np.tile(np.arange(1, 7), units),
        values.ravel(),
        np.repeat(start, periods),
    )
    found = event_study_of(by_event_time(group_time_effects(moments_of(panel), base="universal")))
    change = values[:15].mean(axis=0) - values[15:].mean(axis=0)
    np.testing.assert_allclose(found.before, change[:2] - change[2])
    np.testing.assert_allclose(found.after, change[3:] - change[2])
    changes = values - values[:, [2]]
    expected = sum(np.cov(group.T, bias=True) / len(group) for group in (changes[:15], changes[15:]))
    kept = [0, 1, 3, 4, 5]
    np.testing.assert_allclose(found.covariance, expected[np.ix_(kept, kept)], atol=1e-12)
    with pytest.raises(ValueError, match="one base period"):
        event_study_of(by_event_time(group_time_effects(moments_of(panel), base="varying")))
