"""The slope index of inequality beside PHEindicatormethods.

Source: ukhsa-collaboration/PHEindicatormethods at 093fd28, tests/testthat/testdata_SII.xlsx (GPL-3; its numbers
are read where they lie, and not shipped). Its limits are simulated (100,000 draws), and so are ours.
"""

from itertools import groupby
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from scipy import stats

from proventive.evaluation.methods.slope_of_inequality import slope_of_inequality

SHEET = Path(__file__).parents[3] / "shared" / "data" / "methods" / "phe_testdata_SII.xlsx"
SCALE_OF_TYPE = {0: "plain", 1: "log", 2: "logit"}
DRAWS = 100_000
COMPARED, LIMITS = 44, 92


def cases() -> list[tuple[str, list[dict]]]:
    rows = openpyxl.load_workbook(SHEET, data_only=True).active.iter_rows(values_only=True)
    names = next(rows)
    held = [dict(zip(names, row, strict=True)) for row in rows if row[0] is not None]
    grouped = groupby(
        held, key=lambda row: (row["TestDescription"], row["Area"], row["Grouping1"], row["Grouping2"])
    )
    found = [(key[0], list(group)) for key, group in grouped]
    return [(name, group) for name, group in found if group[0]["sii"] is not None]


@pytest.mark.skipif(not SHEET.exists(), reason="../shared/data/methods is not here")
def test_every_slope_that_is_published():
    """Slopes and ratios to 1e-9, and both limits of both, at every level that is published.

    Limits are within five times the error of a quantile of so many draws, theirs and ours. The level of a case is
    the one in its name: the column says 95 for two that were drawn at 98.
    """
    compared = limits = 0
    for name, group in cases():
        first = group[0]
        values, errors, people = (
            np.array([row[column] if row[column] is not None else np.nan for row in group], float)
            for column in ("Value", "StandardError", "Population")
        )
        times = next((t for t in (-100.0, 100.0, -1.0) if _multiplied(name, t)), 1.0)
        asked = {
            "line_on": "log" if "log transform" in name else "logit" if "logit transform" in name else "plain",
            "errors_on": SCALE_OF_TYPE[first["ValueType"]],
        }
        for place, level in enumerate(_levels(name), start=1):
            found = slope_of_inequality(values, errors, people, seed=1, draws=DRAWS, level=level, **asked)
            assert times * found.difference.value == pytest.approx(first["sii"], rel=1e-9), name
            compared += place == 1
            if first["rii"] is not None:
                ratio = 1 / found.ratio.value if times < 0 else found.ratio.value
                assert ratio == pytest.approx(first["rii"], rel=1e-9), name
            if first["Intercept"] is not None:
                assert found.start == pytest.approx(first["Intercept"], rel=1e-9), name
            for kind, bounds in (("sii", found.difference), ("rii", found.ratio)):
                published = [first[f"{kind}_lowercl_{place}"], first[f"{kind}_uppercl_{place}"]]
                if published[0] is None:
                    continue
                ends = np.array([bounds.low, bounds.high])
                told = sorted(times * ends if kind == "sii" else ends if times > 0 else 1 / ends)
                tail = (1 - level) / 2
                width = (told[1] - told[0]) / (2 * stats.norm.ppf(1 - tail))
                drawn = 1 / int(first["Repetitions"]) + 1 / DRAWS
                error = np.sqrt(tail * (1 - tail) * drawn) / stats.norm.pdf(stats.norm.ppf(tail))
                assert told == pytest.approx(published, abs=5 * error * width), (name, kind)
                limits += 1
    assert (compared, limits) == (COMPARED, LIMITS)


def _levels(name: str) -> tuple[float, ...]:
    if "multiple C" in name:
        return (0.95, 0.98) if "95 and 98" in name else (0.95, 0.99)
    if "95% and 98%" in name:
        return (0.95, 0.98)
    return (0.99,) if "99%" in name else (0.98,) if "98%" in name else (0.95,)


def _multiplied(name: str, times: float) -> bool:
    """Whether a case turns its slope round or gives it per hundred."""
    by_hundred = "multiplier (x 100)" in name or "multiplier (x -100)" in name
    turned = "x -100" in name or "negative multip" in name
    return times == (-1.0 if turned else 1.0) * (100.0 if by_hundred else 1.0)


QUINTILES = SHEET.parent / "phe_DSR_testdata.csv"


@pytest.mark.skipif(not QUINTILES.exists(), reason="../shared/data/methods is not here")
def test_standardised_rates_by_quintile_of_deprivation():
    """DSR_testdata.csv of the same source holds rates of six years and no slopes: held against weighted polyfit.

    Its fifth quintile is the same in every year, and its rates come with limits and without standard errors.
    """
    rows = np.genfromtxt(QUINTILES, delimiter=",", names=True)
    assert len(rows) == 30
    for year in np.unique(rows["Period"]):
        own = rows[rows["Period"] == year]
        assert own["Quintile"].tolist() == [1, 2, 3, 4, 5]
        people, values = own["total_pop"], own["value"]
        errors = np.log(own["uppercl"] / own["lowercl"]) / (2 * 1.959964)
        rank = (np.cumsum(people) - people / 2) / people.sum()
        asked = {"seed": 1, "errors_on": "log"}
        slope, start = np.polyfit(rank, values, 1, w=np.sqrt(people))
        found = slope_of_inequality(values, errors, people, **asked)
        assert (found.difference.value, found.start) == (pytest.approx(slope), pytest.approx(start))
        assert found.ratio.value == pytest.approx(1 + slope / start)
        assert found.difference.high < 0  # more events where people are more deprived, in every year
        slope, _ = np.polyfit(rank, np.log(values), 1, w=np.sqrt(people))
        assert slope_of_inequality(values, errors, people, line_on="log", **asked).ratio.value == pytest.approx(
            np.exp(slope)
        )


def test_on_a_logarithm_the_limits_are_those_of_the_slope_alone():
    """Figures drawn on the logarithm give a normal slope, so the limits are known; the middle is held."""
    people, errors = np.array([30.0, 20, 50]), np.array([0.05, 0.02, 0.03])
    values = np.exp([1.0, 0.8, 0.1])
    share = people / people.sum()
    centred = np.cumsum(share) - share / 2 - 0.5
    weights = share * centred / np.sum(share * centred**2)
    slope, half = weights @ np.log(values), 1.959964 * np.sqrt(np.sum((weights * errors) ** 2))
    middle = share @ np.log(values)
    asked = {"seed": 5, "draws": 200_000, "errors_on": "log", "line_on": "log"}
    found = slope_of_inequality(values, errors, people, **asked)
    ends = [np.exp(middle) * 2 * np.sinh(end / 2) for end in (slope - half, slope + half)]
    assert (found.difference.low, found.difference.high) == pytest.approx(ends, abs=0.005)
    assert (found.ratio.low, found.ratio.high) == pytest.approx(np.exp([slope - half, slope + half]), abs=0.003)


def test_a_straight_gradient_is_found_whatever_the_sizes_of_groups():
    people = np.array([10.0, 50, 20, 20])
    middle = np.array([0.05, 0.35, 0.7, 0.9])
    found = slope_of_inequality(8 - 6 * middle, np.full(4, 0.1), people, seed=3)
    assert found.difference.value == pytest.approx(-6)
    assert found.ratio.value == pytest.approx(2 / 8)
    assert found.difference.low < -6 < found.difference.high


def test_the_interval_is_that_of_a_weighted_mean():
    """On the plain scale the slope is linear in the figures, so its standard error is known exactly."""
    people, errors = np.array([30.0, 20, 50]), np.array([0.5, 0.2, 0.3])
    share = people / people.sum()
    centred = np.cumsum(share) - share / 2 - 0.5
    weights = share * centred / np.sum(share * centred**2)
    half = 1.959964 * np.sqrt(np.sum((weights * errors) ** 2))
    found = slope_of_inequality(np.array([3.0, 2, 1]), errors, people, seed=5, draws=200_000).difference
    assert (found.low, found.high) == pytest.approx((found.value - half, found.value + half), abs=0.02)


@pytest.mark.parametrize(
    ("values", "people", "asked", "why"),
    [
        ([1.0, 2], [1.0, 1], {}, "three groups"),
        ([1.0, 2, 3], [1.0, 0, 1], {}, "three groups"),
        ([1.0, np.nan, 3], [1.0, 1, 1], {}, "three groups"),
        ([1.0, 0, 3], [1.0, 1, 1], {"line_on": "log"}, "above 0"),
        ([0.5, 0.2, 1], [1.0, 1, 1], {"errors_on": "logit"}, "between 0 and 1"),
    ],
)
def test_what_has_no_slope_is_refused(values, people, asked, why):
    with pytest.raises(ValueError, match=why):
        slope_of_inequality(np.array(values), np.ones(len(values)), np.array(people), seed=1, **asked)
