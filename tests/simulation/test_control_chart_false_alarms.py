"""How often a control chart sounds in series in which nothing changes."""

import numpy as np
import pytest

from proventive.evaluation.methods.control_chart import control_chart, in_run, process_limits, signals

SERIES = 4000
POINTS = 24


@pytest.fixture(scope="module")
def clean() -> np.ndarray:
    return np.random.default_rng(20261126).normal(size=(SERIES, POINTS))


def told(clean: np.ndarray, sounds, what: str) -> float:
    share = float(np.mean([bool(sounds(series)) for series in clean]))
    print(f"\n{SERIES} clean series of {POINTS} points, {what}: {share:.1%} with a signal")
    return share


def any_rule(series: np.ndarray) -> bool:
    return bool(control_chart(series).signals.any.any())


def six_in_one_direction(series: np.ndarray) -> bool:
    steps = np.diff(series)
    return bool((in_run(steps > 0, 5) | in_run(steps < 0, 5)).any())


def carried_on(series: np.ndarray) -> bool:
    return bool(signals(series, process_limits(series[:12])).any.any())


def test_one_clean_series_of_24_points_in_five_signals(clean):
    """Some 18 %: hence a signal is a question and no finding."""
    assert 0.165 < told(clean, any_rule, "our rules") < 0.195


def test_a_trend_of_six_points_rather_than_seven_makes_it_one_in_five(clean):
    """Some 21 %, the share that is told elsewhere of such rules; Making Data Count counts 7 points."""
    share = told(clean, lambda series: any_rule(series) or six_in_one_direction(series), "a trend of 6")
    assert 0.195 < share < 0.225


def test_limits_of_twelve_points_carried_on_sound_more_often(clean):
    """Some 33 %: limits from few points are themselves uncertain."""
    assert 0.30 < told(clean, carried_on, "limits of 12 points") < 0.36
