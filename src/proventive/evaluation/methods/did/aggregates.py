"""Effects by cohort and period, brought together: overall, by cohort, by calendar period, by time since the start.

Weights are the sizes of the cohorts, and those are a sample too: errors carry a term for the estimated shares
(Callaway and Sant'Anna 2021, section 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Booleans, Floats, Integers
from proventive.evaluation.methods.did.group_time import Contrasts, GroupTimeEffects
from proventive.evaluation.methods.did.influences import Influences
from proventive.evaluation.methods.intervals import Inference


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregated:
    """Effects by a key (cohort, period, time since the start), and their mean over the periods after the start."""

    keys: Integers
    effects: Contrasts | Influences
    overall: Contrasts | Influences

    @property
    def mean(self) -> Inference:
        """The overall effect with its error."""
        return self.overall.inferences()[0]


def simple(effects: GroupTimeEffects) -> Inference:
    """All effects after the start, each weighted by the size of its cohort."""
    return after_the_start(effects).inferences()[0]


def after_the_start(effects: GroupTimeEffects) -> Contrasts | Influences:
    """The same, with what its error needs."""
    return by_share(effects, [effects.post])


def by_event_time(effects: GroupTimeEffects) -> Aggregated:
    """By time since the start (an event study); overall over the times from 0 on, each the same weight."""
    since = effects.period - effects.start
    keys = np.unique(since)
    found = by_share(effects, [since == key for key in keys])
    return Aggregated(keys=keys, effects=found, overall=mean_of(found, keys >= 0))


def by_cohort(effects: GroupTimeEffects) -> Aggregated:
    """By cohort, the mean over its periods from the start on; overall weighted by the size of the cohort."""
    keys = np.unique(effects.start[effects.post])
    members = [effects.post & (effects.start == key) for key in keys]
    weights = np.array([mine / mine.sum() for mine in members])
    found = effects.contrasts.weighted(weights)
    shares = shares_of(effects, keys)
    moved = influence_of_shares(effects, keys, found.values)
    overall = found.weighted((shares / shares.sum())[None, :], moved[None, :])
    return Aggregated(keys=keys, effects=found, overall=overall)


def by_period(effects: GroupTimeEffects) -> Aggregated:
    """By calendar period, over the cohorts that have begun; overall over the periods, each the same weight."""
    keys = np.unique(effects.period[effects.post])
    found = by_share(effects, [effects.post & (effects.period == key) for key in keys])
    return Aggregated(keys=keys, effects=found, overall=mean_of(found, np.ones(len(keys), dtype=bool)))


def mean_of(found: Contrasts | Influences, kept: Booleans) -> Contrasts | Influences:
    """The plain mean of some of them."""
    if not kept.any():
        raise ValueError("there is no period after the start")
    return found.weighted((kept / kept.sum())[None, :])


def by_share(effects: GroupTimeEffects, members: Sequence[Booleans]) -> Contrasts | Influences:
    """Means weighted by the size of the cohort, with what the sampling of the sizes adds."""
    weights, moved = [], []
    for mine in members:
        if not mine.any():
            raise ValueError("there is no period after the start")
        shares = np.where(mine, shares_of(effects, effects.start), 0.0)
        weights.append(shares / shares.sum())
        chosen = np.flatnonzero(mine)
        moved.append(influence_of_shares(effects, effects.start[chosen], effects.contrasts.values[chosen]))
    return effects.contrasts.weighted(np.array(weights), np.array(moved))


def shares_of(effects: GroupTimeEffects, starts: Integers) -> Floats:
    """The share of all units that began in each of the given periods."""
    m = effects.contrasts.moments
    return m.sizes[np.searchsorted(m.starts, starts)] / m.units


def influence_of_shares(effects: GroupTimeEffects, starts: Integers, values: Floats) -> Floats:
    """By cohort, how a unit moves a weighted mean of ``values`` by belonging to the cohorts in ``starts``."""
    m = effects.contrasts.moments
    shares = shares_of(effects, starts)
    belongs = (m.starts[:, None] == starts[None, :]) - shares[None, :]
    whole = shares.sum()
    pulled = belongs / whole - belongs.sum(axis=1, keepdims=True) * shares[None, :] / whole**2
    return pulled @ values
