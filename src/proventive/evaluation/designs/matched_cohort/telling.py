"""The tables of a matched cohort: flow, trajectory, balance, deaths."""

from collections.abc import Callable

import numpy as np

from proventive.evaluation.checks.balance import Covariate
from proventive.evaluation.designs.matched_cohort.inputs import Persons
from proventive.evaluation.designs.matched_cohort.pairing import MatchedCohort
from proventive.evaluation.designs.matched_cohort.windows import MONTHS_SHOWN, Days, month_days
from proventive.evaluation.figures import Figures, counted, described, per_hundred
from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.balance import standardised_difference, standardised_from_moments
from proventive.quantities import Table, Unknown, Value

REASONS = {
    "no-consent": "Did not agree that their record is used",
    "not-linked": "Not found in the linked records",
    "not-resident": "No longer resident on the joining day",
    "short-history": "Records do not reach back far enough",
}
FRAILTY = {"fit": "Fit", "mild": "Mild frailty", "moderate": "Moderate frailty", "severe": "Severe frailty"}


def flow_table(cohort: MatchedCohort, figures: Figures, plural: str) -> Table:
    """From everybody who joined to those matched, with use in the follow-up where it is on record."""
    standing, matched = cohort.inputs.standing, cohort.matched
    groups = [
        ("joined", "Joined in the period", np.ones(len(standing), dtype=bool)),
        *((reason, heading, standing == reason) for reason, heading in REASONS.items()),
        ("eligible", "Could be matched", standing == "eligible"),
        ("no-similar-person", "Without a similar person", (standing == "eligible") & ~matched),
        ("not-matched", "Not matched, for any of these reasons", ~matched),
        ("matched", "Matched", matched),
    ]
    used = cohort.inputs.use.within(cohort.inputs.windows.follow_up)[cohort.inputs.joined.seen]
    seen = ~np.isin(standing, ("no-consent", "not-linked"))

    def events(group: np.ndarray) -> Value:
        if group.any() and not (group & seen).any():
            return Unknown(unknown="their use is not on record, or may not be looked at")
        return counted(int(used[group & seen].sum()), plural)

    return figures.table(
        "flow",
        "Who joined, and who was matched",
        "People",
        (("people", "People"), ("events", f"{plural.capitalize()} in the follow-up")),
        [(id, heading, (counted(group.sum(), "people"), events(group))) for id, heading, group in groups],
        counts="people who joined in the period; use of those whose records may be looked at",
    )


def trajectory_table(cohort: MatchedCohort, figures: Figures, plural: str) -> Table:
    """Use by month from joining, for every 100 people of either group."""
    people, unit = len(cohort), f"{plural} per 100 people"
    last = cohort.inputs.windows.follow_up.last

    def cells(month: int) -> tuple[Value, Value]:
        days = month_days(month)
        if days.last > last:
            unknown = Unknown(unknown="after the end of the follow-up")
            return unknown, unknown
        own, other = cohort.use(days)
        return per_hundred(own.sum(), people, unit), per_hundred(other.sum(), people, unit)

    return figures.table(
        "trajectory",
        f"{plural.capitalize()} by month, before and after joining",
        "Months from joining",
        (("participants", "People who joined"), ("comparison", "Similar people")),
        [(str(month), str(month), cells(month)) for month in MONTHS_SHOWN],
        counts=f"{people:,} matched participants and the {people:,} people matched to them",
    )


def deaths_table(cohort: MatchedCohort, figures: Figures) -> Table:
    """Deaths in the follow-up, and person-years alive and resident."""
    window = cohort.inputs.windows.follow_up
    groups = (cohort.participants, cohort.comparators)
    return figures.table(
        "deaths",
        "Deaths and time followed",
        "In the follow-up",
        (("participants", "People who joined"), ("comparison", "Similar people")),
        [
            ("people", "People", [counted(len(group), "people") for group in groups]),
            ("deaths", "Deaths", [counted(group.died_within(window).sum(), "deaths") for group in groups]),
            (
                "person-years",
                "Person-years alive and resident",
                [described(group.days_followed(window).sum() / 365, "person-years") for group in groups],
            ),
        ],
    )


def covariates_of(cohort: MatchedCohort) -> tuple[Covariate, ...]:
    """Every covariate and window of use, before and after matching."""
    match_on = cohort.inputs.question.objective.plan.match_on
    people = (
        ("female", "Being female", "sex", lambda group: (group.sex == "F").astype(np.float64)),
        ("age", "Age", "age", lambda group: group.age_months / 12),
        ("deprivation", "Deprivation decile", "simd_decile", lambda group: group.deprivation),
        *((level, heading, "frailty", _is(level)) for level, heading in FRAILTY.items()),
    )
    described_people = [
        Covariate(id=id, heading=heading, matched_on=named in match_on, **_differences(cohort, id, of))
        for id, heading, named, of in people
    ]
    return (*described_people, *_use_windows(cohort))


def _is(level: str) -> Callable[[Persons], Floats]:
    return lambda group: (group.frailty == level).astype(np.float64)


def _differences(cohort: MatchedCohort, id: str, of: Callable[[Persons], Floats]) -> dict[str, float | None]:
    others = cohort.inputs.others
    values = {
        "female": (others.sex == "F").astype(np.float64),
        "age": others.age_months / 12,
        "deprivation": others.deprivation,
    }.get(id, (others.frailty == id).astype(np.float64))
    own, matched_own, other = (of(group) for group in (_eligible(cohort), cohort.participants, cohort.comparators))
    return {
        "before": _against(own, values, others.people),
        "after": standardised_difference(_known(matched_own), _known(other)),
    }


def _use_windows(cohort: MatchedCohort) -> list[Covariate]:
    windows, others = cohort.inputs.windows, cohort.inputs.others
    looked_at: list[tuple[str, str, Days, Floats, bool]] = [
        ("last-3-months", "Use in the last 3 months", windows.last_3_months, others.last_3_months, True),
        ("prior-9-months", "Use in the 9 months before", windows.prior_9_months, others.prior_9_months, True),
    ]
    if windows.earlier is not None:
        looked_at.append(("earlier-year", "Use in the earlier year", windows.earlier, others.earlier, False))
    return [
        Covariate(
            id=id,
            heading=heading,
            matched_on=matched_on,
            before=_against(
                cohort.inputs.use.within(window)[_eligible(cohort).seen], values, others.people_with_pattern
            ),
            after=standardised_difference(*cohort.use(window)),
        )
        for id, heading, window, values, matched_on in looked_at
    ]


def _eligible(cohort: MatchedCohort) -> Persons:
    return cohort.inputs.joined.at(cohort.inputs.standing == "eligible")


def _against(own: Floats, values: Floats, people: Floats) -> float | None:
    """Eligible participants against everybody who had not joined, reduced to values with their numbers."""
    own, known = _known(own), ~np.isnan(values)
    if not known.any() or not len(own):
        return None
    mean = float(np.average(values[known], weights=people[known]))
    variance = float(np.average((values[known] - mean) ** 2, weights=people[known]))
    return standardised_from_moments(
        float(own.mean()), float(own.var(ddof=1)) if len(own) > 1 else 0.0, mean, variance
    )


def _known(values: Floats) -> Floats:
    return values[~np.isnan(values)]
