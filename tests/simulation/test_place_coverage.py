"""The agreed design against the known truth of the place. Seeds were fixed beforehand: 1 to 50.

``pytest -m full`` runs all fifty; the first few run every time. The whole table stands in ``docs/validation.md``.
"""

import numpy as np
import pytest
from place_coverage import Held, held_against_truth, standard_error

FIRST_FEW = range(1, 7)
ALL = range(1, 51)


@pytest.fixture(scope="module")
def first_few() -> list[Held]:
    return [held_against_truth(seed) for seed in FIRST_FEW]


def test_the_interval_covers_the_truth_in_the_first_few(first_few: list[Held]) -> None:
    """Six intervals of 95 %: two misses or more would happen in 3 % of such runs."""
    assert sum(held.covered for held in first_few) >= 5


def test_the_estimate_is_not_off_on_average_in_the_first_few(first_few: list[Held]) -> None:
    """The mean of six errors, within two and a half of its standard errors as the intervals give them."""
    half_widths = np.array([(held.estimate.high or 0) - held.estimate.value for held in first_few])
    standard_error = np.sqrt((half_widths**2).sum()) / 1.96 / len(first_few)
    assert abs(np.mean([held.error for held in first_few])) < 2.5 * standard_error


def test_a_naive_before_after_is_badly_wrong_and_most_of_it_is_foretold(first_few: list[Held]) -> None:
    """It shows more than twice the true fall, and most of it is what the finding predicts with no service."""
    for held in first_few:
        assert held.naive < 2 * held.truth.effect < 0
        assert held.regression_to_the_mean < 0.5 * held.naive


@pytest.mark.parametrize("seed", [1, 2])
def test_where_nothing_works_the_interval_covers_nought_and_the_naive_figure_does_not(seed: int) -> None:
    held = held_against_truth(seed, effect=0.0)
    assert held.truth.effect == 0
    assert held.covered
    assert held.naive < -0.3 * held.truth.usual_care  # a contract paid on this would pay for nothing


def test_one_place_alone_has_no_standard_error() -> None:
    assert standard_error(np.array([0.01])) == "one place alone has no standard error"
    assert standard_error(np.array([0.01, 0.03])) == "standard error 1.00"


@pytest.mark.full
def test_the_interval_covers_the_truth_in_at_least_44_of_50() -> None:
    assert sum(held_against_truth(seed).covered for seed in ALL) >= 44
