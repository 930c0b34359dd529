"""A difference in deaths is no saving: the matched cohort where the service changes no use, and where it does.

Worlds of ``deaths_after_joining``; what each pair avoided while both were alive is known event by event. Seeds
were fixed beforehand; pass marks allow for 3 Monte Carlo errors.
"""

from dataclasses import replace

import numpy as np
import pytest
from deaths_after_joining import FEWER, MORE, MORE_OF_THE_ILL, SAME, Deaths, Found, found, off, with_deaths
from joining_worlds import MONTHS, WORLDS, live
from matched_designs_compared import EARLIER, LAST_3, PRIOR_9, candidates, inputs_of, windows_with

from proventive.evaluation.designs.matched_cohort.estimating import estimates_of
from proventive.evaluation.designs.matched_cohort.pairing import match

COUNT, HEALTHY = WORLDS[0], WORLDS[3]


def runs_of(world, deaths, runs):
    every = [found(world, deaths, run) for run in range(runs)]
    return {name: np.array([getattr(one, name) for one in every]) for name in Found.__dataclass_fields__}


def check(world, deaths: Deaths, runs: int, *, seen: int) -> None:
    """The main estimate is unbiased; counting deaths as savings errs, with the sign that is given (0: not)."""
    every = runs_of(world, deaths, runs)
    bias, error = off(every["main"])
    assert abs(bias) < 3 * error
    assert every["covered"].mean() > 0.95 - 3 * np.sqrt(0.95 * 0.05 / runs)
    bias, error = off(every["counting_deaths"])
    assert abs(bias) < 3 * error if seen == 0 else seen * bias > 3 * error
    assert (every["deaths_differ"].mean() > 0.9) == (seen != 0)
    assert seen == 0 or np.sign(every["more_died"].mean()) == -seen


CELLS = [(COUNT, SAME, 0), (COUNT, MORE, -1), (COUNT, FEWER, +1), (HEALTHY, MORE, -1)]


@pytest.mark.parametrize(("world", "deaths", "seen"), CELLS)
def test_a_service_that_changes_no_use_saves_nothing_whoever_dies(world, deaths, seen):
    check(world, deaths, 30, seen=seen)


@pytest.mark.full
@pytest.mark.parametrize(("world", "deaths", "seen"), CELLS)
def test_the_same_in_full(world, deaths, seen):
    check(world, deaths, 300, seen=seen)


def test_where_the_ill_die_of_joining_the_check_of_deaths_says_so():
    """Those who are left use less: the estimate alone cannot tell, so the check must."""
    every = runs_of(COUNT, MORE_OF_THE_ILL, 10)
    assert every["deaths_differ"].all()
    assert (every["more_died"] > 0).all()


def error_of_a_service_that_halves_use(run: int) -> tuple[float, bool]:
    """The error of the main estimate against what pairs avoided while both were alive; whether it covers."""
    rng = np.random.default_rng([20250418, run])
    lives = with_deaths(live(HEALTHY, rng), MORE, rng)
    helped = np.arange(MONTHS) >= lives.joins[:, None]
    use = np.where(helped, rng.binomial(lives.use, 0.5), lives.use)
    avoided = np.concatenate(
        [np.zeros((len(use), 1)), np.cumsum(lives.use.astype(np.int64) - use, axis=1)], axis=1
    )
    helped_lives = replace(lives, use=use)
    cohort = match(inputs_of(helped_lives, windows_with(EARLIER), *candidates(helped_lives, (LAST_3, PRIOR_9))))
    own, other = cohort.participants.person[cohort.of], cohort.comparators.person
    joined = cohort.comparators.joined_day // 30
    end = np.minimum(np.minimum(lives.dies[own], lives.dies[other]), joined + 12)
    truth = np.mean((avoided[other, end] - avoided[other, joined]) - (avoided[own, end] - avoided[own, joined]))
    effect = estimates_of(cohort).main.effect
    return effect.value - truth, effect.covers(truth)


@pytest.mark.parametrize("runs", [30, pytest.param(300, marks=pytest.mark.full)])
def test_what_is_avoided_while_both_are_alive_is_found_though_more_die(runs):
    errors, covered = zip(*(error_of_a_service_that_halves_use(run) for run in range(runs)), strict=True)
    assert abs(np.mean(errors)) < 3 * np.std(errors, ddof=1) / np.sqrt(runs)
    assert np.mean(covered) > 0.95 - 3 * np.sqrt(0.95 * 0.05 / runs)
