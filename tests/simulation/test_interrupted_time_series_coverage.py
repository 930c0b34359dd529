"""Coverage of the interval of an interrupted time series, on series whose truth is known: no effect.

Seeds were fixed beforehand. The pass mark allows for Monte Carlo error: a design that truly covers 92 to 97 % may
fall outside that by 2.6 standard errors of the simulation (99 % of the time it does not).
"""

import numpy as np
import pytest

from proventive.evaluation.methods.reml_ar1 import fit_reml_ar1


def monthly_design(points, start):
    """Level, slope, change of both at the start, months of the year; and the weights of the mean effect."""
    time = (np.arange(points) - start) / 12
    after = time >= 0
    months = [(np.arange(points) % 12 == month) for month in range(1, 12)]
    design = np.column_stack([np.ones(points), time, after, after * time, *months]).astype(float)
    weights = np.zeros(design.shape[1])
    weights[2], weights[3] = 1.0, time[after].mean()
    return design, weights


def coverage(points, rho, replications, seed):
    design, weights = monthly_design(points, points // 2)
    shocks = np.random.default_rng(seed).standard_normal((replications, points + 60))
    covered = 0
    for shock in shocks:
        errors = np.zeros_like(shock)
        for t in range(1, len(shock)):
            errors[t] = rho * errors[t - 1] + shock[t]
        covered += fit_reml_ar1(errors[60:], design).contrast(weights).covers(0.0)
    return covered / replications


def check(points, rho, replications):
    found = coverage(points, rho, replications, seed=[20250401, points, int(10 * rho)])
    low, high = (
        bound + sign * 2.6 * np.sqrt(bound * (1 - bound) / replications) for bound, sign in ((0.92, -1), (0.97, 1))
    )
    assert low <= found <= high, f"{found:.3f} at {points} points, rho {rho}"


@pytest.mark.parametrize(
    ("points", "rho"), [(36, 0.0), (36, 0.3), (36, 0.6), (84, 0.0), (84, 0.3), (84, 0.6), (150, 0.3)]
)
def test_the_interval_covers_no_effect(points, rho):
    check(points, rho, 400)


@pytest.mark.full
@pytest.mark.parametrize("rho", [0.0, 0.3, 0.6])
@pytest.mark.parametrize("points", [36, 60, 84, 150])
def test_the_interval_covers_no_effect_in_full(points, rho):
    check(points, rho, 4000)
