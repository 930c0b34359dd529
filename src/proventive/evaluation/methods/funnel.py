"""Funnel plots: units side by side, each against what chance alone would do at its size. Nothing is ranked.

Method: Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24; with
over-dispersion as in its section 4, multiplicative or additive. Limits of counts that are not widened are exact.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy import special, stats

from proventive.evaluation.methods.arrays import Floats

WARNING, ALARM = 0.95, 0.998  # the levels at which limits are drawn
FEWEST_STANDARDISED = 10  # events; publishers give no standardised rate below
Adjust = Literal["no", "multiplicative", "additive"]
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
    adjusted: Adjust
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


def funnel_of_proportions(counts: Floats, of: Floats, *, adjust: Adjust) -> Funnel:
    """Proportions around the pooled proportion; limits by the normal approximation, kept within 0 and 1."""
    if (of <= 0).any() or (counts < 0).any() or (counts > of).any():
        raise ValueError("every unit counts some out of all, and there are some")
    target = float(counts.sum() / of.sum())
    found = _funnel(counts / of, target, np.sqrt(target * (1 - target) / of), adjust)
    return replace(
        found,
        warning=(np.clip(found.warning[0], 0, 1), np.clip(found.warning[1], 0, 1)),
        alarm=(np.clip(found.alarm[0], 0, 1), np.clip(found.alarm[1], 0, 1)),
    )


def funnel_of_ratios(observed: Floats, expected: Floats, *, adjust: Adjust) -> Funnel:
    """Observed over expected events around 1.

    Dispersion is judged, and limits are widened, on the square-root scale, on which the variance of a Poisson
    count does not depend on its size: sqrt(observed / expected) around 1, standard error 1 / (2 sqrt(expected))
    (Spiegelhalter 2005). Where nothing is widened the limits are those of the Poisson distribution itself.
    """
    if (expected <= 0).any() or (observed < 0).any():
        raise ValueError("every unit expects some events")
    found = _funnel(np.sqrt(observed / expected), 1.0, 1 / (2 * np.sqrt(expected)), adjust)
    if found.adjusted == "no":
        drawn = {level: poisson_limits_at(expected, level) for level in (WARNING, ALARM)}
        warning, alarm = ((low / expected, high / expected) for low, high in drawn.values())
    else:
        warning, alarm = ((np.clip(low, 0, None) ** 2, high**2) for low, high in (found.warning, found.alarm))
    return replace(found, value=observed / expected, warning=warning, alarm=alarm)


def funnel_of_rates(counts: Floats, at_risk: Floats, *, adjust: Adjust) -> Funnel:
    """Events for each unit of what was at risk, around the pooled rate: a ratio to what that rate expects."""
    if (at_risk <= 0).any() or counts.sum() <= 0:
        raise ValueError("every unit has somebody at risk, and there are some events")
    pooled = float(counts.sum() / at_risk.sum())
    found = funnel_of_ratios(counts, pooled * at_risk, adjust=adjust)
    return replace(
        found,
        target=pooled,
        value=counts / at_risk,
        warning=(pooled * found.warning[0], pooled * found.warning[1]),
        alarm=(pooled * found.alarm[0], pooled * found.alarm[1]),
    )


def funnel_of_standardised_rates(counts: Floats, rates: Floats, *, adjust: Adjust) -> Funnel:
    """Directly standardised rates around their mean, weighted by the people whom each stands for.

    ``rates`` in the unit in which the result is told (such as events per 100,000). A standardised rate is judged
    as the crude rate of as many events among counts / rate people (UK Health Security Agency, Fingertips technical
    guidance, as PHEindicatormethods does it). Raises ValueError for a unit of fewer than 10 events, which has no
    such rate: leave it out, and say so.
    """
    if (counts < FEWEST_STANDARDISED).any() or (rates <= 0).any():
        raise ValueError(f"a unit of fewer than {FEWEST_STANDARDISED} events has no standardised rate")
    return funnel_of_rates(counts, counts / rates, adjust=adjust)


def poisson_limits_at(expected: Floats, level: float) -> tuple[Floats, Floats]:
    """The counts below and above which chance puts half of 1 - level each, where so many events are expected.

    Interpolated between whole counts, so that a count lies outside exactly where the exact interval of the count
    (Garwood 1936) leaves out what is expected. The lower one is 0 where no count is small enough.
    """
    tail = (1 - level) / 2
    low = special.gdtrib(1.0, 1 - tail, expected) - 1
    return np.clip(low, 0, None), special.gdtrib(1.0, tail, expected)


def _funnel(values: Floats, target: float, error: Floats, adjust: Adjust) -> Funnel:
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
