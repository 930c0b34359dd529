"""Did chance alone make the groups, and were they kept?"""

from proventive.evaluation.finding import CheckResult
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.randomisation import RandomisationResult

BY_GROUP = ("waiting-list", "cluster-randomised")
DESIGNS = (*BY_GROUP, "stepped-wedge")
MOST_LOST = 0.2
"""Assumed: with more than a fifth unseen, those who are left may no longer be what the lot made of them."""
FEW = 40
"""Clusters below which plain cluster-robust errors are too small: Cameron and Miller (2015), section VI."""


def drawn_by_lot(*, drawn: int, allocated: int) -> CheckResult:
    """Whether everybody was allocated by lot."""
    return CheckResult(
        name="drawn by lot",
        passed=drawn == allocated,
        text=f"{drawn:,} of the {allocated:,} people were allocated by lot. Where anything else decided, the "
        "groups may differ in what nobody recorded.",
        designs=DESIGNS,
    )


def seen_to_the_end(*, service: tuple[int, int], comparison: tuple[int, int]) -> CheckResult:
    """How many of each group are followed, as (followed, allocated)."""
    lost = 1 - (service[0] + comparison[0]) / (service[1] + comparison[1])
    return CheckResult(
        name="seen to the end",
        passed=lost <= MOST_LOST,
        text=f"The use of {service[0]:,} of the {service[1]:,} people offered the service and of "
        f"{comparison[0]:,} of the {comparison[1]:,} others can be seen ({lost:.0%} in all cannot). Those who "
        "died are followed until then.",
        designs=BY_GROUP,
    )


def alike_before(difference: Inference, unit: str) -> CheckResult:
    """How far the groups differed before: chance leaves differences, and the estimate allows for this one."""
    said = ""
    if difference.has_interval:
        low, high = difference.interval()
        said = f" (95% interval {low:.2f} to {high:.2f})"
    return CheckResult(
        name="alike before",
        passed=None,
        text=f"In the year before, use by those offered the service, less that of the others, was "
        f"{difference.value:+.2f} {unit}{said}. A fair draw leaves such differences by chance; the estimate "
        "allows for it.",
        designs=BY_GROUP,
    )


def kept_apart(*, crossed: int, comparison: int, taken_up: int, service: int) -> CheckResult:
    """How many did what their group was not meant to do: they are counted where they were allocated."""
    return CheckResult(
        name="kept apart",
        passed=None,
        text=f"{taken_up:,} of the {service:,} people offered the service began it within the follow-up, and "
        f"{crossed:,} of the {comparison:,} others. All are counted where they were allocated: the answer is what "
        "the offer does.",
        designs=BY_GROUP,
    )


def judged_by_the_draw(found: RandomisationResult | None, clusters: int) -> CheckResult:
    """What the draw itself says, without any model."""
    few = f" {clusters} were allocated, which is few: the errors allow for it (CR2)." if clusters < FEW else ""
    if found is None:
        text = "The draw cannot be laid out again: a site stands in both groups."
    else:
        text = (
            f"Had the lots fallen otherwise, a difference of this size or more would have come in {found.p:.1%} "
            f"of {found.arrangements:,} ways.{few}"
        )
    return CheckResult(name="judged by the draw", passed=None, text=text, designs=DESIGNS)


def deaths(difference: Inference, shares: tuple[float, float]) -> CheckResult:
    """Whether more died in one group: fewer uses because of more deaths is no success."""
    differ = difference.has_interval and not difference.covers(0.0)
    return CheckResult(
        name="deaths",
        passed=not differ,
        text=f"{shares[0]:.1%} of those offered the service and {shares[1]:.1%} of the others died in the "
        f"follow-up; the difference is {'more' if differ else 'no more'} than sampling error.",
        designs=BY_GROUP,
    )
