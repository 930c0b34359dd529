"""Cluster-robust errors with few clusters, beside R's clubSandwich 0.5.8 on 200 generated data sets.

Sources: tests/data/few-clusters/SOURCES.md. The sets are small (3 to 20 clusters of 1 to 10 rows), some with
single rows, some with a column that is the mark of one cluster, where I - H cannot be inverted.
"""

import csv
from pathlib import Path

import numpy as np
import pytest
from clustered_data import clustered_data, usable

from proventive.evaluation.methods.cluster_robust import cluster_robust

FIXTURE = Path(__file__).parents[1] / "data" / "few-clusters" / "clubsandwich.csv"


def published() -> list[dict[str, str]]:
    with FIXTURE.open() as file:
        return list(csv.DictReader(file))


def test_200_data_sets_as_clubsandwich_tells_them():
    rows = published()
    assert len({row["set"] for row in rows}) == sum(usable(number) for number in range(200)) > 180
    compared = 0
    for row in rows:
        y, design, cluster = clustered_data(int(row["set"]))
        fit = cluster_robust(y, design, cluster, correction=row["correction"])
        told = fit.coefficient(int(row["coefficient"]))
        assert told.value == pytest.approx(float(row["estimate"]), rel=1e-7, abs=1e-9), row
        assert told.standard_error == pytest.approx(float(row["error"]), rel=1e-6, abs=1e-9), row
        if float(row["error"]) > 1e-9:
            assert told.degrees_of_freedom == pytest.approx(float(row["freedom"]), rel=1e-5), row
            compared += 1
    assert compared > 1000


def test_single_rows_as_clusters_are_hc2():
    """CR2 with a cluster for each row is HC2 of MacKinnon and White (1985), as statsmodels gives it."""
    import statsmodels.api as sm

    y, design, _ = clustered_data(17)
    fit = cluster_robust(y, design, np.arange(len(y)))
    np.testing.assert_allclose(fit.covariance, sm.OLS(y, design).fit().cov_HC2, rtol=1e-10)


def test_cr1_as_statsmodels():
    import statsmodels.api as sm

    y, design, cluster = clustered_data(17)
    groups = {"groups": cluster, "use_correction": False}
    oracle = sm.OLS(y, design).fit(cov_type="cluster", cov_kwds=groups)
    number = len(set(cluster))
    fit = cluster_robust(y, design, cluster, correction="CR1")
    np.testing.assert_allclose(fit.covariance, oracle.cov_params() * number / (number - 1), rtol=1e-10)


def test_order_of_rows_and_names_of_clusters_do_not_matter():
    y, design, cluster = clustered_data(29)
    order = np.random.default_rng(0).permutation(len(y))
    one, other = (
        cluster_robust(y, design, cluster),
        cluster_robust(y[order], design[order], 70 - 3 * cluster[order]),
    )
    np.testing.assert_allclose(one.covariance, other.covariance, rtol=1e-9)
    np.testing.assert_allclose(one.residuals[order], other.residuals, atol=1e-10)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda y, x, c: (y, x, np.zeros_like(c)), "fewer than 2 clusters"),
        (lambda y, x, c: (y, np.column_stack([x, x[:, 1]]), c), "say the same"),
        (lambda y, x, c: (y[:4], x[:4], np.arange(4)), "too few"),
    ],
)
def test_what_cannot_be_told_says_why(change, said):
    with pytest.raises(ValueError, match=said):
        cluster_robust(*change(*clustered_data(29)))
