"""How often a control chart sounds in series in which nothing changes."""

import numpy as np

from proventive.evaluation.methods.control_chart import control_chart

SERIES = 4000


def test_one_clean_series_of_24_points_in_five_signals():
    """Some 18 %: hence a signal is a question and no finding."""
    rng = np.random.default_rng(20261126)
    sounded = [control_chart(rng.normal(size=24)).signals.any.any() for _ in range(SERIES)]
    share = float(np.mean(sounded))
    print(f"\n{SERIES} clean series of 24 points: {share:.1%} with a signal")
    assert 0.16 < share < 0.22
