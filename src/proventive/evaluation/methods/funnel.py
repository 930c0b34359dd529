"""Funnel plots: units side by side, each against what chance alone would do at its size. Nothing is ranked.

Method: Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24; with
over-dispersion as in its section 4, multiplicative or additive.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from proventive.evaluation.methods.arrays import Floats

WARNING, ALARM = 0.95, 0.998  # the levels at which limits are drawn
WINSORISED = 0.1  # the share of the most extreme units at either end that are drawn in before dispersion is judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispersion:
    """How much more units vary than chance alone would have them."""

    phi: float  # mean squared winsorised z-score; 1 where chance explains all
    between: float  # standard deviation between units, on the scale that is judged (0: none)
    units: int

    @property
    def present(self) -> bool:
        """Whether units vary more than chance would have them, by more than one standard error of phi."""
        return self.phi > 1 + np.sqrt(2 / self.units)


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """The limits of each unit around the target, and where it lies."""

    target: float
    value: Floats
    dispersion: Dispersion
    adjusted: Literal["no", "multiplicative", "additive"]
    warning: tuple[Floats, Floats]  # lower and upper at 95 %
    alarm: tuple[Floats, Floats]  # lower and upper at 99.8 %

    def position(self) -> list[str]:
        """Where each unit lies, in words. No order is made of it."""
        low, high = self.alarm
        near_low, near_high = self.warning
        words = np.select(
            [self.value < low, self.value > high, self.value < near_low, self.value > near_high],
            ["below the outer limit", "above the outer limit", "below the inner limit", "above the inner limit"],
            default="within the limits",
        )
        return [str(word) for word in words]


def funnel_of_proportions(
    counts: Floats, of: Floats, *, adjust: Literal["no", "multiplicative", "additive"]
) -> Funnel:
    """Proportions around the pooled proportion; limits by the normal approximation, kept within 0 and 1."""
    if (of <= 0).any() or (counts < 0).any() or (counts > of).any():
        raise ValueError("every unit counts some out of all, and there are some")
    target = float(counts.sum() / of.sum())
    return _funnel(counts / of, target, np.sqrt(target * (1 - target) / of), adjust)


def funnel_of_ratios(
    observed: Floats, expected: Floats, *, adjust: Literal["no", "multiplicative", "additive"]
) -> Funnel:
    """Observed over expected events around 1.

    Judged on the square-root scale, on which the variance of a Poisson count does not depend on its size:
    sqrt(observed / expected) around 1, with standard error 1 / (2 sqrt(expected)) (Spiegelhalter 2005).
    """
    if (expected <= 0).any() or (observed < 0).any():
        raise ValueError("every unit expects some events")
    error = 1 / (2 * np.sqrt(expected))
    root = np.sqrt(observed / expected)
    found = _funnel(root, 1.0, error, adjust)
    return Funnel(
        target=1.0,
        value=root**2,
        dispersion=found.dispersion,
        adjusted=found.adjusted,
        warning=(np.clip(found.warning[0], 0, None) ** 2, found.warning[1] ** 2),
        alarm=(np.clip(found.alarm[0], 0, None) ** 2, found.alarm[1] ** 2),
    )


def _funnel(
    values: Floats, target: float, error: Floats, adjust: Literal["no", "multiplicative", "additive"]
) -> Funnel:
    spread = dispersion((values - target) / error, error)
    adjusted = adjust if spread.present else "no"
    widened = {
        "no": error,
        "multiplicative": error * np.sqrt(spread.phi),
        "additive": np.sqrt(error**2 + spread.between**2),
    }[adjusted]
    return Funnel(
        target=target,
        value=values,
        dispersion=spread,
        adjusted=adjusted,
        warning=limits(target, widened, WARNING),
        alarm=limits(target, widened, ALARM),
    )


def limits(target: float, error: Floats, level: float) -> tuple[Floats, Floats]:
    """Lower and upper control limits at a level."""
    half = float(stats.norm.ppf((1 + level) / 2)) * error
    return target - half, target + half


def dispersion(z: Floats, error: Floats) -> Dispersion:
    """Over-dispersion from z-scores, the most extreme tenth at either end drawn in.

    ``between`` is the moment estimate of DerSimonian and Laird (1986) on winsorised z-scores, as Spiegelhalter
    (2005) has it. Raises ValueError for fewer than two units.
    """
    units = len(z)
    if units < 2:
        raise ValueError("dispersion is judged between at least two units")
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    drawn_in = np.clip(z, low, high)
    phi = float(np.mean(drawn_in**2))
    weights = 1 / error**2
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    between = max(0.0, (units * phi - (units - 1)) / scale) if scale > 0 else 0.0
    return Dispersion(phi=phi, between=float(np.sqrt(between)), units=units)
