"""Conformal inference for a synthetic control (Chernozhukov, Wüthrich and Zhu 2021, JASA 116)."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.intervals import LEVEL
from proventive.evaluation.methods.synthetic_control.simplex import simplex_least_squares


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformalInterval:
    """The constant effects that are not rejected; an end is None where it lies beyond those that were tried."""

    low: float | None
    high: float | None
    p_value_of_none: float  # of no effect
    level: float


def conformal_p_value(treated: Floats, donors: Floats, before: int, effect: Floats | float) -> float:
    """The p-value of an effect (a number, or one for each period after) by moving-block permutations.

    The effect is taken off, the weights are fitted on all periods, and the residuals are shifted round in time:
    the share of shifts whose periods after are at least as far out (mean of absolute values) as those that
    happened.
    """
    without = treated.copy()
    without[before:] -= effect
    fitted = simplex_least_squares(donors, without)
    residuals = np.abs(without - donors @ fitted.weights)
    periods = len(residuals)
    shifted = np.stack([np.roll(residuals, shift)[before:] for shift in range(periods)]).mean(axis=1)
    return float(np.mean(shifted >= shifted[0] * (1 - 1e-12)))


def conformal_interval(
    treated: Floats, donors: Floats, before: int, effects: Floats, *, level: float = LEVEL
) -> ConformalInterval:
    """The effects among those tried (ascending) that are not rejected at a level.

    The p-value moves in steps of one over the number of periods: with fewer than 20, no effect can be rejected at
    95 %, and both ends are None.
    """
    kept = [
        effect
        for effect in effects
        if conformal_p_value(treated, donors, before, float(effect)) > 1 - level + 1e-12
    ]
    none = conformal_p_value(treated, donors, before, 0.0)
    if not kept:
        return ConformalInterval(low=None, high=None, p_value_of_none=none, level=level)
    return ConformalInterval(
        low=None if kept[0] == effects[0] else float(kept[0]),
        high=None if kept[-1] == effects[-1] else float(kept[-1]),
        p_value_of_none=none,
        level=level,
    )
