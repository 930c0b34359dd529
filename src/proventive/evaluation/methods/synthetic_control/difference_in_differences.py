"""Synthetic difference-in-differences (Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021, AER 111(12))."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.synthetic_control.control import check_periods
from proventive.evaluation.methods.synthetic_control.simplex import SimplexFit, simplex_least_squares

TIME_RIDGE = 1e-6  # of the noise: makes the time weights unique, and moves them by nothing that shows


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticDid:
    """The effect, and the weights on donors and on the periods before."""

    effect: float
    unit_weights: Floats
    time_weights: Floats  # of the periods before the start
    zeta: float  # the ridge of the unit weights
    gap: float  # the larger optimality gap of the two


def synthetic_difference_in_differences(treated: Floats, donors: Floats, before: int) -> SyntheticDid:
    """Difference-in-differences, with weights on donors and periods that make the past alike but for a level.

    ``treated`` periods by treated areas (or one area), ``donors`` periods by donors. Unit weights with an
    intercept and the ridge zeta squared times the periods before, zeta = (treated areas x periods after)^(1/4)
    times the standard deviation of the donors' first differences before the start (n - 1); time weights with an
    intercept. Raises ValueError where there are fewer than two donors or periods before.
    """
    area = treated if treated.ndim == 1 else treated.mean(axis=1)
    areas = 1 if treated.ndim == 1 else treated.shape[1]
    check_periods(len(area), before)
    if donors.shape[1] < 2 or before < 2:
        raise ValueError("synthetic difference-in-differences needs two donors and two periods before the start")
    noise = float(np.diff(donors[:before], axis=0).std(ddof=1))
    zeta = float((areas * (len(area) - before)) ** 0.25 * noise)
    past = donors[:before]
    units = weights_with_level(past, area[:before], ridge=zeta * np.sqrt(before))
    times = weights_with_level(
        past.T, donors[before:].mean(axis=0), ridge=TIME_RIDGE * noise * np.sqrt(donors.shape[1])
    )
    return SyntheticDid(
        effect=contrast(area, donors, before, units.weights, times.weights),
        unit_weights=units.weights,
        time_weights=times.weights,
        zeta=zeta,
        gap=max(units.gap, times.gap),
    )


def weights_with_level(predictors: Floats, wanted: Floats, *, ridge: float) -> SimplexFit:
    """Simplex weights by least squares with a free level (taken out by centring) and a ridge."""
    centred = predictors - predictors.mean(axis=0)
    stacked = np.vstack([centred, ridge * np.eye(predictors.shape[1])])
    return simplex_least_squares(stacked, np.concatenate([wanted - wanted.mean(), np.zeros(predictors.shape[1])]))


def contrast(area: Floats, donors: Floats, before: int, units: Floats, times: Floats) -> float:
    """How much more the area changed than its weighted donors, from the weighted past to the periods after."""
    change = area[before:].mean() - times @ area[:before]
    of_donors = donors[before:].mean(axis=0) - times @ donors[:before]
    return float(change - units @ of_donors)


def placebo_error(donors: Floats, before: int, *, areas: int = 1, draws: int = 200, seed: int) -> float:
    """The standard error from placebos: donors in the place of the treated areas (algorithm 4 of the paper).

    With one treated area every donor stands in once, and nothing is drawn; with more, ``draws`` sets are.
    Raises ValueError unless there are at least two more donors than treated areas.
    """
    units = donors.shape[1]
    if units < areas + 2:
        raise ValueError("placebos need at least two more donors than areas where the service began")
    if areas == 1:
        sets = [np.array([unit]) for unit in range(units)]
    else:
        generator = np.random.default_rng(seed)
        sets = [generator.choice(units, size=areas, replace=False) for _ in range(draws)]
    effects = [
        synthetic_difference_in_differences(donors[:, chosen], np.delete(donors, chosen, axis=1), before).effect
        for chosen in sets
    ]
    return float(np.std(effects))


def permuted_effects(treated: Floats, donors: Floats, before: int) -> Floats:
    """The effects of each donor in turn against all other areas, the treated one among them.

    If nothing began anywhere, the areas are exchangeable, so the effect of the treated area is the largest in
    one of (donors + 1) cases. Where the treated area is left out of the donors' fits, as for the error, it is the
    largest more often.
    """
    every = np.column_stack([treated, donors])
    return np.array(
        [
            synthetic_difference_in_differences(every[:, area], np.delete(every, area, axis=1), before).effect
            for area in range(1, every.shape[1])
        ]
    )


def jackknife_error(treated: Floats, donors: Floats, before: int) -> float:
    """The jackknife standard error, weights held fixed (algorithm 3 of the paper).

    Raises ValueError for fewer than two treated areas, for which it does not exist.
    """
    if treated.ndim != 2 or treated.shape[1] < 2:
        raise ValueError("the jackknife needs at least two areas in which the service began")
    fitted = synthetic_difference_in_differences(treated, donors, before)
    units, areas = donors.shape[1], treated.shape[1]
    effects = []
    for unit in range(units):
        left = np.delete(fitted.unit_weights, unit)
        if left.sum() <= 0:
            raise ValueError("all weight lies on one donor, so the jackknife does not exist")
        others = np.delete(donors, unit, axis=1)
        effects.append(contrast(treated.mean(axis=1), others, before, left / left.sum(), fitted.time_weights))
    for area in range(areas):
        rest = np.delete(treated, area, axis=1).mean(axis=1)
        effects.append(contrast(rest, donors, before, fitted.unit_weights, fitted.time_weights))
    n = units + areas
    return float(np.sqrt((n - 1) / n * np.sum((np.array(effects) - np.mean(effects)) ** 2)))


def bootstrap_error(treated: Floats, donors: Floats, before: int, *, draws: int = 200, seed: int) -> float:
    """The bootstrap standard error: all areas drawn with replacement, all weights found anew (algorithm 2).

    A draw without two donors or without an area where the service began is drawn again. Raises ValueError for
    fewer than two treated areas, for which it does not exist.
    """
    if treated.ndim != 2 or treated.shape[1] < 2:
        raise ValueError("the bootstrap needs at least two areas in which the service began")
    generator = np.random.default_rng(seed)
    both, units = np.column_stack([donors, treated]), donors.shape[1]
    effects: list[float] = []
    while len(effects) < draws:
        chosen = np.asarray(generator.integers(0, both.shape[1], both.shape[1]))
        others, began = np.take(both, chosen[chosen < units], 1), np.take(both, chosen[chosen >= units], 1)
        if others.shape[1] >= 2 and began.shape[1] >= 1:
            effects.append(synthetic_difference_in_differences(began, others, before).effect)
    return float(np.std(effects))
