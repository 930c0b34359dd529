"""Nearest available comparators, one participant after another, without a matrix of all distances."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.spatial import cKDTree

from proventive.evaluation.methods.arrays import Booleans, Floats, Integers

FIRST_LOOK, FURTHER = 16, 8
Side = Literal["either", "below"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Pairs in the order in which they were chosen: rows of participants, of comparators, and how far apart."""

    participant: Integers
    comparator: Integers
    distance: Floats

    def __len__(self) -> int:
        return len(self.participant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caliper:
    """A further limit: a value of each participant and comparator, and how far the two may lie apart."""

    own: Floats
    other: Floats
    width: float


def nearest_matches(
    own: Floats,
    other: Floats,
    *,
    own_stratum: Integers | None = None,
    other_stratum: Integers | None = None,
    caliper: float = np.inf,
    also: tuple[Caliper, ...] = (),
    order: Integers | None = None,
    occasion: Integers | None = None,
    ratio: int = 1,
    side: Side = "either",
) -> Matches:
    """Greedy nearest-neighbour matching without replacement, exactly as a walk over all distances would give it.

    ``own`` and ``other`` hold one row a person (a score, or :func:`whitened` covariates); distance is Euclidean,
    and a pair may lie ``caliper`` apart but no further. ``order`` gives the rows of participants in the order in
    which they choose (default: as they stand). Of comparators equally near, the one that stands first is taken.
    A comparator serves once on each ``occasion`` (an index date; default: once). ``ratio``: how many comparators
    each gets, one round of everybody after another. ``side="below"`` (scores only): a comparator may not score
    higher, as MatchIt 4.5.1 chooses on LaLonde's data; for reproducing what was matched so. Raises ValueError
    where shapes disagree.

    Method: Rosenbaum and Rubin (1985), Constructing a control group, The American Statistician 39(1).
    """
    own, other = _rows(own), _rows(other)
    if own.shape[1] != other.shape[1] or not np.isfinite(own).all() or not np.isfinite(other).all():
        raise ValueError("both groups need the same covariates, and no value may be missing")
    if side == "below" and own.shape[1] != 1:
        raise ValueError("only a score has a side: with several covariates take side “either”")
    if (own_stratum is None) != (other_stratum is None) or ratio < 1:
        raise ValueError("strata are needed of both groups or of neither, and a ratio of 1 or more")
    strata = np.zeros(len(own), dtype=np.int64) if own_stratum is None else np.asarray(own_stratum)
    others = np.zeros(len(other), dtype=np.int64) if other_stratum is None else np.asarray(other_stratum)
    order = np.arange(len(own)) if order is None else np.asarray(order)
    occasions = np.zeros(len(own), dtype=np.int64) if occasion is None else np.asarray(occasion)
    chosen: list[tuple[int, int, int, float]] = []
    place = np.empty(len(own), dtype=np.int64)
    place[order] = np.arange(len(order))
    for stratum in np.unique(strata):
        lists = _Lists(own, other, np.flatnonzero(others == stratum), caliper, also, side)
        people = order[strata[order] == stratum]
        chosen += _walk(lists, people, place, occasions, ratio)
    chosen.sort()
    columns = list(zip(*chosen, strict=True)) if chosen else [(), (), (), ()]
    return Matches(
        participant=order[np.array([number % max(len(own), 1) for number in columns[0]], dtype=np.int64)],
        comparator=np.array(columns[2], dtype=np.int64),
        distance=np.array(columns[3], dtype=np.float64),
    )


def _walk(
    lists: "_Lists", people: Integers, place: Integers, occasions: Integers, ratio: int
) -> list[tuple[int, int, int, float]]:
    """One participant after another takes the nearest that is free: each choice depends on those before it."""
    if not len(lists.members) or not len(people):
        return []
    near = lists.look(people, FIRST_LOOK)
    taken: set[tuple[int, int]] = set()
    found = []
    for turn in range(ratio):
        for row, person in enumerate(people.tolist()):
            when, look = int(occasions[person]), FIRST_LOOK
            comparators, distances, whole = near[row]
            while True:
                free = next((at for at, one in enumerate(comparators) if (when, one) not in taken), None)
                if free is not None or whole:
                    break
                look *= FURTHER
                comparators, distances, whole = near[row] = lists.look(np.array([person]), look)[0]
            if free is not None:
                taken.add((when, comparators[free]))
                found.append((turn * len(place) + int(place[person]), person, comparators[free], distances[free]))
    return found


class _Lists:
    """The nearest comparators of a stratum, in order, and whether the list holds all that may be taken."""

    def __init__(
        self,
        own: Floats,
        other: Floats,
        members: Integers,
        caliper: float,
        also: tuple[Caliper, ...],
        side: Side,
    ) -> None:
        self.own, self.other, self.members = own, other, members
        self.caliper, self.also, self.side = caliper, also, side
        self.tree = cKDTree(other[members], balanced_tree=False, compact_nodes=False) if len(members) else None

    def look(self, people: Integers, number: int) -> list[tuple[list[int], list[float], bool]]:
        """For each person: comparators nearest first, their distances, and whether there are no others."""
        number = min(number, len(self.members))
        reach = np.nextafter(self.caliper * (1 + 1e-12), np.inf)
        assert self.tree is not None
        far, at = self.tree.query(self.own[people], k=np.arange(1, number + 1), distance_upper_bound=reach)
        missing = at == len(self.members)
        comparators = self.members[np.where(missing, 0, at)]
        apart = np.sqrt(((self.own[people][:, None, :] - self.other[comparators]) ** 2).sum(axis=2))
        whole = missing[:, -1] | (number == len(self.members))
        # Of a list that was cut short, the furthest are not used: others equally far may stand before them.
        certain = whole[:, None] | (far < far[:, -1:] * (1 - 1e-9))
        usable = ~missing & certain & (apart <= self.caliper) & self._allowed(people, comparators)
        ordered = np.lexsort((comparators, apart), axis=1)
        comparators, apart, usable = (
            np.take_along_axis(values, ordered, axis=1) for values in (comparators, apart, usable)
        )
        return [
            (comparators[row][usable[row]].tolist(), apart[row][usable[row]].tolist(), bool(whole[row]))
            for row in range(len(people))
        ]

    def _allowed(self, people: Integers, comparators: Integers) -> Booleans:
        allowed = np.ones(comparators.shape, dtype=bool)
        for limit in self.also:
            allowed &= np.abs(limit.own[people][:, None] - limit.other[comparators]) <= limit.width
        if self.side == "below":
            allowed &= self.other[comparators, 0] <= self.own[people]
        return allowed


def _rows(values: Floats) -> Floats:
    values = np.asarray(values, dtype=np.float64)
    return values[:, None] if values.ndim == 1 else values
