"""XmR charts as NHSRplotthedots draws them.

Numbers of the snapshot: NHSRplotthedots 0.2.2 (MIT), tests/testthat/_snaps/ptd_spc_standard.md; the limits of A&E
in England were computed with the same definitions.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from proventive.evaluation.methods.control_chart import control_chart, process_limits

DATA = Path(__file__).parent.parent / "data" / "ae-england"


def snapshot(changed: bool) -> np.ndarray:
    values = np.loadtxt(DATA / "rnorm_seed_123.csv")
    if changed:
        values[14] = 10
    return values


@pytest.mark.parametrize(
    ("changed", "screen", "mean", "lower", "upper"),
    [
        (False, True, 0.1416238, -3.01138, 3.294627),
        (True, True, 0.6694159, -2.383666, 3.722497),
        (True, False, 0.6694159, -4.596625, 5.935457),
    ],
)
def test_the_snapshot(changed, screen, mean, lower, upper):
    limits = process_limits(snapshot(changed), screen=screen)
    assert (limits.mean, limits.lower, limits.upper) == pytest.approx((mean, lower, upper), rel=5e-7)


def months(unit: str) -> tuple[np.ndarray, np.ndarray]:
    with (DATA / "ae.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["unit"] == unit]
    assert len(rows) == 36
    return tuple(np.array([float(row[name]) for row in rows]) for name in ("attendances", "breaches"))


@pytest.mark.parametrize(
    ("what", "mean", "lower", "upper"),
    [
        ("England", 2000538.944, 1731844.364, 2269233.524),
        ("performance", 0.884705683, 0.860447213, 0.908964153),
        ("RQM", 17310.028, 14334.780, 20285.276),
    ],
)
def test_emergency_departments_in_england(what, mean, lower, upper):
    attendances, breaches = months("England" if what == "performance" else what)
    values = 1 - breaches / attendances if what == "performance" else attendances
    limits = process_limits(values)
    assert (limits.mean, limits.lower, limits.upper) == pytest.approx((mean, lower, upper), rel=1e-9, abs=6e-4)


def test_performance_is_screened():
    attendances, breaches = months("England")
    values = 1 - breaches / attendances
    assert process_limits(values, screen=False).mean_range == pytest.approx(0.010808, abs=5e-7)
    assert process_limits(values).mean_range == pytest.approx(0.009120, abs=5e-7)


def test_an_outlier_is_the_only_point_outside():
    chart = control_chart(snapshot(changed=True))
    assert np.flatnonzero(chart.signals.outside).tolist() == [14]
