"""Least squares with weights that are not negative and sum to 1, solved exactly, and how exactly.

An active set method: weights leave zero one at a time while that lowers the squared error, and return to it when
they would become negative. It ends where no weight can move, after finitely many steps (Nocedal and Wright 2006,
Numerical Optimization, section 16.5; for the non-negative case Lawson and Hanson 1974, chapter 23).
"""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Booleans, Floats

NOTHING = 1e-12  # of the scale of the problem: a gain as small is rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class SimplexFit:
    """The weights, the sum of squares that they leave, and by how much the best possible could lie below it.

    ``gap`` is the duality gap of the squared error (Jaggi 2013): no weights on the simplex leave a sum of squares
    smaller than ``squares - gap``.
    """

    weights: Floats
    squares: float
    gap: float


def simplex_least_squares(predictors: Floats, wanted: Floats) -> SimplexFit:
    """Weights of the columns of ``predictors`` (rows by units) whose mean comes nearest to ``wanted`` (rows).

    Raises ValueError where there is no column, or a value that is not a number. Where several weights fit equally
    well (fewer rows than units), one of them is given, always the same.
    """
    if predictors.ndim != 2 or predictors.shape[1] == 0:
        raise ValueError("there is no unit to put a weight on")
    if not (np.isfinite(predictors).all() and np.isfinite(wanted).all()):
        raise ValueError("a value is missing or not a number")
    gram, cross = predictors.T @ predictors, predictors.T @ wanted
    weights = simplex_from_moments(gram, cross)
    left = predictors @ weights - wanted
    gradient = 2 * (predictors.T @ left)
    return SimplexFit(
        weights=weights, squares=float(left @ left), gap=max(0.0, float(gradient @ weights - gradient.min()))
    )


def simplex_from_moments(gram: Floats, cross: Floats) -> Floats:
    """The same from the sums of squares and products: what many fits on the same units share."""
    units = len(cross)
    weights = np.zeros(units)
    start = int(np.argmin(np.diag(gram) - 2 * cross))
    weights[start] = 1.0
    free = weights > 0
    scale = float(np.abs(gram).max()) + float(np.abs(cross).max())
    for _ in range(50 * units + 50):
        gradient = gram @ weights - cross
        gain = gradient - gradient @ weights
        gain[free] = 0.0
        enters = int(np.argmin(gain))
        if gain[enters] >= -NOTHING * scale:
            break
        free[enters] = True
        weights, free = settle(gram, cross, weights, free, enters)
    return polished(gram, cross, weights, free)


def settle(gram: Floats, cross: Floats, weights: Floats, free: Booleans, entered: int) -> tuple[Floats, Booleans]:
    """Move to the best point of the free weights, dropping those that would turn negative on the way."""
    while True:
        target = on_face(gram, cross, free)
        if target[entered] <= 0 and weights[entered] == 0:  # rounding: the gain was none
            free = free & (np.arange(len(free)) != entered)
            return weights, free
        falling = free & (target < 0)
        if not falling.any():
            return target, free
        steps = np.where(falling, weights / np.where(falling, weights - target, 1.0), np.inf)
        step = float(steps.min())
        weights = weights + step * (target - weights)
        leaving = falling & (steps <= step * (1 + 1e-12))
        weights = np.where(leaving, 0.0, weights)
        free = free & ~leaving
        if not free[entered]:
            return weights / weights.sum(), free


def on_face(gram: Floats, cross: Floats, free: Booleans) -> Floats:
    """The least squares on the free weights that sum to 1, whatever their sign."""
    places = np.flatnonzero(free)
    size = len(places)
    system = np.ones((size + 1, size + 1))
    system[:size, :size] = gram[np.ix_(places, places)]
    system[size, size] = 0.0
    scale = max(float(np.abs(system[:size, :size]).max()), np.finfo(float).tiny)
    system[:size, :size] /= scale
    right = np.concatenate([cross[places] / scale, [1.0]])
    try:
        found = np.linalg.solve(system, right)
    except np.linalg.LinAlgError:
        found = np.linalg.lstsq(system, right, rcond=None)[0]
    weights = np.zeros(len(free))
    weights[places] = found[:size]
    return weights


def polished(gram: Floats, cross: Floats, weights: Floats, free: Booleans) -> Floats:
    """The weights once more on their face, kept if none turns negative; they sum to 1 exactly but for rounding."""
    again = on_face(gram, cross, free & (weights > 0))
    best = again if (again >= 0).all() and np.isfinite(again).all() else weights
    return best / best.sum()
