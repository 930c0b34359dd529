"""The four rules of a control chart, on series in which one of them is known to hold."""

import numpy as np
import pytest

from proventive.evaluation.methods.control_chart import control_chart, process_limits, signals
from proventive.evaluation.methods.rates import directly_standardised, rate, wilson

FLAT = process_limits(np.array([0.0, 1.0] * 12))  # mean 0.5, limits 0.5 +- 2.66


def marks(values):
    return signals(np.array(values, float), FLAT)


def test_seven_on_one_side_are_a_shift_and_six_are_not():
    assert marks([0, 1, 1, 1, 1, 1, 1, 0]).shift.sum() == 0
    found = marks([0, 1, 1.1, 1, 1.1, 1, 1.1, 1, 0])
    assert np.flatnonzero(found.shift).tolist() == list(range(1, 8))


def test_seven_points_rising_are_a_trend():
    assert marks([0.0, 0.1, 0.2, 0.3, 0.4, 0.5]).trend.sum() == 0
    found = marks([0.9, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.2])
    assert np.flatnonzero(found.trend).tolist() == list(range(1, 8))


def test_two_of_three_near_the_same_limit():
    near = 0.5 + 2.66 * 0.8
    assert np.flatnonzero(marks([0.4, near, 0.6, near, 0.4]).near_limit).tolist() == [1, 3]
    assert marks([0.4, near, 0.4, near, 0.4]).near_limit.sum() == 0  # the one between lies on the other side
    assert marks([0.4, near, 0.6, 1 - near, 0.4]).near_limit.sum() == 0


def test_the_first_rule_that_holds_is_told():
    found = marks([9.0] * 7)
    assert found.told() == ["outside the limits"] * 7


def test_limits_are_reckoned_anew_where_the_process_is_known_to_have_changed():
    values = np.array([0.0, 1.0] * 6 + [10.0, 11.0] * 6)
    assert control_chart(values).signals.any.any()
    again = control_chart(values, recalculate_at=(12,))
    assert not again.signals.any.any()
    assert {limits.mean for limits in again.limits} == {0.5, 10.5}


def test_what_cannot_be_charted_or_standardised_is_refused_with_the_reason():
    with pytest.raises(ValueError, match="at least two points"):
        process_limits(np.array([1.0]))
    with pytest.raises(ValueError, match="at least two points"):
        control_chart(np.arange(5.0), recalculate_at=(4,))
    with pytest.raises(ValueError, match="somebody at risk"):
        rate(1, 0)
    with pytest.raises(ValueError, match="some out of all"):
        wilson(3, 2)
    with pytest.raises(ValueError, match="people at risk"):
        directly_standardised(np.array([9.0, 9.0]), np.array([5.0, 0.0]), np.ones(2))


def test_a_series_that_never_moves_has_no_width_and_no_signal():
    assert process_limits(np.full(9, 3.0)).upper == 3
    assert not control_chart(np.full(9, 3.0)).signals.any.any()
