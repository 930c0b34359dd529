"""Regression to the mean with no service at all: the published closed form, reached from pairs of periods.

Source: results.md part A section 1: gamma-Poisson, E[after | before = x] = mu (k + x) / (k + mu), and its table.
"""

import numpy as np
import pytest

from proventive.evaluation.methods.regression_to_the_mean import UsePairs, expected_after


def two_years(mean, shape, people, seed):
    """Events in the last 3 months, the 9 months before, and the year after, of people whose need is stable."""
    rng = np.random.default_rng(seed)
    need = rng.gamma(shape, mean / shape, people)
    return rng.poisson(need / 4), rng.poisson(need * 3 / 4), rng.poisson(need)


def summed(recent, prior, after):
    patterns, of_person = np.unique(recent * 1000 + prior, return_inverse=True)
    return UsePairs(
        last_3_months=(patterns // 1000).astype(float),
        prior_9_months=(patterns % 1000).astype(float),
        people=np.bincount(of_person).astype(float),
        after=np.bincount(of_person, weights=after),
    )


@pytest.mark.parametrize(
    ("mean", "shape", "at_least", "before", "after", "fall"),
    [(0.5, 0.5, 3, 3.826, 2.163, 0.435), (0.5, 0.5, 5, 5.874, 3.187, 0.457), (1.0, 1.0, 4, 5.000, 3.000, 0.400)],
)
def test_the_table_of_people_enrolled_for_high_use(mean, shape, at_least, before, after, fall):
    recent, prior, _ = two_years(mean, shape, 1_000_000, seed=1)
    joined = recent + prior >= at_least
    others = summed(*two_years(mean, shape, 2_000_000, seed=2))
    found = expected_after(recent[joined].astype(float), prior[joined].astype(float), others)
    assert found.before == pytest.approx(before, rel=0.02)
    assert found.after == pytest.approx(after, rel=0.02)
    assert found.fall == pytest.approx(fall, abs=0.01)


def test_sparse_patterns_are_read_off_the_line_of_linear_credibility():
    """With every pattern sparse the line is all there is, and the closed form is a line in x."""
    recent, prior, after = two_years(0.5, 0.5, 200_000, seed=3)
    others = summed(recent, prior, after)
    found = expected_after(np.array([40.0]), np.array([60.0]), others)
    assert found.read_off == 0
    assert found.after == pytest.approx(0.5 * (0.5 + 100) / (0.5 + 0.5), rel=0.05)


def test_nobody_to_look_at_gives_nothing():
    empty = UsePairs(last_3_months=np.zeros(0), prior_9_months=np.zeros(0), people=np.zeros(0), after=np.zeros(0))
    assert expected_after(np.array([1.0]), np.array([1.0]), empty) is None
