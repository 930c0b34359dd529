"""Errors of small cohorts, held against two groups, where they are known."""

import numpy as np
import pytest
from scipy import stats

from proventive.evaluation.methods.did import (
    NEVER,
    Panel,
    after_the_start,
    few_units,
    group_time_effects,
    moments_of,
    two_groups,
)


def panel(seed: int, treated: int, others: int) -> Panel:
    """One period before the start and one after."""
    values = np.random.default_rng(seed).normal(0, [[1], [3]][seed % 2], (treated + others, 2))
    starts = np.r_[np.full(treated, 2), np.full(others, NEVER)]
    return Panel(units=np.arange(treated + others), periods=np.array([1, 2]), values=values, starts=starts)


@pytest.mark.parametrize("seed", range(40))
def test_with_two_groups_they_are_those_of_two_groups(seed):
    treated, others = 1 + seed % 4, 4 + seed % 7
    made = panel(seed, treated, others)
    found = few_units(after_the_start(group_time_effects(moments_of(made)))).inferences()[0]
    expected = two_groups(made.values[:, 1] - made.values[:, 0], made.starts == 2)
    assert found.value == pytest.approx(expected.value)
    assert found.standard_error == pytest.approx(expected.standard_error, rel=1e-9)
    if treated == 1:
        assert found.degrees_of_freedom == expected.degrees_of_freedom == others - 1
        return
    changes = made.values[:, 1] - made.values[:, 0]
    welch = stats.ttest_ind(changes[:treated], changes[treated:], equal_var=False)
    assert found.degrees_of_freedom == pytest.approx(welch.df, rel=1e-9)


def test_with_many_units_they_come_to_the_errors_of_callaway_and_santanna():
    made = panel(1, 3000, 5000)
    contrasts = after_the_start(group_time_effects(moments_of(made)))
    assert few_units(contrasts).inferences()[0].standard_error == pytest.approx(contrasts.errors()[0], rel=1e-3)


def test_where_every_unit_began_alone_there_is_no_error():
    values = np.random.default_rng(2).normal(0, 1, (3, 5))
    made = Panel(units=np.arange(3), periods=np.arange(5), values=values, starts=np.array([2, 3, NEVER]))
    with pytest.raises(ValueError, match="no two units began together"):
        few_units(after_the_start(group_time_effects(moments_of(made))))
