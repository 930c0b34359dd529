"""How often a synthetic control and its relatives find an effect where there is none.

Areas share two factors with loadings of their own, one with memory, and have noise; the area itself is one
of them, drawn like all others.
"""

import numpy as np
import pytest

from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.synthetic_control import (
    permutation_interval,
    permuted_effects,
    placebo_error,
    placebos_in_space,
    synthetic_difference_in_differences,
)
from proventive.evaluation.methods.synthetic_control.conformal import conformal_p_value

BEFORE, AFTER, OTHERS = 40, 8, 19
SEED = 20261126


def areas(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """An area and the others, by month, with no effect at all."""
    months = BEFORE + AFTER
    memory = np.zeros(months)
    shocks = rng.normal(0, 1, months)
    for month in range(1, months):
        memory[month] = 0.6 * memory[month - 1] + shocks[month]
    factors = np.column_stack([memory, np.sin(2 * np.pi * np.arange(months) / 12)])
    loadings = rng.uniform(0, 3, (2, OTHERS + 1))
    values = 100 + factors @ loadings + rng.normal(0, 1, (months, OTHERS + 1))
    return values[:, 0], values[:, 1:]


def shares(runs: int, *, of_did: int) -> tuple[float, float, float, float]:
    """The share of runs in which each says that there is an effect; the slow one in the first of them only."""
    rng = np.random.default_rng(SEED)
    first, conformal, beyond, largest = 0, 0, 0, 0
    for run in range(runs):
        own, others = areas(rng)
        first += placebos_in_space(own, others, BEFORE).rank == 1
        conformal += conformal_p_value(own, others, BEFORE, 0.0) <= 0.05
        if run < of_did:
            effect = synthetic_difference_in_differences(own, others, BEFORE).effect
            error = placebo_error(others, BEFORE, seed=1)
            interval = Inference(value=effect, standard_error=error, degrees_of_freedom=float(OTHERS - 1))
            beyond += not interval.covers(0.0)
            largest += abs(effect) > np.abs(permuted_effects(own, others, BEFORE)).max()
    print(f"\n{runs} runs: first of 20 {first / runs:.3f}, conformal {conformal / runs:.3f}")
    print(
        f"synthetic difference-in-differences: interval {beyond / of_did:.3f}, first of 20 {largest / of_did:.3f}"
    )
    return first / runs, conformal / runs, beyond / of_did, largest / of_did


def assert_size(runs: int, *, of_did: int) -> None:
    """Ranks among the other areas, and the interval made from them, say what they claim.

    The error from 19 placebos would be too short: 7 in 100 (0.071 of 3,000 runs with seed 99: areas differ in how
    much they move, and the placebos' spread is their mean). It serves only where there are fewer than 19 others.
    """
    first, conformal, beyond, largest = shares(runs, of_did=of_did)
    noise, noise_of_did = (2.6 * np.sqrt(0.06 * 0.94 / number) for number in (runs, of_did))
    assert first == pytest.approx(1 / (OTHERS + 1), abs=noise)
    assert conformal == pytest.approx(0.05, abs=noise + 0.01)
    assert largest == pytest.approx(1 / (OTHERS + 1), abs=noise_of_did)
    assert beyond == pytest.approx(0.07, abs=noise_of_did)


def left_out(runs: int, effect: float) -> float:
    """The share of runs in which the interval by permutations leaves the true effect out."""
    rng = np.random.default_rng(SEED + 1)
    out = 0
    for _ in range(runs):
        own, others = areas(rng)
        first = np.abs(permuted_effects(own, others, BEFORE)).max()
        stands_out = abs(synthetic_difference_in_differences(own, others, BEFORE).effect) > first
        own[BEFORE:] += effect
        found = permutation_interval(own, others, BEFORE)
        assert found.low is not None and found.high is not None
        assert (not found.low <= effect <= found.high) == stands_out
        out += stands_out
    return out / runs


def test_the_interval_leaves_out_the_truth_just_where_the_area_stands_out_without_it():
    assert left_out(25, -7.0) <= 0.05 + 2.6 * np.sqrt(0.05 * 0.95 / 25)


@pytest.mark.full
def test_the_interval_leaves_out_the_truth_five_times_in_a_hundred():
    assert left_out(1000, -7.0) == pytest.approx(0.05, abs=2.6 * np.sqrt(0.05 * 0.95 / 1000))


def test_of_areas_where_nothing_began_few_stand_out():
    assert_size(250, of_did=80)


@pytest.mark.full
def test_of_areas_where_nothing_began_few_stand_out_in_2000_runs():
    assert_size(2000, of_did=1000)
