"""How much of each public service people would use: stable need, need that drifts, age, place and season."""

from collections.abc import Iterator

import numpy as np

from proventive.synthetic.chance import stream
from proventive.synthetic.people import People
from proventive.synthetic.timeline import month_of_year, month_starts

DRIFT_SPREAD = 0.45  # standard deviation of the logarithm of drifting need
DRIFT_KEPT = 0.90  # of it, from one month to the next
DRIFT_BOUND = 2.5  # in standard deviations: need drifts, but does not run away


def drifting_need(people: People) -> Iterator[np.ndarray]:
    """For every month, a factor with mean about 1 that rises and falls slowly within bounds."""
    chance = stream(people.seed, "need/drift")
    log_need = chance.normal(0.0, 1.0, len(people))
    fresh = np.sqrt(1.0 - DRIFT_KEPT**2)
    for _ in month_starts()[:-1]:
        yield np.exp(DRIFT_SPREAD * np.clip(log_need, -DRIFT_BOUND, DRIFT_BOUND) - DRIFT_SPREAD**2 / 2)
        log_need = DRIFT_KEPT * log_need + fresh * chance.normal(0.0, 1.0, len(people))


def lasting_need(people: People) -> np.ndarray:
    """The part of need that age, deprivation, frailty and the hidden stable need explain, on the first day."""
    visible = 0.030 * (people.age - 68) - 0.045 * (people.simd_decile - 5.5) + 0.30 * people.frailty
    return people.stable_need * np.exp(visible)


def ageing(month: int) -> float:
    """How much need has grown since the first day: 3 % a year."""
    return float(np.exp(0.030 * month / 12))


def season(month: int, *, swing: float, peak: int) -> float:
    """A yearly wave with mean 1: highest in the month ``peak`` (1 to 12), by the share ``swing``."""
    return 1.0 + swing * float(np.cos(2 * np.pi * (month_of_year(month) - peak) / 12))
