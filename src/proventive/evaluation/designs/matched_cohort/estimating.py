"""The estimates of a matched cohort: the main one, those beside it, and what each needs to be read with."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.designs.matched_cohort.covariates import covariates_in_numbers
from proventive.evaluation.designs.matched_cohort.pairing import MatchedCohort
from proventive.evaluation.designs.matched_cohort.windows import YEAR_MONTHS, Days
from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.clusters import clustered
from proventive.evaluation.methods.intervals import Inference, mean_of
from proventive.evaluation.methods.matched_did import (
    MatchedFit,
    difference_in_differences,
    doubly_robust,
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
    deaths_counted: (
        MatchedFit  # the main one, each person counted to their own death: what a death ends is “saved”
    )
    earlier_gap: Inference | None
    deaths: MatchedFit  # shares of people
    naive: NaiveBeforeAfter


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedUse:
    """What each participant used, and what the match tells of it, for each participant.

    A match tells something while both are alive and resident. After a participant dies nothing is counted, so
    that nothing that a death ends counts as avoided. After a match dies there is nobody to hold the participant
    against: what happened is taken as what would have happened, as it is for people who have no match at all.
    """

    observed: Floats  # of the participant, while alive and resident
    alone: Floats  # of the participant, after the match had died or moved away
    of_match: Floats  # of the match, while both are alive and resident
    earlier: Floats  # of the participant in the earlier year, for as many days as both are followed; else 0
    earlier_of_match: Floats

    @property
    def gap(self) -> Floats:
        """How far the two differed already in the earlier year; 0 where that was not seen."""
        return self.earlier - self.earlier_of_match

    @property
    def expected(self) -> Floats:
        """The counterfactual: what the match used, and the gap that lay between the two all along."""
        return self.of_match + self.alone + self.gap


def paired_use(cohort: MatchedCohort, window: Days) -> PairedUse:
    """Use of pairs in a window from joining, each until the first of the two dies or moves away."""
    use, earlier = cohort.inputs.use, cohort.inputs.windows.earlier
    own, other = cohort.participants.at(cohort.of), cohort.comparators
    both = np.minimum(own.days_followed(window), other.days_followed(window)).astype(np.int64)
    together, of_match = (use.until(group.seen, window.first, both - 1) for group in (own, other))
    observed = use.within(window)[cohort.participants.seen]
    before = np.zeros(use.rows) if earlier is None else use.within(earlier) / earlier.length
    return PairedUse(
        observed=observed,
        alone=observed - cohort.mean_of_matches(together),
        of_match=cohort.mean_of_matches(of_match),
        earlier=cohort.mean_of_matches(both * before[own.seen]),
        earlier_of_match=cohort.mean_of_matches(both * before[other.seen]),
    )


def estimates_of(cohort: MatchedCohort) -> CohortEstimates:
    """Every estimate of one follow-up. Raises ValueError where there is no pair."""
    if not len(cohort):
        raise ValueError("there is no matched pair")
    windows, clusters = cohort.inputs.windows, cohort.clusters
    use = paired_use(cohort, windows.follow_up)
    robust, correction = _doubly_robust(cohort, use)
    return CohortEstimates(
        main=matched_contrast(use.observed, use.expected, clusters=clusters),
        follow_up_only=follow_up_only(use.observed, use.of_match + use.alone, clusters=clusters),
        doubly_robust=robust,
        correction=correction,
        deaths_counted=_deaths_counted(cohort),
        earlier_gap=None if windows.earlier is None else clustered(float(np.mean(use.gap)), use.gap, clusters),
        deaths=_deaths(cohort),
        naive=_naive(cohort),
    )


def main_estimate(cohort: MatchedCohort, follow_up: Days) -> MatchedFit:
    """Change since the earlier year where that was seen, else the follow-up compared; at any follow-up.

    No saving is counted after a death: :class:`PairedUse`. The gap of the earlier year counts for as many days as
    a pair is followed, so that a difference in need that lasts drops out whoever dies. The estimand is the effect
    while alive: Wei and others (2023), Statistics in Biopharmaceutical Research 15(2),
    doi 10.1080/19466315.2021.1994457.
    """
    use = paired_use(cohort, follow_up)
    return matched_contrast(use.observed, use.expected, clusters=cohort.clusters)


def _doubly_robust(cohort: MatchedCohort, use: PairedUse) -> tuple[MatchedFit, Inference]:
    """The main estimate, corrected for what the pairs still differ in of all that they were matched on."""
    own_are, others_are = covariates_in_numbers(cohort.inputs, cohort.participants, cohort.comparators)
    return doubly_robust(
        use.observed,
        use.expected,
        use.of_match - use.earlier_of_match,
        own_are,
        np.stack([cohort.mean_of_matches(column) for column in others_are.T], axis=1)
        if others_are.shape[1]
        else np.zeros((len(cohort), 0)),
        clusters=cohort.clusters,
    )


def _deaths_counted(cohort: MatchedCohort) -> MatchedFit:
    """Each person to their own death: the total effect, part of which comes about by deaths.

    Young and others (2020), A causal framework for classical statistical estimands in failure-time settings with
    competing events, Statistics in Medicine 39(8), arXiv 1806.06136.
    """
    windows = cohort.inputs.windows
    own_after, other_after = cohort.use(windows.follow_up)
    if windows.earlier is None:
        return follow_up_only(own_after, other_after, clusters=cohort.clusters)
    own, other = cohort.use(windows.earlier)
    return difference_in_differences(
        own, own_after, other, other_after, scale=windows.scale, clusters=cohort.clusters
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
