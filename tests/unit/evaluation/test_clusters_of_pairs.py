"""The error of a mean whose parts cluster: CR2 in closed form, and right where few clusters differ in size."""

import numpy as np
import pytest

from proventive.evaluation.methods.cluster_robust import cluster_robust
from proventive.evaluation.methods.clusters import Components, clustered


def components(of_pair):
    sizes = np.bincount(of_pair)
    return Components(of_pair=of_pair, number=len(sizes), largest=int(sizes.max()))


@pytest.mark.parametrize("number", range(200))
def test_it_is_cr2_of_a_regression_on_nothing(number):
    """cluster_robust equals R's clubSandwich (tests/reference/test_cluster_robust.py)."""
    rng = np.random.default_rng([20261126, number])
    of_pair = np.repeat(np.arange(rng.integers(2, 15)), 1)
    of_pair = np.sort(np.concatenate([of_pair, rng.integers(0, rng.integers(1, 3), rng.integers(0, 30))]))
    y = np.round(rng.normal(1, 1, len(of_pair)), number % 3)
    if np.ptp(y) == 0:
        y[0] += 1
    whole = cluster_robust(y, np.ones((len(y), 1)), of_pair).coefficient(0)
    found = clustered(float(y.mean()), y, components(of_pair))
    assert found.standard_error == pytest.approx(whole.standard_error, rel=1e-9, abs=1e-12)
    assert found.degrees_of_freedom == pytest.approx(whole.degrees_of_freedom, rel=1e-9)


def covered(runs):
    """How often the interval holds a mean of 0: ten components, one of which holds a third of the pairs."""
    rng = np.random.default_rng(20261129)
    of_pair = np.repeat(np.arange(10), [12, 6, 4, 3, 3, 2, 2, 2, 1, 1])
    groups = components(of_pair)
    held = {"CR2": 0, "G / (G - 1)": 0}
    for _ in range(runs):
        y = rng.normal(0, 0.5, 10)[of_pair] + rng.normal(0, 1, len(of_pair))
        found = clustered(float(y.mean()), y, groups)
        held["CR2"] += found.covers(0.0)
        totals = np.bincount(of_pair, weights=y - y.mean())
        plain = np.sqrt(10 / 9 * totals @ totals) / len(y)
        held["G / (G - 1)"] += abs(y.mean()) <= 2.262 * plain  # t with 9 degrees of freedom
    return {name: times / runs for name, times in held.items()}


def test_few_components_of_unlike_size_keep_the_coverage():
    found = covered(4000)
    assert found["CR2"] == pytest.approx(0.95, abs=0.015)
    assert found["G / (G - 1)"] < 0.93
