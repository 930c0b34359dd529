"""Rates and proportions with their intervals, and rates standardised to another population."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.intervals import LEVEL

FEWEST_FOR_BYAR = 10  # events; below, the exact interval is used


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A value between its confidence limits."""

    value: float
    low: float
    high: float


def byar(count: float, *, level: float = LEVEL) -> Bounds:
    """Limits of a Poisson count by Byar's approximation.

    Method: Breslow and Day (1987), Statistical Methods in Cancer Research, volume II, page 69. The lower limit
    of a count of 0 is 0. Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("a count of events is not negative")
    z = normal_quantile(level)
    low = 0.0 if count == 0 else count * (1 - 1 / (9 * count) - z / (3 * np.sqrt(count))) ** 3
    more = count + 1
    return Bounds(
        value=float(count),
        low=max(float(low), 0.0),
        high=float(more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3),
    )


def exact_poisson(count: float, *, level: float = LEVEL) -> Bounds:
    """Exact limits of a Poisson count, from the chi-squared distribution (Garwood 1936, Biometrika 28)."""
    if count < 0:
        raise ValueError("a count of events is not negative")
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else stats.chi2.ppf(tail, 2 * count) / 2
    return Bounds(value=float(count), low=float(low), high=float(stats.chi2.ppf(1 - tail, 2 * count + 2) / 2))


def poisson_limits(count: float, *, level: float = LEVEL) -> Bounds:
    """Limits of a count: exact below 10 events, Byar's from there on, as public health bodies publish them."""
    return exact_poisson(count, level=level) if count < FEWEST_FOR_BYAR else byar(count, level=level)


def rate(count: float, at_risk: float, *, level: float = LEVEL) -> Bounds:
    """Events for each unit of what was at risk (person-years, people). Raises ValueError where nothing was."""
    if at_risk <= 0:
        raise ValueError("a rate needs somebody at risk")
    limits = poisson_limits(count, level=level)
    return Bounds(value=count / at_risk, low=limits.low / at_risk, high=limits.high / at_risk)


def wilson(count: float, of: float, *, level: float = LEVEL) -> Bounds:
    """Score interval of a proportion (Wilson 1927, Journal of the American Statistical Association 22).

    Raises ValueError unless 0 <= count <= of and of > 0.
    """
    if of <= 0 or not 0 <= count <= of:
        raise ValueError("a proportion counts some out of all, and there are some")
    z = normal_quantile(level)
    share = count / of
    centre = 2 * count + z**2
    half = z * np.sqrt(z**2 + 4 * count * (1 - share))
    below = 2 * (of + z**2)
    return Bounds(value=share, low=float((centre - half) / below), high=float((centre + half) / below))


def directly_standardised(
    counts: Floats,
    at_risk: Floats,
    standard: Floats,
    *,
    squares: Floats | None = None,
    fewest: int = 10,
    level: float = LEVEL,
) -> Bounds:
    """The rate that a standard population would have, with the interval of Dobson and others.

    ``counts`` and ``at_risk`` by stratum (age band), ``standard`` the weights of the standard population. Where a
    person can have several events, the events are not independent: ``squares`` holds for each stratum the sum over
    people of (events of the person) squared, in place of the counts in the variance. Method: Dobson, Kuulasmaa,
    Eberle and Scherer (1991), Statistics in Medicine 10; the number of all events with Byar's limits. Multiply the
    result by the population for which it is told. ``fewest``: below so many events no rate is given (a rule of
    publishers). Raises ValueError there, and for a stratum with events and nobody at risk.
    """
    total = float(counts.sum())
    if total < fewest:
        raise ValueError(f"a rate is not standardised on fewer than {fewest} events")
    if (at_risk <= 0).any() or (counts < 0).any() or (standard < 0).any():
        raise ValueError("every stratum needs people at risk, and neither counts nor weights are negative")
    weights = standard / standard.sum()
    value = float(np.sum(weights * counts / at_risk))
    spread = counts if squares is None else squares
    scale = np.sqrt(float(np.sum(weights**2 * spread / at_risk**2)) / total)
    limits = byar(total, level=level)
    return Bounds(
        value=value,
        low=float(value + scale * (limits.low - total)),
        high=float(value + scale * (limits.high - total)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IndirectlyStandardised:
    """Observed events against those expected at the rates of a reference population."""

    expected: float
    ratio: Bounds  # observed / expected
    rate: Bounds  # the ratio times the rate of the reference population


def indirectly_standardised(
    observed: float, at_risk: Floats, reference_counts: Floats, reference_at_risk: Floats, *, level: float = LEVEL
) -> IndirectlyStandardised:
    """Observed over expected, each stratum expected to have the rate of the reference population.

    Limits of the observed count: exact below 10 events, else Byar's. Raises ValueError where nothing is expected.
    """
    expected = float(np.sum(at_risk * reference_counts / reference_at_risk))
    if expected <= 0:
        raise ValueError("no event is expected, so nothing can be held against it")
    limits = poisson_limits(observed, level=level)
    crude = float(reference_counts.sum() / reference_at_risk.sum())
    ratio = Bounds(value=observed / expected, low=limits.low / expected, high=limits.high / expected)
    return IndirectlyStandardised(
        expected=expected,
        ratio=ratio,
        rate=Bounds(value=ratio.value * crude, low=ratio.low * crude, high=ratio.high * crude),
    )


def normal_quantile(level: float) -> float:
    """The quantile of the normal distribution that a two-sided interval of a level takes."""
    return float(stats.norm.ppf((1 + level) / 2))
