"""Effects by cohort and period under staggered adoption (Callaway and Sant'Anna 2021, J. Econometrics 225).

An effect is a contrast of cohort means, and its influence function is linear in the values of a unit within each
cohort. So errors follow from the moments of the cohorts, and no matrix of units by effects is made.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from proventive.evaluation.methods.arrays import Booleans, Floats, Integers
from proventive.evaluation.methods.did.influences import Influences
from proventive.evaluation.methods.did.moments import NEVER, CohortMoments
from proventive.evaluation.methods.intervals import Inference

Comparison = Literal["never treated", "not yet treated"]
BasePeriod = Literal["varying", "universal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrasts:
    """Estimates that are linear in cohort means, with what their errors need.

    The influence of a unit of cohort c on estimate k is ``slopes[k, c] @ (values - mean of c) + levels[k, c]``.
    """

    values: Floats
    slopes: Floats  # estimates by cohorts by periods
    levels: Floats  # estimates by cohorts
    moments: CohortMoments

    def covariance(self) -> Floats:
        """Of the estimates: the mean product of influences, divided by the number of units."""
        m = self.moments
        within = np.einsum("kct,cts,lcs,c->kl", self.slopes, m.covariances, self.slopes, m.sizes, optimize=True)
        between = np.einsum("kc,lc,c->kl", self.levels, self.levels, m.sizes)
        return (within + between) / m.units**2

    def errors(self) -> Floats:
        """Standard errors of the estimates."""
        m = self.moments
        within = np.einsum("kct,cts,kcs,c->k", self.slopes, m.covariances, self.slopes, m.sizes, optimize=True)
        between = np.einsum("kc,c->k", self.levels**2, m.sizes)
        return np.sqrt(np.maximum(within + between, 0.0)) / m.units  # rounding can fall a hair below 0

    def inferences(self) -> tuple[Inference, ...]:
        """Each estimate with its error; normal, since there are many units."""
        return tuple(
            Inference(value=float(value), standard_error=float(error), degrees_of_freedom=np.inf)
            for value, error in zip(self.values, self.errors(), strict=True)
        )

    def weighted(self, weights: Floats, shares_move: Floats | None = None) -> "Contrasts":
        """Weighted means of them: ``weights`` new by old. ``shares_move``: new by cohorts, what the sampling of
        cohort shares adds to the influence of a unit of each cohort."""
        levels = weights @ self.levels
        return Contrasts(
            values=weights @ self.values,
            slopes=np.einsum("ak,kct->act", weights, self.slopes),
            levels=levels if shares_move is None else levels + shares_move,
            moments=self.moments,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTimeEffects:
    """The effect on the cohort that began in ``start``, in ``period``."""

    start: Integers
    period: Integers
    contrasts: Contrasts | Influences

    @property
    def post(self) -> Booleans:
        """Which are effects after the start; the others should be none."""
        return self.period >= self.start

    def pre_test(self) -> tuple[float, float]:
        """Wald statistic and p-value of no difference in any period before the start.

        Raises ValueError where there is none, or where they are collinear.
        """
        before = np.flatnonzero(~self.post & (self.contrasts.errors() > 0))
        if not len(before):
            raise ValueError("there is no period before the start to test")
        values = self.contrasts.values[before]
        covariance = self.contrasts.covariance()[np.ix_(before, before)]
        if np.linalg.matrix_rank(covariance) < len(before):
            raise ValueError("the differences before the start are collinear, so they cannot be tested together")
        statistic = float(values @ np.linalg.solve(covariance, values))
        return statistic, float(stats.chi2.sf(statistic, len(before)))


def group_time_effects(
    moments: CohortMoments,
    *,
    comparison: Comparison = "never treated",
    base: BasePeriod = "varying",
    anticipation: int = 0,
) -> GroupTimeEffects:
    """The mean change of each cohort since its base period less that of the comparison, for every period.

    Base period: the last before the start (less ``anticipation`` periods); before it, ``varying`` takes the period
    before, ``universal`` always the same. Comparison: those that never began, or all that have not begun by the
    later of the two periods. Raises ValueError where no cohort began, or there is nobody to compare with.
    """
    cells = cells_of(moments, comparison, base, anticipation)
    told = [effect_of(moments, cell) for cell in cells]
    return GroupTimeEffects(
        start=moments.starts[[cell.cohort for cell in cells]],
        period=moments.periods[[cell.time for cell in cells]],
        contrasts=Contrasts(
            values=np.array([value for value, _, _ in told]),
            slopes=np.stack([slopes for _, slopes, _ in told]),
            levels=np.stack([levels for _, _, levels in told]),
            moments=moments,
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Which cohort changed between which periods, and the cohorts with which it is compared; all by number."""

    cohort: int
    time: int
    from_period: int
    others: Booleans


def cells_of(m: CohortMoments, comparison: Comparison, base: BasePeriod, anticipation: int) -> list[Cell]:
    """Every effect that can be told. Raises ValueError where there is none."""
    began = np.flatnonzero(m.starts != NEVER)
    if not len(began):
        raise ValueError("nothing began anywhere, so there is no effect")
    if comparison == "never treated" and m.starts[-1] != NEVER:
        raise ValueError("every unit began at some time: compare with those that had not begun yet")
    tried = (
        cell_of(m, int(cohort), time, comparison, base, anticipation)
        for cohort in began
        for time in range(len(m.periods))
    )
    cells = [cell for cell in tried if cell is not None]
    if not cells:
        raise ValueError("no cohort has a period before its start and somebody to compare with")
    return cells


def cell_of(
    m: CohortMoments, cohort: int, time: int, comparison: Comparison, base: BasePeriod, anticipation: int
) -> Cell | None:
    """The comparison for a cohort in a period; None where there is no period before, or nobody to compare with."""
    before = np.flatnonzero(m.periods < m.starts[cohort] - anticipation)
    if not len(before):
        return None
    last = int(before[-1])
    from_period = last if time > last or base == "universal" else time - 1
    if from_period < 0 or (from_period == time and base == "varying"):
        return None
    begun_by = m.periods[max(time, from_period)] + anticipation
    others = m.starts == NEVER if comparison == "never treated" else m.starts > begun_by
    others = others & (np.arange(len(m.starts)) != cohort)
    return Cell(cohort=cohort, time=time, from_period=from_period, others=others) if others.any() else None


def effect_of(m: CohortMoments, cell: Cell) -> tuple[float, Floats, Floats]:
    """One effect, with the slopes and levels of its influence."""
    change = m.means[:, cell.time] - m.means[:, cell.from_period]
    compared_with = m.sizes[cell.others].sum()
    shares = np.where(cell.others, m.sizes, 0) / compared_with
    compared = float(shares @ change)
    step = np.zeros(len(m.periods))
    step[cell.time] += 1
    step[cell.from_period] -= 1
    weight = np.where(cell.others, -m.units / compared_with, 0.0)
    levels = weight * (change - compared)
    weight[cell.cohort] = m.units / m.sizes[cell.cohort]
    return float(change[cell.cohort] - compared), weight[:, None] * step, levels
