"""Sensitivity to trends that differ (Rambachan and Roth 2023): published numbers, and two libraries.

Medicaid expansion, 43 states, 2008 to 2015: the README of the R package HonestDiD prints intervals of the
effect in 2014 to three digits. Its relative-magnitudes ends are points of a grid of 1,000, and rest on critical
values from 1,000 draws; its smoothness intervals rest on a quantile of a million draws (and end where its
solver stopped).
"""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from event_studies import LEAST_FAVOURABLE, SETS, event_study
from scipy import stats

from proventive.evaluation.methods.did.honest import (
    EventStudy,
    breakdown_relative_magnitudes,
    breakdown_smoothness,
    relative_magnitudes,
    smoothness,
)
from proventive.evaluation.methods.did.honest.relative_magnitudes import acceptance, components
from proventive.evaluation.methods.did.honest.smoothness import folded_quantile

DATA = Path(__file__).parent.parent / "data" / "honest"
RELATIVE_MAGNITUDES = {0.5: (0.0241, 0.0673), 1: (0.0171, 0.0720), 1.5: (0.00859, 0.0796), 2: (-0.00107, 0.0883)}
SMOOTHNESS = {
    0: (0.0259, 0.0607),
    0.01: (0.0132, 0.0787),
    0.02: (0.00286, 0.0907),
    0.03: (-0.00714, 0.101),
    0.04: (-0.0171, 0.111),
    0.05: (-0.0271, 0.121),
}
FIRST = np.array([1.0, 0.0])


def three_digits(number: float) -> float:
    return float(f"{number:.3g}")


@pytest.fixture(scope="module")
def medicaid() -> EventStudy:
    """Share of childless adults on low incomes with insurance; expansion in 2014 against later or never.

    Two-way fixed effects, errors clustered by state with the factor of fixest: 43/42 and 343/(344 - 15).
    """
    with (DATA / "ehec.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if int(row["year"]) < 2016 and row["yexp2"] != "2015"]
    states, state = np.unique([row["stfips"] for row in rows], return_inverse=True)
    years, year = np.unique([int(row["year"]) for row in rows], return_inverse=True)
    values = np.array([float(row["dins"]) for row in rows])
    expanded = np.array([row["yexp2"] == "2014" for row in rows])
    told = [number for number, one in enumerate(years) if one != 2013]
    design = np.column_stack([(year == number) * expanded for number in told]).astype(float)
    fixed = np.column_stack([np.eye(len(states))[state], np.eye(len(years))[year]])
    left, right = (side - fixed @ np.linalg.lstsq(fixed, side, rcond=None)[0] for side in (design, values))
    bread = np.linalg.inv(left.T @ left)
    found = bread @ left.T @ right
    scores = np.zeros((len(states), len(told)))
    np.add.at(scores, state, left * (right - left @ found)[:, None])
    factor = 43 / 42 * 343 / (344 - 15)
    return EventStudy(before=found[:5], after=found[5:], covariance=factor * bread @ scores.T @ scores @ bread)


def grid_of(study: EventStudy, most: float) -> np.ndarray:
    """The effects that the R package tries: as far as the largest step allows, and 20 standard errors."""
    centre, spread = study.after[0], np.sqrt(study.covariance[5, 5])
    reach = most * np.abs(np.diff([*study.before, 0.0])).max() + 20 * spread
    return np.linspace(centre - reach, centre + reach, 1000)


@pytest.mark.parametrize("most", RELATIVE_MAGNITUDES)
def test_relative_magnitudes_as_published(medicaid, most):
    accepted, _ = acceptance(medicaid, most=most, weights=FIRST, level=0.95, first_stage=0.1)
    tried = grid_of(medicaid, most)
    kept = np.flatnonzero(accepted(tried))
    printed = tuple(three_digits(tried[end]) for end in (kept[0], kept[-1]))
    published, step = RELATIVE_MAGNITUDES[most], tried[1] - tried[0]
    if most <= 1:
        assert printed == published
    for end, one in zip((tried[kept[0]], tried[kept[-1]]), published, strict=True):
        assert abs(end - one) <= step + 0.00005  # the neighbouring point of the grid, and its rounding
    low, high = relative_magnitudes(medicaid, most=most, weights=FIRST)
    if most == 1:
        assert (three_digits(low), three_digits(high)) == (0.0168, 0.0722)  # on the page of the design
    assert tried[kept[0] - 1] < low <= tried[kept[0]] and tried[kept[-1]] <= high < tried[kept[-1] + 1]


def test_where_the_last_published_digits_come_from(medicaid):
    """Critical values of 1,000 draws vary: with likely ones, the ends move as far as the published ones."""
    for most, low in ((1.5, 0.00859), (2, -0.00107)):
        parts = components(medicaid, most, medicaid.weights_on_changes(FIRST), 0.005)
        tried = grid_of(medicaid, most)
        ends = []
        for critical in (2.5, 3.2):
            kept = [replace(part, least_favourable=critical).accepts(tried, 0.045 / 0.995) for part in parts]
            ends.append(tried[np.flatnonzero(np.any(kept, axis=0))[0]])
        assert ends[1] - 0.00001 <= low <= ends[0] + 0.00001


def test_smoothness_as_published(medicaid):
    """To 0.0001, or to half the last digit where fewer are printed."""
    for most, published in SMOOTHNESS.items():
        for end, one in zip(smoothness(medicaid, most=most, weights=FIRST), published, strict=True):
            assert abs(end - one) <= (0.0005 if one > 0.1 else 0.0001)


def test_the_quantile_is_exact_where_r_draws_a_million(medicaid):
    with (DATA / "r_quantiles.csv").open() as file:
        drawn = {int(row["bias"]): float(row["quantile"]) for row in csv.DictReader(file)}
    for bias, quantile in drawn.items():
        exact = folded_quantile(float(bias), 0.95)
        assert stats.norm.cdf(exact - bias) - stats.norm.cdf(-exact - bias) == pytest.approx(0.95, abs=1e-12)
        assert quantile == pytest.approx(exact, abs=0.003)


def test_where_zero_enters(medicaid):
    """Between the published intervals that leave zero out and those that hold it."""
    assert round(breakdown_relative_magnitudes(medicaid, weights=FIRST), 2) == 1.94  # on the page of the design
    assert 0.02 < breakdown_smoothness(medicaid, weights=FIRST) < 0.03


@pytest.fixture(scope="module")
def libraries() -> dict[int, dict]:
    with (DATA / "libraries.csv").open() as file:
        return {int(row["set"]): row for row in csv.DictReader(file)}


def study_of(made: dict) -> EventStudy:
    before = made["before"]
    return EventStudy(
        before=made["estimates"][:before], after=made["estimates"][before:], covariance=made["covariance"]
    )


def decided(made: dict, limit: float, error: float, *, truncated: bool = True) -> str:
    """Which effects are accepted, as noughts and ones."""
    study = study_of(made)
    accepted = np.zeros(len(made["effects"]), dtype=bool)
    for part in components(study, made["most"], study.weights_on_changes(made["weights"]), 0.0):
        second = replace(part, least_favourable=limit if truncated else np.inf).accepts(made["effects"], error)
        first = (part.fixed - made["effects"][:, None] * part.slope).max(axis=1) <= limit
        accepted |= first & second
    return "".join(str(int(one)) for one in accepted)


def test_the_conditional_test_decides_as_honestdid(libraries):
    """Every one of 33 effects for each of 200 event studies."""
    assert len(libraries) == SETS
    rejected = 0
    for number in range(SETS):
        found = decided(event_study(number), np.inf, 0.05)
        assert found == libraries[number]["conditional"], number
        rejected += found.count("0")
    assert rejected > 2000


def test_the_hybrid_test_decides_as_honestdid(libraries):
    """The least favourable value is given to both, since each draws its own.

    With one period after the start honestdid does not let the first stage bound the second, as Andrews, Roth and
    Pakes do and we do: there it accepts what we accept, and now and then one effect more.
    """
    for number in range(SETS):
        made = event_study(number)
        one_after = len(made["weights"]) == 1
        theirs = libraries[number]["hybrid"]
        found = decided(made, LEAST_FAVOURABLE, 0.045 / 0.995, truncated=not one_after)
        assert found == theirs, number
        if one_after:
            ours = decided(made, LEAST_FAVOURABLE, 0.045 / 0.995)
            assert all(mine <= other for mine, other in zip(ours, theirs, strict=True)), number


def test_the_fixed_length_intervals_are_those_of_diff_diff(libraries):
    for number in range(SETS):
        made = event_study(number)
        found = smoothness(study_of(made), most=made["bend"], weights=made["weights"])
        theirs = float(libraries[number]["low"]), float(libraries[number]["high"])
        length = theirs[1] - theirs[0]
        assert found[1] - found[0] == pytest.approx(length, rel=1e-5), number
        np.testing.assert_allclose(found, theirs, rtol=0, atol=2e-3 * length, err_msg=str(number))


def test_the_least_favourable_value_is_the_quantile_of_the_largest_of_normals():
    """With one period after there are two moments, and their largest has a known distribution."""
    for number in range(0, SETS, 5):
        made = event_study(number)
        study = study_of(made)
        if len(study.after) > 1:
            continue
        for part in components(study, made["most"], study.weights_on_changes(None), 0.005):
            normal = stats.multivariate_normal(np.zeros(2), part.covariance, allow_singular=True)
            exceeded = 1 - normal.cdf(np.full(2, part.least_favourable))
            assert exceeded == pytest.approx(0.005, abs=0.0012)  # 3.8 standard errors of 50,000 draws
