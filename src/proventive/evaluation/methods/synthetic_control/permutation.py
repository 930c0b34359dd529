"""An exact interval for a synthetic difference-in-differences: effects that would not stand out among areas."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.intervals import LEVEL
from proventive.evaluation.methods.synthetic_control.difference_in_differences import (
    permuted_effects,
    synthetic_difference_in_differences,
)

DOUBLINGS = 12  # of the first step outwards, before an end is given up
PRECISE = 1e-4  # of that step


@dataclass(frozen=True, slots=True, kw_only=True)
class PermutationInterval:
    """The constant effects that are not rejected; an end is None where none is rejected on that side."""

    low: float | None
    high: float | None
    level: float


def least_areas(level: float = LEVEL) -> int:
    """How many other areas a permutation needs to reject anything at a level: 19 at 95 %."""
    return int(np.ceil(1 / (1 - level) - 1e-9)) - 1


def permutation_interval(
    treated: Floats, donors: Floats, before: int, *, level: float = LEVEL
) -> PermutationInterval:
    """The effects that leave the area no further out than areas in which nothing began.

    ``treated`` of one area by period, ``donors`` periods by areas. An effect is taken off the periods after; each
    area in turn, this one among the others' donors, is then held against all the rest. The effect is rejected
    where the area comes among the first so many as the level lets be (of 20 areas: the first). If the area might
    have been any of them, that happens no more often than the level says, however much they differ in how they
    move: no spread is estimated and no distribution assumed. With fewer areas than :func:`least_areas` nothing is
    rejected. The test is that of Abadie, Diamond and Hainmueller (2010), JASA 105, turned into an interval as in
    Firpo and Possebom (2018), Journal of Causal Inference 6(2).
    """
    allowed = int((1 - level) * (donors.shape[1] + 1) + 1e-9)
    if allowed < 1:
        return PermutationInterval(low=None, high=None, level=level)
    effect = synthetic_difference_in_differences(treated, donors, before).effect

    def beyond(tried: float) -> float:
        without = treated.copy()
        without[before:] -= tried
        elsewhere = np.sort(np.abs(permuted_effects(without, donors, before)))
        return float(abs(effect - tried) - elsewhere[-allowed])

    step = max(-beyond(effect), 1e-12)
    low, high = (_end(beyond, effect, sign * step) for sign in (-1, 1))
    return PermutationInterval(low=low, high=high, level=level)


def _end(beyond: Callable[[float], float], effect: float, step: float) -> float | None:
    """Where, going outwards, an effect is first rejected."""
    inside, outside = effect, effect + step
    for _ in range(DOUBLINGS):
        if beyond(outside) > 0:
            return float(brentq(beyond, inside, outside, xtol=PRECISE * abs(step)))
        inside, outside = outside, effect + 2 * (outside - effect)
    return None
