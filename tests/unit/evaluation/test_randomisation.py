"""Randomisation inference: against lists that can be checked by hand, and against scipy."""

import numpy as np
import pytest
from scipy import stats

from proventive.evaluation.methods.randomisation import (
    arrangements_of,
    difference_in_means,
    randomisation_inference,
)


def test_fishers_lady_tasting_tea():
    """Fisher (1935), The Design of Experiments, chapter 2: 8 cups, all right, 1 in 70 one way; here both ways."""
    treated = np.array([True] * 4 + [False] * 4)
    found = difference_in_means(treated.astype(float), arrangements_of(treated, seed=1))
    assert (found.effect, found.arrangements) == (1.0, 70)
    assert found.p == pytest.approx(2 / 70)


def test_as_scipys_permutation_test():
    generator = np.random.default_rng(3)
    values, treated = generator.normal(size=10), np.arange(10) < 4
    oracle = stats.permutation_test(
        (values[treated], values[~treated]), lambda a, b: abs(a.mean() - b.mean()), alternative="greater"
    )
    assert difference_in_means(values, arrangements_of(treated, seed=1)).p == pytest.approx(oracle.pvalue)


def test_interval_holds_what_the_draw_does_not_speak_against():
    generator = np.random.default_rng(4)
    treated = np.arange(12) < 6
    values, ways = generator.normal(size=12) + 2 * treated, arrangements_of(treated, seed=1)
    found = difference_in_means(values, ways)
    for effect, inside in ((found.low - 0.01, False), (found.low + 0.01, True), (found.high + 0.01, False)):
        assert (difference_in_means(values - effect * treated, ways).p > 0.05) is inside


def test_too_few_arrangements_rule_nothing_out():
    """Of 3 and 3 there are 20 ways, and no p-value is below 2 in 20."""
    treated = np.array([True, True, True, False, False, False])
    found = difference_in_means(np.array([9.0, 8, 7, 1, 2, 3]), arrangements_of(treated, seed=1))
    assert found.p == pytest.approx(0.1)
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_many_units_are_drawn_and_the_seed_decides():
    treated = np.arange(40) < 20
    one, same, other = (arrangements_of(treated, seed=seed, most=500) for seed in (1, 1, 2))
    assert one.treated.shape == (500, 40) and not one.complete
    assert (one.treated[0] == treated).all() and (one.treated.sum(axis=1) == 20).all()
    assert (one.treated == same.treated).all() and (one.treated != other.treated).any()


def test_no_draw_no_inference():
    with pytest.raises(ValueError, match="a draw needs units"):
        arrangements_of(np.array([True, True]), seed=1)
    with pytest.raises(ValueError, match="must be 1"):
        randomisation_inference(np.array([1.0, 2.0]), np.array([0.5, 1.0]))
