"""How alike two groups are: standardised mean differences, variance ratios, distributions, effective size."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """One covariate in two groups. What has no size (no variation to hold it against) is None."""

    standardised_difference: float | None
    variance_ratio: float | None  # participants over others
    distribution_mean: float  # of the distances between the two cumulative distributions, over all values seen
    distribution_most: float  # the largest of them


def standardised_difference(participants: Floats, others: Floats) -> float | None:
    """The difference of means over the root of the mean of the two variances.

    None where neither group varies and the means differ: it has no size then. Method: Austin (2009), Balance
    diagnostics for comparing the distribution of baseline covariates, Statistics in Medicine 28(25).
    """
    return standardised_from_moments(
        float(np.mean(participants)), _variance(participants), float(np.mean(others)), _variance(others)
    )


def standardised_from_moments(
    mean: float, variance: float, other_mean: float, other_variance: float
) -> float | None:
    """The same from means and variances, where the engine has already reduced a large group."""
    return _over(mean - other_mean, float(np.sqrt((variance + other_variance) / 2)))


def balance_of(
    participants: Floats,
    others: Floats,
    *,
    weights: Floats | None = None,
    weights_of_others: Floats | None = None,
    spread: float | None = None,
) -> Balance:
    """One covariate in the two groups, matched or weighted.

    ``spread`` is what the difference of means is held against: the standard deviation of participants *before*
    matching (:func:`spread_before`), so that balance before and after can be compared; without it, the spread of
    the two groups as they are. Variances are weighted with the n - 1 of reliability weights. Distributions: Ho,
    Imai, King and Stuart (2007), Political Analysis 15(3); variance ratios: Rubin (2001), Health Services and
    Outcomes Research Methodology 2.
    """
    own, other = _weighted(participants, weights), _weighted(others, weights_of_others)
    mean, variance = _moments(participants, own)
    other_mean, other_variance = _moments(others, other)
    held = float(np.sqrt((variance + other_variance) / 2)) if spread is None else spread
    apart = _distributions_apart(participants, own, others, other)
    return Balance(
        standardised_difference=_over(mean - other_mean, held),
        variance_ratio=variance / other_variance if other_variance > 0 else None,
        distribution_mean=float(apart.mean()),
        distribution_most=float(apart.max()),
    )


def spread_before(participants: Floats) -> float:
    """The standard deviation of participants before matching; of a yes or no, the root of p (1 - p)."""
    if np.isin(participants, (0.0, 1.0)).all():
        share = float(np.mean(participants))
        return float(np.sqrt(share * (1 - share)))
    return float(np.sqrt(_variance(participants)))


def effective_sample_size(weights: Floats) -> float:
    """How many people of equal weight would tell as much: (sum w)^2 / sum w^2 (Kish 1965, Survey Sampling)."""
    weights = np.asarray(weights, dtype=np.float64)
    squares = float(weights @ weights)
    return float(weights.sum()) ** 2 / squares if squares > 0 else 0.0


def _over(difference: float, spread: float) -> float | None:
    if spread == 0:
        return 0.0 if difference == 0 else None
    return float(difference / spread)


def _weighted(values: Floats, weights: Floats | None) -> Floats:
    weights = np.ones(len(values)) if weights is None else np.asarray(weights, dtype=np.float64)
    if not len(values) or not weights.sum() > 0:
        raise ValueError("one of the two groups is empty or has no weight")
    shares: Floats = weights / weights.sum()
    return shares


def _moments(values: Floats, shares: Floats) -> tuple[float, float]:
    mean = float(shares @ values)
    freedom = 1 - float(shares @ shares)
    return mean, float(shares @ (values - mean) ** 2) / freedom if freedom > 1e-12 else 0.0


def _distributions_apart(own: Floats, shares: Floats, other: Floats, shares_of_other: Floats) -> Floats:
    values, place = np.unique(np.concatenate([own, other]), return_inverse=True)
    steps = np.bincount(place, weights=np.concatenate([shares, -shares_of_other]), minlength=len(values))
    apart: Floats = np.abs(np.cumsum(steps))
    return apart


def _variance(values: Floats) -> float:
    return float(np.var(values, ddof=1)) if len(values) > 1 else 0.0
