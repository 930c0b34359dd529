"""A jump at a cutoff, beside rdrobust 2.1.1, and the density there, beside rddensity 3.0.

Sources: tests/data/regression-discontinuity/SOURCES.md. The method is of Calonico, Cattaneo and Titiunik (2014).
"""

import csv
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from scores_near_a_cutoff import SETS, clusters_of, scored_people

from proventive.evaluation.methods.regression_discontinuity import (
    Bandwidths,
    JumpFit,
    crowding,
    density_break,
    jump,
)

FIXTURES = Path(__file__).parents[1] / "data" / "regression-discontinuity"
TOLD = 376
"""Of 400 fits with clusters."""
REFUSED = 34
"""Of 600 fits: too few people, or too few different scores, near the cutoff."""


def elections() -> list[tuple[str, str]]:
    """Vote in the next election and margin in this one, as they stand."""
    package = find_spec("rdrobust")
    if package is None or package.origin is None:
        pytest.skip("rdrobust (GPL-3) is not installed, and its data are not held here")
    with (Path(package.origin).parent / "data" / "rdrobust_RDsenate.csv").open() as file:
        return [(row["vote"], row["margin"]) for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def margins() -> np.ndarray:
    """The margins of all elections."""
    return np.array([margin for _, margin in elections() if margin not in ("", "NA")], dtype=float)


@pytest.fixture(scope="module")
def senate() -> tuple[np.ndarray, np.ndarray]:
    """Vote and margin of the 1,297 elections that have both."""
    rows = elections()
    vote, margin = np.array([row for row in rows if "" not in row and "NA" not in row], dtype=float).T
    return vote, margin


def numbers(fit: JumpFit) -> list[float]:
    kinds = (fit.conventional, fit.bias_corrected, fit.robust)
    errors = [kind.standard_error for kind in kinds if kind.standard_error is not None]
    return [fit.bandwidths.effect, fit.bandwidths.bias, *(kind.value for kind in kinds), *errors]


def test_the_senate_elections_as_rdrobust_prints_them(senate):
    vote, margin = senate
    fit = jump(vote, margin, cutoff=0)
    assert len(vote) == 1297
    assert (round(fit.bandwidths.effect, 3), round(fit.bandwidths.bias, 3)) == (17.754, 28.028)
    assert fit.people == (360, 323)
    assert (round(fit.conventional.value, 3), round(fit.conventional.standard_error or 0, 3)) == (7.414, 1.459)
    assert [round(end, 3) for end in fit.conventional.interval()] == [4.555, 10.273]
    assert [round(end, 3) for end in fit.robust.interval()] == [4.094, 10.919]
    assert fit.above.value - fit.below.value == pytest.approx(fit.robust.value)


def test_the_senate_elections_with_the_bandwidth_for_coverage(senate):
    fit = jump(*senate, cutoff=0, coverage=True)
    assert (round(fit.bandwidths.effect, 6), round(fit.bandwidths.bias, 6)) == (12.406776, 28.028089)
    assert round(fit.robust.value, 6) == 7.681694
    assert round(fit.robust.standard_error or 0, 6) == 1.840582


def test_200_data_sets_as_rdrobust_tells_them():
    with (FIXTURES / "rdrobust.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3 * SETS
    refused = 0
    for row in rows:
        outcome, score, took_up = scored_people(int(row["set"]))
        asked = {"coverage": row["kind"] == "coverage", "took_up": took_up if row["kind"] == "fuzzy" else None}
        expected = [float(cell) for cell in list(row.values())[2:] if cell]
        if not expected:
            refused += 1
            with pytest.raises(ValueError, match=r"too few|fewer than"):
                jump(outcome, score, cutoff=0, **asked)
        else:
            assert numbers(jump(outcome, score, cutoff=0, **asked)) == pytest.approx(expected, rel=1e-8), row
    assert refused == REFUSED


def test_200_data_sets_with_clusters_as_rdrobust_tells_them():
    """CR1, for the bandwidths too."""
    with (FIXTURES / "clustered.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * SETS
    told = 0
    for row in rows:
        outcome, score, took_up = scored_people(int(row["set"]))
        asked = {"cluster": clusters_of(int(row["set"])), "took_up": took_up if row["kind"] == "fuzzy" else None}
        expected = [float(cell or "nan") for cell in list(row.values())[2:]]
        if not np.isfinite(expected).all():
            with pytest.raises(ValueError, match=r"too few|fewer than|one cluster"):
                jump(outcome, score, cutoff=0, **asked)
        else:
            told += 1
            assert numbers(jump(outcome, score, cutoff=0, **asked)) == pytest.approx(expected, rel=1e-7), row
    assert told == TOLD


def test_clusters_of_one_person_each_are_told_and_one_cluster_is_not():
    outcome, score, _ = scored_people(3)
    alone = jump(outcome, score, cutoff=0, cluster=np.arange(len(score)), given=Bandwidths(effect=5.0, bias=8.0))
    plain = jump(outcome, score, cutoff=0, given=Bandwidths(effect=5.0, bias=8.0))
    assert alone.robust.value == pytest.approx(plain.robust.value)
    assert alone.robust.standard_error == pytest.approx(plain.robust.standard_error, rel=0.2)
    with pytest.raises(ValueError, match="one cluster"):
        jump(outcome, score, cutoff=0, cluster=np.zeros(len(score), dtype=int))


def test_the_cutoff_may_stand_anywhere_and_rows_in_any_order():
    outcome, score, _ = scored_people(1)
    turned = np.random.default_rng(1).permutation(len(score))
    moved = jump(outcome[turned], score[turned] + 40, cutoff=40)
    assert numbers(moved) == pytest.approx(numbers(jump(outcome, score, cutoff=0)), rel=1e-8)


def test_everybody_who_was_offered_it_took_it_up_and_nobody_else():
    outcome, score, _ = scored_people(3)
    sharp, fuzzy = jump(outcome, score, cutoff=0), jump(outcome, score, cutoff=0, took_up=(score >= 0) * 1.0)
    assert numbers(fuzzy) == pytest.approx(numbers(sharp), rel=1e-7)


def test_what_cannot_be_told_is_refused():
    outcome, score, _ = scored_people(1)
    with pytest.raises(ValueError, match="one side"):
        jump(outcome, score, cutoff=11)
    with pytest.raises(ValueError, match="too few different"):
        jump(outcome, np.sign(score), cutoff=0)
    with pytest.raises(ValueError, match="does not jump"):
        jump(outcome, score, cutoff=0, took_up=np.ones(len(score)))
    with pytest.raises(ValueError, match="a score and an outcome"):
        jump(np.where(score > 9, np.nan, outcome), score, cutoff=0)
    with pytest.raises(ValueError, match="no bandwidth"):
        jump(np.ones(len(score)), score, cutoff=0)
    given = Bandwidths(effect=5.0, bias=8.0)
    assert jump(np.ones(len(score)), score, cutoff=0, given=given).robust.value == pytest.approx(0, abs=1e-12)


def test_the_density_of_the_senate_margins_as_rddensity_prints_it(margins):
    """Cattaneo, Jansson and Ma (2018), Stata Journal 18(1): T = -0.8753, p = 0.3814."""
    found = density_break(margins, cutoff=0)
    assert len(margins) == 1390
    assert (round(found.t, 4), round(found.p, 4)) == (-0.8753, 0.3814)
    assert [round(width, 3) for width in found.bandwidths] == [19.841, 27.119]
    assert found.people == (408, 460)


def test_the_density_of_200_sets_of_scores_as_rddensity_tells_it():
    with (FIXTURES / "rddensity.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == SETS
    for row in rows:
        found = density_break(scored_people(int(row["set"]))[1], cutoff=0)
        told = [*found.bandwidths, found.below, found.above, found.standard_error, found.t]
        assert told == pytest.approx([float(cell) for cell in list(row.values())[1:]], rel=1e-8), row


def test_the_density_may_be_asked_for_at_any_cutoff_and_in_any_order():
    score = scored_people(4)[1]
    turned = np.random.default_rng(1).permutation(len(score))
    assert density_break(score[turned] + 40, cutoff=40).t == pytest.approx(
        density_break(score, cutoff=0).t, rel=1e-8
    )


def test_where_the_density_cannot_be_told_is_said():
    with pytest.raises(ValueError, match="one side"):
        density_break(np.arange(1.0, 50.0), cutoff=0)
    with pytest.raises(ValueError, match="too few different"):
        density_break(np.sign(np.arange(-20.0, 21.0)), cutoff=0)


def test_crowding_is_the_exact_binomial_test_in_the_narrowest_window():
    score = np.concatenate([-np.arange(1, 301) / 100, np.arange(0, 300) / 300])
    found = crowding(score, cutoff=0)
    assert (found.window, found.below, found.above) == (0.2, 20, 61)
    assert found.p == pytest.approx(2 * stats.binom.cdf(20, 81, 0.5))
    with pytest.raises(ValueError, match="share the score"):
        crowding(np.round(score), cutoff=0)
    with pytest.raises(ValueError, match="fewer than 500"):
        crowding(score[:499], cutoff=0)
