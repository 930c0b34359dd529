"""The estimates of a matched cohort: the main one, those beside it, and what each needs to be read with."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.designs.matched_cohort.pairing import MatchedCohort
from proventive.evaluation.designs.matched_cohort.windows import YEAR_MONTHS, Days
from proventive.evaluation.methods.clusters import clustered
from proventive.evaluation.methods.intervals import Inference, mean_of
from proventive.evaluation.methods.matched_did import (
    MatchedFit,
    difference_in_differences,
    earlier_gap,
    follow_up_only,
)
from proventive.evaluation.methods.regression_to_the_mean import ExpectedAfter, expected_after
from proventive.quantities import months_as_days


@dataclass(frozen=True, slots=True, kw_only=True)
class NaiveBeforeAfter:
    """The change since the last 12 months, and what would be expected of the same people with no service."""

    change: Inference  # per person over the follow-up
    before: float  # per person, for the length of the follow-up
    expected: ExpectedAfter | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortEstimates:
    """``main`` is the difference-in-differences where the earlier year was seen, else the follow-up comparison."""

    main: MatchedFit
    follow_up_only: MatchedFit
    earlier_gap: Inference | None
    deaths: MatchedFit  # shares of people
    naive: NaiveBeforeAfter


def estimates_of(cohort: MatchedCohort) -> CohortEstimates:
    """Every estimate of one follow-up. Raises ValueError where there is no pair."""
    if not len(cohort):
        raise ValueError("there is no matched pair")
    windows = cohort.inputs.windows
    own_after, other_after = cohort.use(windows.follow_up)
    plain = follow_up_only(own_after, other_after, clusters=cohort.clusters)
    main, gap = plain, None
    if windows.earlier is not None:
        own, other = cohort.use(windows.earlier)
        main = difference_in_differences(
            own, own_after, other, other_after, scale=windows.scale, clusters=cohort.clusters
        )
        gap = earlier_gap(own, other, scale=windows.scale, clusters=cohort.clusters)
    return CohortEstimates(
        main=main, follow_up_only=plain, earlier_gap=gap, deaths=_deaths(cohort), naive=_naive(cohort)
    )


def _deaths(cohort: MatchedCohort) -> MatchedFit:
    window = cohort.inputs.windows.follow_up
    return follow_up_only(
        cohort.participants.died_within(window), cohort.comparators.died_within(window), clusters=cohort.clusters
    )


def _naive(cohort: MatchedCohort) -> NaiveBeforeAfter:
    """Matched participants against themselves, and the expectation for people with their use who did not join."""
    windows = cohort.inputs.windows
    year = Days(first=-months_as_days(YEAR_MONTHS), last=-1)
    share = windows.follow_up.length / year.length
    before, after = share * cohort.use(year)[0], cohort.use(windows.follow_up)[0]
    return NaiveBeforeAfter(
        change=mean_of(after - before),
        before=float(np.mean(before)),
        expected=expected_after(
            cohort.use(windows.last_3_months)[0],
            cohort.use(windows.prior_9_months)[0],
            cohort.inputs.others.pairs_of_periods(),
        ),
    )


def mean_gap(cohort: MatchedCohort, window: Days) -> Inference:
    """How far participants and their matches lie apart in a window, per person."""
    own, other = cohort.use(window)
    return clustered(float(np.mean(own - other)), own - other, cohort.clusters)
