"""Nearest available comparators, one participant after another, without a matrix of all distances."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from proventive.evaluation.methods.arrays import Booleans, Floats, Integers
from proventive.evaluation.methods.matching.scores import Scores, Side

FIRST_LOOK, FURTHER = 4, 8
LEAF = 64  # comparators in a leaf of the search tree: with several covariates fewer cost time

LEAST = 1e-150  # as far as a tree has to look at least: it looks for less than the square of this
Choices = tuple[Integers, Integers, Floats]
"""Ranks of those who found somebody, ascending; rows of their comparators; how far apart."""


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
    each gets, one round of everybody after another. ``side="below first"`` (scores only): the nearest that scores
    lower, the last of those with one score; where none is left, the nearest that does not, the first of those with
    one score. So MatchIt 4.5.1 chooses (docs/decisions/0006), and it is there to reproduce what was matched so.
    Raises ValueError where shapes disagree.

    Method: Rosenbaum and Rubin (1985), Constructing a control group, The American Statistician 39(1).
    """
    own, other = _rows(own), _rows(other)
    if own.shape[1] != other.shape[1] or not np.isfinite(own).all() or not np.isfinite(other).all():
        raise ValueError("both groups need the same covariates, and no value may be missing")
    if side != "either" and (own.shape[1] != 1 or also):
        raise ValueError("only a score, and with no further caliper, has a side: otherwise take side “either”")
    if (own_stratum is None) != (other_stratum is None) or ratio < 1:
        raise ValueError("strata are needed of both groups or of neither, and a ratio of 1 or more")
    order = np.arange(len(own)) if order is None else np.asarray(order)
    people = np.tile(order, ratio)  # everybody once in each round, in the order of choice
    strata, members = _by_stratum(own_stratum, other_stratum, len(own), len(other))
    when = np.zeros(len(own), dtype=np.int64) if occasion is None else _numbered(occasion)
    if own.shape[1] == 1 and not also:
        ranks, comparators, distances = _on_scores(own, other, people, strata, members, when, caliper, side)
    else:
        lists = _Lists(own, other, strata, members, caliper, also)
        ranks, comparators, distances = _from_lists(lists, people, when)
    return Matches(participant=people[ranks], comparator=comparators, distance=distances)


def _on_scores(
    own: Floats,
    other: Floats,
    people: Integers,
    strata: Integers,
    members: Sequence[Integers],
    when: Integers,
    caliper: float,
    side: Side,
) -> Choices:
    """One after another, in each stratum and on each occasion."""
    chosen = []
    own, other = own[:, 0], other[:, 0]
    for stratum, ranks in _groups(strata[people]):
        if len(members[stratum]):
            scores = Scores(other[members[stratum]], members[stratum])
            for _, those in _groups(when[people[ranks]]):
                chosen += scores.walk(own[people[ranks[those]]], ranks[those], caliper=caliper, side=side)
    columns = list(zip(*sorted(chosen), strict=True)) if chosen else [(), (), ()]
    return (
        np.array(columns[0], dtype=np.int64),
        np.array(columns[1], dtype=np.int64),
        np.array(columns[2], dtype=float),
    )


def _from_lists(lists: "_Lists", people: Integers, when: Integers) -> Choices:
    """All at once ask the nearest of their lists; who is asked by several stays with the one who chooses first.

    Those who were refused ask the next, and may displace somebody who chooses later. As every comparator prefers
    those who choose earlier, it ends where a walk in the order of choice ends: the one stable matching (Gale and
    Shapley 1962, American Mathematical Monthly 69).
    """
    occasions = int(when.max(initial=0)) + 1
    place, choice = np.zeros(len(people), dtype=np.int64), np.full(len(people), -1)
    asking = np.arange(len(people))
    while len(asking):
        lists.reach(people[asking], place[asking])
        asking = asking[place[asking] < lists.length[people[asking]]]  # the others go without
        choice[asking] = lists.comparators[lists.start[people[asking]] + place[asking]]
        asked = np.flatnonzero(choice >= 0)
        by_whom = choice[asked] * occasions + when[people[asked]]
        in_turn = np.argsort(by_whom, kind="stable")
        again = by_whom[in_turn[1:]] == by_whom[in_turn[:-1]]
        asking = np.sort(asked[in_turn[1:][again]])
        choice[asking] = -1
        place[asking] += 1
    ranks = np.flatnonzero(choice >= 0)
    return ranks, choice[ranks], lists.distances[lists.start[people[ranks]] + place[ranks]]


class _Lists:
    """For each participant the nearest comparators of the stratum, in order, as far down as was needed yet."""

    def __init__(
        self,
        own: Floats,
        other: Floats,
        strata: Integers,
        members: Sequence[Integers],
        caliper: float,
        also: tuple[Caliper, ...],
    ) -> None:
        self.own, self.other, self.strata, self.members = own, other, strata, members
        self.caliper, self.also = caliper, also
        self.trees: dict[int, cKDTree] = {}
        self.start, self.length = np.zeros(len(own), dtype=np.int64), np.zeros(len(own), dtype=np.int64)
        self.looked = np.zeros(len(own), dtype=np.int64)  # how many comparators were looked at
        sizes = np.array([len(rows) for rows in members], dtype=np.int64)
        self.whole = sizes[strata] == 0  # nobody comes after the list
        self.comparators, self.distances = np.zeros(0, dtype=np.int64), np.zeros(0)

    def reach(self, people: Integers, place: Integers) -> None:
        """Make the lists of these people so long that each has the place asked for, or there is nobody more."""
        while len(short := people[(place >= self.length[people]) & ~self.whole[people]]):
            short = np.unique(short)
            for stratum, at in _groups(self.strata[short]):
                self.lengthen(short[at], stratum)
            keep = (place >= self.length[people]) & ~self.whole[people]
            people, place = people[keep], place[keep]

    def lengthen(self, people: Integers, stratum: int) -> None:
        """Look further for some people of one stratum; their lists begin with what they held before."""
        members = self.members[stratum]
        if stratum not in self.trees:
            self.trees[stratum] = cKDTree(self.other[members], leafsize=LEAF, balanced_tree=False)
        number = min(max(FIRST_LOOK, FURTHER * int(self.looked[people].max())), len(members))
        reach = max(self.caliper * (1 + 1e-12), LEAST)
        far, at = self.trees[stratum].query(
            self.own[people], k=np.arange(1, number + 1), distance_upper_bound=reach
        )
        missing = at == len(members)
        comparators = members[np.where(missing, 0, at)]
        apart = np.sqrt(((self.own[people][:, None, :] - self.other[comparators]) ** 2).sum(axis=2))
        whole = missing[:, -1] | (number == len(members))
        # Of a list that was cut short, the furthest are not used: others equally far may stand before them.
        certain = whole[:, None] | (far < far[:, -1:] * (1 - 1e-9))
        usable = ~missing & certain & (apart <= self.caliper) & self.allowed(people, comparators)
        ordered = np.lexsort((comparators, apart), axis=1)
        comparators, apart, usable = (
            np.take_along_axis(values, ordered, axis=1) for values in (comparators, apart, usable)
        )
        self.looked[people], self.whole[people], self.length[people] = number, whole, usable.sum(axis=1)
        self.start[people] = len(self.comparators) + np.cumsum(self.length[people]) - self.length[people]
        self.comparators = np.concatenate([self.comparators, comparators[usable]])
        self.distances = np.concatenate([self.distances, apart[usable]])

    def allowed(self, people: Integers, comparators: Integers) -> Booleans:
        """Whether each pair is within the further calipers."""
        allowed = np.ones(comparators.shape, dtype=bool)
        for limit in self.also:
            allowed &= np.abs(limit.own[people][:, None] - limit.other[comparators]) <= limit.width
        return allowed


def _by_stratum(
    own: Integers | None, other: Integers | None, number: int, of_others: int
) -> tuple[Integers, Sequence[Integers]]:
    """The number of each participant's stratum, and the rows of the comparators in each, ascending."""
    if own is None or other is None:
        return np.zeros(number, dtype=np.int64), [np.arange(of_others)]
    known, strata = np.unique(own, return_inverse=True)
    other = np.asarray(other)
    at = np.minimum(np.searchsorted(known, other), max(len(known) - 1, 0))
    rows = np.flatnonzero(known[at] == other) if len(known) else np.zeros(0, dtype=np.int64)
    numbers = at[rows].astype(np.min_scalar_type(len(known)))  # small numbers are sorted much faster
    in_turn = np.argsort(numbers, kind="stable")
    return strata, np.split(rows[in_turn], np.searchsorted(numbers[in_turn], np.arange(1, len(known))))


def _groups(labels: Integers) -> Iterator[tuple[int, Integers]]:
    """Each label, with the places where it stands, ascending."""
    in_turn = np.argsort(labels, kind="stable")
    known, first = np.unique(labels[in_turn], return_index=True)
    return zip(known.tolist(), np.split(in_turn, first[1:]), strict=bool(len(known)))


def _numbered(labels: Integers) -> Integers:
    """Labels as numbers from 0."""
    return np.unique(labels, return_inverse=True)[1]


def _rows(values: Floats) -> Floats:
    values = np.asarray(values, dtype=np.float64)
    return values[:, None] if values.ndim == 1 else values
