"""Least squares whose errors may follow on one another in any way that dies out, judged by fixed-b."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.intervals import LEVEL, Inference, student

SHARE = 0.5
"""The bandwidth as a share of the points. Wider keeps the coverage under strong autocorrelation and costs width;
this one by simulation (tests/simulation/series_coverage.py)."""
DRAWS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedBFit:
    """Coefficients, and what the error of a contrast needs."""

    coefficients: Floats
    residuals: Floats
    design: Floats
    bandwidth: float  # in points
    seed: int

    def contrast(self, weights: Floats) -> Inference:
        """A linear combination of coefficients; its 95 % interval is value ± critical value x Bartlett error.

        The standard error is the Bartlett error times the fixed-b critical value over Student's, at points less
        coefficients degrees of freedom, so that Student's interval at 95 % is the one meant.
        """
        freedom = float(len(self.residuals) - len(self.coefficients))
        wider = critical_value(self.design, weights, self.bandwidth, seed=self.seed) / student(freedom)
        return Inference(
            value=float(weights @ self.coefficients),
            standard_error=self.bartlett_error(weights) * wider,
            degrees_of_freedom=freedom,
        )

    def bartlett_error(self, weights: Floats) -> float:
        """The error of a combination by Bartlett weights, before it is known how far off that can be."""
        influence = _influence(self.design, weights)
        return float(np.sqrt(_variances(self.residuals[None, :], influence, self.bandwidth)[0]))


def fit_fixed_b(y: Floats, design: Floats, *, seed: int = 0, share: float = SHARE) -> FixedBFit:
    """Ordinary least squares with Bartlett weights over ``share`` of the points, judged by fixed-b.

    Method: Kiefer and Vogelsang (2005), A new asymptotic theory for heteroskedasticity-autocorrelation robust
    tests, Econometric Theory 21(6). Their tables are for regressors that are themselves stationary. A trend, a
    step and a season are not, and then the critical value depends on them (Bunzel and Vogelsang 2005, Journal of
    Business and Economic Statistics 23(4)): see :func:`critical_value`.

    Raises ValueError unless there are at least 3 more points than coefficients and the design has full rank.
    """
    points, width = design.shape
    if points < width + 3:
        raise ValueError(f"{points} points are too few for {width} coefficients")
    if np.linalg.matrix_rank(design) < width:
        raise ValueError("two columns of the design say the same")
    coefficients = np.linalg.lstsq(design, y, rcond=None)[0].astype(np.float64)
    return FixedBFit(
        coefficients=coefficients,
        residuals=y - design @ coefficients,
        design=design,
        bandwidth=share * points,
        seed=seed,
    )


def critical_value(
    design: Floats, weights: Floats, bandwidth: float, *, seed: int, level: float = LEVEL, draws: int = DRAWS
) -> float:
    """What the ratio of a contrast to its Bartlett error stays within, as often as ``level`` says.

    Drawn for this very design with independent normal errors: the autocorrelation drops out of the limit, the
    design and the bandwidth do not.
    """
    influence = _influence(design, weights)
    errors = np.random.default_rng(seed).standard_normal((draws, len(design)))
    basis = np.linalg.qr(design)[0]
    residuals = errors - (errors @ basis) @ basis.T
    ratios = np.abs(errors @ influence) / np.sqrt(_variances(residuals, influence, bandwidth))
    return float(np.quantile(ratios, level))


def _influence(design: Floats, weights: Floats) -> Floats:
    """The weight of each point in the contrast."""
    return np.asarray(weights @ np.linalg.pinv(design))


def _variances(residuals: Floats, influence: Floats, bandwidth: float) -> Floats:
    """The variance of the contrast by Bartlett weights, one for each row of residuals."""
    points = np.arange(len(influence))
    kernel = np.maximum(1 - np.abs(np.subtract.outer(points, points)) / bandwidth, 0.0)
    scores = residuals * influence
    return np.asarray(np.sum((scores @ kernel) * scores, axis=1))
