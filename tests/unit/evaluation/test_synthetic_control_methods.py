"""Simplex least squares beside another package, and what a synthetic control does at its edges."""

import warnings

import numpy as np
import pytest
from scipy import optimize

from proventive.evaluation.methods.synthetic_control import (
    bootstrap_error,
    conformal_interval,
    jackknife_error,
    leave_one_out,
    placebo_in_time,
    placebos_in_space,
    simplex_least_squares,
    synthetic_control,
    synthetic_difference_in_differences,
)

SHARP = 1e4  # its solver stops at a set gain: on a larger objective it stops nearer to the optimum
KINDS = ("plain", "few rows", "collinear", "tied", "one donor", "inside", "huge", "tiny")


def problem(number: int) -> tuple[np.ndarray, np.ndarray]:
    """Donors (periods by donors) and an area, of eight kinds."""
    rng = np.random.default_rng(number)
    kind = KINDS[number % len(KINDS)]
    periods, units = int(rng.integers(2, 30)), int(rng.integers(2, 25))
    donors = rng.normal(10, 3, (periods, units)).cumsum(axis=0)
    if kind == "few rows":
        donors = donors[:2]
    if kind == "collinear":
        donors[:, -1] = donors[:, 0] * 0.5 + donors[:, 1 % units] * 0.5
    if kind == "tied":
        donors[:, -1] = donors[:, 0]
    if kind == "one donor":
        donors = donors[:, :1]
    wanted = rng.normal(10, 3, len(donors)).cumsum()
    if kind == "inside":
        wanted = donors @ rng.dirichlet(np.ones(donors.shape[1]))
    return donors * {"huge": 1e7, "tiny": 1e-7}.get(kind, 1.0), wanted * {"huge": 1e7, "tiny": 1e-7}.get(kind, 1.0)


@pytest.mark.parametrize("number", range(200))
def test_nothing_fits_better_than_the_weights(number):
    donors, wanted = problem(number)
    fitted = simplex_least_squares(donors, wanted)
    assert fitted.weights.min() >= 0
    assert fitted.weights.sum() == pytest.approx(1, abs=1e-12)
    scale = float(wanted @ wanted)
    assert fitted.gap <= 1e-10 * scale
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = optimize.minimize(
            lambda w: np.sum((donors @ w - wanted) ** 2) / scale,
            np.full(donors.shape[1], 1 / donors.shape[1]),
            jac=lambda w: 2 * donors.T @ (donors @ w - wanted) / scale,
            bounds=[(0, 1)] * donors.shape[1],
            constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
            method="SLSQP",
        )
    assert fitted.squares <= other.fun * scale + 1e-9 * scale


@pytest.fixture(scope="module")
def peer():
    """A synthetic control of pysyncon on outcomes only.

    It divides each period by its standard deviation over the units; with importance at the variance the squared
    error that it lowers is the plain one, as ours.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package's own source
        from pysyncon import Synth
    pandas = pytest.importorskip("pandas")

    class OutcomesOnly(Synth):
        def fit(self, Z0, Z1):
            variance = pandas.concat([Z0, Z1], axis=1).var(axis=1).to_numpy()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                super().fit(X0=Z0, X1=Z1, Z0=Z0, Z1=Z1, custom_V=SHARP * variance / variance.sum())

    def framed(donors, wanted):
        names = [f"d{unit}" for unit in range(donors.shape[1])]
        return pandas.DataFrame(donors, columns=names), pandas.Series(wanted, name="own")

    return OutcomesOnly, framed


def assert_pysyncon_fits_no_better(peer, numbers):
    outcomes_only, framed = peer
    for number in numbers:
        donors, wanted = problem(number)
        theirs = outcomes_only()
        theirs.fit(*framed(donors, wanted))
        weights = np.clip(np.asarray(theirs.W), 0, None)  # to within rounding they are weights already
        left = float(np.sum((donors @ (weights / weights.sum()) - wanted) ** 2))
        ours = simplex_least_squares(donors, wanted)
        assert ours.squares <= left + 1e-12 * float(wanted @ wanted), number


def test_pysyncon_fits_no_better(peer):
    assert_pysyncon_fits_no_better(peer, range(0, 200, 9))  # all eight kinds


@pytest.mark.full
def test_pysyncon_fits_no_better_on_any_of_200(peer):
    assert_pysyncon_fits_no_better(peer, range(200))


def test_the_conformal_interval_of_one_period_is_that_of_pysyncon(peer):
    from pysyncon.inference import ConformalInference

    outcomes_only, framed = peer
    own, donors, before = panel(-8.0)
    others, series = framed(donors[: before + 1], own[: before + 1])
    fitted = outcomes_only()
    fitted.fit(others.iloc[:before], series.iloc[:before])
    theirs = ConformalInference().confidence_intervals(
        alpha=0.05, scm=fitted, Z0=others, Z1=series, pre_periods=list(range(before)),
        post_periods=[before], tol=0.005, step_sz=0.05, max_iter=200, verbose=False,
    ).iloc[0]  # fmt: skip
    ours = conformal_interval(own[: before + 1], donors[: before + 1], before, np.arange(-16, 2, 0.02))
    assert (ours.low, ours.high) == pytest.approx((theirs["lower_ci"], theirs["upper_ci"]), abs=0.03)


def panel(effect: float = 0.0, seed: int = 1, units: int = 12, before: int = 30, after: int = 10):
    rng = np.random.default_rng(seed)
    level, slope = rng.uniform(50, 100, units), rng.uniform(-0.2, 0.2, units)
    periods = np.arange(before + after)[:, None]
    values = level + slope * periods + 3 * np.sin(periods) + rng.normal(0, 1, (before + after, units))
    own = values @ rng.dirichlet(np.ones(units)) + rng.normal(0, 1, before + after)
    own[before:] += effect
    return own, values, before


def test_a_known_effect_is_found_and_no_effect_is_not():
    for effect in (0.0, -8.0):
        own, donors, before = panel(effect)
        assert synthetic_control(own, donors, before).effect == pytest.approx(effect, abs=1.5)
        assert synthetic_difference_in_differences(own, donors, before).effect == pytest.approx(effect, abs=1.5)
        assert (placebos_in_space(own, donors, before).rank == 1) == (effect != 0)
    assert abs(placebo_in_time(own, donors, before, start=20).effect) < 3


def test_the_conformal_interval_holds_the_effect():
    own, donors, before = panel(-8.0)
    found = conformal_interval(own, donors, before, np.arange(-30, 4, 0.5))
    assert found.low is not None and found.high is not None
    assert found.low <= -8 <= found.high < 0
    assert found.p_value_of_none <= 0.05
    short, others, _ = panel(-8.0, before=6, after=3)
    assert conformal_interval(short, others, 6, np.arange(-14, 4, 0.5)).low is None  # 9 periods reject nothing


def test_the_jackknife_needs_two_areas_and_is_near_the_spread_of_estimates():
    effects, errors = [], []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        values = 50 + rng.normal(0, 5, 40) + rng.normal(0, 1, (24, 40))
        effects.append(synthetic_difference_in_differences(values[:, :8], values[:, 8:], 16).effect)
        errors.append(jackknife_error(values[:, :8], values[:, 8:], 16))
    assert np.mean(errors) == pytest.approx(np.std(effects), rel=0.35)
    own, donors, before = panel()
    with pytest.raises(ValueError, match="at least two areas"):
        jackknife_error(own, donors, before)


def test_the_bootstrap_is_near_the_spread_of_estimates_and_needs_two_areas():
    effects, errors = [], []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        values = 50 + rng.normal(0, 5, 30) + rng.normal(0, 1, (16, 30))
        effects.append(synthetic_difference_in_differences(values[:, :8], values[:, 8:], 10).effect)
        errors.append(bootstrap_error(values[:, :8], values[:, 8:], 10, draws=40, seed=seed))
    assert np.mean(errors) == pytest.approx(np.std(effects), rel=0.35)
    assert errors[-1] == bootstrap_error(values[:, :8], values[:, 8:], 10, draws=40, seed=19)
    own, donors, before = panel()
    with pytest.raises(ValueError, match="at least two areas"):
        bootstrap_error(own, donors, before, seed=1)


def test_what_cannot_be_done_is_refused_with_the_reason():
    own, donors, before = panel()
    with pytest.raises(ValueError, match="before the start, and one after"):
        synthetic_control(own, donors, len(own))
    with pytest.raises(ValueError, match="no unit"):
        synthetic_control(own, donors[:, :0], before)
    with pytest.raises(ValueError, match="missing or not a number"):
        synthetic_control(np.where(own > 0, np.nan, own), donors, before)
    with pytest.raises(ValueError, match="two donors"):
        placebos_in_space(own, donors[:, :1], before)
    with pytest.raises(ValueError, match="only donor"):
        leave_one_out(own, donors[:, :1], before)
    with pytest.raises(ValueError, match="before the true start"):
        placebo_in_time(own, donors, before, start=before)
