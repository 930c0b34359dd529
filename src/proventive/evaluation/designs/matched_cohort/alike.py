"""How alike the two groups are, in everything they were matched on and in use that they were not matched on."""

from collections.abc import Callable

import numpy as np

from proventive.evaluation.checks.balance import Covariate
from proventive.evaluation.designs.matched_cohort.inputs import Persons
from proventive.evaluation.designs.matched_cohort.pairing import MatchedCohort
from proventive.evaluation.designs.matched_cohort.windows import Days
from proventive.evaluation.methods.arrays import Floats, totals
from proventive.evaluation.methods.balance import (
    Balance,
    balance_of,
    effective_sample_size,
    standardised_from_moments,
)

FRAILTY = {"fit": "Fit", "mild": "Mild frailty", "moderate": "Moderate frailty", "severe": "Severe frailty"}


def covariates_of(cohort: MatchedCohort) -> tuple[Covariate, ...]:
    """Every covariate and window of use, before and after matching."""
    match_on = cohort.inputs.question.objective.plan.match_on
    others = cohort.inputs.others
    people: tuple[tuple[str, str, str, Callable[[Persons], Floats], Floats], ...] = (
        ("female", "Being female", "sex", _female, (others.sex == "F").astype(np.float64)),
        ("age", "Age", "age", lambda group: group.age_months / 12, others.age_months / 12),
        (
            "deprivation",
            "Deprivation decile",
            "simd_decile",
            lambda group: group.deprivation,
            others.deprivation,
        ),
        *(
            (level, heading, "frailty", _is(level), (others.frailty == level).astype(np.float64))
            for level, heading in FRAILTY.items()
        ),
    )
    described_people = [
        _covariate(
            id,
            heading,
            matched_on=named in match_on,
            before=_against(of(_eligible(cohort)), values, others.people),
            after=_after(cohort, of(cohort.participants), of(cohort.comparators)),
        )
        for id, heading, named, of, values in people
    ]
    return (*described_people, *_use_windows(cohort))


def effective_comparators(cohort: MatchedCohort) -> float:
    """How many people who each serve once would tell as much as those who serve, some of them again and again."""
    _, of_pair = np.unique(cohort.comparators.person, return_inverse=True)
    return effective_sample_size(totals(of_pair, cohort.weights, int(of_pair.max()) + 1))


def _covariate(
    id: str, heading: str, *, matched_on: bool, before: float | None, after: Balance | None
) -> Covariate:
    return Covariate(
        id=id,
        heading=heading,
        matched_on=matched_on,
        before=before,
        after=after.standardised_difference if after else None,
        variance_ratio=after.variance_ratio if after else None,
        distribution_mean=after.distribution_mean if after else None,
        distribution_most=after.distribution_most if after else None,
    )


def _female(group: Persons) -> Floats:
    return (group.sex == "F").astype(np.float64)


def _is(level: str) -> Callable[[Persons], Floats]:
    return lambda group: (group.frailty == level).astype(np.float64)


def _use_windows(cohort: MatchedCohort) -> list[Covariate]:
    windows, others = cohort.inputs.windows, cohort.inputs.others
    looked_at: list[tuple[str, str, Days, Floats, bool]] = [
        ("last-3-months", "Use in the last 3 months", windows.last_3_months, others.last_3_months, True),
        ("prior-9-months", "Use in the 9 months before", windows.prior_9_months, others.prior_9_months, True),
    ]
    if windows.earlier is not None:
        looked_at.append(("earlier-year", "Use in the earlier year", windows.earlier, others.earlier, False))
    return [
        _covariate(
            id,
            heading,
            matched_on=matched_on,
            before=_against(used[_eligible(cohort).seen], values, others.people_with_pattern),
            after=_after(cohort, used[cohort.participants.seen], used[cohort.comparators.seen]),
        )
        for id, heading, window, values, matched_on in looked_at
        for used in [cohort.inputs.use.within(window)]
    ]


def _eligible(cohort: MatchedCohort) -> Persons:
    return cohort.inputs.joined.at(cohort.inputs.standing == "eligible")


def _after(cohort: MatchedCohort, own: Floats, other: Floats) -> Balance | None:
    """Matched participants against the people matched to them; those of one participant count as one together."""
    known = ~np.isnan(other)
    own = own[~np.isnan(own)]
    if not len(own) or not known.any():
        return None
    return balance_of(own, other[known], weights_of_others=cohort.weights[known])


def _against(own: Floats, values: Floats, people: Floats) -> float | None:
    """Eligible participants against everybody who had not joined, reduced to values with their numbers."""
    own, known = own[~np.isnan(own)], ~np.isnan(values)
    if not known.any() or not len(own):
        return None
    mean = float(np.average(values[known], weights=people[known]))
    variance = float(np.average((values[known] - mean) ** 2, weights=people[known]))
    return standardised_from_moments(
        float(own.mean()), float(own.var(ddof=1)) if len(own) > 1 else 0.0, mean, variance
    )
