"""Errors by fixed-b: against printed critical values, and against Bartlett weights written out."""

import numpy as np
import pytest

from proventive.evaluation.methods.fixed_b import critical_value, fit_fixed_b


@pytest.mark.parametrize(("level", "printed"), [(0.90, 3.76), (0.98, 6.09)])
def test_the_critical_values_of_a_mean_without_truncation_are_those_of_kiefer_and_vogelsang(level, printed):
    """One-sided 95 and 99 %, Kiefer and Vogelsang (2002), as andyljones/kvbtests prints them (main.py).

    Monte Carlo error: about 0.03 and 0.1 at 20,000 draws.
    """
    mean = np.ones((400, 1))
    found = critical_value(mean, np.ones(1), 400.0, seed=1, level=level)
    assert found == pytest.approx(printed, rel=0.03)


def test_a_trend_and_a_step_need_a_larger_critical_value_than_a_mean():
    """Which is why the tables for stationary regressors are not used."""
    time = np.arange(60)
    design = np.column_stack([np.ones(60), time, time >= 30, (time >= 30) * (time - 30)]).astype(float)
    mean = critical_value(np.ones((60, 1)), np.ones(1), 30.0, seed=1)
    assert critical_value(design, np.array([0, 0, 1.0, 0]), 30.0, seed=1) > 1.2 * mean


def test_the_interval_is_the_critical_value_times_the_bartlett_error():
    rng = np.random.default_rng(2)
    design = np.column_stack([np.ones(40), np.arange(40.0), rng.normal(size=40)])
    y = design @ [1.0, 0.1, 2.0] + rng.normal(size=40)
    fit = fit_fixed_b(y, design, seed=5)
    weights = np.array([0.0, 0.0, 1.0])
    bread = np.linalg.inv(design.T @ design)
    scores = design * (y - design @ bread @ design.T @ y)[:, None]
    meat = scores.T @ scores
    for lag in range(1, 20):
        cross = (1 - lag / 20) * scores[lag:].T @ scores[:-lag]
        meat += cross + cross.T
    error = np.sqrt((bread @ meat @ bread)[2, 2])
    low, high = fit.contrast(weights).interval()
    assert (high - low) / 2 == pytest.approx(critical_value(design, weights, 20.0, seed=5) * error)
    assert fit.contrast(weights).value == pytest.approx((bread @ design.T @ y)[2])


def test_a_design_that_says_the_same_twice_is_refused():
    twice = np.column_stack([np.ones(40), np.ones(40)])
    with pytest.raises(ValueError, match="say the same"):
        fit_fixed_b(np.arange(40.0), twice)
    with pytest.raises(ValueError, match="too few"):
        fit_fixed_b(np.arange(4.0), np.eye(4)[:, :2])
