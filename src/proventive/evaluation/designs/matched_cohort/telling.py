"""The tables of a matched cohort: flow, trajectory, deaths."""

import numpy as np

from proventive.evaluation.designs.matched_cohort.pairing import MatchedCohort
from proventive.evaluation.designs.matched_cohort.windows import MONTHS_SHOWN, month_days
from proventive.evaluation.figures import Figures, counted, described, per_hundred
from proventive.quantities import Table, Unknown, Value

REASONS = {
    "no-consent": "Did not agree that their record is used",
    "not-linked": "Not found in the linked records",
    "not-resident": "No longer resident on the joining day",
    "short-history": "Records do not reach back far enough",
}


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
        return per_hundred(float(own.sum()), people, unit), per_hundred(float(other.sum()), people, unit)

    return figures.table(
        "trajectory",
        f"{plural.capitalize()} by month, before and after joining",
        "Months from joining",
        (("participants", "People who joined"), ("comparison", "Similar people")),
        [(str(month), str(month), cells(month)) for month in MONTHS_SHOWN],
        counts=f"{people:,} matched participants and the {len(cohort.comparators):,} people matched to them",
    )


def deaths_table(cohort: MatchedCohort, figures: Figures) -> Table:
    """Deaths in the follow-up, and person-years alive and resident; where some have several matches, weighted."""
    window = cohort.inputs.windows.follow_up
    deaths, years = (
        (of(cohort.participants).sum(), cohort.mean_of_matches(of(cohort.comparators)).sum())
        for of in (lambda group: group.died_within(window), lambda group: group.days_followed(window) / 365)
    )
    return figures.table(
        "deaths",
        "Deaths and time followed",
        "In the follow-up",
        (("participants", "People who joined"), ("comparison", "Similar people")),
        [
            ("people", "People", [counted(len(cohort), "people")] * 2),
            ("deaths", "Deaths", [_whole_or_described(number, "deaths") for number in deaths]),
            (
                "person-years",
                "Person-years alive and resident",
                [described(number, "person-years") for number in years],
            ),
        ],
    )


def _whole_or_described(number: float, unit: str) -> Value:
    return counted(round(number), unit) if abs(number - round(number)) < 1e-9 else described(number, unit)
