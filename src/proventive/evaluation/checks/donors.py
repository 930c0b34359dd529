"""Can a mixture of other areas stand in for this one?"""

import numpy as np

from proventive.evaluation.finding import CheckResult
from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.synthetic_control import LeftOut, Placebos

DESIGNS = ("synthetic-control", "synthetic-difference-in-differences")
CLOSE = 0.25
"""Assumed: the months before are fitted to within a quarter of the spread that they have themselves."""
ALONE = 0.05
"""The placebo p-value up to which an effect stands out; with fewer than 20 areas it is enough to be the first."""


def fit_before(fit: float, before: Floats) -> CheckResult:
    """Whether the mixture followed the area before the start."""
    spread = float(np.std(before))
    close = spread > 0 and fit <= CLOSE * spread
    return CheckResult(
        name="fit before the start",
        passed=close,
        text=f"In the {len(before)} months before the start the mixture of other areas missed the area by "
        f"{fit:.3g} a day (root mean square), where the area itself varied by {spread:.3g}. Up to a quarter of "
        "that is wanted.",
        designs=DESIGNS,
    )


def placebo_areas(placebos: Placebos) -> CheckResult:
    """Whether the area stands out among others that were treated as if the service had begun there."""
    areas = len(placebos.effects) + 1
    return CheckResult(
        name="placebo areas",
        passed=placebos.rank == 1 or placebos.p_value <= ALONE,
        text=f"Done to each other area in turn, as if the service had begun there, the area is number "
        f"{placebos.rank} of {areas} by how much worse the fit became (p = {placebos.p_value:.3f}; with "
        f"{areas} areas it moves in steps of 1/{areas}).",
        designs=("synthetic-control",),
    )


def changes_elsewhere(effect: float, elsewhere: Floats) -> CheckResult:
    """Whether the area changed more than others did in which nothing began."""
    areas = len(elsewhere) + 1
    rank = 1 + int(np.sum(np.abs(elsewhere) >= abs(effect)))
    return CheckResult(
        name="placebo areas",
        passed=rank == 1 or rank / areas <= ALONE,
        text=f"Done to each other area in turn, as if the service had begun there, the area is number {rank} of "
        f"{areas} by the size of the change (p = {rank / areas:.3f}; with {areas} areas it moves in steps of "
        f"1/{areas}).",
        designs=("synthetic-difference-in-differences",),
    )


def one_area(effect: float, left_out: LeftOut, donors: tuple[str, ...]) -> CheckResult:
    """Whether the effect turns on one of the areas in the mixture."""
    without = zip(left_out.donors, left_out.effects, strict=True)
    turns = [donors[place] for place, other in without if other * effect <= 0]
    ends = f"{left_out.effects.min():.3g} to {left_out.effects.max():.3g}"
    return CheckResult(
        name="one area left out",
        passed=not turns,
        text=f"Without each area that carries weight, one at a time, the difference is {ends} a day (with all "
        f"{effect:.3g})." + (f" It changes its sign without {', '.join(turns)}." if turns else ""),
        designs=("synthetic-control",),
    )


def start_before(effect: float | None, real: float) -> CheckResult:
    """Whether something is found where nothing had begun yet."""
    if effect is None:
        text, passed = "There are too few months before the start to try an earlier one.", None
    else:
        text = (
            f"As if the service had begun two thirds of the way through the months before, the difference is "
            f"{effect:.3g} a day; after the true start it is {real:.3g}. Up to half as much is wanted."
        )
        passed = abs(effect) <= abs(real) / 2
    return CheckResult(name="earlier start", passed=passed, text=text, designs=DESIGNS)
