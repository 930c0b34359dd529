"""Did an area and others change alike before anything began?"""

from proventive.evaluation.finding import CheckResult
from proventive.evaluation.methods.intervals import Inference

DESIGNS = ("difference-in-differences",)


def alike_before(found: Inference | None, others: int) -> CheckResult:
    """Whether the area changed no more than the others from the first half of the months before to the second.

    That nothing is found proves little where few areas are compared (Roth 2022, Pretest with caution, American
    Economic Review: Insights 4(3)), so the interval is told.
    """
    if found is None or not found.has_interval:
        return CheckResult(
            name="changed alike before",
            passed=None,
            text="There is too little before the start to see whether the areas changed alike.",
            designs=DESIGNS,
        )
    low, high = found.interval()
    return CheckResult(
        name="changed alike before",
        passed=found.covers(0.0),
        text=f"From the first half of the months before to the second, the area changed by {found.value:.3g} a "
        f"day more than the {others} others (95% interval {low:.3g} to {high:.3g}). Zero has to lie within. A "
        "wide interval proves little.",
        designs=DESIGNS,
    )
