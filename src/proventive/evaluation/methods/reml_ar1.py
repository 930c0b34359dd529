"""A linear model whose errors follow a first-order autoregression, fitted by restricted maximum likelihood."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.intervals import Inference

FURTHEST = 0.99  # rho is sought between -0.99 and 0.99


@dataclass(frozen=True, slots=True, kw_only=True)
class RemlFit:
    """Coefficients, autocorrelation and innovation variance, and what inference on a contrast needs."""

    coefficients: Floats
    rho: float
    innovation_variance: float
    covariance: Floats  # of the coefficients, at the estimated rho
    adjusted_covariance: Floats  # corrected for rho being estimated
    gradients: tuple[Floats, Floats]  # of the covariance by innovation variance and by rho
    information_inverse: Floats
    residuals: Floats  # observed less fitted
    innovations: Floats  # what is left of them once the autocorrelation is taken out

    def contrast(self, weights: Floats) -> Inference:
        """A linear combination of coefficients, with its corrected error and approximate degrees of freedom."""
        variance = float(weights @ self.adjusted_covariance @ weights)
        plain = float(weights @ self.covariance @ weights)
        slope = np.array([weights @ gradient @ weights for gradient in self.gradients])
        freedom = 2 * plain**2 / float(slope @ self.information_inverse @ slope)
        most = float(len(self.residuals) - len(self.coefficients))
        return Inference(
            value=float(weights @ self.coefficients),
            standard_error=float(np.sqrt(variance)),
            degrees_of_freedom=float(np.clip(freedom, 1.0, most)),
        )


def fit_reml_ar1(y: Floats, design: Floats) -> RemlFit:
    """Generalised least squares with AR(1) errors, rho by restricted maximum likelihood.

    Intervals allow for rho and the variance being estimated: Kenward and Roger (1997), Small sample inference
    for fixed effects from restricted maximum likelihood, Biometrics 53(3), with their Satterthwaite-type
    degrees of freedom for one contrast. REML for autoregressive errors: Cooper and Thompson (1977), A note on
    the estimation of the parameters of the autoregressive-moving average process, Biometrika 64(3).

    Raises ValueError unless there are at least 3 more points than coefficients and the design has full rank.
    """
    points, width = design.shape
    if points < width + 3:
        raise ValueError(f"{points} points are too few for {width} coefficients")
    if np.linalg.matrix_rank(design) < width:
        raise ValueError("two columns of the design say the same")
    found = minimize_scalar(
        lambda rho: restricted_deviance(float(rho), y, design),
        bounds=(-FURTHEST, FURTHEST),
        method="bounded",
        options={"xatol": 1e-8},
    )
    return _fit_at(float(found.x), y, design)


def restricted_deviance(rho: float, y: Floats, design: Floats) -> float:
    """Minus twice the restricted log likelihood, the variance profiled out, up to a constant free of rho."""
    whitened, response = whiten(design, rho), whiten(y, rho)
    triangle = np.linalg.qr(np.column_stack([whitened, response]), mode="r")
    width = design.shape[1]
    diagonal = np.abs(np.diag(triangle))
    log_determinant = 2 * float(np.sum(np.log(diagonal[:width])))
    residual = float(diagonal[width] ** 2)
    return (len(y) - width) * np.log(residual) + log_determinant - np.log1p(-(rho**2))


def whiten(values: Floats, rho: float) -> Floats:
    """Take the autocorrelation out, which leaves equal variance and no correlation (Prais and Winsten 1954)."""
    result = values.copy()
    result[1:] -= rho * values[:-1]
    result[0] *= np.sqrt(1 - rho**2)
    return result


def _fit_at(rho: float, y: Floats, design: Floats) -> RemlFit:
    whitened, response = whiten(design, rho), whiten(y, rho)
    coefficients = np.linalg.lstsq(whitened, response, rcond=None)[0].astype(np.float64)
    innovations = response - whitened @ coefficients
    points, width = design.shape
    variance = float(innovations @ innovations) / (points - width)
    covariance = variance * np.linalg.inv(whitened.T @ whitened)
    adjusted, gradients, information_inverse = _kenward_roger(design, rho, variance, covariance)
    return RemlFit(
        coefficients=coefficients,
        rho=rho,
        innovation_variance=variance,
        covariance=covariance,
        adjusted_covariance=adjusted,
        gradients=gradients,
        information_inverse=information_inverse,
        residuals=y - design @ coefficients,
        innovations=innovations,
    )


def _kenward_roger(
    design: Floats, rho: float, variance: float, covariance: Floats
) -> tuple[Floats, tuple[Floats, Floats], Floats]:
    """The corrected covariance, its gradients and the inverse information of (variance, rho).

    In the notation of Kenward and Roger (1997): P_i and Q_ij from the derivatives of the covariance of the
    errors, W the inverse of the expected information, and phi + 2 phi (sum W_ij (Q_ij - P_i phi P_j)) phi. Their
    term in second derivatives is left out: it can make a variance negative near rho = 1. The coverage that
    results is checked by simulation (tests/simulation).
    """
    errors, derivatives = _error_covariance(len(design), rho, variance)
    inverse = np.linalg.inv(errors)
    weighted = inverse @ design
    projection = inverse - weighted @ covariance @ weighted.T
    projected = [projection @ derivative for derivative in derivatives]
    information = [[0.5 * np.sum(one * other.T) for other in projected] for one in projected]
    w = np.linalg.inv(np.array(information, dtype=np.float64))
    p = [-weighted.T @ derivative @ weighted for derivative in derivatives]
    inner = np.zeros_like(covariance)
    for i in range(2):
        for j in range(2):
            q = weighted.T @ derivatives[i] @ inverse @ derivatives[j] @ weighted
            inner += w[i, j] * (q - p[i] @ covariance @ p[j])
    adjusted = covariance + 2 * covariance @ inner @ covariance
    return adjusted, (-covariance @ p[0] @ covariance, -covariance @ p[1] @ covariance), w


def _error_covariance(points: int, rho: float, variance: float) -> tuple[Floats, tuple[Floats, Floats]]:
    """The covariance of AR(1) errors, variance x rho^lag / (1 - rho^2), and its derivatives by (variance, rho)."""
    lag = np.abs(np.subtract.outer(np.arange(points), np.arange(points))).astype(np.float64)
    rho = rho if abs(rho) > 1e-9 else 1e-9  # rho^(lag - 1) at lag 0 is multiplied by 0, but must be finite
    remainder = 1 - rho**2
    power = rho**lag
    by_rho = lag * rho ** (lag - 1) / remainder + 2 * rho * power / remainder**2
    return variance * power / remainder, (power / remainder, variance * by_rho)
