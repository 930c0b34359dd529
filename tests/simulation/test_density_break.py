"""How often the density of a score is said to break where nobody chose it, and where some did."""

import numpy as np
import pytest

from proventive.evaluation.methods.regression_discontinuity import crowding, density_break

SETS = 1000


def even(rng, people):
    return rng.normal(0, 1, people)


def sloping(rng, people):
    """The density falls steeply at the cutoff, by nobody's choice."""
    return rng.exponential(1, people) - 1


def tied(rng, people):
    """Whole points, some 60 of them."""
    return np.round(rng.normal(0, 10, people))


def broken(draw, people):
    rng = np.random.default_rng([20261126, people])
    return float(np.mean([density_break(draw(rng, people), cutoff=0).p < 0.05 for _ in range(SETS)]))


@pytest.mark.parametrize("people", [60, 200, 2000])
@pytest.mark.parametrize("draw", [even, sloping, tied])
def test_scores_that_nobody_chose_seldom_seem_chosen(draw, people):
    """Between 2 and 7 of 100 ought to; 1,000 sets show that to 1.4 of 100 (2 standard errors)."""
    assert 0.015 < broken(draw, people) < 0.08


def chosen(rng, people):
    """Half of those who stand up to a fifth of a standard deviation below the cutoff are moved across it."""
    score = even(rng, people)
    moved = (score < 0) & (score > -0.2) & (rng.random(people) < 0.5)
    return np.where(moved, -score, score)


def test_scores_that_were_chosen_are_found_out_where_people_are_many():
    assert broken(chosen, 500) > 0.85
    assert broken(chosen, 2000) > 0.95


def lifted(rng, people):
    """Everybody up to a twentieth of the range below the cutoff is lifted just over it."""
    score = rng.uniform(-20, 20, people)
    return np.where((score > -2) & (score < 0), -score / 10, score)


def heaped(draw, people):
    rng = np.random.default_rng([20261127, people])
    return float(np.mean([crowding(draw(rng, people), cutoff=0).p < 0.01 for _ in range(SETS)]))


def test_a_heap_right_at_the_cutoff_escapes_the_density_and_not_the_binomial_test():
    assert broken(lifted, 500) < 0.3
    assert heaped(lifted, 500) > 0.95


def test_a_heap_is_seldom_seen_where_there_is_none():
    """Nor is it where the density slopes, with 500 people; with 200 it would be in 1 of 10, so it is not asked."""
    assert heaped(even, 500) < 0.02
    assert heaped(sloping, 500) < 0.05
