"""The effect on the treated where only units with the same covariates would have changed alike.

Sant'Anna and Zhao (2020), Doubly robust difference-in-differences estimators, Journal of Econometrics 219(1):
outcome regression, inverse probability weights that sum to 1, and the doubly robust estimator (their equation 3.1
with a linear regression among the comparison units and a logit), which is right if either of its two models is.

Errors are for many units. Where joining depends strongly on a covariate and the regression is wrong, they come out
some 9 % too small with 800 units (a 95 % interval holds in 93 %), 3 % with 3,200 (tests/unit, test_adjusted_did).
"""

from typing import Literal

import numpy as np

from proventive.evaluation.methods.arrays import Booleans, Floats
from proventive.evaluation.methods.matching.propensity import propensity_score

Adjustment = Literal["doubly robust", "weighting", "regression"]
ALMOST_SURE = 0.995
"""A comparison unit whose chance of treatment is higher would stand for 200 others and more (R's DRDID leaves it
out; here it is refused, since leaving out changes whom the effect is about)."""


def adjusted_effect(
    change: Floats, treated: Booleans, covariates: Floats, adjustment: Adjustment
) -> tuple[float, Floats]:
    """The effect, and the influence of each unit on it (its variance is their mean square over the units).

    ``covariates``: units by columns, known before the start; the intercept is added. Raises ValueError where the
    comparison units are too few or the same in a covariate, or where covariates tell the groups apart.
    """
    x = np.column_stack([np.ones(len(change)), covariates])
    left, from_outcome = change, None
    if adjustment != "weighting":
        left, from_outcome = _regressed(change, treated, x)
    if adjustment == "regression":
        odds, from_score = np.zeros(len(change)), None
    else:
        odds, from_score = _odds(treated, covariates, x)
    share = treated.mean()
    inside = float(left[treated].mean())
    moved = treated * (left - inside) / share
    if from_outcome is not None:
        moved = moved - from_outcome @ x[treated].mean(axis=0)
    if from_score is None:
        return inside, np.asarray(moved, dtype=np.float64)
    weight = odds / odds.mean()
    outside = float((weight * left).mean())
    apart = weight * (left - outside)
    moved = moved - apart - from_score @ (apart[:, None] * x).mean(axis=0)
    if from_outcome is not None:
        moved = moved + from_outcome @ (weight[:, None] * x).mean(axis=0)
    return inside - outside, np.asarray(moved, dtype=np.float64)


def _regressed(change: Floats, treated: Booleans, x: Floats) -> tuple[Floats, Floats]:
    """What a linear regression among the comparison units leaves, and how each unit moves its coefficients."""
    compared = x[~treated]
    if len(compared) <= x.shape[1]:
        raise ValueError(f"{len(compared)} units to compare with are too few for {x.shape[1]} coefficients")
    scaled = compared / np.abs(compared).max(axis=0).clip(min=np.finfo(float).tiny)
    if np.linalg.matrix_rank(scaled) < x.shape[1]:
        raise ValueError("among the units to compare with, a covariate is constant or follows from the others")
    coefficients = np.linalg.lstsq(compared, change[~treated], rcond=None)[0]
    left = change - x @ coefficients
    bread = np.linalg.pinv(compared) @ np.linalg.pinv(compared).T * len(x)
    return left, np.where(treated, 0.0, left)[:, None] * x @ bread


def _odds(treated: Booleans, covariates: Floats, x: Floats) -> tuple[Floats, Floats]:
    """The odds of treatment of the comparison units, and how each unit moves the coefficients of the logit."""
    score = propensity_score(treated, covariates).score
    if (score[~treated] >= ALMOST_SURE).any():
        raise ValueError(
            f"{int((score[~treated] >= ALMOST_SURE).sum())} units to compare with look treated by their "
            f"covariates (chance {ALMOST_SURE} or more): there is too little overlap"
        )
    spread = (score * (1 - score))[:, None] * x
    odds = np.where(treated, 0.0, score / (1 - score))
    return odds, (treated - score)[:, None] * x @ np.linalg.inv(x.T @ spread / len(x))
