"""Statistical process control: is a series changing, or only varying as it always did?

The XmR chart as NHS England's Making Data Count draws it: limits at the mean plus and minus 2.66 mean moving
ranges (Wheeler 1993), moving ranges beyond 3.267 times their mean left out once.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from proventive.evaluation.methods.arrays import Booleans, Floats

TO_LIMIT = 2.66  # 3 / 1.128
RANGE_LIMIT = 3.267
RUN = 7  # points on one side, or in one direction
NEAR = 2 / 3  # of the way from the mean to a limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The mean and the natural process limits of a stretch of a series."""

    mean: float
    lower: float
    upper: float
    mean_range: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """For each point whether a rule marks it. Only the first that does, in this order, is told."""

    outside: Booleans
    trend: Booleans  # 7 points that each rise, or each fall
    near_limit: Booleans  # of 3 on one side, 2 beyond two thirds of the way to the limit
    shift: Booleans  # 7 points on one side of the mean

    @property
    def any(self) -> Booleans:
        return self.outside | self.trend | self.near_limit | self.shift

    def told(self) -> list[str]:
        """For each point the rule that is told, or nothing."""
        rules = (
            ("outside the limits", self.outside),
            ("trend", self.trend),
            ("2 of 3 near a limit", self.near_limit),
            ("shift", self.shift),
        )
        return [next((name for name, marks in rules if marks[point]), "") for point in range(len(self.outside))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChart:
    """A series with its limits, which may be recalculated from given points on."""

    limits: tuple[Limits, ...]  # of each point
    signals: Signals


def process_limits(values: Floats, *, screen: bool = True) -> Limits:
    """The limits of one stretch. ``screen``: leave out outlying moving ranges once, as Making Data Count does.

    Raises ValueError for fewer than two values.
    """
    if len(values) < 2:
        raise ValueError("limits need at least two points")
    mean, ranges = float(np.mean(values)), np.abs(np.diff(values))
    if screen:
        ranges = ranges[ranges < RANGE_LIMIT * ranges.mean()] if ranges.any() else ranges
    mean_range = float(ranges.mean())
    return Limits(
        mean=mean, lower=mean - TO_LIMIT * mean_range, upper=mean + TO_LIMIT * mean_range, mean_range=mean_range
    )


def control_chart(values: Floats, *, recalculate_at: tuple[int, ...] = (), screen: bool = True) -> ControlChart:
    """An XmR chart. ``recalculate_at``: points from which limits are reckoned anew (a known change of process).

    Rules look at stretches, never across a recalculation. Raises ValueError for a stretch of fewer than 2 points.
    """
    ends = [0, *sorted(recalculate_at), len(values)]
    limits: list[Limits] = []
    marks: list[Signals] = []
    for first, after in pairwise(ends):
        stretch = values[first:after]
        found = process_limits(stretch, screen=screen)
        limits += [found] * len(stretch)
        marks.append(signals(stretch, found))
    return ControlChart(limits=tuple(limits), signals=joined(marks))


def signals(values: Floats, limits: Limits) -> Signals:
    """Which points the four rules mark. Every point of a run is marked, not only its last."""
    above, below = values > limits.mean, values < limits.mean
    to_limit = (limits.upper - limits.mean) * NEAR
    high, low = values > limits.mean + to_limit, values < limits.mean - to_limit
    steps = np.sign(np.diff(values))
    rising, falling = np.concatenate([[False], steps > 0]), np.concatenate([[False], steps < 0])
    outside = (values > limits.upper) | (values < limits.lower)
    near = two_of_three(high & ~outside, above) | two_of_three(low & ~outside, below)
    return Signals(
        outside=outside,
        trend=in_run(rising, RUN - 1, and_before=1) | in_run(falling, RUN - 1, and_before=1),
        near_limit=near,
        shift=in_run(above, RUN) | in_run(below, RUN),
    )


def in_run(marked: Booleans, length: int, *, and_before: int = 0) -> Booleans:
    """The points that belong to a run of at least ``length`` marked ones, with so many points before it."""
    found = np.zeros(len(marked), dtype=bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marked.astype(np.int8), [0]])))
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        if after - first >= length:
            found[first - and_before : after] = True
    return found


def two_of_three(marked: Booleans, on_side: Booleans) -> Booleans:
    """The marked points of every three in a row on one side of the mean of which two or more are marked."""
    found = np.zeros(len(marked), dtype=bool)
    for first in range(len(marked) - 2):
        three = slice(first, first + 3)
        if on_side[three].all() and marked[three].sum() >= 2:
            found[three] |= marked[three]
    return found


def joined(parts: list[Signals]) -> Signals:
    """The marks of consecutive stretches, one after the other."""
    return Signals(
        outside=np.concatenate([part.outside for part in parts]),
        trend=np.concatenate([part.trend for part in parts]),
        near_limit=np.concatenate([part.near_limit for part in parts]),
        shift=np.concatenate([part.shift for part in parts]),
    )
