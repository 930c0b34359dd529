"""How steeply a figure rises or falls from the most to the least deprived: the slope index of inequality."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.intervals import LEVEL
from proventive.evaluation.methods.rates import Bounds

Scale = Literal["plain", "log", "logit"]
DRAWS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SlopeOfInequality:
    """From one end of the population to the other, along the fitted line."""

    difference: Bounds  # the far end less the near end, in the units of the figure
    ratio: Bounds  # the far end over the near end
    start: float  # the fitted figure at the near end


def slope_of_inequality(
    values: Floats,
    errors: Floats,
    people: Floats,
    *,
    seed: int,
    errors_on: Scale = "plain",
    line_on: Scale = "plain",
    level: float = LEVEL,
    draws: int = DRAWS,
) -> SlopeOfInequality:
    """The line through the figures of groups in order of deprivation, weighted by the people in them.

    ``values``: a figure for each group, the most deprived first. ``errors``: their standard errors, on the scale
    ``errors_on`` (a rate's on that of its logarithm, a proportion's on that of its logit). ``people``: in each
    group; a group stands at the middle of the share of the population that it covers. ``line_on``: the scale on
    which the line is straight. Limits are quantiles of lines through figures drawn from their errors; where the
    line is straight on a logarithm or a logit, drawn lines turn about the middle of the fitted one.

    Method: Regidor (2004), Measures of health inequalities: part 2, Journal of Epidemiology and Community Health
    58(11), fitted as PHEindicatormethods does it. Raises ValueError for fewer than three groups, a group without
    people, a negative error, and a figure that the scale cannot hold.
    """
    if len(values) < 3 or (people <= 0).any() or not np.isfinite([values, errors]).all() or (errors < 0).any():
        raise ValueError("a slope needs three groups or more, each with people, a figure and its error")
    if any(
        ((scale != "plain") & (values <= 0)).any() or ((scale == "logit") & (values >= 1)).any()
        for scale in (errors_on, line_on)
    ):
        raise ValueError("a logarithm needs figures above 0, a logit those between 0 and 1")
    share = people / people.sum()
    design = np.column_stack([np.ones(len(values)), np.cumsum(share) - share / 2])
    weighted = design * share[:, None]
    solve = np.linalg.solve(weighted.T @ design, weighted.T)
    noise = np.random.default_rng(seed).normal(size=(draws, len(values))) * errors
    drawn = _back(_onto(values, errors_on) + noise, errors_on)
    near, far = _ends(values[None, :], solve, line_on)
    if line_on == "plain":
        near_drawn, far_drawn = _ends(drawn, solve, line_on)
    else:
        near_drawn, far_drawn = _turned(values, drawn, solve, line_on)
    tails = [(1 - level) / 2, (1 + level) / 2]

    def bounds(found: Floats, spread: Floats) -> Bounds:
        low, high = np.quantile(spread, tails)
        return Bounds(value=float(found[0]), low=float(low), high=float(high))

    return SlopeOfInequality(
        difference=bounds(far - near, far_drawn - near_drawn),
        ratio=bounds(far / near, far_drawn / near_drawn),
        start=float(near[0]),
    )


def _ends(values: Floats, solve: Floats, line_on: Scale) -> tuple[Floats, Floats]:
    """The line of each row of figures at the two ends of the population."""
    start, slope = solve @ _onto(values, line_on).T
    return _back(start, line_on), _back(start + slope, line_on)


def _turned(values: Floats, drawn: Floats, solve: Floats, line_on: Scale) -> tuple[Floats, Floats]:
    """The ends of lines with the slopes of the drawn figures, each through the middle of the fitted line.

    This is how the published limits are defined on a logarithm or a logit: the level at the middle of the
    population is held at its fitted value, and only the slope varies.
    """
    start, slope = solve @ _onto(values, line_on)
    middle = start + slope / 2
    slopes = (solve @ _onto(drawn, line_on).T)[1]
    return _back(middle - slopes / 2, line_on), _back(middle + slopes / 2, line_on)


def _onto(values: Floats, scale: Scale) -> Floats:
    if scale == "plain":
        return values
    return np.asarray(np.log(values) if scale == "log" else special.logit(values))


def _back(values: Floats, scale: Scale) -> Floats:
    if scale == "plain":
        return values
    return np.asarray(np.exp(values) if scale == "log" else special.expit(values))
