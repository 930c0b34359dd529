"""How far scores come back by themselves: the published formula, and places where nothing works.

Source: Davis (1976), American Journal of Epidemiology 104(5); Barnett, van der Pols and Dobson (2005),
International Journal of Epidemiology 34(1), equation 1: sigma (1 - rho) C(z) for people chosen beyond a line.
"""

import numpy as np
import pytest
from scipy import stats

from proventive.evaluation.methods.paired_change import expected_improvement

MEAN, SPREAD, LINE = 60.0, 15.0, 40.0  # the example that the paper’s own program sets: chosen where below 40


def two_scores(rng, people, correlation, *, mean=MEAN):
    first = rng.standard_normal(people)
    second = correlation * first + np.sqrt(1 - correlation**2) * rng.standard_normal(people)
    return mean + SPREAD * first, mean + SPREAD * second


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.7, 0.9])
def test_people_chosen_below_a_line_come_back_by_the_published_formula(correlation):
    before, after = two_scores(np.random.default_rng(1), 2_000_000, correlation)
    chosen = before < LINE
    z = (MEAN - LINE) / SPREAD
    published = SPREAD * (1 - correlation) * stats.norm.pdf(z) / stats.norm.sf(z)
    found = expected_improvement(
        before[chosen], after[chosen], population_mean=MEAN, retest=correlation, better_is_lower=False
    )
    assert found.expected == pytest.approx(published, abs=0.05)
    assert found.beyond.value == pytest.approx(0.0, abs=0.15)


def test_whichever_way_is_better_the_same_comes_out():
    before, after = two_scores(np.random.default_rng(2), 1000, 0.6)
    higher = expected_improvement(before, after, population_mean=MEAN, retest=0.6, better_is_lower=False)
    lower = expected_improvement(-before, -after, population_mean=-MEAN, retest=0.6, better_is_lower=True)
    assert higher == lower


def covered(rng_seed, *, places=400, effect=0.0, true=0.7, held=0.7, own_mean=MEAN):
    """60 people each who joined because they scored below the line; the share whose interval holds the effect."""
    inside, changes = [], []
    for number in range(places):
        before, after = two_scores(np.random.default_rng([rng_seed, number]), 4000, true, mean=own_mean)
        chosen = np.flatnonzero(before < LINE)[:60]
        found = expected_improvement(
            before[chosen], after[chosen] + effect, population_mean=MEAN, retest=held, better_is_lower=False
        )
        inside.append(found.beyond.covers(effect))
        changes.append((float(np.mean(after[chosen] - before[chosen])), found.beyond.value))
    return float(np.mean(inside)), np.mean(changes, axis=0)


def test_where_nothing_works_the_change_is_large_and_the_interval_beyond_holds_nothing():
    share, (change, beyond) = covered(3)
    assert 0.92 <= share <= 0.98  # 95 % give or take 3 Monte Carlo errors
    assert change > 7  # points: a plain before-after would claim them
    assert abs(beyond) < 0.3


def test_a_true_effect_is_found_beyond_what_was_to_be_expected():
    share, (_, beyond) = covered(4, effect=5.0)
    assert 0.92 <= share <= 0.98
    assert beyond == pytest.approx(5.0, abs=0.3)


def test_what_breaks_it():
    """Scores further apart than those of the published correlation come back further: a gain where nothing works.

    People whose own kind always scores worse come back less far: a loss where nothing works.
    """
    _, (_, beyond) = covered(5, true=0.5, held=0.7)
    assert beyond > 3
    _, (_, beyond) = covered(6, own_mean=50.0)
    assert beyond < -1.5
