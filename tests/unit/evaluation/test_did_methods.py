"""Staggered difference-in-differences beside another package on generated panels, and at its edges."""

import warnings

import numpy as np
import pytest

from proventive.evaluation.methods.did import (
    by_cohort,
    by_event_time,
    by_period,
    clustered_errors,
    decomposition,
    group_time_effects,
    moments_of,
    panel_of,
    simple,
)


def long_table(number: int, *, never: bool = True):
    """A random panel: units in any order, cohorts of very different size, ties, a unit alone in its cohort."""
    rng = np.random.default_rng(number)
    periods = int(rng.integers(3, 8))
    starts = [0] if never else []
    number_of_cohorts = int(rng.integers(1, periods))
    starts += sorted(rng.choice(np.arange(2, periods + 1), size=number_of_cohorts, replace=False).tolist())
    sizes = [int(rng.integers(1, 12)) if number % 5 else int(rng.integers(2, 40)) for _ in starts]
    start = np.repeat(starts, sizes)
    unit, period = np.repeat(np.arange(len(start)), periods), np.tile(np.arange(1, periods + 1), len(start))
    value = rng.normal(size=len(unit)) + 0.1 * unit + (period >= start[unit]) * (start[unit] > 0) * rng.normal()
    value = np.round(value) if number % 3 == 0 else value
    shuffled = rng.permutation(len(unit))
    return tuple(column[shuffled] for column in (unit, period, value, start[unit]))


@pytest.mark.parametrize("number", range(200))
def test_the_same_numbers_as_another_package(number):
    pandas = pytest.importorskip("pandas")
    unit, period, value, start = long_table(number)
    comparison = "not yet treated" if number % 2 else "never treated"
    moments = moments_of(panel_of(unit, period, value, start))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from diff_diff import CallawaySantAnna

        table = pandas.DataFrame({"unit": unit, "period": period, "value": value, "start": start})
        peer = CallawaySantAnna(control_group=comparison.replace(" ", "_"), estimation_method="reg").fit(
            table, outcome="value", unit="unit", time="period", first_treat="start"
        )
    found = group_time_effects(moments, comparison=comparison)
    ours = dict(
        zip(zip(found.start.tolist(), found.period.tolist(), strict=True),
            zip(found.contrasts.values, found.contrasts.errors(), strict=True), strict=True)
    )  # fmt: skip
    theirs = {
        (int(g), int(t)): (cell["effect"], cell["se"])
        for (g, t), cell in peer.group_time_effects.items()
        if np.isfinite(cell["effect"])
    }
    assert ours.keys() == theirs.keys()
    for key, (effect, error) in theirs.items():
        assert ours[key][0] == pytest.approx(effect, abs=1e-8)
        assert ours[key][1] == pytest.approx(error, abs=1e-6)
    if found.post.any():
        overall = simple(found)
        assert overall.value == pytest.approx(peer.overall_att, abs=1e-8)
        assert overall.standard_error == pytest.approx(peer.overall_se, abs=1e-6)


def test_the_errors_are_those_of_the_influences_of_units():
    panel = panel_of(*long_table(10))
    found = group_time_effects(moments_of(panel), comparison="not yet treated")
    study = by_event_time(found)
    each_its_own = np.arange(len(panel.values))
    overall = (study.overall, by_cohort(found).overall, by_period(found).overall)
    for contrasts in (found.contrasts, study.effects, *overall):
        np.testing.assert_allclose(clustered_errors(contrasts, panel, each_its_own), contrasts.errors(), rtol=1e-9)


def test_units_that_move_together_widen_the_error():
    unit, period, value, start = long_table(5)
    twice = np.concatenate([unit, unit + unit.max() + 1])
    panel = panel_of(twice, *(np.tile(column, 2) for column in (period, value, start)))
    found = group_time_effects(moments_of(panel))
    clusters = (panel.units % (unit.max() + 1)).astype(np.int64)
    wide = clustered_errors(found.contrasts, panel, clusters)
    np.testing.assert_allclose(wide, found.contrasts.errors() * np.sqrt(2), rtol=1e-9)


@pytest.mark.parametrize("number", range(40))
def test_the_decomposition_adds_up_to_the_two_way_number(number):
    panel = panel_of(*long_table(number))
    began = panel.periods[None, :] >= panel.starts[:, None]
    left = began - began.mean(axis=0) - began.mean(axis=1, keepdims=True) + began.mean()
    if np.sum(left**2) < 1e-12:
        with pytest.raises(ValueError, match="no two cohorts"):
            decomposition(moments_of(panel))
        return
    found = decomposition(moments_of(panel))
    assert found.two_way == pytest.approx(np.sum(left * panel.values) / np.sum(left**2), abs=1e-9)
    assert sum(one.weight for one in found.comparisons) == pytest.approx(1)


def test_a_universal_base_period_shows_the_path_before_the_start():
    panel = panel_of(*long_table(10))
    moments = moments_of(panel)
    found = group_time_effects(moments, base="universal")
    at_base = found.period == found.start - 1
    assert at_base.any() and (found.contrasts.values[at_base] == 0).all()
    plain = group_time_effects(moments)
    np.testing.assert_allclose(found.contrasts.values[found.post], plain.contrasts.values[plain.post], atol=1e-12)


def test_what_cannot_be_compared_is_refused_with_the_reason():
    unit, period, value, start = long_table(10)
    with pytest.raises(ValueError, match="1 cells are missing and 0 stand twice"):
        panel_of(unit[1:], period[1:], value[1:], start[1:])
    with pytest.raises(ValueError, match="0 cells are missing and 1 stand twice"):
        panel_of(*(np.append(column, column[0]) for column in (unit, period, value, start)))
    with pytest.raises(ValueError, match="values are missing"):
        panel_of(unit, period, np.where(unit == unit[0], np.nan, value), start)
    with pytest.raises(ValueError, match="more than one start"):
        panel_of(unit, period, value, np.where(np.arange(len(unit)) == 3, 77, start))
    with pytest.raises(ValueError, match="nothing began"):
        group_time_effects(moments_of(panel_of(unit, period, value, np.zeros_like(start))))
    with pytest.raises(ValueError, match="every unit began"):
        group_time_effects(moments_of(panel_of(*long_table(10, never=False))))
    with pytest.raises(ValueError, match="one cluster"):
        panel = panel_of(unit, period, value, start)
        found = group_time_effects(moments_of(panel))
        clustered_errors(found.contrasts, panel, np.zeros(len(panel.values), dtype=np.int64))


def test_units_that_had_begun_at_once_have_no_before_and_are_left_out():
    unit, period, value, start = long_table(10)
    panel = panel_of(unit, period, value, np.where(unit < 2, 1, start))
    assert len(panel.units) == len(np.unique(unit)) - 2
