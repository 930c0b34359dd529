"""The propensity score: the chance of joining given covariates, by logistic regression."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Booleans, Floats, as_floats

MOST_STEPS = 50
SETTLED = 0.01
"""Slopes (a standard deviation of the covariate) that still move by more have not converged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PropensityScore:
    """The chance of joining of each person, and the coefficients (the intercept first) that give it."""

    score: Floats
    coefficients: Floats
    steps: int


def propensity_score(joined: Booleans, covariates: Floats, *, tolerance: float = 1e-13) -> PropensityScore:
    """Maximum likelihood logit by iteratively reweighted least squares.

    ``covariates`` has one row a person; the intercept is added. ``tolerance`` is the relative change of the
    deviance at which the steps end (R's ``glm`` ends at 1e-8, in the tenth digit of a score). Raises ValueError
    where a group is empty, a value is missing, columns are collinear, or covariates separate those who joined from
    the others (there is no estimate then). Method: McCullagh and Nelder (1989), Generalized Linear Models, section
    4.4; the score: Rosenbaum and Rubin (1983), Biometrika 70(1).
    """
    covariates = np.asarray(covariates, dtype=np.float64)
    joined = np.asarray(joined, dtype=bool)
    if covariates.ndim != 2 or len(covariates) != len(joined):
        raise ValueError("the covariates need one row for each person")
    if joined.all() or not joined.any():
        raise ValueError("there is a chance of joining only where some joined and some did not")
    if not np.isfinite(covariates).all():
        raise ValueError("a covariate is missing for somebody: leave the person out, or give missing a column")
    centre, spread = covariates.mean(axis=0), covariates.std(axis=0)
    if (spread == 0).any():
        raise ValueError(f"covariate {int(np.argmin(spread)) + 1} is the same for everybody")
    design = np.empty((len(joined), covariates.shape[1] + 1))
    design[:, 0] = 1
    np.subtract(covariates, centre, out=design[:, 1:])
    design[:, 1:] /= spread
    if np.linalg.matrix_rank(design.T @ design / len(joined), tol=1e-10) < design.shape[1]:
        raise ValueError("the covariates are collinear: one of them follows from the others")
    slopes, score, steps = _fitted(design, joined.astype(np.float64), tolerance)
    raw = slopes[1:] / spread
    return PropensityScore(
        score=score, coefficients=np.concatenate([[slopes[0] - raw @ centre], raw]), steps=steps
    )


def _fitted(design: Floats, joined: Floats, tolerance: float) -> tuple[Floats, Floats, int]:
    """Steps until deviance and slopes settle. Where covariates separate the groups, slopes go on growing."""
    chance = (joined + 0.5) / 2
    logit, deviance = np.log(chance / (1 - chance)), np.inf
    slopes: Floats = np.full(design.shape[1], np.inf)
    for step in range(1, MOST_STEPS + 1):
        weight = chance * (1 - chance)
        working = weight * logit + joined - chance
        try:
            moved = as_floats(np.linalg.solve(design.T @ (design * weight[:, None]), design.T @ working))
        except np.linalg.LinAlgError:
            break
        logit = design @ moved
        chance = 1 / (1 + np.exp(-np.clip(logit, -700, 700)))
        last, deviance = deviance, 2 * float(np.logaddexp(0, np.where(joined == 1, -logit, logit)).sum())
        settled = np.abs(moved - slopes).max() < SETTLED
        slopes = moved
        if settled and abs(deviance - last) <= tolerance * (abs(deviance) + 0.1):
            return slopes, chance, step
    raise ValueError("the covariates tell those who joined from the others, wholly or nearly: no score can be had")
