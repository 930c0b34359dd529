"""False positives with few clusters: where CR1 is wrong, and CR2 and the draw itself are right.

Half of the clusters are treated, sizes are unequal, nothing works. CR1 is judged as it is commonly used, with a
normal quantile. Of 2,000 runs each at 6, 10 and 20 clusters, CR1 saw an effect in 19, 10 and 8 %, CR2 in 6, 4 and
6 %, the draw in 0 (too few ways), 5 and 5 %.
"""

import numpy as np
import pytest
from scipy import stats

from proventive.evaluation.methods.cluster_robust import cluster_robust
from proventive.evaluation.methods.randomisation import arrangements_of, difference_in_means


def false_positives(clusters: int, *, runs: int, seed: int) -> tuple[float, float, float]:
    """Shares of runs in which CR1 (normal), CR2 (Satterthwaite) and the draw see an effect at 5 %."""
    generator = np.random.default_rng(seed)
    found = np.zeros(3)
    for _ in range(runs):
        sizes = generator.integers(10, 31, clusters)
        cluster = np.repeat(np.arange(clusters), sizes)
        treated = generator.permutation(np.arange(clusters) % 2).astype(bool)
        y = generator.normal(0, 0.5, clusters)[cluster] + generator.normal(size=len(cluster))
        design = np.column_stack([np.ones(len(y)), treated[cluster].astype(float)])
        naive = cluster_robust(y, design, cluster, correction="CR1").coefficient(1)
        found[0] += abs(naive.value / naive.standard_error) > stats.norm.ppf(0.975)
        found[1] += not cluster_robust(y, design, cluster).coefficient(1).covers(0.0)
        means = np.bincount(cluster, weights=y) / sizes
        found[2] += difference_in_means(means, arrangements_of(treated, seed=1, most=200)).p <= 0.05
    return tuple(found / runs)


@pytest.mark.parametrize("clusters", [6, 10, 20])
def test_slice_cr2_and_the_draw_hold_their_size(clusters):
    naive, cr2, draw = false_positives(clusters, runs=300, seed=clusters)
    assert 0.02 <= cr2 <= 0.09
    assert draw <= 0.08
    assert naive > cr2 + 0.01


@pytest.mark.full
@pytest.mark.parametrize("clusters", [6, 10, 20])
def test_full_count(clusters):
    naive, cr2, draw = false_positives(clusters, runs=2000, seed=100 + clusters)
    assert 0.035 <= cr2 <= 0.07
    assert draw <= 0.06
    assert naive > max(cr2, 0.07)
