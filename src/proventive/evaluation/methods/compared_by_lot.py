"""Groups that the lot made: the effect of being offered the service, whoever took it up."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Booleans, Floats, Integers
from proventive.evaluation.methods.cluster_robust import ClusterRobustFit, cluster_robust
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.randomisation import (
    RandomisationResult,
    arrangements_of,
    difference_in_means,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFit:
    """Means per person allocated. ``relative``: 1 - observed / counterfactual, None where nothing was expected."""

    observed: Inference
    counterfactual: Inference
    effect: Inference
    relative: Inference | None
    unadjusted: Inference  # the difference of the plain means
    clusters: int


def compared_by_lot(after: Floats, before: Floats, service: Booleans, cluster: Integers) -> LotFit:
    """Offered less not offered, adjusted for use before, errors clustered by what was allocated (CR2).

    Analysis of covariance: Senn (2006), Change from baseline and analysis of covariance revisited, Statistics in
    Medicine 25(24). Use before is centred on those offered the service, so that the intercept is what they would
    have used. The relative effect has its interval by the delta method. Raises ValueError where there are fewer
    than 2 clusters in either group.
    """
    for group, name in ((service, "offered the service"), (~service, "to be compared with")):
        if len(np.unique(cluster[group])) < 2:
            raise ValueError(f"fewer than 2 were {name}: what is special about one cannot be told from the effect")
    plain = np.column_stack([np.ones_like(after), service.astype(np.float64)])
    centred = before - before[service].mean()
    adjusts = float(np.abs(before - before.mean()).max()) > 0
    design = np.column_stack([plain, centred]) if adjusts else plain
    if np.linalg.matrix_rank(design) < design.shape[1]:
        design = plain
    fit = cluster_robust(after, design, cluster)
    rest = (0.0,) * (design.shape[1] - 2)
    expected, effect = fit.contrast(np.array([1.0, 0.0, *rest])), fit.contrast(np.array([0.0, 1.0, *rest]))
    return LotFit(
        observed=fit.contrast(np.array([1.0, 1.0, *rest])),
        counterfactual=expected,
        effect=effect,
        relative=_relative(fit, expected.value, effect.value, rest),
        unadjusted=cluster_robust(after, plain, cluster).coefficient(1),
        clusters=fit.clusters,
    )


def _relative(fit: ClusterRobustFit, expected: float, effect: float, rest: tuple[float, ...]) -> Inference | None:
    """- effect / counterfactual, its error by the delta method on both coefficients."""
    if expected <= 0:
        return None
    slope = fit.contrast(np.array([effect / expected**2, -1 / expected, *rest]))
    return Inference(
        value=-effect / expected,
        standard_error=slope.standard_error,
        degrees_of_freedom=slope.degrees_of_freedom,
    )


def drawn_again(after: Floats, service: Booleans, cluster: Integers, *, seed: int) -> RandomisationResult:
    """The difference of the means of clusters, judged by how else the lots could have fallen.

    Raises ValueError where a cluster stands in both groups.
    """
    names, of_person = np.unique(cluster, return_inverse=True)
    people = np.bincount(of_person).astype(np.float64)
    share = np.bincount(of_person, weights=service.astype(np.float64)) / people
    if ((share > 0) & (share < 1)).any():
        raise ValueError("a cluster stands in both groups, so it was not allocated as a whole")
    means = np.bincount(of_person, weights=after, minlength=len(names)) / people
    return difference_in_means(means, arrangements_of(share == 1, seed=seed, most=2000))
