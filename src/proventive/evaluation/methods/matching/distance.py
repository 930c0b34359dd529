"""Covariates turned so that straight-line distance is Mahalanobis distance."""

import numpy as np
from scipy.linalg import solve_triangular

from proventive.evaluation.methods.arrays import Floats


def whitened(own: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Both groups multiplied by the inverse Cholesky factor of their pooled covariance within groups.

    Euclidean distance between the results is Mahalanobis distance. Raises ValueError where a column is collinear
    with others or constant within both groups, or where there are too few people. Method: Rubin (1980), Bias
    reduction using Mahalanobis-metric matching, Biometrics 36(2).
    """
    freedom = len(own) + len(other) - 2
    if freedom < own.shape[1] or not len(own) or not len(other):
        raise ValueError("there are too few people for a covariance of the covariates")
    centre = other.mean(axis=0)
    pooled = (_scatter(own) + _scatter(other)) / freedom
    spread = np.sqrt(np.diag(pooled))
    if (spread == 0).any():
        raise ValueError(f"covariate {int(np.argmin(spread)) + 1} does not vary within the groups")
    correlation = pooled / np.outer(spread, spread)
    if np.linalg.eigvalsh(correlation)[0] < 1e-10:
        raise ValueError("the covariates are collinear: one of them follows from the others")
    factor = np.linalg.cholesky(pooled)
    turned = (solve_triangular(factor, (group - centre).T, lower=True).T for group in (own, other))
    first, second = (np.ascontiguousarray(group) for group in turned)
    return first, second


def _scatter(group: Floats) -> Floats:
    apart = group - group.mean(axis=0)
    scatter: Floats = apart.T @ apart
    return scatter
