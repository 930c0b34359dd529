"""Multiplier bootstrap of effects under staggered adoption, with bands that hold for all of them at once."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from proventive.evaluation.methods.arrays import Floats, Integers
from proventive.evaluation.methods.did.group_time import Contrasts
from proventive.evaluation.methods.did.influences import Influences
from proventive.evaluation.methods.did.moments import Panel
from proventive.evaluation.methods.intervals import LEVEL

DRAWS = 1000
GOLDEN = (1 + np.sqrt(5)) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bootstrapped:
    """Standard errors from the draws, and by what they are multiplied for a band over all estimates."""

    errors: Floats
    critical: float
    draws: int


def influences(contrasts: Contrasts | Influences, panel: Panel) -> Floats:
    """The influence of each unit on each estimate: units by estimates."""
    starts, of_unit = panel.cohorts()
    if not np.array_equal(starts, contrasts.moments.starts):
        raise ValueError("the estimates were made from another panel")
    if isinstance(contrasts, Influences):
        return contrasts.by_unit
    found = np.empty((len(panel.values), len(contrasts.values)))
    for cohort in range(len(starts)):
        mine = of_unit == cohort
        centred = panel.values[mine] - contrasts.moments.means[cohort]
        found[mine] = centred @ contrasts.slopes[:, cohort].T + contrasts.levels[:, cohort]
    return found


def clustered_errors(contrasts: Contrasts | Influences, panel: Panel, clusters: Integers) -> Floats:
    """Standard errors where units of a cluster (numbered from 0) are not independent; clusters hold whole units.

    Raises ValueError for fewer than two clusters.
    """
    return np.sqrt((by_cluster(contrasts, panel, clusters) ** 2).sum(axis=0)) / len(panel.values)


def by_cluster(contrasts: Contrasts | Influences, panel: Panel, clusters: Integers) -> Floats:
    """Influences summed over the units of each cluster."""
    number = int(clusters.max()) + 1
    if number < 2:
        raise ValueError("one cluster tells nothing about the variation between clusters")
    summed = np.zeros((number, len(contrasts.values)))
    np.add.at(summed, clusters, influences(contrasts, panel))
    return summed


def multiplier_bootstrap(
    contrasts: Contrasts | Influences,
    panel: Panel,
    *,
    seed: int,
    clusters: Integers | None = None,
    draws: int = DRAWS,
    level: float = LEVEL,
) -> Bootstrapped:
    """Errors and a simultaneous band from random weights on influences (Mammen 1993), by unit or by cluster.

    The error is the distance between quartiles of the draws over that of the normal distribution (Callaway and
    Sant'Anna 2021, algorithm 1).
    """
    chosen = clusters if clusters is not None else np.arange(len(panel.values))
    summed = by_cluster(contrasts, panel, chosen) / len(panel.values)
    generator = np.random.default_rng(seed)
    moved = np.empty((draws, len(contrasts.values)))
    for draw in range(draws):
        heads = generator.random(len(summed)) < GOLDEN / np.sqrt(5)
        moved[draw] = np.where(heads, 1 - GOLDEN, GOLDEN) @ summed
    quartiles = np.quantile(moved, [0.25, 0.75], axis=0)
    errors = (quartiles[1] - quartiles[0]) / (stats.norm.ppf(0.75) - stats.norm.ppf(0.25))
    judged = errors > 0
    furthest = (np.abs(moved[:, judged]) / errors[judged]).max(axis=1)
    return Bootstrapped(errors=errors, critical=float(np.quantile(furthest, level)), draws=draws)
