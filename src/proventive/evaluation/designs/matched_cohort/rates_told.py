"""Counts and rates of use: how many times as often, how many more, and how much of it is by a few people."""

from collections.abc import Callable

import numpy as np

from proventive.evaluation.designs.matched_cohort.pairing import MatchedCohort
from proventive.evaluation.figures import Figures, Line, described, inferred
from proventive.evaluation.methods.arrays import Floats, Integers
from proventive.evaluation.methods.count_regression import (
    CountFit,
    negative_binomial_regression,
    poisson_regression,
)
from proventive.evaluation.methods.intervals import LEVEL
from proventive.quantities import Estimate, Table, Unknown, Value

Regression = Callable[[Floats, Floats, Floats, Integers], CountFit]
AT_LEAST = (1, 2, 3, 5)
BASIS = "matched cohort, follow-up compared"
SEVERAL = Unknown(unknown="participants have several similar people each, whose mean is no count")


def rates_table(cohort: MatchedCohort, figures: Figures, plural: str) -> Table:
    """Rates in the follow-up: per person who joined, and per person-year alive and resident.

    Both, since a group in which more people die uses less, and that is no success. The follow-up alone is
    compared here: the main estimate allows for the earlier year.
    """
    window = cohort.inputs.windows.follow_up
    counts = cohort.use(window)
    everybody = np.ones(len(cohort))
    years = (
        cohort.participants.days_followed(window) / 365,
        cohort.mean_of_matches(cohort.comparators.days_followed(window)) / 365,
    )
    one_each = len(cohort.comparators) == len(cohort)
    joined, alive = f"{plural} per person", f"{plural} per person-year"
    lines: list[Line] = [
        (
            "joined",
            "For each person who joined",
            _cells(cohort, counts, (everybody, everybody), joined, poisson_regression),
        ),
        (
            "alive",
            "For each year alive and resident",
            _cells(cohort, counts, years, alive, poisson_regression),
        ),
        (
            "alive-negative-binomial",
            "The same, allowing for some people using it much more than others",
            _cells(cohort, counts, years, alive, negative_binomial_regression) if one_each else (SEVERAL,) * 4,
        ),
    ]
    return figures.table(
        "rates",
        "How often, in the follow-up",
        "Rate",
        (
            ("participants", "People who joined"),
            ("comparison", "Similar people"),
            ("ratio", "Times as often"),
            ("difference", "Difference"),
        ),
        lines,
        counts="matched participants and the people matched to them, follow-up alone; errors clustered",
    )


def _cells(
    cohort: MatchedCohort,
    counts: tuple[Floats, Floats],
    exposure: tuple[Floats, Floats],
    unit: str,
    regression: Regression,
) -> tuple[Value, ...]:
    own = np.arange(2 * len(cohort)) < len(cohort)
    design = np.column_stack([np.ones(len(own)), own.astype(np.float64)])
    cluster = np.tile(cohort.clusters.of_pair, 2)
    try:
        fit = regression(np.concatenate(counts), design, np.concatenate(exposure), cluster)
    except ValueError as reason:
        return (Unknown(unknown=f"the rates cannot be compared: {reason}"),) * 4
    ratio = fit.rate_ratio(1)
    return (
        described(float(np.exp(fit.coefficients.sum())), unit),
        described(float(np.exp(fit.coefficients[0])), unit),
        Estimate(
            value=ratio.value, low=ratio.low, high=ratio.high, level=LEVEL, unit="times as often", basis=BASIS
        ),
        inferred(fit.rate_difference(1), unit=unit, basis=BASIS, why_not="nothing varies"),
    )


def repeat_use_table(cohort: MatchedCohort, figures: Figures, plural: str) -> Table:
    """How many people used it at all, and again and again; and how much of all use was theirs."""
    used = cohort.inputs.use.within(cohort.inputs.windows.follow_up)
    groups = (
        (used[cohort.participants.seen], np.ones(len(cohort))),
        (used[cohort.comparators.seen], cohort.weights),
    )

    def people(number: int) -> list[Value]:
        return [described(float(np.average(use >= number, weights=weight)), "share") for use, weight in groups]

    def theirs(use: Floats, weight: Floats) -> Value:
        total = float(weight @ use)
        if total == 0:
            return Unknown(unknown="nobody in this group used it")
        return described(float(weight @ np.where(use > 1, use, 0.0)) / total, "share")

    lines: list[Line] = [
        (f"at-least-{number}", f"People with {number} or more", people(number)) for number in AT_LEAST
    ]
    lines.append(
        ("by-repeat-users", "Share of all use by people with 2 or more", [theirs(*group) for group in groups])
    )
    return figures.table(
        "repeat-use",
        f"{plural.capitalize()} in the follow-up: how many people, how often",
        "People",
        (("participants", "People who joined"), ("comparison", "Similar people")),
        lines,
        counts="matched participants and the people matched to them, while alive and resident",
    )
