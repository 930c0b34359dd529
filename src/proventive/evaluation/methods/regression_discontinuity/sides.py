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

    def within(self, bandwidth: float) -> "Side":
        """Those who weigh something at a bandwidth."""
        near = np.abs(self.distance) < bandwidth
        return Side(distance=self.distance[near], outcomes=self.outcomes[near])

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


def sandwich(inverse: Floats, scores: Floats, residuals: Floats) -> Floats:
    """The covariance of coefficients from the weight of each person in each, residuals of one combined outcome."""
    meat = scores * residuals[:, None]
    return np.asarray(inverse @ (meat.T @ meat) @ inverse)
