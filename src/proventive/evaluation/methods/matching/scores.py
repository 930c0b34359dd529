"""Nearest available comparators on a score: one number a person."""

from typing import Literal

import numpy as np

from proventive.evaluation.methods.arrays import Floats, Integers

Side = Literal["either", "below first"]
Choice = tuple[int, int, float]
"""Rank of the choice, row of the comparator, how far apart."""


class Scores:
    """The comparators of a stratum by score. Those of one score are a queue, first come first taken.

    Pointers lead over the scores that have nobody left, so that a choice costs next to nothing however crowded
    the scores are (Gabow and Tarjan 1985, Journal of Computer and System Sciences 30).
    """

    def __init__(self, other: Floats, members: Integers) -> None:
        """``members``: the rows of the comparators, ascending; ``other``: their scores."""
        by_score = np.argsort(other, kind="stable")
        ascending = other[by_score]
        first = np.flatnonzero(np.concatenate([[True], ascending[1:] != ascending[:-1]]))
        self.distinct = ascending[first]
        self.count = len(first)
        self.scores = self.distinct.data
        self.bounds = np.append(first, len(other)).data
        self.queued = members[by_score].data
        self.start_anew()

    def start_anew(self) -> None:
        """Nobody is taken."""
        self.front: dict[int, int] = {}  # how many were taken from the front of a queue
        self.back: dict[int, int] = {}  # and from its back
        self.lower: dict[int, int] = {}  # from a score without anybody to one further down
        self.upper: dict[int, int] = {}  # and further up

    def walk(self, own: Floats, ranks: Integers, *, caliper: float, side: Side) -> list[Choice]:
        """One participant after another takes the nearest that is free, on a new occasion.

        ``own`` holds the score of each that chooses, in the order of choice; ``ranks`` are their numbers.
        """
        self.start_anew()
        choose = self.nearest if side == "either" else self.below_first
        starts = np.searchsorted(self.distinct, own).tolist()
        chosen = (choose(score, start, caliper) for score, start in zip(own.tolist(), starts, strict=True))
        return [(rank, *one) for rank, one in zip(ranks.tolist(), chosen, strict=True) if one is not None]

    def nearest(self, score: float, start: int, caliper: float) -> tuple[int, float] | None:
        """The nearest on either side; of those equally near, the one that stands first."""
        down, up = _open(self.lower, start - 1), _open(self.upper, start)
        below = score - self.scores[down] if down >= 0 else np.inf
        above = self.scores[up] - score if up < self.count else np.inf
        apart = min(below, above)
        if not apart <= caliper or apart == np.inf:
            return None
        best = down if below <= above else up
        # Scores that differ may be equally far, on both sides and, by rounding, on one.
        if below == apart:
            at = _open(self.lower, down - 1)
            while at >= 0 and score - self.scores[at] == apart:
                best, at = min(best, at, key=self._first), _open(self.lower, at - 1)
        if above == apart:
            at = up
            while at < self.count and self.scores[at] - score == apart:
                best, at = min(best, at, key=self._first), _open(self.upper, at + 1)
        return self._take_first(best), apart

    def below_first(self, score: float, start: int, caliper: float) -> tuple[int, float] | None:
        """The nearest that scores lower, the last of its queue; where none is left, the nearest that does not."""
        down = _open(self.lower, start - 1)
        if down >= 0 and score - self.scores[down] <= caliper:
            return self._take_last(down), score - self.scores[down]
        up = _open(self.upper, start)
        if up < self.count and self.scores[up] - score <= caliper:
            return self._take_first(up), self.scores[up] - score
        return None

    def _first(self, at: int) -> int:
        return self.queued[self.bounds[at] + self.front.get(at, 0)]

    def _take_first(self, at: int) -> int:
        comparator = self._first(at)
        self.front[at] = self.front.get(at, 0) + 1
        self._close_if_empty(at)
        return comparator

    def _take_last(self, at: int) -> int:
        self.back[at] = self.back.get(at, 0) + 1
        comparator: int = self.queued[self.bounds[at + 1] - self.back[at]]
        self._close_if_empty(at)
        return comparator

    def _close_if_empty(self, at: int) -> None:
        taken = self.front.get(at, 0) + self.back.get(at, 0)
        if taken == self.bounds[at + 1] - self.bounds[at]:
            self.lower[at], self.upper[at] = at - 1, at + 1


def _open(pointers: dict[int, int], at: int) -> int:
    """The next place that has no pointer; the pointers on the way are made to lead there."""
    if at not in pointers:
        return at
    end = at
    while end in pointers:
        end = pointers[end]
    while at != end:
        pointers[at], at = end, pointers[at]
    return end
