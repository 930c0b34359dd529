"""Change on an instrument between two times in the same people, and how much of it is more than noise."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from proventive.evaluation.methods.arrays import Booleans, Floats
from proventive.evaluation.methods.intervals import Inference, mean_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedChange:
    """Means of those followed up. ``improvement`` is positive where things got better, whichever way that is."""

    before: Inference
    after: Inference
    improvement: Inference
    people: int


def paired_change(before: Floats, after: Floats, *, better_is_lower: bool) -> PairedChange:
    """The mean improvement with a t interval over people (Student 1908, The probable error of a mean)."""
    improvement = before - after if better_is_lower else after - before
    return PairedChange(
        before=mean_of(before), after=mean_of(after), improvement=mean_of(improvement), people=len(before)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliableChange:
    """How many people changed by more than the instrument's own error would show in 95 of 100 unchanged people."""

    criterion: float  # points
    improved: int
    worsened: int
    people: int


def reliable_change_criterion(standard_error_of_measurement: float) -> float:
    """1.96 x sqrt(2) x the standard error of measurement, in points.

    Method: Jacobson and Truax (1991), Clinical significance: a statistical approach to defining meaningful
    change in psychotherapy research, Journal of Consulting and Clinical Psychology 59(1).
    """
    return float(stats.norm.ppf(0.975) * np.sqrt(2) * standard_error_of_measurement)


def reliable_change(improvement: Floats, criterion: float) -> ReliableChange:
    """Count those whose change is greater than the criterion, for better and for worse."""
    return ReliableChange(
        criterion=criterion,
        improved=int(np.sum(improvement > criterion)),
        worsened=int(np.sum(improvement < -criterion)),
        people=len(improvement),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportantChange:
    """How many people changed by at least as much as matters to people themselves."""

    improved: int
    worsened: int
    people: int


def important_change(improvement: Floats, smallest: float) -> ImportantChange:
    """Count those whose change is at least the smallest important one, for better and for worse."""
    return ImportantChange(
        improved=int(np.sum(improvement >= smallest)),
        worsened=int(np.sum(improvement <= -smallest)),
        people=len(improvement),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedImprovement:
    """What a second score would show with no service at all, and what the change is beyond that; in points."""

    expected: float
    beyond: Inference


def expected_improvement(
    before: Floats, after: Floats, *, population_mean: float, retest: float, better_is_lower: bool
) -> ExpectedImprovement:
    """The regression to the mean of people who joined with these scores: (1 - rho) (mu - x) of each.

    ``population_mean`` (mu) and ``retest`` (rho, the correlation of two scores with no change between) are of the
    people from whom those who joined were drawn, and are taken as known. For people below a line c it comes to
    sigma (1 - rho) phi(z) / Phi(-z), z = (mu - c) / sigma: Davis (1976), The effect of regression to the mean in
    epidemiologic and clinical studies, American Journal of Epidemiology 104(5); Barnett, van der Pols and Dobson
    (2005), Regression to the mean, International Journal of Epidemiology 34(1), equation 1. Scores that lie
    further apart than those of ``retest`` come back further; people whose own kind always scores worse, less far.
    """
    sign = -1 if better_is_lower else 1
    each = sign * (1 - retest) * (population_mean - before)
    return ExpectedImprovement(expected=float(each.mean()), beyond=mean_of(sign * (after - before) - each))


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorAndCeiling:
    """The shares of people at either end of the scale: nobody at the best score can improve."""

    at_best: float
    at_worst: float


def floor_and_ceiling(scores: Floats, *, low: float, high: float, better_is_lower: bool) -> FloorAndCeiling:
    """Shares at the two ends of an instrument's range."""
    at_low, at_high = float(np.mean(scores <= low)), float(np.mean(scores >= high))
    return (
        FloorAndCeiling(at_best=at_low, at_worst=at_high)
        if better_is_lower
        else FloorAndCeiling(at_best=at_high, at_worst=at_low)
    )


def followed_against_lost(baseline: Floats, followed: Booleans) -> Inference | None:
    """How far those followed up differed at baseline from the others (Welch 1947); None where either is empty."""
    seen, lost = baseline[followed], baseline[~followed]
    if not len(seen) or not len(lost):
        return None
    difference = float(seen.mean() - lost.mean())
    if min(len(seen), len(lost)) < 2:
        return Inference(value=difference, standard_error=None, degrees_of_freedom=None)
    parts = seen.var(ddof=1) / len(seen), lost.var(ddof=1) / len(lost)
    variance = float(sum(parts))
    if variance == 0:
        return Inference(value=difference, standard_error=0.0, degrees_of_freedom=None)
    freedom = variance**2 / (parts[0] ** 2 / (len(seen) - 1) + parts[1] ** 2 / (len(lost) - 1))
    return Inference(value=difference, standard_error=float(np.sqrt(variance)), degrees_of_freedom=float(freedom))
