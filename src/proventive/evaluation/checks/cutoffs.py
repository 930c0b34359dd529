"""Did the line alone decide, and is there nothing at it that should not be?"""

from collections.abc import Sequence

from proventive.evaluation.finding import CheckResult
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.regression_discontinuity import Crowding, DensityBreak

DESIGNS = ("regression-discontinuity",)
SMALL_P = 0.05
HEAP_P = 0.01
"""1 in 100, so that a density that slopes by itself seldom fails it (tests/simulation/test_density_break.py)."""
MOST_ACROSS = 0.05
"""Assumed: with more than a twentieth decided against the score, the line did not decide."""
MOST_LOST = 0.2
"""Assumed, as for groups drawn by lot."""


def line_kept(*, across: int, people: int) -> CheckResult:
    """How many were offered the service, or not, against their score."""
    return CheckResult(
        name="the line decided",
        passed=across <= MOST_ACROSS * people,
        text=f"{across:,} of the {people:,} people scored were decided against their score. All are counted on "
        "the side where their score puts them.",
        designs=DESIGNS,
    )


def no_crowding(found: DensityBreak | str) -> CheckResult:
    """Whether people stand as densely just below the line as just above it; text where that cannot be asked.

    The test of Cattaneo, Jansson and Ma (2020), Journal of the American Statistical Association 115(531).
    """
    if isinstance(found, str):
        return CheckResult(
            name="no crowding at the line",
            passed=None,
            text=f"Whether scores were chosen to cross the line cannot be seen: {found}.",
            designs=DESIGNS,
        )
    return CheckResult(
        name="no crowding at the line",
        passed=found.p >= SMALL_P,
        text=f"Just below the line {found.below:.1%} of all people stand on each point of the score, just above "
        f"it {found.above:.1%} (told from {found.people[0]} people below and {found.people[1]} above); chance "
        f"alone parts them so far in {found.p:.1%} of cases. Where scores are chosen to cross the line, people "
        "crowd on the better side.",
        designs=DESIGNS,
    )


def no_heap(found: Crowding | str) -> CheckResult:
    """Whether the people closest to the line stand evenly on both sides; text where that cannot be asked."""
    if isinstance(found, str):
        return CheckResult(
            name="no heap at the line",
            passed=None,
            text=f"Whether people stand in a heap right at the line cannot be seen: {found}.",
            designs=DESIGNS,
        )
    return CheckResult(
        name="no heap at the line",
        passed=found.p >= HEAP_P,
        text=f"{found.below} people stand up to {found.window:g} below the line and {found.above} up to as much "
        f"above it; chance alone parts them so unevenly in {found.p:.1%} of cases.",
        designs=DESIGNS,
    )


def alike_at_the_line(jump: Inference | None, unit: str) -> CheckResult:
    """Whether use before the decision jumps at the line: nothing decided later can have done that."""
    if jump is None or not jump.has_interval:
        return CheckResult(
            name="alike at the line",
            passed=None,
            text="Whether use before the decision jumps at the line cannot be told.",
            designs=DESIGNS,
        )
    low, high = jump.interval()
    return CheckResult(
        name="alike at the line",
        passed=jump.covers(0.0),
        text=f"In the year before, use jumps at the line by {jump.value:+.2f} {unit} (95% interval {low:.2f} to "
        f"{high:.2f}). Nothing that was decided later can have done that.",
        designs=DESIGNS,
    )


def deaths_at_the_line(jump: Inference | None) -> CheckResult:
    """Whether more died on one side of the line: fewer uses because of more deaths is no success."""
    if jump is None or not jump.has_interval:
        return CheckResult(
            name="deaths", passed=None, text="Whether deaths jump at the line cannot be told.", designs=DESIGNS
        )
    low, high = jump.interval()
    return CheckResult(
        name="deaths",
        passed=jump.covers(0.0),
        text=f"The share who died in the follow-up jumps at the line by {jump.value:+.1%} (95% interval "
        f"{low:.1%} to {high:.1%}).",
        designs=DESIGNS,
    )


def placebo_lines(jumps: Sequence[tuple[float, Inference]]) -> CheckResult:
    """Jumps where nothing was decided; each line stands within one side, and that side alone is looked at."""
    found = [(line, jump) for line, jump in jumps if jump.has_interval]
    told = "; ".join(f"at {line:g} {jump.value:+.2f}" for line, jump in found)
    return CheckResult(
        name="other lines",
        passed=None,
        text=f"At lines where nothing was decided use jumps by: {told}. "
        f"{sum(not jump.covers(0.0) for _, jump in found)} of the {len(found)} exclude no jump."
        if found
        else "Too few people were scored to try lines at which nothing was decided.",
        designs=DESIGNS,
    )


def without_the_nearest(jump: Inference | None, left_out: int, unit: str) -> CheckResult:
    """The jump without the people closest to the line, whose scores are the easiest to move (donut)."""
    text = "Too few people are left to look without those closest to the line."
    if jump is not None and jump.has_interval:
        low, high = jump.interval()
        text = (
            f"Without the {left_out} people closest to the line, the difference is {jump.value:+.2f} {unit} (95% "
            f"interval {low:.2f} to {high:.2f})."
        )
    return CheckResult(name="without the closest", passed=None, text=text, designs=DESIGNS)


def seen_to_the_end(*, followed: int, scored: int) -> CheckResult:
    """How many of those scored are followed."""
    lost = 1 - followed / scored
    return CheckResult(
        name="seen to the end",
        passed=lost <= MOST_LOST,
        text=f"The use of {followed:,} of the {scored:,} people scored can be seen ({lost:.0%} cannot). Those who "
        "died are followed until then.",
        designs=DESIGNS,
    )
