"""Does the robust interval of a jump hold the truth as often as it says?

rdrobust 2.1.1 on these very data sets holds it in 94.0, 93.1, 91.4 and 90.7 % (in the order of the tests): what is
lost with few people is the method's, not ours. ``python tests/data/regression-discontinuity/rdrobust_coverage.py``
asks it again.
"""

from collections.abc import Callable

import numpy as np

from proventive.evaluation.methods.regression_discontinuity import jump

SETS = 1000
MANY, FEW = 2000, 500

Curve = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def gentle(score: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Counts of use that rise with need."""
    return rng.poisson(np.exp(0.2 + 0.8 * score)).astype(float)


def steep(score: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The curve of Lee's elections, as Calonico, Cattaneo and Titiunik (2014) use it, without its jump."""
    below = np.polyval([7.33, 21.54, 20.21, 7.18, 1.27, 0.5], score)
    above = np.polyval([3.56, -9.01, 7.99, -3.0, 0.84, 0.5], score)
    return np.where(score < 0, below, above) + 0.1295 * rng.normal(size=len(score))


def covered(curve: Curve, *, people: int, jumps: float, seed: int) -> float:
    """The share of robust intervals that hold the jump."""
    rng = np.random.default_rng(seed)
    held = 0
    for _ in range(SETS):
        score = 2 * rng.beta(2, 4, people) - 1
        outcome = curve(score, rng) + jumps * (score >= 0)
        held += jump(outcome, score, cutoff=0).robust.covers(jumps)
    print(f"\n{SETS} sets of {people} people, {curve.__name__}, jump {jumps}: covered in {held / SETS:.1%}")
    return held / SETS


def test_people_who_stand_three_times_are_told_by_their_clusters():
    """The same score and much the same outcome: neighbours are then no news; without clusters 48 % are covered."""
    rng = np.random.default_rng(20261129)
    plain = clustered = 0
    for _ in range(SETS // 2):
        person = np.repeat(np.arange(500), 3)
        score = (2 * rng.beta(2, 4, 500) - 1)[person] + rng.normal(0, 1e-4, len(person))
        outcome = score + rng.normal(0, 1, 500)[person] + rng.normal(0, 0.3, len(person))
        plain += jump(outcome, score, cutoff=0).robust.covers(0.0)
        clustered += jump(outcome, score, cutoff=0, cluster=person).robust.covers(0.0)
    assert 0.89 < clustered / (SETS // 2) < 0.97
    assert plain / (SETS // 2) < 0.6


def test_the_interval_covers_where_use_rises_gently_with_need():
    assert 0.93 < covered(gentle, people=MANY, jumps=-0.5, seed=20261126) < 0.97


def test_no_jump_is_found_where_there_is_none():
    assert 0.93 < covered(gentle, people=MANY, jumps=0.0, seed=20261127) < 0.97


def test_few_people_cost_some_coverage():
    """Some 91 % rather than 95 %: the theory is of large samples, and of 500 some 200 are near the cutoff."""
    assert 0.90 < covered(gentle, people=FEW, jumps=0.0, seed=20261127) < 0.95


def test_a_steep_bend_near_the_cutoff_costs_some_coverage():
    """Some 91 %: with 500 people the bend cannot all be seen."""
    assert 0.89 < covered(steep, people=FEW, jumps=0.04, seed=20261128) < 0.95
