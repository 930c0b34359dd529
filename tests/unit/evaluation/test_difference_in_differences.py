"""Difference-in-differences of two groups: its method, and the design from an agreement to a finding."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from test_synthetic_designs import OTHERS, agreement_with, finding_of

from proventive.evaluation.evaluating import faults
from proventive.evaluation.methods.did import changes_of, two_groups
from proventive.quantities import Unknown
from proventive.reference import open_reference

DESIGN = "difference-in-differences"


def test_changes_are_means_after_less_means_before():
    values = np.array([[1.0, 10.0], [3.0, 10.0], [8.0, 16.0]])
    assert changes_of(values, 2).tolist() == [6.0, 6.0]
    with pytest.raises(ValueError, match="a period before the start"):
        changes_of(values, 3)
    with pytest.raises(ValueError, match="missing"):
        changes_of(np.where(values > 9, np.nan, values), 2)


def test_one_area_is_judged_by_how_the_others_vary():
    changes = np.array([-5.0, 1.0, 2.0, 3.0, 6.0])
    found = two_groups(changes, np.arange(5) == 0)
    assert found.value == -8.0
    assert found.standard_error == pytest.approx(np.sqrt(14 / 3 * (1 + 1 / 4)))  # by hand: squares 14 about 3
    assert found.degrees_of_freedom == 3
    tied = two_groups(np.array([-5.0, 1.0, 1.0, 1.0]), np.arange(4) == 0)
    assert not tied.has_interval


@pytest.mark.parametrize("seed", range(50))
def test_several_areas_have_the_errors_of_unequal_variances(seed):
    rng = np.random.default_rng(seed)
    inside, outside = rng.normal(0, 3, rng.integers(2, 8)), rng.normal(0, 1, rng.integers(2, 30))
    found = two_groups(np.r_[inside, outside], np.arange(len(inside) + len(outside)) < len(inside))
    assert found.value == pytest.approx(inside.mean() - outside.mean())
    # CR2 with each area its own cluster is HC2, and that of two means is the sum of their own variances
    expected = inside.var(ddof=1) / len(inside) + outside.var(ddof=1) / len(outside)
    assert found.standard_error == pytest.approx(np.sqrt(expected), rel=1e-9)
    assert min(len(inside), len(outside)) - 1 <= found.degrees_of_freedom + 1e-9


def test_too_few_areas_are_refused():
    with pytest.raises(ValueError, match="two others"):
        two_groups(np.array([1.0, 2.0]), np.array([True, False]))
    with pytest.raises(ValueError, match="one treated area"):
        two_groups(np.array([1.0, 2.0, 3.0]), np.zeros(3, dtype=bool))


def coverage(seeds: range, others: int) -> float:
    """How often the interval holds -4: months depend on the last, areas differ in level."""
    held = 0
    for seed in seeds:
        rng = np.random.default_rng(seed)
        shocks = rng.normal(0, 3, (48, others + 1))
        for month in range(1, 48):
            shocks[month] += 0.6 * shocks[month - 1]
        values = 100 + rng.normal(0, 20, others + 1) + rng.normal(0, 2, (48, 1)) + shocks
        values[30:, 0] -= 4
        held += two_groups(changes_of(values, 30), np.arange(others + 1) == 0).covers(-4.0)
    return held / len(seeds)


def test_the_interval_holds_the_effect_in_a_fixed_slice():
    assert 0.92 <= coverage(range(1000), 5) <= 0.98
    assert 0.92 <= coverage(range(1000), 20) <= 0.98


@pytest.mark.full
@pytest.mark.parametrize("others", [5, 12, 40])
def test_the_interval_holds_the_effect(others):
    assert 0.94 <= coverage(range(10_000, 20_000), others) <= 0.96


def test_a_known_fall_is_found_with_its_interval(tmp_path):
    finding = finding_of(tmp_path, DESIGN, -30.0)
    effect, share = finding.effect.value, finding.relative.value
    assert effect.low <= -30 <= effect.high < 0
    observed, expected = float(finding.observed.value.number), finding.counterfactual.value.value
    assert expected == pytest.approx(observed - effect.value, abs=1e-3)
    assert share.value == pytest.approx(1 - observed / expected, abs=1e-4)
    assert share.low <= share.value <= share.high
    assert {check.name: check.passed for check in finding.checks} == {
        "changed alike before": True,
        "trends that differ": True,
    }
    series = next(table for table in finding.tables if table.id == "attendances/series")
    assert series.columns[-1].heading == "Other areas, moved to its level"
    gaps = [float(row.cells[0].number) - float(row.cells[1].number) for row in series.rows]
    assert np.mean(gaps[:48]) == pytest.approx(0, abs=1e-3)
    assert np.mean(gaps[48:]) == pytest.approx(effect.value, abs=1e-3)


def test_where_nothing_changed_nothing_is_claimed(tmp_path):
    finding = finding_of(tmp_path, DESIGN, 0.0)
    assert finding.effect.value.low < 0 < finding.effect.value.high
    assert "no reliable evidence" in finding.sentence()


@pytest.mark.parametrize(
    "plan",
    [
        {"starts": date(2015, 6, 1)},  # 17 months before: one year
        {"starts": date(2019, 6, 1)},  # 7 months after: no year
        {"comparison": OTHERS[:5]},  # five changes from year to year, and as many areas to tell their errors
    ],
)
def test_how_far_trends_may_differ_needs_years_and_areas(tmp_path, plan):
    finding = finding_of(tmp_path, DESIGN, -30.0, **plan)
    check = next(check for check in finding.checks if check.name == "trends that differ")
    assert check.passed is None and "cannot be told" in check.text


def test_how_far_trends_may_differ_grows_with_the_effect(tmp_path):
    told = {}
    for effect in (0.0, -20.0, -30.0):
        finding = finding_of(tmp_path / str(effect), DESIGN, effect)
        told[effect] = next(check for check in finding.checks if check.name == "trends that differ")
    assert told[0.0].passed is None and "not clear even if" in told[0.0].text
    times = [float(told[effect].text.split("no more than ")[1].split(" times")[0]) for effect in (-20.0, -30.0)]
    assert 1 <= times[0] < times[1]


def test_an_area_without_a_series_is_named(tmp_path):
    finding = finding_of(tmp_path, DESIGN, 0.0, lacking="Y3")
    assert isinstance(finding.effect.value, Unknown) and "Y3" in finding.effect.value.unknown


def test_a_plan_names_the_area_the_start_and_the_others():
    planned = agreement_with(DESIGN)
    assert not faults(planned, open_reference())
    few = replace(
        planned,
        objectives=tuple(
            replace(one, plan=replace(one.plan, comparison=OTHERS[:4])) for one in planned.objectives
        ),
    )
    assert [found.code for found in faults(few, open_reference())] == ["too-few-areas"]
