"""Two answers for each promise: was the target met, and was it because of the service?"""

from decimal import Decimal

from proventive.agreement.designs import GIVES_COUNTERFACTUAL
from proventive.agreement.document import Levels, Objective
from proventive.evaluation.checks import DECISIVE
from proventive.evaluation.finding import Finding
from proventive.outturn.outturn import Because, Met
from proventive.quantities import Estimate, Number, Value
from proventive.quantities.words import as_decimal

ESTIMATES_AGREE = "estimates agree"
HELD_BESIDE = ("follow-up-only", "doubly-robust")
NEARLY = Decimal("0.90")
"""The share of a promise from which it counts as nearly met.

Assumed: no publication fixes it. It is high enough that a reader would call the promise nearly kept, and it
moves no money: payment terms have thresholds of their own.
"""


def target_met(promised: Decimal, happened: Decimal) -> Met:
    """Whether what happened reached what was promised, both in the promised direction (more is better)."""
    if happened >= promised:
        return "yes"
    return "nearly" if promised > 0 and happened >= NEARLY * promised else "no"


def quantity(value: Value) -> Decimal | None:
    """The number of a counted or estimated value, None where it is not known (or is money)."""
    if isinstance(value, Number):
        return value.number
    return as_decimal(value.value) if isinstance(value, Estimate) else None


def promised_levels(objective: Objective) -> Levels | Decimal | None:
    """What an objective promises, at one level or three; None where no promise is on record."""
    if objective.target is None:
        return None
    share = objective.target.fewer_than_comparison
    return share if share is not None else objective.target.points


def because_of_the_service(finding: Finding) -> tuple[Because, str]:
    """Whether the change is likely to be the service's doing, and the reason, from design, interval and checks.

    A design without a counterfactual cannot tell. With one: likely where the interval excludes no change in
    the promised direction and no check has failed on which the comparison rests; unlikely where it excludes
    no change in the other direction; else it cannot be told.
    """
    if finding.status != "estimated":
        return "cannot be told", f"the result is {finding.status}"
    if not has_comparison(finding):
        return "cannot be told", "nothing shows what would have happened anyway"
    better = improvement_interval(finding)
    if better is None:
        return "cannot be told", "there is no interval to judge on"
    return _from_interval(finding, *better)


def has_comparison(finding: Finding) -> bool:
    """Whether the design says what would have happened anyway, and did so here."""
    known = [figure for figure in (finding.counterfactual, finding.relative) if figure.known]
    return GIVES_COUNTERFACTUAL.get(finding.design, True) and bool(known)


def improvement_interval(finding: Finding) -> tuple[float, float] | None:
    """The interval of the effect, turned so that positive is the promised direction; None where there is none.

    The relative effect speaks where the absolute one has no interval (a published share with its interval).
    """
    relative = finding.relative.value
    if (ends := promised_direction(finding, finding.effect.value)) is not None:
        return ends
    sign = 1 if finding.direction == "higher" else -1
    if isinstance(relative, Estimate) and relative.low is not None and relative.high is not None:
        low, high = sorted((-sign * relative.low, -sign * relative.high))
        return low, high
    return None


def promised_direction(finding: Finding, effect: Value) -> tuple[float, float] | None:
    """The interval of an absolute effect, turned so that positive is the promised direction."""
    if not isinstance(effect, Estimate) or effect.low is None or effect.high is None:
        return None
    sign = 1 if finding.direction == "higher" else -1
    low, high = sorted((sign * effect.low, sign * effect.high))
    return low, high


def failed_for(finding: Finding) -> list[str]:
    """The checks that failed, and without which the comparison cannot carry the answer.

    Estimates that differ in size still carry it where each, on its own, excludes no change in the promised
    direction; the grade is lower for it all the same.
    """
    failed = [check.name for check in finding.checks if check.passed is False and check.name in DECISIVE]
    if ESTIMATES_AGREE in failed and others_agree(finding):
        failed.remove(ESTIMATES_AGREE)
    return failed


def others_agree(finding: Finding) -> bool:
    """Whether every estimate that is held beside the main one excludes no change in the promised direction too."""
    held = {f"{finding.objective}/{other}" for other in HELD_BESIDE}
    seen = [promised_direction(finding, figure.value) for figure in finding.beside if figure.id in held]
    return bool(seen) and all(ends is not None and ends[0] > 0 for ends in seen)


def _from_interval(finding: Finding, low: float, high: float) -> tuple[Because, str]:
    failed = failed_for(finding)
    if high < 0:
        return "unlikely", "the interval lies wholly on the wrong side of no change"
    if low <= 0:
        return "cannot be told", "the interval includes no change"
    if failed:
        return "cannot be told", f"a check on which the comparison rests has failed: {', '.join(failed)}"
    return (
        "likely",
        "the interval excludes no change, and the checks on which the comparison rests have not failed",
    )
