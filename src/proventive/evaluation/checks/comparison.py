"""Does the comparison hold? Who was matched, with whom, and do two ways of reckoning agree?"""

from proventive.evaluation.finding import CheckResult
from proventive.evaluation.methods.clusters import Components
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.matched_did import MatchedFit
from proventive.quantities import Unknown

DESIGNS = ("matched-cohort",)
MOST_UNMATCHED = 0.2
"""Assumed: with more than a fifth unmatched, the result no longer speaks for those who joined."""
POWERFUL = 2.8
"""Standard errors that a difference must have to be found 8 times in 10 at the 5 % level (1.96 + 0.84)."""


def unmatched_share(*, eligible: int, matched: int, joined: int) -> CheckResult:
    """How many who joined have no similar comparator."""
    missing = joined - matched
    share = missing / joined
    return CheckResult(
        name="unmatched",
        passed=share <= MOST_UNMATCHED,
        text=f"{missing:,} of the {joined:,} people who joined ({share:.0%}) are not matched: "
        f"{joined - eligible:,} could not be looked up long enough before joining, and {eligible - matched:,} "
        "have no similar person. The result speaks for the others.",
        designs=DESIGNS,
    )


def later_joiners(*, later: int, matched: int) -> CheckResult:
    """How many comparators joined later: they stay, so that nobody is chosen by what happened afterwards."""
    return CheckResult(
        name="later joiners",
        passed=None,
        text=f"{later:,} of the {matched:,} comparators ({later / matched:.0%}) joined themselves within the "
        "follow-up. They stay in the comparison: the answer is joining now against usual care with later joining, "
        "and is somewhat smaller than joining against never joining.",
        designs=DESIGNS,
    )


def reuse(*, people: int, most: int, effective: float, clusters: Components, pairs: int) -> CheckResult:
    """How often one person serves as comparator, what that is worth, and how many independent groups it leaves."""
    return CheckResult(
        name="reuse",
        passed=None,
        text=f"{people:,} people serve as comparators for {pairs:,} participants, one of them {most} times, never "
        f"twice on one day; they tell as much as {effective:,.0f} people who serve once. Pairs linked by a "
        f"person are counted as one: {clusters.number:,} independent groups, the largest of {clusters.largest:,} "
        "pairs.",
        designs=DESIGNS,
    )


def earlier_year(unseen: Unknown | None) -> CheckResult:
    """Whether there is an earlier year, not matched on, to take stable differences out with."""
    if unseen is not None:
        text = (
            f"There is no earlier year to hold against: {unseen.unknown}. The result compares the follow-up "
            "alone, and is right only if the two groups differ in nothing but what they were matched on."
        )
    else:
        text = "An earlier year that was not matched on is differenced out: stable differences in need drop out."
    return CheckResult(name="earlier year", passed=unseen is None, text=text, designs=DESIGNS)


def estimates_agree(gap: Inference | None, correction: Inference, unit: str) -> CheckResult:
    """Whether the three estimates differ by more than sampling error.

    What separates the main one from the follow-up alone is the gap in the earlier year (None where that was not
    seen); what separates it from the doubly robust one is the correction for what the match left different.
    """
    differences = [
        ("Comparing the follow-up alone and comparing change since the earlier year", gap, "before"),
        (
            "The main estimate and the doubly robust one",
            correction,
            "in what they were matched on, and it matters",
        ),
    ]
    told = [_apart(what, found, unit, where) for what, found, where in differences if found is not None]
    judged = [agree for agree, _ in told if agree is not None]
    return CheckResult(
        name="estimates agree",
        passed=all(judged) if judged else None,
        text=" ".join(text for _, text in told),
        designs=DESIGNS,
    )


def _apart(what: str, found: Inference, unit: str, where: str) -> tuple[bool | None, str]:
    """Whether a difference is no more than sampling error, and so in words."""
    if not found.has_interval:
        if found.value == 0:
            return None, f"{what} give the same."
        return None, f"{what} differ by {found.value:.3f} {unit}; there are too few groups to say more."
    low, high = found.interval()
    agree = found.covers(0.0)
    seen = (
        "no more than sampling error"
        if agree
        else f"more than sampling error: people matched alike differed {where}"
    )
    return agree, f"{what} differ by {found.value:.3f} {unit} (95% interval {low:.3f} to {high:.3f}), {seen}."


def earlier_year_power(gap: Inference, counterfactual: float, unit: str) -> CheckResult:
    """What difference in need the earlier year could have shown."""
    if not gap.has_interval or gap.standard_error is None or counterfactual <= 0:
        text = "What the earlier year could have shown cannot be told."
    else:
        visible = POWERFUL * gap.standard_error
        text = (
            f"The earlier year would show a difference of {visible:.2f} {unit} ({visible / counterfactual:.0%} of "
            "what was expected) 8 times in 10; a smaller one could pass unseen."
        )
    return CheckResult(name="power of the earlier year", passed=None, text=text, designs=DESIGNS)


def matched_year_is_no_test() -> CheckResult:
    """Why the year before joining says nothing about the comparison."""
    return CheckResult(
        name="year before joining",
        passed=None,
        text="The 12 months before joining were matched on, so the two groups are alike there by construction. "
        "They cannot serve as a test of the comparison.",
        designs=DESIGNS,
    )


def deaths(fit: MatchedFit) -> CheckResult:
    """Whether more died in one group: fewer uses because of more deaths is no success."""
    own, other = fit.observed.value, fit.counterfactual.value
    differ = fit.effect.has_interval and not fit.effect.covers(0.0)
    told = "more than sampling error" if differ else "no more than sampling error"
    return CheckResult(
        name="deaths",
        passed=not differ,
        text=f"{own:.1%} of participants and {other:.1%} of comparators died in the follow-up; the difference is "
        f"{told}. Use is counted while people are alive and resident.",
        designs=DESIGNS,
    )
