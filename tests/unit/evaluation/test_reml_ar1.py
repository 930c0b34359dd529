"""AR(1) errors by restricted maximum likelihood, against dense algebra written out."""

import numpy as np
import pytest

from proventive.evaluation.methods.reml_ar1 import fit_reml_ar1, restricted_deviance, whiten


def series(points=40, rho=0.5, seed=1):
    rng = np.random.default_rng(seed)
    errors = np.zeros(points)
    for t, shock in enumerate(rng.standard_normal(points)):
        errors[t] = shock if t == 0 else rho * errors[t - 1] + shock
    time = np.arange(points) / 12
    design = np.column_stack([np.ones(points), time, time > 1.5])
    return design @ np.array([10.0, 0.5, -1.0]) + errors, design


def correlation(points, rho):
    return rho ** np.abs(np.subtract.outer(np.arange(points), np.arange(points))) / (1 - rho**2)


def dense_deviance(rho, y, design):
    """Minus twice the restricted log likelihood from its textbook form (Harville 1974), constants dropped."""
    v = correlation(len(y), rho)
    inverse = np.linalg.inv(v)
    cross = design.T @ inverse @ design
    beta = np.linalg.solve(cross, design.T @ inverse @ y)
    residual = y - design @ beta
    freedom = len(y) - design.shape[1]
    return freedom * np.log(residual @ inverse @ residual) + np.linalg.slogdet(v)[1] + np.linalg.slogdet(cross)[1]


@pytest.mark.parametrize("rho", [-0.7, 0.0, 0.3, 0.9])
def test_the_restricted_likelihood_equals_its_dense_form(rho):
    y, design = series()
    assert restricted_deviance(rho, y, design) == pytest.approx(dense_deviance(rho, y, design), rel=1e-10)


def test_rho_is_where_the_dense_likelihood_is_greatest():
    y, design = series()
    fit = fit_reml_ar1(y, design)
    grid = np.linspace(-0.98, 0.98, 3921)
    best = grid[np.argmin([dense_deviance(rho, y, design) for rho in grid])]
    assert fit.rho == pytest.approx(best, abs=6e-4)


def test_coefficients_and_covariance_are_generalised_least_squares():
    y, design = series()
    fit = fit_reml_ar1(y, design)
    inverse = np.linalg.inv(correlation(len(y), fit.rho))
    cross = design.T @ inverse @ design
    beta = np.linalg.solve(cross, design.T @ inverse @ y)
    residual = y - design @ beta
    variance = residual @ inverse @ residual / (len(y) - 3)
    assert fit.coefficients == pytest.approx(beta, rel=1e-9)
    assert fit.covariance == pytest.approx(variance * np.linalg.inv(cross), rel=1e-8)


def test_gradients_of_the_covariance_are_its_derivatives():
    y, design = series()
    fit = fit_reml_ar1(y, design)

    def covariance(variance, rho):
        return variance * np.linalg.inv(design.T @ np.linalg.inv(correlation(len(y), rho)) @ design)

    step = 1e-6
    by_rho = (
        covariance(fit.innovation_variance, fit.rho + step) - covariance(fit.innovation_variance, fit.rho - step)
    ) / (2 * step)
    assert fit.gradients[1] == pytest.approx(by_rho, rel=1e-5, abs=1e-9)
    assert fit.gradients[0] == pytest.approx(covariance(1.0, fit.rho), rel=1e-8)


def test_the_correction_never_makes_an_interval_narrower():
    for seed in range(20):
        y, design = series(points=24, rho=0.6, seed=seed)
        fit = fit_reml_ar1(y, design)
        weights = np.array([0.0, 0.3, 1.0])
        assert weights @ fit.adjusted_covariance @ weights >= weights @ fit.covariance @ weights
        assert 1 <= fit.contrast(weights).degrees_of_freedom <= 21


def test_whitening_takes_the_correlation_out():
    points, rho = 6, 0.4
    square = whiten(np.eye(points), rho)
    assert square @ correlation(points, rho) @ square.T == pytest.approx(np.eye(points), abs=1e-12)


def test_too_short_or_doubled_is_refused():
    with pytest.raises(ValueError, match="too few"):
        fit_reml_ar1(np.arange(5.0), np.ones((5, 3)))
    with pytest.raises(ValueError, match="say the same"):
        fit_reml_ar1(np.arange(9.0), np.ones((9, 2)))
