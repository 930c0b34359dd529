"""One side of a cutoff: local polynomials and the variance about them."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Floats, Integers

NEIGHBOURS = 3
SAME = float(np.sqrt(np.finfo(np.float64).eps))  # relative difference of two distances that count as equal


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """People on one side of the cutoff, by rising distance, with the cutoff at 0."""

    distance: Floats  # score less cutoff
    outcomes: Floats  # people by outcomes: one column, or two where who took it up is modelled too
    cluster: Integers | None = None  # people of one cluster may have errors in common

    def within(self, bandwidth: float) -> "Side":
        """Those who weigh something at a bandwidth."""
        near = np.abs(self.distance) < bandwidth
        cluster = None if self.cluster is None else self.cluster[near]
        return Side(distance=self.distance[near], outcomes=self.outcomes[near], cluster=cluster)

    @property
    def independent(self) -> int:
        """How many clusters there are; without clusters, how many people."""
        return len(self.distance if self.cluster is None else np.unique(self.cluster))

    @property
    def furthest(self) -> float:
        """The largest distance from the cutoff."""
        return float(np.abs(self.distance).max())


def triangular(distance: Floats, bandwidth: float) -> Floats:
    """The triangular kernel, as a density over the bandwidth."""
    return np.maximum(1 - np.abs(distance) / bandwidth, 0) / bandwidth


def powers(distance: Floats, degree: int) -> Floats:
    """1, x, x squared, ... as columns."""
    return np.vander(distance, degree + 1, increasing=True)


def inverse_moments(columns: Floats, weights: Floats) -> Floats:
    """The inverse of the weighted cross products; raises ValueError where scores cannot tell the terms apart."""
    scale = np.abs(columns).max(axis=0, initial=0)
    if not scale.all():
        raise ValueError("too few different scores lie near the cutoff")
    scaled = columns / scale
    moments = scaled.T @ (scaled * weights[:, None])
    if np.linalg.matrix_rank(moments, hermitian=True) < len(moments):
        raise ValueError("too few different scores lie near the cutoff")
    return np.asarray(np.linalg.inv(moments) / np.outer(scale, scale))


def neighbour_residuals(side: Side) -> Floats:
    """Each outcome less the mean of its three nearest neighbours by score, people at equal distance all counted.

    Scaled so that the squares have the right mean. Method: Abadie and Imbens (2006), as Calonico, Cattaneo and
    Titiunik (2014), section 5.1, use it. Raises ValueError for a person alone.
    """
    n = len(side.distance)
    if n < 2:
        raise ValueError("too few people lie near the cutoff")
    scores, group, sizes = np.unique(side.distance, return_inverse=True, return_counts=True)
    low, high = _neighbourhoods(scores, sizes, min(NEIGHBOURS, n - 1))
    ends = np.concatenate([[0], np.cumsum(sizes)])
    sums = np.vstack([np.zeros(side.outcomes.shape[1]), np.cumsum(side.outcomes, axis=0)])
    around = (sums[ends[high + 1]] - sums[ends[low]])[group] - side.outcomes
    others = (ends[high + 1] - ends[low])[group][:, None] - 1
    return np.asarray(np.sqrt(others / (others + 1)) * (side.outcomes - around / others))


def _neighbourhoods(scores: Floats, sizes: Integers, wanted: int) -> tuple[Integers, Integers]:
    """For each different score, the first and last score of a neighbourhood with enough other people in it."""
    last = len(scores) - 1
    low, high = np.arange(len(scores)), np.arange(len(scores))
    ends = np.concatenate([[0], np.cumsum(sizes)])
    while (short := ends[high + 1] - ends[low] - 1 < wanted).any():
        below = np.where(low > 0, scores - scores[np.maximum(low - 1, 0)], np.inf)
        above = np.where(high < last, scores[np.minimum(high + 1, last)] - scores, np.inf)
        alike = np.isclose(below, above, rtol=SAME, atol=0)  # 0.3 - 0.2 and 0.2 - 0.1 differ in the last bit
        low, high = low - (short & (alike | (below < above))), high + (short & (alike | (above < below)))
    return low, high


def covariance(side: Side, columns: Floats, weights: Floats, inverse: Floats, contrast: Floats) -> Floats:
    """The covariance of the coefficients of a weighted fit to one combined outcome of everybody on the side.

    By nearest neighbours; with clusters by the residuals of the fit, summed in each cluster (CR1).
    """
    scores = columns * weights[:, None]
    if side.cluster is None:
        meat = scores * (neighbour_residuals(side) @ contrast)[:, None]
    else:
        residuals = fitted_residuals(columns, scores, inverse, side.outcomes) @ contrast
        meat = summed_by_cluster(scores * residuals[:, None], side.cluster, columns.shape[1])
    return np.asarray(inverse @ (meat.T @ meat) @ inverse)


def fitted_residuals(columns: Floats, scores: Floats, inverse: Floats, outcomes: Floats) -> Floats:
    """Outcomes less a weighted fit to them."""
    return np.asarray(outcomes - columns @ (inverse @ (scores.T @ outcomes)))


def summed_by_cluster(scores: Floats, cluster: Integers, coefficients: int) -> Floats:
    """The sum of the scores in each cluster, scaled so that squares allow for few clusters and many coefficients.

    The factor of CR1, (n - 1) / (n - coefficients) x G / (G - 1): Cameron and Miller (2015), A practitioner's
    guide to cluster-robust inference, Journal of Human Resources 50(2). Raises ValueError for a single cluster,
    and for no more people than coefficients.
    """
    names, of_person = np.unique(cluster, return_inverse=True)
    people, clusters = len(cluster), len(names)
    if clusters < 2:
        raise ValueError("everybody near the cutoff on one side belongs to one cluster")
    if people <= coefficients:
        raise ValueError("too few people lie near the cutoff")
    sums = np.zeros((clusters, *scores.shape[1:]))
    np.add.at(sums, of_person, scores)
    return np.asarray(sums * np.sqrt((people - 1) / (people - coefficients) * clusters / (clusters - 1)))
