"""A stepped wedge: against statsmodels, with a known truth, and by the draw."""

import numpy as np
import pytest
import statsmodels.api as sm

from proventive.evaluation.methods.stepped_wedge import by_time_since_start, stepped_wedge

STARTS = np.array([1, 1, 2, 2, 3, 3, 4, 4])


def wedge(seed, effect=0.0, *, growing=False):
    generator = np.random.default_rng(seed)
    first = generator.permutation(STARTS)
    since = np.arange(5)[None, :] - first[:, None]
    level = generator.normal(0, 1, (8, 1)) + 0.3 * np.arange(5) + generator.normal(0, 0.5, (8, 5))
    works = np.where(since >= 0, since + 1.0 if growing else 1.0, 0.0)
    return level + effect * works, first


def test_the_effect_is_that_of_two_way_fixed_effects():
    outcome, first = wedge(1, 0.5)
    site, period = np.repeat(np.arange(8), 5), np.tile(np.arange(5), 8)
    marks = [(site == one) for one in range(8)] + [(period == one) for one in range(1, 5)]
    exposed = period >= first[site]
    oracle = sm.OLS(outcome.ravel(), np.column_stack([exposed, *marks]).astype(float)).fit()
    fit = stepped_wedge(outcome, first, seed=1, draws=50)
    assert fit.effect.value == pytest.approx(oracle.params[0])
    assert fit.by_the_draw.effect == pytest.approx(oracle.params[0])
    assert (fit.sites, fit.periods) == (8, 5)


def test_a_growing_effect_is_told_by_time_since_the_start():
    outcome, first = np.zeros((8, 5)), STARTS
    since = np.arange(5)[None, :] - first[:, None]
    told = by_time_since_start(outcome + np.where(since >= 0, since + 1.0, 0.0), first)
    assert [one.value for one in told] == pytest.approx([1, 2, 3, 4])


def test_the_size_holds_where_nothing_works():
    """200 wedges of 8 sites, no effect: CR2 and the draw see one in about 5 of 100."""
    seen = np.zeros(2)
    for seed in range(200):
        fit = stepped_wedge(*wedge(seed), seed=seed, draws=100)
        seen += not fit.effect.covers(0.0), fit.by_the_draw.p <= 0.05
    assert (seen / 200 >= 0.01).all() and (seen / 200 <= 0.09).all()


def test_what_cannot_be_told_says_why():
    with pytest.raises(ValueError, match="start at once"):
        stepped_wedge(np.zeros((4, 3)), np.array([1, 1, 1, 1]), seed=1)
    with pytest.raises(ValueError, match="every site"):
        stepped_wedge(np.full((2, 3), np.nan), np.array([1, 2]), seed=1)
