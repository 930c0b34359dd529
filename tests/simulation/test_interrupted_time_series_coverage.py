"""Coverage of the interval of an interrupted time series, on series whose truth is known: no effect.

Seeds were fixed beforehand. The pass mark allows for Monte Carlo error: a design that truly covers 92 to 97 % may
fall outside that by 2.6 standard errors of the simulation (99 % of the time it does not).
"""

import numpy as np
import pytest
from series_coverage import CORRELATIONS, POINTS, SECOND_ORDER, coverage, errors_of

from proventive.evaluation.methods.interrupted_series import interrupted_series


def within(found, replications, least, most):
    low, high = (
        bound + sign * 2.6 * np.sqrt(bound * (1 - bound) / replications)
        for bound, sign in ((least, -1), (most, 1))
    )
    return low <= found <= high


def check(points, rho, replications):
    found = coverage(points, (rho,), replications)
    assert within(found, replications, 0.92, 0.97), f"{found:.3f} at {points} points, rho {rho}"


@pytest.mark.parametrize(
    ("points", "rho"), [(36, 0.0), (36, 0.3), (36, 0.6), (84, 0.0), (84, 0.3), (84, 0.6), (150, 0.3)]
)
def test_the_interval_covers_no_effect(points, rho):
    check(points, rho, 400)


@pytest.mark.full
@pytest.mark.parametrize("rho", CORRELATIONS)
@pytest.mark.parametrize("points", POINTS)
def test_the_interval_covers_no_effect_in_full(points, rho):
    check(points, rho, 2000)


@pytest.mark.parametrize(("rho", "least", "most"), [(0.0, 0.94, 0.96), (0.3, 0.91, 0.95), (0.6, 0.86, 0.92)])
def test_fixed_b_covers_where_months_are_little_correlated_and_less_where_much(rho, least, most):
    """The documented limit: fixed-b is no cure for strong correlation in short series."""
    found = coverage(60, (rho,), 2000, "fixed-b")
    assert within(found, 2000, least, most), found


def test_fixed_b_holds_better_where_the_correlation_reaches_two_months_back():
    assert coverage(60, SECOND_ORDER, 2000, "fixed-b") > coverage(60, SECOND_ORDER, 400) + 0.03


@pytest.mark.parametrize("rho", [0.0, 0.6])
def test_the_comparative_interval_covers_no_effect_under_a_shock_that_both_areas_feel(rho):
    """Two areas whose errors are themselves correlated, and a jump of both at the start."""
    points, start, replications = 60, 36, 300
    both, own, other = (
        errors_of((rho,), points, replications, [20250402, int(10 * rho), who]) for who in range(3)
    )
    years, exposed = (np.arange(points) - start) / 12, (np.arange(points) >= start).astype(float)
    month = np.arange(points) % 12 + 1
    season = 3 * np.sin(month / 12 * 2 * np.pi) + 20 * exposed + 0.3 * years
    covered = [
        interrupted_series(
            10 + season + both[one] + own[one], years, month, exposed, comparator=season + both[one] + other[one]
        ).effect.covers(0.0)
        for one in range(replications)
    ]
    assert within(np.mean(covered), replications, 0.92, 0.97), np.mean(covered)
