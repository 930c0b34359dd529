"""Synthetic control on predictors, their importance chosen by the fit (Abadie and Gardeazabal 2003)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.synthetic_control.simplex import simplex_from_moments


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictorFit:
    """Weights on donors and on predictors; ``mean_squared_error`` is that of the outcome before the start."""

    weights: Floats
    importance: Floats  # of the predictors, summing to 1
    mean_squared_error: float


def with_predictors(treated: Floats, donors: Floats, outcome: Floats, outcomes: Floats) -> PredictorFit:
    """Weights that bring donors nearest in predictors, these weighted so that the outcome before fits best.

    ``treated`` the predictors of the area, ``donors`` predictors by donors, ``outcome`` of the area by period
    before the start, ``outcomes`` periods by donors. Predictors are scaled by their standard deviation over all
    units. The search (Nelder-Mead, from equal importance and from that of a regression of the outcome) finds a
    local optimum; others may be as good: the importance of predictors is no finding. Raises ValueError where a
    predictor never varies.
    """
    scaled = scaled_over_units(treated, donors)

    def error(free: Floats) -> float:
        return float(np.mean((outcome - outcomes @ weights_at(scaled, normalised(free))) ** 2))

    best = min(
        (searched(error, start) for start in starting_points(scaled, np.column_stack([outcome, outcomes]))),
        key=lambda found: found[1],
    )
    importance = normalised(best[0])
    return PredictorFit(weights=weights_at(scaled, importance), importance=importance, mean_squared_error=best[1])


def with_importance(treated: Floats, donors: Floats, importance: Floats) -> Floats:
    """Weights of the donors where the importance of the predictors is given, or was found in other years.

    As Abadie, Diamond and Hainmueller (2015) have it: the importance is chosen on an earlier stretch, and the
    weights then on predictors of the last years before the start. Raises ValueError where a predictor never
    varies.
    """
    return weights_at(scaled_over_units(treated, donors), normalised(importance))


def scaled_over_units(treated: Floats, donors: Floats) -> Floats:
    """Predictors by units, the area first, each in standard deviations over all units."""
    both = np.column_stack([treated, donors])
    spread = both.std(axis=1, ddof=1)
    if (spread == 0).any():
        raise ValueError("a predictor is the same everywhere, so it tells nothing apart")
    return both / spread[:, None]


def weights_at(scaled: Floats, importance: Floats) -> Floats:
    """The weights that bring the donors nearest to the first unit at an importance of the predictors."""
    own, others = scaled[:, 0], scaled[:, 1:]
    weighted = others * importance[:, None]
    return simplex_from_moments(others.T @ weighted, weighted.T @ own)


def normalised(free: Floats) -> Floats:
    """Importances that are not negative and sum to 1."""
    positive = np.abs(free)
    return positive / positive.sum() if positive.sum() > 0 else np.full(len(free), 1 / len(free))


def searched(error: Callable[[Floats], float], start: Floats) -> tuple[Floats, float]:
    """The best importances that a search from a starting point finds."""
    point, value = start, error(start)
    for _ in range(3):
        found = optimize.minimize(
            error, point, method="Nelder-Mead", options={"maxiter": 1000, "xatol": 1e-6, "fatol": 1e-12}
        )
        if not found.fun < value - 1e-10 * abs(value):
            break
        point, value = normalised(found.x), float(found.fun)
    return point, value


def starting_points(scaled: Floats, outcomes: Floats) -> tuple[Floats, Floats]:
    """Equal importance, and the squared coefficients of a regression of the outcomes on the predictors."""
    predictors = len(scaled)
    design = np.column_stack([np.ones(scaled.shape[1]), scaled.T])
    coefficients = np.linalg.lstsq(design, outcomes.T, rcond=None)[0][1:]
    return np.full(predictors, 1 / predictors), normalised((coefficients**2).sum(axis=1))
