"""Covariates turned so that straight-line distance is Mahalanobis distance."""

import numpy as np

from proventive.evaluation.methods.arrays import Floats, as_floats, combined, square_sums


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
    inverse = as_floats(np.linalg.inv(np.linalg.cholesky(pooled)))
    return _turned(own - centre, inverse), _turned(other - centre, inverse)


def _turned(group: Floats, inverse: Floats) -> Floats:
    columns, turned = np.ascontiguousarray(group.T), np.empty_like(group)
    for place, weights in enumerate(inverse):
        turned[:, place] = combined(columns[: place + 1], weights[: place + 1])
    return turned


def _scatter(group: Floats) -> Floats:
    return square_sums(np.ascontiguousarray((group - group.mean(axis=0)).T))
