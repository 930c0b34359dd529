"""Funnel limits beside those of PHEindicatormethods (same source and commit as the rates)."""

import csv
from pathlib import Path

import numpy as np
import pytest

from proventive.evaluation.methods.funnel import (
    dispersion,
    funnel_of_proportions,
    funnel_of_rates,
    funnel_of_ratios,
    funnel_of_standardised_rates,
    limits,
    poisson_limits_at,
)
from proventive.evaluation.methods.rates import exact_poisson

SHARED = Path(__file__).parents[3] / "shared" / "data" / "methods"
WORDS = {
    "Not significant": "within the limits",
    "High (0.001)": "above the outer limit",
    "Low (0.001)": "below the outer limit",
    "High (0.025)": "above the inner limit",
    "Low (0.025)": "below the inner limit",
}
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
    assert found.position() == [WORDS[row["significance"]] for row in given]


@needs_shared
def test_expected_events_at_the_limits_of_ratios():
    for row in rows("funnel_ratio_outputs"):
        observed = float(row["Observed_events"])
        for level, name in ((0.95, "2s"), (0.998, "3s")):
            found = exact_poisson(observed, level=level)
            expected = float(row[f"lower_{name}_exp_events"]), float(row[f"upper_{name}_exp_events"])
            assert (found.high, found.low) == pytest.approx(expected, rel=1e-4)  # the source searched for its own


def columns(name: str, *titles: str) -> list[np.ndarray]:
    return [np.array([float(row[title]) for row in rows(name)]) for title in titles]


@needs_shared
def test_which_ratios_are_significant():
    """All 300 as published; on the square-root scale ten of them lie on the other side of a limit."""
    observed, expected = columns("funnel_ratio_inputs", "obs", "expected")
    found = funnel_of_ratios(observed, expected, adjust="no")
    published = [WORDS[row["significance"]] for row in rows("funnel_ratio_inputs")]
    assert len(published) == 300
    assert set(published) == set(WORDS.values())
    assert found.position() == published


@needs_shared
@pytest.mark.parametrize("zero", ["with_0", "without_0"])
def test_which_crude_rates_are_significant(zero):
    counts, people = columns("funnel_rate_dsr_inputs", "count", "pop")
    chosen = counts >= (0 if zero == "with_0" else 1)
    found = funnel_of_rates(counts[chosen], people[chosen], adjust="no")
    for times in ("100000", "100"):
        published = [row[f"crude_per_{times}_{zero}"] for row in rows("funnel_rate_dsr_inputs")]
        assert found.position() == [WORDS[word] for word, kept in zip(published, chosen, strict=True) if kept]
    assert chosen.sum() == (40 if zero == "with_0" else 39)
    assert found.target == pytest.approx(counts.sum() / people[chosen].sum())


@needs_shared
def test_which_standardised_rates_are_significant():
    """The one without events is "not applicable for events less than 10" there, and refused here."""
    (counts,) = columns("funnel_rate_dsr_inputs", "count")
    told = rows("funnel_rate_dsr_inputs")
    kept = counts >= 10
    rates = np.array([float(row["rate_dsr"]) for row, one in zip(told, kept, strict=True) if one])
    found = funnel_of_standardised_rates(counts[kept], rates, adjust="no")
    published = [row["dsr_per_100000_with_0"] for row in told]
    assert found.position() == [WORDS[word] for word, one in zip(published, kept, strict=True) if one]
    assert [word for word, one in zip(published, kept, strict=True) if not one] == [
        "Not applicable for events less than 10 for dsrs"
    ]
    with pytest.raises(ValueError, match="fewer than 10 events"):
        funnel_of_standardised_rates(np.array([9.0, 30]), np.array([3.0, 4]), adjust="no")


def test_a_limit_is_where_the_exact_interval_ends():
    for count in (0.0, 1.0, 4.0, 30.0, 400.0):
        for level in (0.95, 0.998):
            at = exact_poisson(count, level=level)
            low, _ = poisson_limits_at(np.array([at.high * 0.999, at.high * 1.001]), level)
            assert low[0] < count < low[1] or count == low[0] == 0
            if count:
                _, high = poisson_limits_at(np.array([at.low * 0.999, at.low * 1.001]), level)
                assert high[0] < count < high[1]


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
