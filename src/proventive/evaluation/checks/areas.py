"""Did areas change alike before anything began, and what if they would not have later?"""

import numpy as np

from proventive.evaluation.finding import CheckResult
from proventive.evaluation.methods.arrays import Integers
from proventive.evaluation.methods.did import Decomposition
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.randomisation import RandomisationResult

STAGGERED = ("staggered-adoption",)
AS_FAR_AS_BEFORE = 1.0
"""The benchmark of Rambachan and Roth (2023): trends differ after the start no more than they did before it."""
MANY = 40
"""Areas below which errors for many units are too small: Cameron and Miller (2015), section VI."""


def alike_before(found: Inference | None, *, who: str, others: str, period: str, design: str) -> CheckResult:
    """Whether areas changed no more than others from the first half of the time before to the second.

    That nothing is found proves little where few areas are compared (Roth 2022, Pretest with caution, American
    Economic Review: Insights 4(3)), so the interval is told.
    """
    if found is None or not found.has_interval:
        return CheckResult(
            name="changed alike before",
            passed=None,
            text="There is too little before the start to see whether the areas changed alike.",
            designs=(design,),
        )
    low, high = found.interval()
    return CheckResult(
        name="changed alike before",
        passed=found.covers(0.0),
        text=f"From the first half of the {period} before to the second, {who} changed by {found.value:.3g} a day "
        f"more than {others} (95% interval {low:.3g} to {high:.3g}). Zero has to lie within. A wide interval "
        "proves little.",
        designs=(design,),
    )


def trends_that_differ(breakdown: float | None, design: str) -> CheckResult:
    """How far trends may differ after the start before zero can no longer be ruled out."""
    passed = None
    if breakdown is None:
        text = (
            "How far trends may have differed cannot be told: two whole years before the start and one after it "
            "are needed, and more areas than years."
        )
    elif breakdown == 0:
        text = "The difference is not clear even if the areas would have changed exactly alike."
    else:
        passed = breakdown >= AS_FAR_AS_BEFORE
        times = "more than 10" if np.isinf(breakdown) else f"{breakdown:.1f}"
        text = (
            "No difference stays ruled out as long as, from one year to the next, the areas would have moved "
            f"apart by no more than {times} times the most that they did before the start. 1 or more is wanted, "
            "else the grade is a level lower (relative magnitudes: Rambachan and Roth 2023; errors are taken as "
            "known)."
        )
    return CheckResult(name="trends that differ", passed=passed, text=text, designs=(design,))


def cohorts_large_enough(sizes: Integers, never: int, *, adjusted: bool) -> CheckResult:
    """Whether areas that began together tell their own error."""
    alone, areas = int((sizes == 1).sum()), int(sizes.sum()) + never
    few = adjusted and areas < MANY
    text = (
        f"The service came to {int(sizes.sum())} areas in {len(sizes)} different quarters; {never} had not got it "
        f"by the end. {alone} began in a quarter of their own: one area tells nothing about its own error, which "
        "is assumed to be that of the others. If it varies twice as much, a 95% interval holds the effect in "
        "about 70 of 100 cases."
    )
    if adjusted:
        text += f" The adjustment takes errors for many areas, and {areas} were compared; {MANY} are wanted."
    return CheckResult(
        name="areas that began together", passed=not alone and not few, text=text, designs=STAGGERED
    )


def by_order_of_starts(found: RandomisationResult | None) -> CheckResult:
    """What other areas would have shown with the same starts, without any model."""
    if found is None:
        text = "Adjusted for covariates, the starts cannot be dealt to other areas."
    else:
        text = (
            f"With the same starts dealt to other areas, a difference of this size or more comes in {found.p:.1%} "
            f"of {found.arrangements:,} ways."
        )
    return CheckResult(name="starts dealt to others", passed=None, text=text, designs=STAGGERED)


def two_way_number(found: Decomposition) -> CheckResult:
    """What the number of a regression on area and period is made of (Goodman-Bacon 2021)."""
    return CheckResult(
        name="two-way number",
        passed=None,
        text=f"A regression on area and quarter would give {found.two_way:.3g} a day. {found.warning()}",
        designs=STAGGERED,
    )
