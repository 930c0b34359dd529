"""How alike two groups are: standardised mean differences."""

import numpy as np

from proventive.evaluation.methods.arrays import Floats


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
    spread = float(np.sqrt((variance + other_variance) / 2))
    difference = mean - other_mean
    if spread == 0:
        return 0.0 if difference == 0 else None
    return difference / spread


def _variance(values: Floats) -> float:
    return float(np.var(values, ddof=1)) if len(values) > 1 else 0.0
