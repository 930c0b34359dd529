"""Synthetic control on outcomes, with placebos in space and in time (Abadie, Diamond and Hainmueller 2010)."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Floats, Integers
from proventive.evaluation.methods.synthetic_control.simplex import simplex_from_moments, simplex_least_squares


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticControl:
    """What happened in an area, and in the weighted mean of others, by period."""

    weights: Floats  # of the donors
    observed: Floats
    synthetic: Floats
    before: int  # periods before the start
    effect: float  # mean of observed less synthetic over the periods after the start
    relative: float | None  # 1 - observed / synthetic over the same; None where nothing was expected
    fit: float  # root mean squared error before the start
    gap: float  # of optimality, as :class:`SimplexFit` has it

    @property
    def gaps(self) -> Floats:
        """Observed less synthetic, by period."""
        return self.observed - self.synthetic


@dataclass(frozen=True, slots=True, kw_only=True)
class Placebos:
    """The same done to every donor, as if the service had begun there."""

    effects: Floats  # of each donor
    ratios: Floats  # mean squared gap after over before, of each donor
    ratio: float  # of the area itself
    rank: int  # of its ratio among all, 1 the largest
    p_value: float  # rank over the number of areas, donors and itself: it moves in steps of 1 / that number


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """The effect without each donor that has a weight, one at a time."""

    donors: Integers
    effects: Floats


def synthetic_control(treated: Floats, donors: Floats, before: int) -> SyntheticControl:
    """The weights on donors that come nearest to an area before the start, and what they give after it.

    ``treated`` by period, ``donors`` periods by donors, ``before`` the number of periods before the start. Squared
    error over those periods, weights not negative that sum to 1, no intercept, no covariates: solved exactly.
    Raises ValueError where there is no period on either side or no donor.
    """
    check_periods(len(treated), before)
    fitted = simplex_least_squares(donors[:before], treated[:before])
    return told(treated, donors @ fitted.weights, fitted.weights, before, fitted.gap)


def told(treated: Floats, synthetic: Floats, weights: Floats, before: int, gap: float) -> SyntheticControl:
    """A synthetic control from its weights."""
    observed_after, expected_after = float(treated[before:].mean()), float(synthetic[before:].mean())
    return SyntheticControl(
        weights=weights,
        observed=treated,
        synthetic=synthetic,
        before=before,
        effect=observed_after - expected_after,
        relative=1 - observed_after / expected_after if expected_after > 0 else None,
        fit=float(np.sqrt(np.mean((treated[:before] - synthetic[:before]) ** 2))),
        gap=gap,
    )


def placebos_in_space(treated: Floats, donors: Floats, before: int) -> Placebos:
    """Every donor in turn as if it were the area, with the others as its donors (the area itself is none of them).

    Raises ValueError for fewer than two donors.
    """
    check_periods(len(treated), before)
    if donors.shape[1] < 2:
        raise ValueError("a placebo needs at least two donors")
    own = synthetic_control(treated, donors, before)
    gram = donors[:before].T @ donors[:before]
    gaps = np.empty_like(donors)
    for unit in range(donors.shape[1]):
        others = np.delete(np.arange(donors.shape[1]), unit)
        weights = simplex_from_moments(gram[np.ix_(others, others)], gram[others, unit])
        gaps[:, unit] = donors[:, unit] - donors[:, others] @ weights
    ratios = post_over_pre(gaps, before)
    ratio = float(post_over_pre(own.gaps[:, None], before)[0])
    rank = 1 + int(np.sum(ratios >= ratio))
    return Placebos(
        effects=gaps[before:].mean(axis=0),
        ratios=ratios,
        ratio=ratio,
        rank=rank,
        p_value=rank / (donors.shape[1] + 1),
    )


def post_over_pre(gaps: Floats, before: int) -> Floats:
    """Mean squared gap after the start over that before it, of each column; infinite where the fit was perfect."""
    pre, post = (gaps[:before] ** 2).mean(axis=0), (gaps[before:] ** 2).mean(axis=0)
    return np.where(pre > 0, post / np.where(pre > 0, pre, 1.0), np.where(post > 0, np.inf, 0.0))


def placebo_in_time(treated: Floats, donors: Floats, before: int, *, start: int) -> SyntheticControl:
    """As if the service had begun earlier, at period ``start``, and no period after the true start existed."""
    if not 0 < start < before:
        raise ValueError("a placebo in time starts before the true start")
    return synthetic_control(treated[:before], donors[:before], start)


def leave_one_out(treated: Floats, donors: Floats, before: int) -> LeftOut:
    """The effect without each donor that carries weight: how much it rests on one of them.

    Raises ValueError for fewer than two donors.
    """
    if donors.shape[1] < 2:
        raise ValueError("without its only donor there is no synthetic control")
    weighted = np.flatnonzero(synthetic_control(treated, donors, before).weights > 0)
    effects = [synthetic_control(treated, np.delete(donors, unit, axis=1), before).effect for unit in weighted]
    return LeftOut(donors=weighted, effects=np.array(effects))


def check_periods(periods: int, before: int) -> None:
    """Raise ValueError unless there is a period before and one after the start."""
    if not 0 < before < periods:
        raise ValueError("there has to be a period before the start, and one after it")
