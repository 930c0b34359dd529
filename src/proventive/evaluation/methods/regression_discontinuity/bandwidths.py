"""How far from the cutoff to look: the bandwidths that make the mean squared error least."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.regression_discontinuity.sides import (
    Side,
    covariance,
    inverse_moments,
    powers,
    triangular,
)

PILOT = 2.576  # triangular kernel: Calonico, Cattaneo and Titiunik (2014), appendix
MANY_TIES = 0.2  # of the people on a side stand at a score with others
FEWEST_SCORES = 10  # where many are tied, bandwidths reach at least so many different scores
JUST_BEYOND = float(np.sqrt(np.finfo(np.float64).eps))  # so that the last score still weighs something
LINEAR, QUADRATIC = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bandwidths:
    """In units of the score, the same on both sides."""

    effect: float  # h
    bias: float  # b


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    variance: float
    bias: float
    regularisation: float


def bandwidths(below: Side, above: Side, *, contrast: Floats, coverage: bool = False) -> Bandwidths:
    """The mean-squared-error optimal bandwidths of a local linear fit and of its bias correction.

    ``contrast`` weighs the outcomes of the sides into the one of interest. ``coverage`` shrinks the first so that
    the interval's coverage error falls fastest. Method: Calonico, Cattaneo and Titiunik (2014), Econometrica
    82(6), pilot and regularisation too; Calonico, Cattaneo and Farrell (2020), Econometrics Journal 23(2).
    Raises ValueError where too few scores are near.
    """
    n = below.independent + above.independent
    reach = max(below.furthest, above.furthest)
    least, effective = _tied(below, above)
    pilot = _kept(PILOT * _spread(below, above) * effective ** (-1 / 5), least, reach)
    steps = ((QUADRATIC + 1, QUADRATIC + 1, False), (QUADRATIC, LINEAR + 1, True), (LINEAR, 0, True))
    found: list[float] = []
    for degree, derivative, regularised in steps:
        ends = [found[-1]] * 2 if found else [side.furthest * (1 + JUST_BEYOND) for side in (below, above)]
        left, right = (
            _terms(side, degree, derivative, pilot, end, contrast, regularised)
            for side, end in zip((below, above), ends, strict=True)
        )
        denominator = (right.bias - left.bias) ** 2 + left.regularisation + right.regularisation
        spread = left.variance + right.variance
        if not (denominator > 0 and spread > 0):
            raise ValueError("outcomes near the cutoff do not vary, so no bandwidth can be chosen: give one")
        best = (spread / denominator) ** (1 / (2 * degree + 3))
        found.append(_kept(best, 0.0 if found else least, reach))
    shrink = n ** (-LINEAR / ((3 + LINEAR) * (3 + 2 * LINEAR))) if coverage else 1.0
    return Bandwidths(effect=found[2] * shrink, bias=found[1])


def _spread(below: Side, above: Side) -> float:
    every = np.concatenate([below.distance, above.distance])
    quarters = np.quantile(every, [0.25, 0.75], method="averaged_inverted_cdf")
    return float(min(every.std(ddof=1), (quarters[1] - quarters[0]) / 1.349))


def _tied(below: Side, above: Side) -> tuple[float, float]:
    """The least bandwidth of a pilot, above 0 where many people share a score, and how many scores differ."""
    different = [np.unique(side.distance) for side in (below, above)]
    counted = float(sum(map(len, different)))
    shares = [1 - len(scores) / len(side.distance) for scores, side in zip(different, (below, above), strict=True)]
    if max(shares) < MANY_TIES:
        return 0.0, counted
    nth = (np.sort(np.abs(scores))[min(FEWEST_SCORES, len(scores)) - 1] for scores in different)
    return float(max(nth)) * (1 + JUST_BEYOND), counted


def _kept(bandwidth: float, least: float, reach: float) -> float:
    return max(min(bandwidth, reach), least)


def _terms(
    side: Side, degree: int, derivative: int, pilot: float, reach: float, contrast: Floats, regularised: bool
) -> _Terms:
    """The parts of the mean squared error of one side: variance at the pilot, bias from one degree higher."""
    near = side.within(pilot)
    columns, weights = powers(near.distance, degree), triangular(near.distance, pilot)
    inverse = inverse_moments(columns, weights)
    spread = covariance(near, columns, weights, inverse, contrast)
    next_power = (columns * weights[:, None]).T @ (near.distance / pilot) ** (degree + 1)
    constant = pilot**derivative * float((inverse @ next_power)[derivative])
    wide = side.within(reach)
    columns, weights = powers(wide.distance, degree + 1), triangular(wide.distance, reach)
    inverse = inverse_moments(columns, weights)
    slope = inverse @ (columns * weights[:, None]).T @ (wide.outcomes @ contrast)
    orders = degree + 1 - derivative
    noise = 0.0
    if regularised:
        about = covariance(wide, columns, weights, inverse, contrast)
        noise = 2 * orders * 3 * constant**2 * float(about[-1, -1])
    return _Terms(
        variance=(2 * derivative + 1) * pilot ** (2 * derivative + 1) * float(spread[derivative, derivative]),
        bias=float(np.sqrt(2 * orders) * constant * slope[-1]),
        regularisation=noise,
    )
