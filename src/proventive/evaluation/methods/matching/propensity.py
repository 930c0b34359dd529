"""The propensity score: the chance of joining given covariates, by logistic regression."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Booleans, Floats, as_floats, blocks, combined, square_sums

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
    design = np.empty((covariates.shape[1] + 1, len(joined)))  # one row a covariate
    design[0] = 1
    np.subtract(covariates.T, centre[:, None], out=design[1:])
    design[1:] /= spread[:, None]
    if np.linalg.matrix_rank(square_sums(design) / len(joined), tol=1e-10) < len(design):
        raise ValueError("the covariates are collinear: one of them follows from the others")
    slopes, score, steps = _fitted(design, joined.astype(np.float64), tolerance)
    raw = slopes[1:] / spread
    return PropensityScore(
        score=score, coefficients=np.concatenate([[slopes[0] - raw @ centre], raw]), steps=steps
    )


def _fitted(design: Floats, joined: Floats, tolerance: float) -> tuple[Floats, Floats, int]:
    """Steps until deviance and slopes settle. Where covariates separate the groups, slopes go on growing."""
    slopes, last = np.full(len(design), np.inf), np.inf
    step_from = _Pass(design, joined)
    step_from.start()
    for step in range(1, MOST_STEPS + 1):
        try:
            moved = as_floats(np.linalg.solve(step_from.information, step_from.working))
        except np.linalg.LinAlgError:
            break
        settled = np.abs(moved - slopes).max() < SETTLED
        slopes = moved
        step_from.at(slopes)
        if settled and abs(step_from.deviance - last) <= tolerance * (abs(step_from.deviance) + 0.1):
            return slopes, _chance(combined(design, slopes)), step
        last = step_from.deviance
    raise ValueError("the covariates tell those who joined from the others, wholly or nearly: no score can be had")


class _Pass:
    """What a step rests on, summed in one pass over blocks of people."""

    def __init__(self, design: Floats, joined: Floats) -> None:
        self.design, self.joined = design, joined
        self.blocks = blocks(len(joined), len(design))

    def start(self) -> None:
        """From chances of a quarter and three quarters, as R's glm does."""
        self._nothing_yet()
        for block in self.blocks:
            joined = self.joined[block]
            self._add(block, (joined - 0.5) * np.log(9), (joined + 0.5) / 2)

    def at(self, slopes: Floats) -> None:
        """From the chances that some slopes give."""
        self._nothing_yet()
        for block in self.blocks:
            logit = slopes @ self.design[:, block]
            surprise = np.log(1 + np.exp(-np.abs(logit))) + np.maximum(logit, 0) - self.joined[block] * logit
            self.deviance += 2 * float(surprise.sum())
            self._add(block, logit, _chance(logit))

    def _nothing_yet(self) -> None:
        self.deviance = 0.0
        self.information, self.working = np.zeros((len(self.design),) * 2), np.zeros(len(self.design))

    def _add(self, block: slice, logit: Floats, chance: Floats) -> None:
        design, weight = self.design[:, block], chance * (1 - chance)
        self.information += (design * weight) @ design.T
        self.working += design @ (weight * logit + self.joined[block] - chance)


def _chance(logit: Floats) -> Floats:
    small = np.exp(-np.abs(logit))
    return np.asarray(np.where(logit > 0, 1, small) / (1 + small), dtype=np.float64)
