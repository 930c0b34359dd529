"""Weights that make a comparison group like those who joined, and the difference of weighted means."""

from typing import Literal

import numpy as np

from proventive.evaluation.methods.arrays import Booleans, Floats, Integers
from proventive.evaluation.methods.intervals import Inference

Estimand = Literal["joined", "everybody"]
MOST_STEPS = 200


def inverse_probability_weights(
    joined: Booleans, score: Floats, *, estimand: Estimand = "joined", trim: float = 0.0
) -> Floats:
    """Weights from a propensity score: for the effect on those who joined, or on everybody.

    Those whose score lies below ``trim`` or above 1 - trim get weight 0, and the answer no longer speaks for them
    (Crump, Hotz, Imbens and Mitnik 2009, Biometrika 96, who propose 0.1). Raises ValueError where a score is not
    between 0 and 1, or trimming leaves a group empty. Method: Hirano, Imbens and Ridder (2003), Econometrica 71.
    """
    joined, score = np.asarray(joined, dtype=bool), np.asarray(score, dtype=np.float64)
    if not ((score > 0) & (score < 1)).all():
        raise ValueError("a propensity score has to lie between 0 and 1")
    if not 0 <= trim < 0.5:
        raise ValueError("trim has to lie between 0 and a half")
    if estimand == "joined":
        weights = np.where(joined, 1.0, score / (1 - score))
    else:
        weights = np.where(joined, 1 / score, 1 / (1 - score))
    kept = (score >= trim) & (score <= 1 - trim)
    if not (kept & joined).any() or not (kept & ~joined).any():
        raise ValueError("nobody is left in one of the groups: the scores of the two do not overlap")
    return np.where(kept, weights, 0.0)


def entropy_balancing_weights(other: Floats, target: Floats, *, base: Floats | None = None) -> Floats:
    """Weights of comparators, summing to 1, whose weighted means are ``target``, as near as can be to ``base``.

    ``other`` has one row a comparator; ``target`` holds the means to be met (those of the people who joined; add
    squares to meet variances). Raises ValueError where the target lies outside what comparators can reach, or
    columns are collinear. Method: Hainmueller (2012), Entropy balancing for causal effects, Political Analysis
    20(1): the convex dual, by damped Newton steps.
    """
    other = np.asarray(other, dtype=np.float64)
    start = np.full(len(other), 1 / len(other)) if base is None else np.asarray(base) / np.sum(base)
    spread = other.std(axis=0)
    if (spread == 0).any():
        raise ValueError(f"covariate {int(np.argmin(spread)) + 1} is the same for all comparators")
    apart = (other - target) / spread
    if np.linalg.matrix_rank(other / spread - (other / spread).mean(axis=0), tol=1e-8) < other.shape[1]:
        raise ValueError("the covariates are collinear: one of them follows from the others")
    turn = np.zeros(other.shape[1])
    value, weights = _dual(apart, start, turn)
    for _ in range(MOST_STEPS):
        slope = apart.T @ weights
        if np.abs(slope).max() < 1e-10:
            return weights
        curve = apart.T @ (apart * weights[:, None]) - np.outer(slope, slope)
        move = np.linalg.lstsq(curve, slope, rcond=None)[0]
        length = 1.0
        while length > 1e-10:
            tried, tried_weights = _dual(apart, start, turn - length * move)
            if tried <= value - 1e-4 * length * float(slope @ move) + 1e-14:
                break
            length /= 2
        turn, value, weights = turn - length * move, tried, tried_weights
    raise ValueError("no weights of the comparators reach these means: the groups overlap too little")


def _dual(apart: Floats, base: Floats, turn: Floats) -> tuple[float, Floats]:
    """The log of the sum of tilted weights, and those weights."""
    tilt = apart @ turn
    most = float(tilt.max())
    tilted = base * np.exp(tilt - most)
    total = float(tilted.sum())
    return most + float(np.log(total)), tilted / total


def weighted_difference(
    outcome: Floats, joined: Booleans, weights: Floats, *, clusters: Integers | None = None
) -> Inference:
    """The weighted mean of those who joined less that of the others, with a robust error.

    The same as weighted least squares of the outcome on joining. ``clusters`` numbers whose errors go together
    (matched pairs, components of people); without it everybody stands alone. Variance: the sandwich, times
    G / (G - 1) and (N - 1) / (N - 2), as ``vcovCL`` of R's sandwich; t with G - 1 degrees of freedom. The weights
    are taken as given; where they were estimated, the error is on the safe side for inverse probability weights
    (Lunceford and Davidian 2004, Statistics in Medicine 23). Raises ValueError where a group has no weight.
    """
    outcome, joined = np.asarray(outcome, dtype=np.float64), np.asarray(joined, dtype=bool)
    kept = np.asarray(weights) > 0
    y, own, w = outcome[kept], joined[kept], np.asarray(weights, dtype=np.float64)[kept]
    if (np.asarray(weights) < 0).any():
        raise ValueError("a weight is negative")
    if not own.any() or own.all():
        raise ValueError("one of the two groups has no weight")
    mean, mean_other = np.average(y[own], weights=w[own]), np.average(y[~own], weights=w[~own])
    influence = np.where(own, w * (y - mean) / w[own].sum(), -w * (y - mean_other) / w[~own].sum())
    named = np.arange(len(y)) if clusters is None else np.asarray(clusters)[kept]
    _, of_person = np.unique(named, return_inverse=True)
    groups, n = int(of_person.max()) + 1, len(y)
    difference = float(mean - mean_other)
    if groups < 2 or n < 3:
        return Inference(value=difference, standard_error=None, degrees_of_freedom=None)
    totals = np.bincount(of_person, weights=influence)
    variance = float(totals @ totals) * groups / (groups - 1) * (n - 1) / (n - 2)
    return Inference(
        value=difference, standard_error=float(np.sqrt(variance)), degrees_of_freedom=float(groups - 1)
    )
