"""Adjusted difference-in-differences beside another package, against its definition, and at its edges."""

import warnings

import numpy as np
import pytest

from proventive.evaluation.methods.did import (
    adjusted_group_time_effects,
    by_cohort,
    by_event_time,
    by_period,
    clustered_errors,
    group_time_effects,
    moments_of,
    panel_of,
    simple,
)
from proventive.evaluation.methods.did.with_covariates import adjusted_effect

PEERS = {"regression": "reg", "weighting": "ipw"}


def table(number: int, *, tied: bool = False):
    """A panel whose cohorts differ in two covariates that also bend their trends."""
    rng = np.random.default_rng(number)
    periods = int(rng.integers(3, 6))
    starts = [
        0,
        *sorted(rng.choice(np.arange(2, periods + 1), size=int(rng.integers(1, 3)), replace=False).tolist()),
    ]
    sizes = [int(rng.integers(25, 80)) for _ in starts]
    start = np.repeat(starts, sizes)
    first = rng.normal(size=len(start)) + 0.4 * (start > 0)
    second = (rng.random(len(start)) < 0.5) * 1.0
    covariates = np.column_stack([np.round(first) if tied else first, second])
    unit, period = np.repeat(np.arange(len(start)), periods), np.tile(np.arange(1, periods + 1), len(start))
    value = (
        rng.normal(size=len(unit)) + period * (0.3 * covariates[unit, 0] - 0.2 * second[unit])
        - 1.0 * ((start[unit] > 0) & (period >= start[unit]))
    )  # fmt: skip
    return unit, period, value, start[unit], covariates


@pytest.mark.parametrize("number", range(200))
def test_the_same_numbers_as_another_package(number):
    pandas = pytest.importorskip("pandas")
    unit, period, value, start, covariates = table(number, tied=number % 3 == 0)
    adjustment = ("regression", "weighting")[number % 2]
    comparison = "not yet treated" if number % 4 < 2 else "never treated"
    frame = pandas.DataFrame({"unit": unit, "period": period, "value": value, "start": start})
    frame["first"], frame["second"] = covariates[unit].T
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from diff_diff import CallawaySantAnna

        peer = CallawaySantAnna(
            control_group=comparison.replace(" ", "_"), estimation_method=PEERS[adjustment], pscore_trim=1e-6
        ).fit(
            frame, outcome="value", unit="unit", time="period", first_treat="start", covariates=["first", "second"]
        )
    found = adjusted_group_time_effects(
        panel_of(unit, period, value, start), covariates, adjustment=adjustment, comparison=comparison
    )
    for g, t, effect, error in zip(
        found.start, found.period, found.contrasts.values, found.contrasts.errors(), strict=True
    ):
        theirs = peer.group_time_effects[(g, t)]
        assert effect == pytest.approx(theirs["effect"], abs=1e-8)
        assert error == pytest.approx(theirs["se"], abs=1e-6)
    overall = simple(found)
    assert overall.value == pytest.approx(peer.overall_att, abs=1e-8)
    assert overall.standard_error == pytest.approx(peer.overall_se, abs=1e-6)


def two_groups_with_covariates(seed: int, units: int = 400, *, bend: float = 0.0):
    """Change depends on covariates, and so does treatment; ``bend`` adds a square that neither model holds."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(units, 2))
    treated = rng.random(units) < 1 / (1 + np.exp(-(0.5 * x[:, 0] - 0.3 * x[:, 1])))
    change = 1 + x @ [1.0, -0.5] + bend * x[:, 0] ** 2 - 2.0 * treated + rng.normal(size=units)
    return change, treated, x


@pytest.mark.parametrize("number", range(200))
def test_doubly_robust_is_its_definition_with_the_models_of_another_package(number):
    models = pytest.importorskip("statsmodels.api")
    change, treated, x = two_groups_with_covariates(number, units=120)
    design = models.add_constant(x)
    score = (
        models.Logit(treated.astype(float), design).fit(disp=0, method="newton", tol=1e-14, maxiter=100).predict()
    )
    left = change - models.OLS(change[~treated], design[~treated]).fit().predict(design)
    odds = np.where(treated, 0, score / (1 - score))
    expected = left[treated].mean() - np.sum(odds * left) / odds.sum()
    assert adjusted_effect(change, treated, x, "doubly robust")[0] == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("adjustment", ["doubly robust", "weighting", "regression"])
def test_influences_say_what_leaving_a_unit_out_does(adjustment):
    change, treated, x = two_groups_with_covariates(7, bend=0.3)
    effect, influence = adjusted_effect(change, treated, x, adjustment)
    kept = np.arange(len(change))
    without = np.array([
        adjusted_effect(change[kept != one], treated[kept != one], x[kept != one], adjustment)[0] for one in kept
    ])  # fmt: skip
    jackknife = (len(kept) - 1) * (effect - without)
    assert np.corrcoef(jackknife, influence)[0, 1] > 0.999
    assert influence.mean() == pytest.approx(0, abs=1e-9)
    assert jackknife.std() == pytest.approx(influence.std(), rel=0.03)


def right(seeds: range, adjustment: str, wrong: str, units: int = 800) -> tuple[float, float]:
    """Mean error and coverage where the covariates given to one of the two models do not serve it."""
    errors, held = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        x = rng.normal(size=units)
        square = x**2 - 1
        score_of, change_of = (x, square) if wrong == "outcome" else (square, x)
        treated = rng.random(units) < 1 / (1 + np.exp(-0.7 * (score_of if wrong == "outcome" else 0.6 * score_of)))
        change = change_of + rng.normal(size=units) - treated + 0.8 * x * (wrong == "outcome")
        effect, influence = adjusted_effect(change, treated, x[:, None], adjustment)
        error = float(np.sqrt((influence**2).mean() / units))
        errors.append(effect + 1)
        held.append(abs(effect + 1) <= 1.96 * error)
    return float(np.mean(errors)), float(np.mean(held))


@pytest.mark.parametrize("wrong", ["outcome", "score"])
def test_one_right_model_is_enough_in_a_fixed_slice(wrong):
    bias, held = right(range(300), "doubly robust", wrong)
    assert abs(bias) < 0.03 and 0.92 <= held <= 0.98


@pytest.mark.full
@pytest.mark.parametrize("wrong", ["outcome", "score"])
def test_one_right_model_is_enough(wrong):
    bias, held = right(range(10_000, 13_000), "doubly robust", wrong, units=3200)
    assert abs(bias) < 0.01 and 0.935 <= held <= 0.965  # with 800 units 93 % where the outcome model is wrong


def test_the_wrong_model_alone_is_biased():
    assert abs(right(range(100), "regression", "outcome")[0]) > 0.1  # so the test above can fail


def test_aggregates_and_clusters_hold_for_adjusted_effects_as_well():
    unit, period, value, start, covariates = table(11)
    panel = panel_of(unit, period, value, start)
    found = adjusted_group_time_effects(panel, covariates)
    alone = np.arange(len(panel.values))
    for contrasts in (
        found.contrasts,
        by_event_time(found).overall,
        by_cohort(found).overall,
        by_period(found).overall,
    ):
        np.testing.assert_allclose(clustered_errors(contrasts, panel, alone), contrasts.errors(), rtol=1e-9)
    universal = adjusted_group_time_effects(panel, covariates, base="universal")
    assert (universal.contrasts.values[universal.period == universal.start - 1] == 0).all()
    np.testing.assert_allclose(universal.contrasts.values[universal.post], found.contrasts.values[found.post])


def test_a_covariate_with_the_same_mean_in_every_cohort_changes_little():
    unit, period, value, start, _ = table(12)
    panel = panel_of(unit, period, value, start)
    plain = group_time_effects(moments_of(panel))
    centred = np.zeros(len(panel.values))
    for cohort in np.unique(panel.starts):
        mine = np.flatnonzero(panel.starts == cohort)[: 2 * (np.sum(panel.starts == cohort) // 2)]
        centred[mine] = np.tile([-1.0, 1.0], len(mine) // 2)  # the same mean in every cohort
    adjusted = adjusted_group_time_effects(panel, centred[:, None], adjustment="weighting")
    np.testing.assert_allclose(adjusted.contrasts.values, plain.contrasts.values, atol=0.05)


def test_what_cannot_be_adjusted_is_refused_with_cohort_and_reason():
    unit, period, value, start, covariates = table(11)
    panel = panel_of(unit, period, value, start)
    same = np.column_stack([covariates[:, 0], covariates[:, 0] * 2])
    for adjustment, reason in (("doubly robust", "follows from the others"), ("weighting", "collinear")):
        with pytest.raises(ValueError, match=f"cohort that began in .*{reason}"):
            adjusted_group_time_effects(panel, same, adjustment=adjustment)
    told_apart = (panel.starts < 99)[:, None] * 1.0
    with pytest.raises(ValueError, match="constant"):
        adjusted_group_time_effects(panel, told_apart)
    with pytest.raises(ValueError, match="no score can be had"):
        adjusted_group_time_effects(panel, told_apart, adjustment="weighting")
    with pytest.raises(ValueError, match="row of covariates for every unit"):
        adjusted_group_time_effects(panel, covariates[1:])
    with pytest.raises(ValueError, match="1 covariates are missing"):
        adjusted_group_time_effects(
            panel, np.where(np.arange(covariates.size).reshape(covariates.shape) == 3, np.nan, covariates)
        )
    change, treated, x = two_groups_with_covariates(1, units=60)
    few = treated | (np.cumsum(~treated) > 3)
    with pytest.raises(ValueError, match="3 units to compare with are too few for 3"):
        adjusted_effect(change, few, x, "regression")
