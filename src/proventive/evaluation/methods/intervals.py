"""Intervals from a standard error, and draws from the same distribution."""

import hashlib
from dataclasses import dataclass

import numpy as np
from scipy import stats

from proventive.evaluation.methods.arrays import Floats

LEVEL = 0.95
DRAWS = 1000


def student(freedom: float | None, level: float = LEVEL) -> float:
    """What Student's t stays within, as often as ``level`` says."""
    return float(stats.t.ppf((1 + level) / 2, freedom))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """A value, its standard error and its degrees of freedom. Both are None where none can be had."""

    value: float
    standard_error: float | None
    degrees_of_freedom: float | None

    @property
    def has_interval(self) -> bool:
        """False where nothing varies, or too little to judge: a width of 0 would be a false certainty."""
        return self.standard_error is not None and self.standard_error > 0 and bool(self.degrees_of_freedom)

    def interval(self, level: float = LEVEL) -> tuple[float, float]:
        """The t interval at a level; raises ValueError where there is none."""
        half = self.critical(level) * self._error()
        return self.value - half, self.value + half

    def critical(self, level: float = LEVEL) -> float:
        """The quantile of Student's t by which the standard error is multiplied."""
        return student(self.degrees_of_freedom, level)

    def covers(self, truth: float, level: float = LEVEL) -> bool:
        """Whether the interval holds a value."""
        low, high = self.interval(level)
        return low <= truth <= high

    def _error(self) -> float:
        if not self.has_interval or self.standard_error is None:
            raise ValueError("there is no standard error, so there is no interval")
        return self.standard_error


def mean_of(values: Floats) -> Inference:
    """The mean of independent values, with the usual standard error and n - 1 degrees of freedom."""
    n = len(values)
    if n < 2:
        return Inference(value=float(values.mean()), standard_error=None, degrees_of_freedom=None)
    error = float(values.std(ddof=1) / np.sqrt(n))
    return Inference(value=float(values.mean()), standard_error=error, degrees_of_freedom=float(n - 1))


def draws_of(estimate: Inference, *, seed: int, of: str, number: int = DRAWS) -> tuple[float, ...]:
    """Draws of an estimate from its t distribution; none where it has no standard error.

    ``of`` names what is drawn (an objective's id), so that two objectives under one seed draw independently.
    """
    if estimate.standard_error is None or estimate.degrees_of_freedom is None or not estimate.has_interval:
        return ()
    generator = np.random.default_rng([seed, stable_number(of)])
    deviations = generator.standard_t(estimate.degrees_of_freedom, size=number)
    return tuple(float(draw) for draw in estimate.value + estimate.standard_error * deviations)


def stable_number(text: str) -> int:
    """A number from a text that is the same on every machine (Python's own hash is not)."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
