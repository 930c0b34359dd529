"""Robust sets where trends truly differ, as far as they are allowed to: they hold the effect 95 times in 100."""

from dataclasses import replace

import numpy as np
import pytest

from proventive.evaluation.methods.did.honest import EventStudy, smoothness
from proventive.evaluation.methods.did.honest.relative_magnitudes import components

LOADS = np.random.default_rng(11).normal(0, 1, (5, 9))
COVARIANCE = 0.04 * LOADS @ LOADS.T / 9
EFFECTS = np.array([0.5, 0.8])
# the largest step before is 0.6; after the start trends move apart by as much again in every period
RELATIVE = np.array([-0.7, -0.1, -0.2, 0.6, 1.2])
# steps apart of -0.2, -0.1, 0, 0.1 and 0.2: the slope changes by 0.1 in every period
BENT = np.array([0.3, 0.1, 0.0, 0.1, 0.3])


def drawn(seed: int, differ: np.ndarray) -> EventStudy:
    truth = differ + np.concatenate([np.zeros(3), EFFECTS])
    estimates = np.random.default_rng(seed).multivariate_normal(truth, COVARIANCE)
    return EventStudy(before=estimates[:3], after=estimates[3:], covariance=COVARIANCE)


def held_by_relative_magnitudes(seeds: range, most: float) -> float:
    truth, held = np.array([EFFECTS.mean()]), 0
    weights = drawn(0, RELATIVE).weights_on_changes(None)
    favourable = [one.least_favourable for one in components(drawn(0, RELATIVE), most, weights, 0.005)]
    for seed in seeds:
        parts = components(drawn(seed, RELATIVE), most, weights, 0.0)
        limited = [replace(one, least_favourable=value) for one, value in zip(parts, favourable, strict=True)]
        held += any(one.accepts(truth, 0.045 / 0.995)[0] for one in limited)
    return held / len(seeds)


def held_by_smoothness(seeds: range, most: float) -> float:
    held = 0
    for seed in seeds:
        low, high = smoothness(drawn(seed, BENT), most=most)
        held += low <= EFFECTS.mean() <= high
    return held / len(seeds)


def test_relative_magnitudes_hold_the_effect_where_trends_differ_as_far_as_allowed():
    assert held_by_relative_magnitudes(range(1000), 1.0) >= 0.93
    assert held_by_relative_magnitudes(range(1000), 0.0) < 0.5  # parallel trends taken for granted


def test_smoothness_holds_the_effect_where_trends_bend_as_far_as_allowed():
    assert held_by_smoothness(range(300), 0.1) >= 0.93
    assert held_by_smoothness(range(300), 0.0) < 0.9


@pytest.mark.full
def test_both_at_length():
    assert held_by_relative_magnitudes(range(10_000, 20_000), 1.0) >= 0.945
    assert held_by_smoothness(range(10_000, 14_000), 0.1) >= 0.94
