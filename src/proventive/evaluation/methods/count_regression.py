"""Counts of events in people seen for different times: rates compared, some people having many events."""

from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from proventive.evaluation.methods.arrays import Floats, Integers
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.rates import Bounds

STEPS, NEAR = 100, 1e-11  # of the iteration for the coefficients
FURTHEST = 25.0  # a log rate beyond this is on its way to infinity; coefficients of like covariates may be larger
LEAST, MOST = np.log(1e-8), np.log(1e4)  # between which the logarithm of the dispersion is sought
NONE_LEFT = 1e-6  # a dispersion below this is that of Poisson


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFit:
    """Log rates as a linear function. ``dispersion`` is alpha of variance = mean + alpha mean^2; 0 for Poisson."""

    coefficients: Floats
    dispersion: float
    log_likelihood: float
    covariance: Floats  # as the model has it
    robust_covariance: Floats  # clustered
    clusters: int
    design: Floats

    def rate_ratio(self, column: int) -> Bounds:
        """The ratio of rates for one unit of a column: clustered errors, t with G - 1 degrees of freedom."""
        value, error = (
            float(self.coefficients[column]),
            float(np.sqrt(max(self.robust_covariance[column, column], 0.0))),
        )
        half = float(stats.t.ppf(0.975, self.clusters - 1)) * error
        return Bounds(
            value=float(np.exp(value)), low=float(np.exp(value - half)), high=float(np.exp(value + half))
        )

    def rate_difference(self, column: int) -> Inference:
        """The rate with a column at 1 less the rate with it at 0, mean over the people, by the delta method.

        Everybody is set to one unit of exposure (a person-year where exposure is in years).
        """
        without, with_it = self.design.copy(), self.design.copy()
        without[:, column], with_it[:, column] = 0.0, 1.0
        low, high = np.exp(without @ self.coefficients), np.exp(with_it @ self.coefficients)
        slope = (with_it * high[:, None] - without * low[:, None]).mean(axis=0)
        return Inference(
            value=float(np.mean(high - low)),
            standard_error=float(np.sqrt(max(slope @ self.robust_covariance @ slope, 0.0))),
            degrees_of_freedom=float(self.clusters - 1),
        )


def poisson_regression(counts: Floats, design: Floats, exposure: Floats, cluster: Integers) -> CountFit:
    """Poisson regression by maximum likelihood with errors clustered by person, household or site.

    Right for the mean whatever the spread of the counts (Gourieroux, Monfort and Trognon 1984, Econometrica
    52(3)); clustered variance times G / (G - 1) (Cameron and Miller 2015, Journal of Human Resources 50(2)).

    Raises ValueError for negative counts, exposure that is not above 0, columns that say the same, no more rows
    than columns, fewer than 2 clusters, and where a group has no event, so that its rate ratio has no end.
    """
    _check(counts, design, exposure, cluster)
    return _told(counts, design, exposure, cluster, 0.0)


def negative_binomial_regression(counts: Floats, design: Floats, exposure: Floats, cluster: Integers) -> CountFit:
    """Negative binomial regression (NB2: variance = mean + alpha mean^2) by maximum likelihood, errors clustered.

    Method: Cameron and Trivedi (2013), Regression Analysis of Count Data, 2nd edition, section 3.3. Where the
    counts spread no more than Poisson's, alpha is 0 and the result is Poisson's. Raises as
    :func:`poisson_regression`.
    """
    _check(counts, design, exposure, cluster)

    def loss(log_alpha: float) -> float:
        alpha = float(np.exp(log_alpha))
        mean = exposure * np.exp(design @ _coefficients(counts, design, exposure, alpha))
        return -log_likelihood(counts, mean, alpha)

    found = minimize_scalar(loss, bounds=(LEAST, MOST), method="bounded", options={"xatol": 1e-9})
    alpha = float(np.exp(found.x))
    return _told(counts, design, exposure, cluster, alpha if alpha > NONE_LEFT else 0.0)


def log_likelihood(counts: Floats, mean: Floats, alpha: float) -> float:
    """Of NB2, or of Poisson where alpha is 0."""
    if alpha == 0:
        return float(np.sum(counts * np.log(mean) - mean - gammaln(counts + 1)))
    size = 1 / alpha
    return float(
        np.sum(
            gammaln(counts + size)
            - gammaln(size)
            - gammaln(counts + 1)
            + counts * np.log(alpha * mean)
            - (counts + size) * np.log1p(alpha * mean)
        )
    )


def _check(counts: Floats, design: Floats, exposure: Floats, cluster: Integers) -> None:
    if (counts < 0).any() or (exposure <= 0).any():
        raise ValueError("counts are not negative, and everybody was seen for some time")
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise ValueError("two columns of the design say the same")
    if len(counts) <= design.shape[1]:
        raise ValueError(f"{len(counts)} rows are too few for {design.shape[1]} coefficients")
    if len(np.unique(cluster)) < 2:
        raise ValueError("errors cannot cluster in fewer than 2 clusters")
    if counts.sum() == 0:
        raise ValueError("there is no event, so no rate can be compared")


def _coefficients(counts: Floats, design: Floats, exposure: Floats, alpha: float) -> Floats:
    """Iteratively reweighted least squares, halving steps that would overshoot."""
    offset = np.log(exposure)
    start = np.log((counts + 0.5) / exposure)
    beta = np.linalg.lstsq(design, start, rcond=None)[0].astype(np.float64)
    reached = log_likelihood(counts, np.exp(offset + design @ beta), alpha)
    for _ in range(STEPS):
        mean = np.exp(offset + design @ beta)
        weight = mean / (1 + alpha * mean)
        score = design.T @ ((counts - mean) / (1 + alpha * mean))
        step = np.linalg.solve(design.T @ (design * weight[:, None]), score)
        share = 1.0
        while share > NEAR:
            tried = beta + share * step
            now = log_likelihood(counts, np.exp(np.minimum(offset + design @ tried, 700.0)), alpha)
            if now >= reached - NEAR * abs(reached):
                break
            share /= 2
        beta, reached = beta + share * step, now
        if np.abs(design @ beta).max() > FURTHEST:
            raise ValueError("a group has no event, so the ratio of its rate has no end")
        if np.abs(share * step).max() < NEAR * (1 + np.abs(beta).max()):
            break
    return beta


def _told(counts: Floats, design: Floats, exposure: Floats, cluster: Integers, alpha: float) -> CountFit:
    beta = _coefficients(counts, design, exposure, alpha)
    mean = exposure * np.exp(design @ beta)
    bread = np.linalg.inv(design.T @ (design * (mean / (1 + alpha * mean))[:, None])).astype(np.float64)
    names, of_row = np.unique(cluster, return_inverse=True)
    scores = np.zeros((len(names), design.shape[1]))
    np.add.at(scores, of_row, design * ((counts - mean) / (1 + alpha * mean))[:, None])
    meat = scores.T @ scores * len(names) / (len(names) - 1)
    return CountFit(
        coefficients=beta,
        dispersion=alpha,
        log_likelihood=log_likelihood(counts, mean, alpha),
        covariance=bread,
        robust_covariance=bread @ meat @ bread,
        clusters=len(names),
        design=design,
    )
