"""Effects of a service that came to areas at different times, their mean, and what speaks against them."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.designs.staggered_adoption.gathering import AdoptionInputs
from proventive.evaluation.methods.arrays import Booleans, Integers
from proventive.evaluation.methods.did import (
    Aggregated,
    Decomposition,
    FewUnits,
    GroupTimeEffects,
    adjusted_group_time_effects,
    after_the_start,
    by_event_time,
    decomposition,
    few_units,
    group_time_effects,
    moments_of,
)
from proventive.evaluation.methods.did.group_time import BasePeriod, Comparison, Contrasts
from proventive.evaluation.methods.did.honest import (
    breakdown_relative_magnitudes,
    study_in_years,
    years_before_and_after,
)
from proventive.evaluation.methods.did.influences import Influences
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.randomisation import RandomisationResult, randomisation_inference

QUARTERS = 4  # of a year
ARRANGEMENTS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionFit:
    """What was estimated, a day and an area."""

    effect: Inference
    compared: Booleans  # areas by quarters: from the start on, and with somebody to compare with
    since: Integers  # quarters since the start
    study: tuple[Inference, ...]  # by quarter since the start, against the last quarter before it
    earlier: Inference | None  # the change from the first to the second half of the quarters before
    breakdown: float | None
    two_way: Decomposition
    by_order: RandomisationResult | None


def estimate(inputs: AdoptionInputs, comparison: Comparison, *, seed: int) -> AdoptionFit:
    """Everything that is told. Raises ValueError where no effect can be had, with the reason."""
    effects = effects_of(inputs, comparison, "varying")
    overall = after_the_start(effects)
    study = by_event_time(effects_of(inputs, comparison, "universal"))
    judged = judged_by_few(study.effects)
    return AdoptionFit(
        effect=judged_by_few(overall).inferences()[0],
        compared=compared_cells(inputs, effects),
        since=study.keys,
        study=judged.inferences(),
        earlier=_earlier(inputs, study),
        breakdown=_breakdown(inputs, study, judged),
        two_way=decomposition(moments_of(inputs.panel)),
        by_order=by_order(inputs, overall, seed) if isinstance(overall, Contrasts) else None,
    )


def effects_of(inputs: AdoptionInputs, comparison: Comparison, base: BasePeriod) -> GroupTimeEffects:
    """By cohort and quarter, doubly robust where the plan adjusts."""
    if inputs.covariates is None:
        return group_time_effects(moments_of(inputs.panel), comparison=comparison, base=base)
    return adjusted_group_time_effects(inputs.panel, inputs.covariates, comparison=comparison, base=base)


def compared_cells(inputs: AdoptionInputs, effects: GroupTimeEffects) -> Booleans:
    """Where an effect is told: once every area has begun, there may be nobody left to compare with."""
    cells = set(zip(effects.start[effects.post].tolist(), effects.period[effects.post].tolist(), strict=True))
    starts, of_unit = inputs.panel.cohorts()
    of_cohort = [
        [(start, period) in cells for period in inputs.panel.periods.tolist()] for start in starts.tolist()
    ]
    return np.array(of_cohort, dtype=np.bool_)[of_unit]


def judged_by_few(found: Contrasts | Influences) -> FewUnits:
    """With the errors of few areas; adjusted for covariates, with those of many."""
    if isinstance(found, Contrasts):
        return few_units(found)
    return FewUnits(
        values=found.values,
        covariance=found.covariance(),
        degrees_of_freedom=np.full(len(found.values), np.inf),
    )


def _shared(inputs: AdoptionInputs) -> tuple[int, int]:
    """How many quarters before the start, and from it on, every cohort has."""
    m = moments_of(inputs.panel)
    began = np.unique(inputs.panel.starts[inputs.after.any(axis=1)])
    return int(began.min() - m.periods[0]), int(m.periods[-1] - began.max() + 1)


def _earlier(inputs: AdoptionInputs, study: Aggregated) -> Inference | None:
    """How the areas changed among themselves before anything began; None where there are fewer than 4 quarters."""
    before, _ = _shared(inputs)
    if before < QUARTERS:
        return None
    first = (study.keys >= -before) & (study.keys < -(before // 2))
    second = (study.keys >= -(before // 2)) & (study.keys < 0)
    change = second / second.sum() - first / first.sum()
    return judged_by_few(study.effects.weighted(change[None, :])).inferences()[0]


def _breakdown(inputs: AdoptionInputs, study: Aggregated, judged: FewUnits) -> float | None:
    """How far trends may differ (relative magnitudes, from year to year); None where it cannot be told."""
    before, after = _shared(inputs)
    years = years_before_and_after(before, after, QUARTERS)
    areas, cohorts = len(inputs.panel.values), len(np.unique(inputs.panel.starts))
    if years is None or areas - cohorts <= len(years):
        return None
    kept = (study.keys >= -before) & (study.keys < after)
    try:
        told = study_in_years(judged.values[kept], judged.covariance[np.ix_(kept, kept)], years, before, QUARTERS)
    except ValueError:
        return None
    return breakdown_relative_magnitudes(told)


def by_order(inputs: AdoptionInputs, overall: Contrasts, seed: int) -> RandomisationResult:
    """The same starts, dealt to other areas: what difference would have come without any effect."""
    _, of_unit = inputs.panel.cohorts()
    weights = overall.slopes[0][of_unit] / overall.moments.units  # the estimate is their sum with the values
    generator = np.random.default_rng(seed)
    rows = np.tile(np.arange(len(weights)), (ARRANGEMENTS, 1))
    dealt = generator.permuted(rows, axis=1)
    dealt[0] = rows[0]
    centred = inputs.panel.values - inputs.panel.values.mean(axis=1, keepdims=True)
    by_pair = {
        name: weights @ values.T for name, values in (("outcome", centred), ("exposure", inputs.after * 1.0))
    }
    areas = np.arange(len(weights))
    return randomisation_inference(
        by_pair["outcome"][dealt, areas].sum(axis=1), by_pair["exposure"][dealt, areas].sum(axis=1)
    )
