"""Are the matched groups alike, in everything that they were matched on?"""

from collections.abc import Sequence
from dataclasses import dataclass

from proventive.evaluation.figures import Figures, described
from proventive.evaluation.finding import CheckResult
from proventive.quantities import Table, Unknown, Value

LIMIT = 0.1
"""Standardised mean difference above which a covariate counts as unbalanced: Austin (2009), Statistics in
Medicine 28(25), and the rule of the Improvement Analytics Unit's reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covariate:
    """One thing in which two groups may differ: its standardised difference before and after matching.

    After matching also the ratio of variances (1: alike) and how far the two cumulative distributions lie apart,
    on average over the values seen and at most (0: alike). None where it has no size.
    """

    id: str
    heading: str
    before: float | None
    after: float | None
    matched_on: bool
    variance_ratio: float | None = None
    distribution_mean: float | None = None
    distribution_most: float | None = None


def balance(covariates: Sequence[Covariate], figures: Figures, designs: tuple[str, ...]) -> CheckResult:
    """Passes where no covariate that was matched on differs by more than 0.1 standard deviations."""
    off = [one for one in covariates if one.matched_on and (one.after is None or abs(one.after) > LIMIT)]
    named = ", ".join(one.heading for one in off)
    text = (
        f"After matching, every covariate lies within {LIMIT} standard deviations."
        if not off
        else f"After matching, these still differ by more than {LIMIT} standard deviations: {named}."
    )
    return CheckResult(
        name="balance", passed=not off, text=text, designs=designs, table=balance_table(covariates, figures)
    )


def balance_table(covariates: Sequence[Covariate], figures: Figures) -> Table:
    """Standardised mean differences before and after; after matching also variances and whole distributions."""
    return figures.table(
        "balance",
        "How alike the two groups are",
        "Standardised mean difference in",
        (
            ("before", "Before matching"),
            ("after", "After matching"),
            ("variances", "Ratio of variances, after"),
            ("distributions", "Distributions apart on average, after"),
            ("distributions-most", "Distributions apart at most, after"),
            ("matched-on", "Matched on"),
        ),
        [(one.id, one.heading, _cells(one)) for one in covariates],
        counts="participants against people who had not joined; then against the people matched to them",
    )


def _cells(one: Covariate) -> tuple[Value | str, ...]:
    ratio = one.variance_ratio
    return (
        told(one.before),
        told(one.after),
        Unknown(unknown="the comparison does not vary in it") if ratio is None else described(ratio, "ratio"),
        *(
            Unknown(unknown="it is not on record in one of the groups")
            if apart is None
            else described(apart, "share")
            for apart in (one.distribution_mean, one.distribution_most)
        ),
        "yes" if one.matched_on else "no",
    )


def told(difference: float | None) -> Value:
    """A standardised difference, or why it has no size."""
    if difference is None:
        return Unknown(unknown="neither group varies, and they differ")
    return described(difference, "standard deviations")
