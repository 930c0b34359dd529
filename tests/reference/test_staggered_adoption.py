"""Staggered difference-in-differences on published data.

mpdta (Callaway and Sant'Anna 2021): points computed from the definition, errors also by diff-diff 3.13.0; the
README of the R package did prints -0.0772 and -0.031 overall and a pre-test of 0.16812. Its bootstrap errors are
random. Castle doctrine: the vignette of bacondecomp (Goodman-Bacon 2021).
"""

import csv
import warnings
from pathlib import Path

import numpy as np
import pytest

from proventive.evaluation.methods.did import (
    by_cohort,
    by_event_time,
    decomposition,
    group_time_effects,
    moments_of,
    multiplier_bootstrap,
    panel_of,
    simple,
)

SHARED = Path(__file__).parents[3] / "shared" / "data" / "methods"
CASTLE = Path(__file__).parent.parent / "data" / "castle" / "castle.csv"
EFFECTS = """
2004 2004 -0.0105032462 0.0232510364
2004 2005 -0.0704231581 0.0309847668
2004 2006 -0.1372587389 0.0364356643
2004 2007 -0.1008113631 0.0343592258
2006 2004 0.0065201124 0.0233268051
2006 2005 -0.0027508188 0.0195585610
2006 2006 -0.0045946070 0.0177551967
2006 2007 -0.0412244715 0.0202291807
2007 2004 0.0305066556 0.0150335603
2007 2005 -0.0027258929 0.0163958329
2007 2006 -0.0310871194 0.0178775113
2007 2007 -0.0260544107 0.0166554353
"""


@pytest.fixture(scope="module")
def counties():
    """500 counties, 2003 to 2007: log of teenage employment."""
    file = SHARED / "mpdta.csv"
    if not file.exists():
        pytest.skip("../shared/data/methods is not here")
    with file.open() as opened:
        rows = list(csv.DictReader(opened))
    unit, year, value, start = (
        np.array([float(row[name]) for row in rows]) for name in ("countyreal", "year", "lemp", "first.treat")
    )
    panel = panel_of(unit.astype(int), year.astype(int), value, start.astype(int))
    assert panel.values.shape == (500, 5)
    return panel


def test_all_twelve_effects_with_their_errors(counties):
    moments = moments_of(counties)
    assert moments.sizes.tolist() == [20, 40, 131, 309]
    found = group_time_effects(moments)
    expected = np.array([line.split() for line in EFFECTS.split("\n") if line], dtype=float)
    assert found.start.tolist() == expected[:, 0].tolist()
    assert found.period.tolist() == expected[:, 1].tolist()
    np.testing.assert_allclose(found.contrasts.values, expected[:, 2], atol=1e-8, rtol=0)
    np.testing.assert_allclose(found.contrasts.errors(), expected[:, 3], atol=1e-6, rtol=0)
    np.testing.assert_allclose(np.sqrt(np.diag(found.contrasts.covariance())), expected[:, 3], atol=1e-6, rtol=0)


def test_the_aggregates_with_the_term_for_the_estimated_shares(counties):
    found = group_time_effects(moments_of(counties))
    overall = simple(found)
    assert overall.value == pytest.approx(-0.0399512752, abs=5e-11)
    assert overall.standard_error == pytest.approx(0.0120340, abs=5e-8)  # 0.0117467 without the term
    cohorts = by_cohort(found)
    np.testing.assert_allclose(cohorts.effects.values, [-0.0797491, -0.0229095, -0.0260544], atol=5e-8)
    assert cohorts.mean.value == pytest.approx(-0.0310182822, abs=5e-11)
    study = by_event_time(found)
    assert study.keys.tolist() == [-3, -2, -1, 0, 1, 2, 3]
    points = [0.030507, -0.000563, -0.024459, -0.019932, -0.050957, -0.137259, -0.100811]
    errors = [0.015034, 0.013292, 0.014236, 0.011826, 0.016893, 0.036436, 0.034359]
    np.testing.assert_allclose(study.effects.values, points, atol=5e-7)
    np.testing.assert_allclose(study.effects.errors(), errors, atol=5e-7)
    assert round(study.mean.value, 4) == -0.0772
    assert round(cohorts.mean.value, 3) == -0.031


def test_the_pre_test(counties):
    assert group_time_effects(moments_of(counties)).pre_test()[1] == pytest.approx(0.16812, abs=5e-6)


def test_the_bootstrap_agrees_with_the_analytic_errors(counties):
    found = group_time_effects(moments_of(counties))
    drawn = multiplier_bootstrap(found.contrasts, counties, seed=20261126, draws=4000)
    np.testing.assert_allclose(drawn.errors, found.contrasts.errors(), rtol=0.08)
    assert 2.5 < drawn.critical < 3.1  # of a band over twelve: more than 1.96
    again = multiplier_bootstrap(found.contrasts, counties, seed=20261126, draws=4000)
    assert (drawn.errors == again.errors).all()


def test_castle_doctrine_decomposed():
    with CASTLE.open() as opened:
        rows = list(csv.DictReader(opened))
    states, of_row = np.unique([row["state"] for row in rows], return_inverse=True)
    years = np.array([int(row["year"]) for row in rows])
    post = np.array([int(row["post"]) for row in rows])
    start = np.zeros(len(states), dtype=int)
    for state in range(len(states)):
        after = years[(of_row == state) & (post == 1)]
        start[state] = after.min() if len(after) else 0
    value = np.array([float(row["l_homicide"]) for row in rows])
    found = decomposition(moments_of(panel_of(of_row, years, value, start[of_row])))
    printed = {
        "earlier against later": (0.05976, -0.00554),
        "later against earlier": (0.03190, 0.07032),
        "treated against never treated": (0.90834, 0.08796),
    }
    for kind, (weight, mean) in printed.items():
        assert (round(found.share(kind), 5), round(found.mean(kind), 5)) == (weight, mean)
    assert round(found.two_way, 4) == 0.0818
    assert found.warning().startswith("3% of this number")


@pytest.fixture(scope="module")
def castle():
    """The same states as NickCH-K/causaldata at 94e0c05 holds them (castle.dta): 21 laws, 2006 to 2010."""
    pandas = pytest.importorskip("pandas")
    file = SHARED / "castle.dta"
    if not file.exists():
        pytest.skip("../shared/data/methods is not here")
    rows = pandas.read_stata(file, columns=["sid", "year", "l_homicide", "post"])
    rows = rows.astype({"sid": int, "year": int, "l_homicide": float})
    first = rows[rows.post == 1].groupby("sid").year.min()
    rows["start"] = rows.sid.map(first).fillna(0).astype(int)
    assert rows.groupby("start").sid.nunique().to_dict() == {0: 29, 2006: 1, 2007: 13, 2008: 4, 2009: 2, 2010: 1}
    return rows


def test_castle_doctrine_by_the_year_after_the_law(castle):
    """This file starts each law a year after castle.csv has it, so that no part of a first year is counted.

    The two-way number is then 0.069 and not 0.082. Every comparison and its weight beside diff-diff.
    """
    diff_diff = pytest.importorskip("diff_diff")
    columns = (castle[name].to_numpy() for name in ("sid", "year", "l_homicide", "start"))
    found = decomposition(moments_of(panel_of(*columns)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = diff_diff.BaconDecomposition(weights="exact").fit(
            castle, outcome="l_homicide", unit="sid", time="year", first_treat="start"
        )
    assert found.two_way == pytest.approx(theirs.twfe_estimate, abs=1e-8)
    ours = sorted((one.weight, one.estimate) for one in found.comparisons)
    np.testing.assert_allclose(
        ours, sorted((one.weight, one.estimate) for one in theirs.comparisons), rtol=0, atol=1e-8
    )
    told = {
        "earlier against later": (0.077, -0.029),
        "later against earlier": (0.024, 0.046),
        "treated against never treated": (0.899, 0.078),
    }
    for kind, numbers in told.items():
        assert (round(found.share(kind), 3), round(found.mean(kind), 3)) == numbers
    assert round(found.two_way, 3) == 0.069


def test_castle_doctrine_without_forbidden_comparisons_is_diff_diff_s(castle):
    """All 50 effects with their errors. Overall 0.019 (0.038): the 0.069 of a two-way number does not stand."""
    diff_diff = pytest.importorskip("diff_diff")
    found = group_time_effects(
        moments_of(panel_of(*(castle[name].to_numpy() for name in ("sid", "year", "l_homicide", "start"))))
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = diff_diff.CallawaySantAnna(control_group="never_treated").fit(
            castle, outcome="l_homicide", unit="sid", time="year", first_treat="start", aggregate="all"
        )
    cells = {(int(g), int(t)): (cell["effect"], cell["se"]) for (g, t), cell in theirs.group_time_effects.items()}
    ours = [cells[g, t] for g, t in zip(found.start.tolist(), found.period.tolist(), strict=True)]
    assert len(cells) == len(ours) == 50
    np.testing.assert_allclose(found.contrasts.values, [cell[0] for cell in ours], rtol=0, atol=1e-8)
    np.testing.assert_allclose(found.contrasts.errors(), [cell[1] for cell in ours], rtol=0, atol=1e-8)
    overall = simple(found)
    assert overall.value == pytest.approx(theirs.overall_att, abs=1e-8)
    assert overall.standard_error == pytest.approx(theirs.overall_se, abs=1e-8)
    assert (round(overall.value, 3), round(overall.standard_error, 3)) == (0.019, 0.038)
