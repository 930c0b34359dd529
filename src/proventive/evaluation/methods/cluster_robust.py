"""Least squares whose errors are correlated within clusters, honest where the clusters are few."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from proventive.evaluation.methods.arrays import Floats, Integers
from proventive.evaluation.methods.intervals import Inference

Correction = Literal["CR0", "CR1", "CR2"]
SINGULAR = 1e-8  # an eigenvalue of I - H below this is 0: the cluster decides a coefficient by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRobustFit:
    """Coefficients, their cluster-robust covariance, and what the degrees of freedom of a contrast need."""

    coefficients: Floats
    covariance: Floats
    residuals: Floats
    bread: Floats  # the inverse of X'X
    adjusted: Floats  # rows of the design after the adjustment, in the order of the clusters
    starts: Integers  # the first row of each cluster in that order
    crossed: Floats  # X_g' A_g X_g of each cluster: clusters by coefficients by coefficients
    clusters: int

    def contrast(self, weights: Floats) -> Inference:
        """A linear combination of coefficients with Satterthwaite degrees of freedom.

        Raises ValueError where the clusters do not tell the contrast at all.
        """
        variance = float(weights @ self.covariance @ weights)
        return Inference(
            value=float(weights @ self.coefficients),
            standard_error=float(np.sqrt(max(variance, 0.0))),
            degrees_of_freedom=self._freedom(weights),
        )

    def coefficient(self, column: int) -> Inference:
        """One coefficient; columns are numbered from 0."""
        return self.contrast(np.eye(len(self.coefficients))[column])

    def _freedom(self, weights: Floats) -> float:
        """Bell and McCaffrey (2002): 2 E(v)^2 / Var(v) of the variance v, errors being equal and independent."""
        direction = self.bread @ weights
        own = np.add.reduceat((self.adjusted @ direction) ** 2, self.starts)
        through = self.crossed @ direction
        shared = np.sum((through @ self.bread) * through, axis=1)
        cross = self.bread @ (through.T @ through)
        denominator = float(np.sum(own**2 - 2 * own * shared) + np.trace(cross @ cross))
        if denominator <= 0:
            raise ValueError("no cluster varies in what is asked, so its error cannot be told")
        return float(np.sum(own - shared) ** 2 / denominator)


def cluster_robust(
    y: Floats, design: Floats, cluster: Integers, *, correction: Correction = "CR2"
) -> ClusterRobustFit:
    """Ordinary least squares with errors clustered by ``cluster`` (any integers).

    CR2 makes the variance unbiased where errors are independent and equal, CR1 multiplies by G / (G - 1), CR0
    corrects nothing. Degrees of freedom are Satterthwaite's for all three. Methods: Bell and McCaffrey (2002),
    Bias reduction in standard errors for linear regression with multi-stage samples, Survey Methodology 28(2);
    Pustejovsky and Tipton (2018), Small-sample methods for cluster-robust variance estimation and hypothesis
    testing in fixed effects models, Journal of Business and Economic Statistics 36(4), whose generalised inverse
    serves clusters that decide a coefficient by themselves.

    Raises ValueError for fewer than 2 clusters, too few rows, or columns that say the same.
    """
    rows, width = design.shape
    _, of_row = np.unique(cluster, return_inverse=True)
    clusters = int(of_row.max()) + 1 if rows else 0
    if clusters < 2:
        raise ValueError("errors cannot cluster in fewer than 2 clusters")
    if rows <= width:
        raise ValueError(f"{rows} rows are too few for {width} coefficients")
    if np.linalg.matrix_rank(design) < width:
        raise ValueError("two columns of the design say the same")
    order = np.argsort(of_row, kind="stable")
    x, outcome = design[order], y[order]
    starts = np.searchsorted(of_row[order], np.arange(clusters))
    bread = np.linalg.inv(x.T @ x).astype(np.float64)
    coefficients = bread @ (x.T @ outcome)
    residuals = outcome - x @ coefficients
    adjusted = _adjusted(x, bread, starts) if correction == "CR2" else x
    scores = np.add.reduceat(adjusted * residuals[:, None], starts)
    meat = scores.T @ scores * (clusters / (clusters - 1) if correction == "CR1" else 1.0)
    crossed = np.stack(
        [one.T @ other for one, other in zip(_parts(x, starts), _parts(adjusted, starts), strict=True)]
    )
    back = np.empty_like(residuals)
    back[order] = residuals
    return ClusterRobustFit(
        coefficients=coefficients,
        covariance=bread @ meat @ bread,
        residuals=back,
        bread=bread,
        adjusted=adjusted,
        starts=starts.astype(np.int64),
        crossed=crossed,
        clusters=clusters,
    )


def _parts(rows: Floats, starts: Integers) -> list[Floats]:
    return np.split(rows, starts[1:])


def _adjusted(x: Floats, bread: Floats, starts: Integers) -> Floats:
    """(I - H_gg)^(-1/2) X_g of each cluster, by a thin decomposition: no matrix of rows by rows is made."""
    root = np.linalg.cholesky(bread)
    parts = []
    for part in _parts(x, starts):
        left, values, _ = np.linalg.svd(part @ root, full_matrices=False)
        remainder = np.clip(1 - values**2, 0.0, None)
        inverse_root = np.where(remainder > SINGULAR, 1 / np.sqrt(np.maximum(remainder, SINGULAR)), 0.0)
        parts.append(part + left @ ((inverse_root - 1)[:, None] * (left.T @ part)))
    return np.concatenate(parts)
