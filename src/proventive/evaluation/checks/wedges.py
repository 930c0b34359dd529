"""Was the order of a stepped wedge kept, and is its one number an answer?"""

from proventive.evaluation.checks.lots import MOST_LOST
from proventive.evaluation.finding import CheckResult
from proventive.evaluation.methods.intervals import Inference

DESIGNS = ("stepped-wedge",)
MOST_EARLY = 0.05
"""Assumed: with more than one in twenty served before their site's turn, sites were not waiting."""


def order_kept(*, early: int, seen: int) -> CheckResult:
    """Whether people waited for the turn of their site."""
    share = early / seen if seen else 0.0
    return CheckResult(
        name="order kept",
        passed=share <= MOST_EARLY,
        text=f"{early:,} of the {seen:,} people whose use can be seen began with the service before the turn of "
        f"their site ({share:.0%}; {MOST_EARLY:.0%} at most is wanted). They are counted as waiting until then, "
        "so the difference looks smaller than it is.",
        designs=DESIGNS,
    )


def seen_in_the_wedge(*, seen: int, allocated: int) -> CheckResult:
    """How many of those allocated are seen at all."""
    lost = 1 - seen / allocated
    return CheckResult(
        name="seen to the end",
        passed=lost <= MOST_LOST,
        text=f"The use of {seen:,} of the {allocated:,} people can be seen ({lost:.0%} cannot). Those who died or "
        "moved away are followed until then.",
        designs=DESIGNS,
    )


def steady_effect(growth: Inference | None, unit: str) -> CheckResult:
    """Whether the effect stays the same with time since the start: otherwise one number is no average of it.

    Kenny, Voldal, Xia, Heagerty and Hughes (2022), Statistics in Medicine 41(22).
    """
    if growth is None or not growth.has_interval:
        text = "No site has had the service long enough to tell whether the effect grows."
        return CheckResult(name="steady effect", passed=None, text=text, designs=DESIGNS)
    low, high = growth.interval()
    steady = growth.covers(0.0)
    verdict = (
        "A wide interval proves little."
        if steady
        else "The one number is then no average of the effects, and can be far off: read them step by step."
    )
    return CheckResult(
        name="steady effect",
        passed=steady,
        text=f"With each further step since the turn the difference changes by {growth.value:+.2f} {unit} (95% "
        f"interval {low:.2f} to {high:.2f}). Zero has to lie within. {verdict}",
        designs=DESIGNS,
    )


def deaths_by_turn(difference: Inference, *, with_service: float, without: float) -> CheckResult:
    """Whether more died with the service: fewer uses because of more deaths is no success."""
    differ = difference.has_interval and not difference.covers(0.0)
    return CheckResult(
        name="deaths",
        passed=not differ,
        text=f"{with_service:.1%} died in a year after the turn of their site and {without:.1%} before it. By "
        f"site and step, the difference is {'more' if differ else 'no more'} than sampling error.",
        designs=DESIGNS,
    )
