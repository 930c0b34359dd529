"""How often the interval of a staggered difference-in-differences holds the true effect, and what two-way does."""

import numpy as np
import pytest

from proventive.evaluation.methods.did import decomposition, group_time_effects, moments_of, panel_of, simple

STARTS = np.array([0, 4, 6, 8])
PERIODS = 10


def estimates(seed: int) -> tuple[bool, bool, float]:
    """Effects grow with time and differ by cohort; units have levels, trends alike, shocks that last."""
    rng = np.random.default_rng(seed)
    start = rng.choice(STARTS, size=300, p=[0.4, 0.2, 0.2, 0.2])
    period = np.arange(1, PERIODS + 1)
    since = np.where(start[:, None] > 0, period - start[:, None] + 1, 0).clip(min=0)
    effect = since * np.where(start == 4, -0.5, -0.2)[:, None]
    shocks = np.zeros((300, PERIODS))
    for time in range(PERIODS):
        shocks[:, time] = 0.5 * shocks[:, time - 1] * (time > 0) + rng.normal(size=300)
    value = rng.normal(0, 2, (300, 1)) + 0.3 * period + effect + shocks
    truth = weighted_truth(start, period)
    flat = (np.repeat(np.arange(300), PERIODS), np.tile(period, 300), value.ravel(), np.repeat(start, PERIODS))
    moments = moments_of(panel_of(*flat))
    found = simple(group_time_effects(moments))
    later = simple(group_time_effects(moments, comparison="not yet treated"))
    return found.covers(truth), later.covers(truth), decomposition(moments).two_way - truth


def weighted_truth(start, period) -> float:
    """The mean effect over cells after the start, cohorts weighted by their chances."""
    effects, weights = [], []
    for cohort, slope in ((4, -0.5), (6, -0.2), (8, -0.2)):
        for time in period[period >= cohort]:
            effects.append(slope * (time - cohort + 1))
            weights.append(0.2)
    return float(np.average(effects, weights=weights))


def hold(seeds: range, low: float, high: float) -> None:
    never, later, off = zip(*(estimates(seed) for seed in seeds), strict=True)
    print(f"\n{len(seeds)} panels: never treated {np.mean(never):.1%}, not yet treated {np.mean(later):.1%}")
    print(f"two-way fixed effects is off by {np.mean(off):+.2f} of {weighted_truth(None, np.arange(1, 11)):.2f}")
    assert low <= np.mean(never) <= high
    assert low <= np.mean(later) <= high
    assert np.mean(off) > 0.2  # it takes effects off effects: a fall looks smaller than it is


def test_the_interval_holds_the_effect_in_a_fixed_slice():
    hold(range(300), 0.92, 0.98)


@pytest.mark.full
def test_the_interval_holds_the_effect():
    hold(range(1000, 3000), 0.94, 0.96)
