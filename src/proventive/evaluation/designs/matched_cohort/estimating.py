"""The estimates of a matched cohort: the main one, those beside it, and what each needs to be read with."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.designs.matched_cohort.covariates import covariates_in_numbers
from proventive.evaluation.designs.matched_cohort.pairing import MatchedCohort
from proventive.evaluation.designs.matched_cohort.windows import YEAR_MONTHS, Days
from proventive.evaluation.methods.intervals import Inference, mean_of
from proventive.evaluation.methods.matched_did import (
    MatchedFit,
    difference_in_differences,
    doubly_robust,
    earlier_gap,
    follow_up_only,
    matched_contrast,
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
    doubly_robust: MatchedFit
    correction: Inference  # what separates it from the main one
    both_alive: MatchedFit  # the main one, counted only while both of a pair are alive and resident
    earlier_gap: Inference | None
    deaths: MatchedFit  # shares of people
    naive: NaiveBeforeAfter


def estimates_of(cohort: MatchedCohort) -> CohortEstimates:
    """Every estimate of one follow-up. Raises ValueError where there is no pair."""
    if not len(cohort):
        raise ValueError("there is no matched pair")
    windows = cohort.inputs.windows
    gap = None
    if windows.earlier is not None:
        gap = earlier_gap(*cohort.use(windows.earlier), scale=windows.scale, clusters=cohort.clusters)
    robust, correction = _doubly_robust(cohort)
    return CohortEstimates(
        main=main_estimate(cohort, windows.follow_up),
        follow_up_only=follow_up_only(*cohort.use(windows.follow_up), clusters=cohort.clusters),
        doubly_robust=robust,
        correction=correction,
        both_alive=_both_alive(cohort),
        earlier_gap=gap,
        deaths=_deaths(cohort),
        naive=_naive(cohort),
    )


def main_estimate(cohort: MatchedCohort, follow_up: Days) -> MatchedFit:
    """Change since the earlier year where that was seen, else the follow-up compared; at any follow-up."""
    own_after, other_after = cohort.use(follow_up)
    earlier = cohort.inputs.windows.earlier
    if earlier is None:
        return follow_up_only(own_after, other_after, clusters=cohort.clusters)
    own, other = cohort.use(earlier)
    scale = follow_up.length / earlier.length
    return difference_in_differences(own, own_after, other, other_after, scale=scale, clusters=cohort.clusters)


def _doubly_robust(cohort: MatchedCohort) -> tuple[MatchedFit, Inference]:
    """The main estimate, corrected for what the pairs still differ in of all that they were matched on."""
    windows = cohort.inputs.windows
    observed, told_by_match = cohort.use(windows.follow_up)
    counterfactual = told_by_match
    if windows.earlier is not None:
        own, other = cohort.use(windows.earlier)
        told_by_match = told_by_match - windows.scale * other
        counterfactual = told_by_match + windows.scale * own
    own_are, others_are = covariates_in_numbers(cohort.inputs, cohort.participants, cohort.comparators)
    return doubly_robust(
        observed,
        counterfactual,
        told_by_match,
        own_are,
        np.stack([cohort.mean_of_matches(column) for column in others_are.T], axis=1)
        if others_are.shape[1]
        else np.zeros((len(cohort), 0)),
        clusters=cohort.clusters,
    )


def _both_alive(cohort: MatchedCohort) -> MatchedFit:
    """Each pair until the first of the two dies or moves away: nothing that a death ends counts as avoided."""
    window, earlier, use = cohort.inputs.windows.follow_up, cohort.inputs.windows.earlier, cohort.inputs.use
    own, other = cohort.participants.at(cohort.of), cohort.comparators
    both = np.minimum(own.days_followed(window), other.days_followed(window)).astype(np.int64)
    observed, expected = (use.until(group.seen, window.first, both - 1) for group in (own, other))
    if earlier is not None:
        before = use.within(earlier)
        expected = expected + both / earlier.length * (before[own.seen] - before[other.seen])
    return matched_contrast(
        cohort.mean_of_matches(observed), cohort.mean_of_matches(expected), clusters=cohort.clusters
    )


def _deaths(cohort: MatchedCohort) -> MatchedFit:
    window = cohort.inputs.windows.follow_up
    return follow_up_only(
        cohort.participants.died_within(window),
        cohort.mean_of_matches(cohort.comparators.died_within(window)),
        clusters=cohort.clusters,
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
