"""Funnel limits beside those of PHEindicatormethods (same source and commit as the rates)."""

import csv
from pathlib import Path

import numpy as np
import pytest

from proventive.evaluation.methods.funnel import dispersion, funnel_of_proportions, funnel_of_ratios, limits
from proventive.evaluation.methods.rates import exact_poisson

SHARED = Path(__file__).parents[3] / "shared" / "data" / "methods"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/methods is not here")


def rows(name: str) -> list[dict]:
    with (SHARED / f"phe_testdata_{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [{key.strip(): value for key, value in row.items()} for row in csv.DictReader(file)]


@needs_shared
def test_limits_of_proportions():
    counts = np.array([float(row["numerator"]) for row in rows("funnel_prop_inputs")])
    of = np.array([float(row["denominator"]) for row in rows("funnel_prop_inputs")])
    expected = rows("funnel_prop_outputs")
    target = counts.sum() / of.sum()
    assert 100 * target == pytest.approx(float(expected[0]["Baseline"]), abs=5e-6)
    size = np.array([float(row["Population"]) for row in expected])
    error = np.sqrt(target * (1 - target) / size)
    drawn = {0.95: ("Lower2s0025limit", "Upper2s0025limit"), 0.998: ("Lower3s0001limit", "Upper3s0001limit")}
    for level, columns in drawn.items():
        found = [np.clip(100 * ends, 0, 100) for ends in limits(target, error, level)]
        for ends, column in zip(found, columns, strict=True):
            np.testing.assert_allclose(ends, [float(row[column]) for row in expected], atol=5e-6)


@needs_shared
def test_which_proportions_are_significant():
    given = rows("funnel_prop_inputs")
    counts, of = (np.array([float(row[name]) for row in given]) for name in ("numerator", "denominator"))
    found = funnel_of_proportions(counts, of, adjust="no")
    words = {
        "Not significant": "within the limits",
        "High (0.001)": "above the outer limit",
        "Low (0.001)": "below the outer limit",
        "High (0.025)": "above the inner limit",
        "Low (0.025)": "below the inner limit",
    }
    assert found.position() == [words[row["significance"]] for row in given]


@needs_shared
def test_expected_events_at_the_limits_of_ratios():
    for row in rows("funnel_ratio_outputs"):
        observed = float(row["Observed_events"])
        for level, name in ((0.95, "2s"), (0.998, "3s")):
            found = exact_poisson(observed, level=level)
            expected = float(row[f"lower_{name}_exp_events"]), float(row[f"upper_{name}_exp_events"])
            assert (found.high, found.low) == pytest.approx(expected, rel=1e-4)  # the source searched for its own


def test_dispersion_by_hand():
    found = dispersion(np.array([-2.0, 0.0, 2.0, 0.0]), np.ones(4))
    drawn_in = np.quantile([-2.0, 0.0, 2.0, 0.0], [0.1, 0.9])
    phi = (drawn_in[0] ** 2 + drawn_in[1] ** 2) / 4
    assert found.phi == pytest.approx(phi)
    assert found.between == pytest.approx(np.sqrt(max(0, (4 * phi - 3) / (4 - 1))))


def test_chance_alone_marks_one_unit_in_twenty_and_dispersion_is_seen():
    rng = np.random.default_rng(20261126)
    expected = rng.uniform(20, 200, 4000)
    chance = funnel_of_ratios(rng.poisson(expected).astype(float), expected, adjust="additive")
    assert chance.adjusted == "no"
    assert np.mean([word != "within the limits" for word in chance.position()]) == pytest.approx(0.05, abs=0.011)
    varied = rng.poisson(expected * rng.lognormal(0, 0.3, 4000)).astype(float)
    for adjust in ("additive", "multiplicative"):
        found = funnel_of_ratios(varied, expected, adjust=adjust)
        assert found.adjusted == adjust
        # 0.15 on the scale of the square root, and less since the most extreme tenths are drawn in
        assert 0.10 < found.dispersion.between < 0.15
    plain = funnel_of_ratios(varied, expected, adjust="no")
    outside = [np.mean([word != "within the limits" for word in one.position()]) for one in (plain, found)]
    assert outside[0] > 3 * outside[1]
