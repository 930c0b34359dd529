"""How much trends may differ before zero can no longer be ruled out."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.did.honest.event_study import EventStudy
from proventive.evaluation.methods.did.honest.relative_magnitudes import (
    FIRST_STAGE,
    components,
    least_favourable,
)
from proventive.evaluation.methods.did.honest.smoothness import smoothness
from proventive.evaluation.methods.intervals import LEVEL

HALVINGS = 16


def breakdown_relative_magnitudes(
    study: EventStudy, *, weights: Floats | None = None, level: float = LEVEL, furthest: float = 10.0
) -> float:
    """The least multiple of the largest step before the start with which the set holds zero.

    0 where it holds zero even if trends never differ after the start; infinite where it does not at ``furthest``.
    """
    error = 1 - level
    spent = FIRST_STAGE * error
    on_changes = study.weights_on_changes(weights)

    def holds(most: float) -> bool:
        left = (error - spent) / (1 - spent)
        for part in components(study, most, on_changes, 0.0):
            if part.accepts(np.zeros(1), left)[0]:  # what the second stage alone rejects, both reject
                value = least_favourable(part.covariance, len(study.after) + 1, spent)
                if replace(part, least_favourable=value).accepts(np.zeros(1), left)[0]:
                    return True
        return False

    return least(holds, furthest)


def breakdown_smoothness(study: EventStudy, *, weights: Floats | None = None, level: float = LEVEL) -> float:
    """The least bend of the difference of trends a period with which the interval holds zero."""

    def holds(most: float) -> bool:
        low, high = smoothness(study, most=most, weights=weights, level=level)
        return low <= 0 <= high

    return least(holds, 10 * float(np.abs(study.estimates).max()))


def least(holds: Callable[[float], bool], furthest: float) -> float:
    """The least number from 0 on for which it holds."""
    if holds(0.0):
        return 0.0
    if not holds(furthest):
        return float("inf")
    low, high = 0.0, furthest
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
