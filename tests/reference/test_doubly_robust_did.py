"""Doubly robust group-time effects on published data: mpdta with the covariate lpop.

The article “Diff-in-Diff with Double/Debiased Machine Learning” of the R package ddml prints what the R package
did gives for att_gt(xformla = ~lpop, data = mpdta): twelve effects and the event study to 4 digits, and 0.23267
for the pre-test, which holds the covariance of the effects before the start to 5 digits. The page “DRDID for DID”
of friosavila/playingwithstata prints the same. Its errors are of the bootstrap, so they agree to its own error.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from proventive.evaluation.methods.did import (
    adjusted_group_time_effects,
    by_event_time,
    multiplier_bootstrap,
    panel_of,
)

FILE = Path(__file__).parents[3] / "shared" / "data" / "methods" / "mpdta.csv"
PRINTED = """
2004 2004 -0.0145 0.0231
2004 2005 -0.0764 0.0295
2004 2006 -0.1404 0.0382
2004 2007 -0.1069 0.0338
2006 2004 -0.0005 0.0226
2006 2005 -0.0062 0.0190
2006 2006  0.0010 0.0199
2006 2007 -0.0413 0.0207
2007 2004  0.0267 0.0145
2007 2005 -0.0046 0.0151
2007 2006 -0.0284 0.0177
2007 2007 -0.0288 0.0154
"""


@pytest.fixture(scope="module")
def counties():
    """The panel of 500 counties, and the log of their population, which does not change."""
    if not FILE.exists():
        pytest.skip("../shared/data/methods is not here")
    with FILE.open() as file:
        rows = list(csv.DictReader(file))
    unit, year, value, start, population = (
        np.array([float(row[name]) for row in rows])
        for name in ("countyreal", "year", "lemp", "first.treat", "lpop")
    )
    panel = panel_of(unit.astype(int), year.astype(int), value, start.astype(int))
    by_county = dict(zip(unit.astype(int).tolist(), population, strict=True))
    return panel, np.array([[by_county[county]] for county in panel.units.tolist()])


def test_all_twelve_effects_as_printed(counties):
    found = adjusted_group_time_effects(*counties)
    printed = np.array([line.split() for line in PRINTED.split("\n") if line], dtype=float)
    assert found.start.tolist() == printed[:, 0].tolist()
    assert found.period.tolist() == printed[:, 1].tolist()
    np.testing.assert_array_equal(np.round(found.contrasts.values, 4), printed[:, 2])
    np.testing.assert_allclose(found.contrasts.errors(), printed[:, 3], rtol=0.12)


def test_the_event_study_as_printed(counties):
    study = by_event_time(adjusted_group_time_effects(*counties))
    assert study.keys.tolist() == [-3, -2, -1, 0, 1, 2, 3]
    printed = [0.0267, -0.0036, -0.0232, -0.0211, -0.0530, -0.1404, -0.1069]
    np.testing.assert_array_equal(np.round(study.effects.values, 4), printed)
    assert round(study.mean.value, 4) == -0.0804


def test_the_pre_test_as_printed(counties):
    assert adjusted_group_time_effects(*counties).pre_test()[1] == pytest.approx(0.23267, abs=5e-6)


def test_the_bootstrap_agrees_with_the_analytic_errors(counties):
    found = adjusted_group_time_effects(*counties)
    drawn = multiplier_bootstrap(found.contrasts, counties[0], seed=20261126, draws=4000)
    np.testing.assert_allclose(drawn.errors, found.contrasts.errors(), rtol=0.08)
