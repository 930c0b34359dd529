"""Does the density of a score break at the cutoff, as if scores had been chosen to cross it?"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.polynomial import HermiteE
from scipy import stats

from proventive.evaluation.methods.arrays import Floats, Integers
from proventive.evaluation.methods.regression_discontinuity.sides import inverse_moments, powers, triangular

DEGREE = 2  # of the fit for which the bandwidth is chosen; the test is made one degree higher
LEAST = 20  # people, and different scores, a side, beyond the coefficients of a fit
DENSITY = 1  # the derivative of the distribution function that is the density


@dataclass(frozen=True, slots=True, kw_only=True)
class DensityBreak:
    """The density of the score on either side at the cutoff, per unit of the score, and whether it breaks."""

    below: float
    above: float
    standard_error: float  # of above less below
    bandwidths: tuple[float, float]  # below and above, in units of the score
    people: tuple[int, int]  # within them
    t: float
    p: float  # two-sided


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """People on one side by rising score: the distance to the cutoff, and the share who score no more."""

    distance: Floats
    share: Floats
    people: int  # on both sides


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    coefficients: Floats
    variance: float  # of the density
    people: int


def density_break(score: Floats, *, cutoff: float) -> DensityBreak:
    """The test of Cattaneo, Jansson and Ma: local polynomials of the distribution function, a side each.

    Scores at the cutoff count as above. Bandwidths are a side each, the median of those that make the mean squared
    error of the density on that side, of the difference and of the sum least, found with a local quadratic; the
    test is made with a local cubic, which takes the bias out. Triangular weights, jackknife variance; where people
    share a score, the distribution function counts all of them. Method: Cattaneo, Jansson and Ma (2020), Simple
    local polynomial density estimators, Journal of the American Statistical Association 115(531), and (2018),
    Manipulation testing based on density discontinuity, Stata Journal 18(1).

    Raises ValueError where a side holds nobody, or too few different scores.
    """
    ordered = np.sort(np.asarray(score, dtype=np.float64)) - cutoff
    sides = _sides(ordered)
    widths = _bandwidths(ordered, sides)
    below, above = (_fitted(side, width, DEGREE + 1) for side, width in zip(sides, widths, strict=True))
    error = math.sqrt(below.variance + above.variance)
    if not error > 0:
        raise ValueError("too few different scores lie near the cutoff")
    first, second = float(below.coefficients[DENSITY]), float(above.coefficients[DENSITY])
    t = (second - first) / error
    return DensityBreak(
        below=first,
        above=second,
        standard_error=error,
        bandwidths=widths,
        people=(below.people, above.people),
        t=t,
        p=float(2 * stats.norm.sf(abs(t))),
    )


def _sides(ordered: Floats) -> tuple[_Side, _Side]:
    n, first = len(ordered), int(np.searchsorted(ordered, 0.0))
    if first in (0, n):
        raise ValueError("everybody has a score on one side of the cutoff")
    share = (np.searchsorted(ordered, ordered, side="right") - 1) / (n - 1)
    return (
        _Side(distance=ordered[:first], share=share[:first], people=n),
        _Side(distance=ordered[first:], share=share[first:], people=n),
    )


def _fitted(side: _Side, bandwidth: float, degree: int) -> _Fit:
    """The local polynomial of the distribution function at the cutoff; the variance of its slope by jackknife."""
    near = np.abs(side.distance) <= bandwidth
    distance = side.distance[near]
    columns, weights = powers(distance, degree), triangular(distance, bandwidth)
    inverse = inverse_moments(columns, weights)
    scores = columns * weights[:, None]
    from_here = np.cumsum(scores[::-1], axis=0)[::-1]
    others = from_here[np.searchsorted(distance, distance)] - scores  # everybody else with no lower a score
    moved = others @ inverse[DENSITY] / (side.people - 1)
    return _Fit(
        coefficients=np.asarray(inverse @ (scores.T @ side.share[near])),
        variance=float(moved @ moved),
        people=len(distance),
    )


def _bandwidths(ordered: Floats, sides: tuple[_Side, _Side]) -> tuple[float, float]:
    """Below and above: each the median of three."""
    n, p = len(ordered), DEGREE
    pilot_of_bias = _pilot(ordered, sides, derivative=p + 1, degree=p + 2)
    pilot_of_variance = _pilot(ordered, sides, derivative=DENSITY, degree=p)
    constant = _bias_constant(p)
    biases, variances = [], []
    for side, turned in zip(sides, ((-1) ** p, 1), strict=True):
        curve = _fitted(side, pilot_of_bias, p + 2).coefficients[p + 1]
        biases.append(turned * constant * float(curve))
        variances.append(n * pilot_of_variance * _fitted(side, pilot_of_variance, p).variance)

    def best(variance: float, bias: float) -> float:
        return float((variance / (2 * p * bias**2 * n)) ** (1 / (2 * p + 1))) if bias else math.inf

    reach, least = [_reach(side) for side in sides], [_least(side, p + 1) for side in sides]
    shared = [max(min(best(sum(variances), biases[1] + sign * biases[0]), max(reach)), *least) for sign in (-1, 1)]
    own = [
        max(min(best(variance, bias), far), near)
        for variance, bias, far, near in zip(variances, biases, reach, least, strict=True)
    ]
    return float(np.median([own[0], *shared])), float(np.median([own[1], *shared]))


def _pilot(ordered: Floats, sides: tuple[_Side, _Side], *, derivative: int, degree: int) -> float:
    """The bandwidth that would be best for a derivative of the distribution function if scores were normal."""
    spread = float(ordered.std(ddof=1))
    at = float(ordered.mean()) / spread
    bend = float(HermiteE.basis(degree)(at))  # of the derivative that makes the bias
    variance, bias = _pilot_constants(degree, derivative)
    ratio = variance * (math.factorial(degree + 1) / bias) ** 2 / (bend**2 * stats.norm.pdf(at))
    share = (2 * derivative - 1) / (2 * (degree + 1 - derivative))
    width = spread * float(share * ratio / len(ordered)) ** (1 / (2 * degree + 1))
    return max(min(width, max(_reach(side) for side in sides)), *(_least(side, degree + 1) for side in sides))


def _reach(side: _Side) -> float:
    return float(np.abs(side.distance).max())


def _least(side: _Side, coefficients: int) -> float:
    """So far that enough people, and enough different scores, lie within."""
    nearest, different = np.sort(np.abs(side.distance)), np.unique(np.abs(side.distance))
    wanted = LEAST + coefficients
    return float(max(one[min(wanted, len(one)) - 1] for one in (nearest, different)))


@cache
def _bias_constant(degree: int) -> float:
    """What the next power of the distance adds to the density at the cutoff, for triangular weights."""
    power = np.arange(degree + 1)

    def moment(of: Integers) -> Floats:
        return np.asarray(1 / (of + 1) - 1 / (of + 2))  # of x^of (1 - x) over 0 to 1

    return float(np.linalg.solve(moment(power[:, None] + power), moment(power + degree + 1))[DENSITY])


@cache
def _pilot_constants(degree: int, derivative: int) -> tuple[float, float]:
    """What variance and bias of a derivative at the end of a range are made of, with even weights."""
    power = np.arange(degree + 1)
    row = power[:, None]
    inverse = np.linalg.inv(1 / (row + power + 1))
    # min(x, y) x^i y^j over the unit square: first where x is the smaller, then where y is
    paired = (1 / (row + 2) + 1 / (power + 2)) / (row + power + 3)
    variance = (inverse @ paired @ inverse)[derivative, derivative]
    return float(variance), float((inverse @ (1 / (power + degree + 2)))[derivative])
