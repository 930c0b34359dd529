"""The matched contrast corrected by regression: right if the match or the regression is."""

import numpy as np
import pytest

from proventive.evaluation.methods.clusters import components_of_people
from proventive.evaluation.methods.matched_did import doubly_robust, follow_up_only


def pairs(rng, n, apart):
    """Pairs whose covariate differs by ``apart``; use is 2 + 3 x, and joining adds 1."""
    x = rng.normal(size=n)
    x_of_match = x - apart
    after_of_match = 2 + 3 * x_of_match + rng.normal(0, 0.5, n)
    return 3 + 3 * x + rng.normal(0, 0.5, n), after_of_match, x[:, None], x_of_match[:, None]


def alone(n):
    return components_of_people(np.arange(n), n + np.arange(n))


def test_a_bad_match_is_mended_by_the_regression_and_the_interval_covers():
    values, covered = [], []
    for number in range(200):
        own, other, x, x_of_match = pairs(np.random.default_rng([5, number]), 100, 0.7)
        fit, correction = doubly_robust(own, other, other, x, x_of_match, clusters=alone(100))
        values.append(fit.effect.value)
        covered.append(fit.effect.covers(1.0))
        assert not correction.covers(0.0)
        assert follow_up_only(own, other, clusters=alone(100)).effect.value > 2.5
    assert np.mean(values) == pytest.approx(1.0, abs=3 * np.std(values) / np.sqrt(200))
    assert 0.90 <= np.mean(covered) <= 0.99


def test_an_exact_match_is_left_as_it_is():
    own, other, x, x_of_match = pairs(np.random.default_rng(6), 50, 0.0)
    fit, correction = doubly_robust(own, other, other, x, x_of_match, clusters=alone(50))
    assert correction.value == 0
    assert fit.effect == follow_up_only(own, other, clusters=alone(50)).effect


def test_a_column_that_follows_from_another_changes_nothing():
    own, other, x, x_of_match = pairs(np.random.default_rng(7), 50, 0.3)
    once, _ = doubly_robust(own, other, other, x, x_of_match, clusters=alone(50))
    twice, _ = doubly_robust(own, other, other, np.hstack([x, x]), np.hstack([x_of_match] * 2), clusters=alone(50))
    assert twice.effect.value == pytest.approx(once.effect.value, abs=1e-9)
