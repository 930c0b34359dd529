"""Can a change on a questionnaire be read as a change in people?"""

from proventive.evaluation.finding import CheckResult
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.paired_change import ExpectedImprovement, FloorAndCeiling
from proventive.quantities import Unknown

DESIGNS = ("before-after",)
LEAST_RESPONSE = 0.6
"""Assumed: below this share of those asked at joining, the answers are those of the people who stayed."""
MOST_AT_AN_END = 0.15
"""Terwee et al. (2007), Quality criteria for measurement properties of health status questionnaires, Journal of
Clinical Epidemiology 60(1): floor or ceiling effects where more than 15 % score at an end (recalled)."""


def response(*, joined: int, asked: int, followed: int) -> CheckResult:
    """How many who joined answered at joining, and of those how many answered again."""
    share = followed / asked
    return CheckResult(
        name="response",
        passed=share >= LEAST_RESPONSE,
        text=f"{asked:,} of the {joined:,} people who joined answered at joining ({asked / joined:.0%}); "
        f"{followed:,} of them ({share:.0%}) answered again. What happened to the others is not known.",
        designs=DESIGNS,
    )


def followed_and_not(difference: Inference | None, unit: str) -> CheckResult:
    """Whether those who answered again differed, at joining, from those who did not."""
    if difference is None or not difference.has_interval:
        text = "Everybody who answered at joining answered again, or too few did not to compare them."
        return CheckResult(name="followed up and not", passed=None, text=text, designs=DESIGNS)
    value, low, high = difference.value, *difference.interval()
    way = "higher"
    if value < 0:
        value, low, high, way = -value, -high, -low, "lower"
    alike = difference.covers(0.0)
    return CheckResult(
        name="followed up and not",
        passed=alike,
        text=f"At joining, those who answered again scored {value:.2f} {unit} {way} than those who did not "
        f"(95% interval {low:.2f} to {high:.2f}): {'no more than chance' if alike else 'more than chance'}.",
        designs=DESIGNS,
    )


def ends_of_the_scale(ends: FloorAndCeiling) -> CheckResult:
    """Whether too many stood at an end of the scale at joining: from the best score nobody can improve."""
    return CheckResult(
        name="ends of the scale",
        passed=max(ends.at_best, ends.at_worst) <= MOST_AT_AN_END,
        text=f"At joining {ends.at_best:.0%} stood at the best score, from which nobody can improve, and "
        f"{ends.at_worst:.0%} at the worst, beyond which nobody can be seen to get worse.",
        designs=DESIGNS,
    )


def regression_to_the_mean(better: str, expected: ExpectedImprovement | Unknown) -> CheckResult:
    """Why a change without a comparison proves nothing, and how much of it was to be expected, where known."""
    if isinstance(expected, Unknown):
        told = f"How much is not known: {expected.unknown}."
    else:
        told = (
            f"If those who joined were drawn from people in general, {expected.expected:.2f} points {better} were "
            f"to be expected with no service, and {expected.beyond.value:.2f} lie beyond. It is more where the "
            "scores lie months apart, and less where people like them always score worse."
        )
    return CheckResult(
        name="regression to the mean",
        passed=None,
        text=f"Where people join because they score badly, many score {better} later with no service at all. "
        f"Without a comparison that cannot be told apart from what the service did. {told}",
        designs=DESIGNS,
    )
