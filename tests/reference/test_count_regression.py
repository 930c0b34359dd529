"""Rates compared by regression, beside R's MASS and sandwich on 200 generated sets, and statsmodels on randhie."""

import csv
from pathlib import Path

import numpy as np
import pytest
from count_data import count_data

from proventive.evaluation.methods.count_regression import (
    negative_binomial_regression,
    poisson_regression,
)

FIXTURE = Path(__file__).parents[1] / "data" / "counts" / "counts.csv"
FITTED = {"poisson": poisson_regression, "nb2": negative_binomial_regression}


def test_200_data_sets_as_r_tells_them():
    with FIXTURE.open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 400
    for row in rows:
        fit = FITTED[row["family"]](*count_data(int(row["set"])))
        told = {
            "group": fit.coefficients[1],
            "error": np.sqrt(fit.covariance[1, 1]),
            "robust": np.sqrt(fit.robust_covariance[1, 1]),
            "likelihood": fit.log_likelihood,
        }
        for name, value in told.items():
            assert value == pytest.approx(float(row[name]), rel=2e-5), (row, name)
        assert fit.dispersion == pytest.approx(float(row["dispersion"]), rel=1e-4, abs=2e-4), row


def test_doctor_visits_as_statsmodels_has_them():
    """statsmodels randhie: 20,190 person-years, public domain by its own documentation."""
    import statsmodels.api as sm

    data = sm.datasets.randhie.load_pandas().data
    y = data["mdvis"].to_numpy(float)
    design = sm.add_constant(data[["lncoins", "idp", "disea"]].to_numpy(float))
    alone, ones = np.arange(len(y)), np.ones(len(y))
    oracle = sm.NegativeBinomial(y, design).fit(disp=0, maxiter=200)
    fit = negative_binomial_regression(y, design, ones, alone)
    np.testing.assert_allclose(fit.coefficients, oracle.params[:-1], rtol=1e-4)
    assert fit.dispersion == pytest.approx(oracle.params[-1], rel=1e-4)
    assert fit.log_likelihood == pytest.approx(oracle.llf, rel=1e-8)
    plain = poisson_regression(y, design, ones, alone)
    robust = np.sqrt(np.diag(plain.robust_covariance))
    assert (robust > 2 * np.sqrt(np.diag(plain.covariance))).all()  # Poisson errors are wrong for visits


def test_the_rate_difference_is_that_of_the_two_rates_where_there_is_only_a_group():
    counts, design, exposure, cluster = count_data(3)
    group = design[:, 1] == 1
    fit = poisson_regression(counts, design[:, :2], exposure, cluster)
    rates = [counts[one].sum() / exposure[one].sum() for one in (group, ~group)]
    assert fit.rate_difference(1).value == pytest.approx(rates[0] - rates[1])
    assert fit.rate_ratio(1).value == pytest.approx(rates[0] / rates[1])


def test_counts_that_spread_no_more_than_poisson_have_no_dispersion():
    counts = np.array([1.0, 2, 1, 2, 1, 2, 1, 2])
    design = np.column_stack([np.ones(8), np.arange(8) % 2])
    assert negative_binomial_regression(counts, design, np.ones(8), np.arange(8)).dispersion == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda y, x, e, c: (y * (1 - x[:, 1]), x, e, c), "no end"),
        (lambda y, x, e, c: (y * 0, x, e, c), "no event"),
        (lambda y, x, e, c: (y, np.column_stack([x, x[:, 1]]), e, c), "say the same"),
        (lambda y, x, e, c: (y, x, e * 0, c), "seen for some time"),
        (lambda y, x, e, c: (y, x, e, c * 0), "fewer than 2 clusters"),
    ],
)
@pytest.mark.parametrize("regression", FITTED.values())
def test_what_cannot_be_told_says_why(regression, change, said):
    with pytest.raises(ValueError, match=said):
        regression(*change(*count_data(5)))
