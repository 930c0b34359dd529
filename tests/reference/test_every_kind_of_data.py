"""200 generated sets, small, collinear, tied, of one cluster or with an empty cell: equal, or refused and why.

CR2 beside R's clubSandwich 0.5.8 (tests/data/few-clusters/SOURCES.md), rates beside statsmodels, the doubly robust
difference-in-differences beside its definition with the models of statsmodels, conformal p-values beside weights
by scipy. Weighting stands in tests/unit/evaluation/test_matching_and_weighting.py.
"""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest
from kinds_of_data import KINDS, SETS, counts, full_rank, kind_of, outcomes
from scipy.optimize import nnls

from proventive.evaluation.methods.cluster_robust import cluster_robust
from proventive.evaluation.methods.count_regression import negative_binomial_regression, poisson_regression
from proventive.evaluation.methods.did.with_covariates import adjusted_effect
from proventive.evaluation.methods.synthetic_control.conformal import conformal_p_value

FIXTURE = Path(__file__).parents[1] / "data" / "few-clusters" / "kinds.csv"


def told(compared: list[int]) -> None:
    """Sets of every kind were compared, so that nothing passes by being refused."""
    found = Counter(kind_of(number) for number in compared)
    assert all(found[kind] >= 5 for kind in KINDS), found


def test_cr2_is_that_of_clubsandwich_or_refused():
    published = defaultdict(list)
    with FIXTURE.open() as file:
        for row in csv.DictReader(file):
            published[int(row["set"])].append(row)
    refused = []
    for number in range(SETS):
        y, design, cluster = outcomes(number)
        if number not in published:
            with pytest.raises(ValueError, match=r"fewer than 2 clusters|say the same|too few"):
                cluster_robust(y, design, cluster)
            refused.append(kind_of(number))
            continue
        fit = cluster_robust(y, design, cluster)
        for row in published[number]:
            value = fit.coefficients[int(row["coefficient"])]
            assert value == pytest.approx(float(row["estimate"]), rel=1e-6, abs=1e-8), row
            error = float(row["error"])
            if error > 1e-6:
                inference = fit.coefficient(int(row["coefficient"]))
                assert inference.standard_error == pytest.approx(error, rel=1e-5), row
                assert inference.degrees_of_freedom == pytest.approx(float(row["freedom"]), rel=1e-4), row
    told(list(published))
    assert {"small", "collinear", "single cluster"} <= set(refused)


@pytest.mark.filterwarnings("ignore")
def test_rates_are_those_of_statsmodels_or_refused():
    api = pytest.importorskip("statsmodels.api")
    compared, dispersed, refused = [], 0, set()
    for number in range(SETS):
        y, design, exposure, cluster = counts(number)
        if not full_rank(design) or len(np.unique(cluster)) < 2 or not has_an_end(y, design):
            for regression in (poisson_regression, negative_binomial_regression):
                with pytest.raises(
                    ValueError, match=r"say the same|fewer than 2 clusters|no end|no event|too few"
                ):
                    regression(y, design, exposure, cluster)
            refused.add(kind_of(number))
            continue
        groups = len(np.unique(cluster))
        fit = poisson_regression(y, design, exposure, cluster)
        peer = api.GLM(y, design, family=api.families.Poisson(), exposure=exposure).fit(
            tol=1e-12, cov_type="cluster", cov_kwds={"groups": cluster, "use_correction": False}
        )
        np.testing.assert_allclose(fit.coefficients, peer.params, rtol=1e-5, atol=1e-7)
        np.testing.assert_allclose(
            fit.robust_covariance, peer.cov_params() * groups / (groups - 1), rtol=1e-4, atol=1e-9
        )
        found = negative_binomial_regression(y, design, exposure, cluster)
        assert found.log_likelihood >= fit.log_likelihood - 1e-9
        if found.dispersion > 0:
            family = api.families.NegativeBinomial(alpha=found.dispersion)
            same = api.GLM(y, design, family=family, exposure=exposure).fit(tol=1e-12)
            np.testing.assert_allclose(found.coefficients, same.params, rtol=1e-4, atol=1e-6)
            assert same.family.loglike(y, same.mu) == pytest.approx(found.log_likelihood, rel=1e-9)
            for share in (0.98, 1.02):  # no other dispersion is more likely
                family = api.families.NegativeBinomial(alpha=share * found.dispersion)
                other = api.GLM(y, design, family=family, exposure=exposure).fit(tol=1e-12)
                assert family.loglike(y, other.mu) <= found.log_likelihood + 1e-9
            dispersed += 1
        compared.append(number)
    told(compared)
    assert dispersed > 60
    assert {"small", "collinear", "single cluster", "empty cell"} <= refused


def has_an_end(y: np.ndarray, design: np.ndarray) -> bool:
    """Whether the likelihood of Poisson has its highest point: no direction goes uphill for ever."""
    from scipy.optimize import linprog

    none = y == 0
    if none.all():
        return False
    # a direction with no change where something was counted, downhill somewhere where nothing was
    best = linprog(
        design[none].sum(axis=0),
        A_ub=design[none],
        b_ub=np.zeros(none.sum()),
        A_eq=design[~none],
        b_eq=np.zeros((~none).sum()),
        bounds=(-1, 1),
    )
    return best.status == 0 and best.fun > -1e-9


@pytest.mark.filterwarnings("ignore")
def test_the_doubly_robust_difference_is_its_definition_or_refused():
    models = pytest.importorskip("statsmodels.api")
    compared, refused = [], set()
    for number in range(SETS):
        y, design, _ = outcomes(number)
        rng = np.random.default_rng([20261127, number])
        x = design[:, 2:]
        treated = rng.random(len(y)) < 1 / (1 + np.exp(0.7 - 0.3 * x[:, 0]))
        if kind_of(number) == "empty cell" and number // len(KINDS) % 2:
            treated = np.where(x[:, 1] > 0.5, False, treated)  # nobody with the event is treated
        try:
            found = adjusted_effect(y, treated, x, "doubly robust")[0]
        except ValueError as reason:
            words = (
                "too few",
                "constant or follows",
                "tell those who joined",
                "collinear",
                "overlap",
                "some joined",
            )
            assert any(word in str(reason) for word in (*words, "same for everybody")), str(reason)
            refused.add(kind_of(number))
            continue
        full = design[:, [0, 2, 3]]
        score = models.Logit(treated.astype(float), full).fit(disp=0, method="newton", tol=1e-13, maxiter=200)
        left = y - models.OLS(y[~treated], full[~treated]).fit().predict(full)
        chance = score.predict()
        odds = np.where(treated, 0, chance / (1 - chance))
        assert found == pytest.approx(left[treated].mean() - (odds * left).sum() / odds.sum(), abs=1e-6)
        compared.append(number)
    told(compared)
    assert {"small", "collinear", "empty cell"} <= refused


def panel(number: int) -> tuple[np.ndarray, np.ndarray, int]:
    """One area and others: few, the same twice, whole numbers, one only, one that has nothing."""
    kind, rng = kind_of(number), np.random.default_rng([20261128, number])
    periods = int(rng.integers(4, 9) if kind == "small" else rng.integers(20, 31))
    others = int(rng.integers(2, 8))
    donors = rng.normal(10, 2, (1, others)) + rng.normal(0, 1, (periods, 1)) + rng.normal(0, 1, (periods, others))
    own = donors @ rng.dirichlet(np.ones(others)) + rng.normal(0, 1, periods)
    if kind == "collinear":
        donors = np.column_stack([donors, donors[:, 0], donors[:, :2].mean(axis=1)])
    elif kind == "tied":
        donors, own = np.round(donors), np.round(own)
    elif kind == "single cluster":
        donors = donors[:, :1]
    elif kind == "empty cell":
        donors[:, -1] = 0
    return own, donors, periods - int(rng.integers(1, 4))


def test_conformal_p_values_are_those_of_weights_by_scipy():
    compared = []
    for number in range(SETS):
        own, donors, before = panel(number)
        for effect in (0.0, -1.5):
            without = np.where(np.arange(len(own)) >= before, own - effect, own)
            heavy = 1e6  # holds the sum of the weights at 1
            weights = nnls(np.vstack([donors, heavy * np.ones(donors.shape[1])]), np.append(without, heavy))[0]
            residuals = np.abs(without - donors @ (weights / weights.sum()))
            shifts = np.array([np.roll(residuals, shift)[before:].mean() for shift in range(len(own))])
            expected = np.mean(shifts >= shifts[0] - 1e-6)
            assert conformal_p_value(own, donors, before, effect) == pytest.approx(expected), number
        compared.append(number)
    told(compared)
