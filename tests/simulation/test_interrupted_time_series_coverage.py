"""Coverage of the interval of an interrupted time series, on series whose truth is known: no effect.

Seeds were fixed beforehand. The pass mark allows for Monte Carlo error: a design that truly covers 92 to 97 % may
fall outside that by 2.6 standard errors of the simulation (99 % of the time it does not).
"""

import numpy as np
import pytest
from series_coverage import CORRELATIONS, POINTS, coverage


def check(points, rho, replications):
    found = coverage(points, rho, replications)
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
@pytest.mark.parametrize("rho", CORRELATIONS)
@pytest.mark.parametrize("points", POINTS)
def test_the_interval_covers_no_effect_in_full(points, rho):
    check(points, rho, 2000)
