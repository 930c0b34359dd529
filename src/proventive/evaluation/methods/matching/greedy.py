"""One to one matching at a moving index date, greedy in a stated order."""

import numpy as np

from proventive.evaluation.methods.arrays import Booleans, Integers


def greedy_pairs(participant: Integers, comparator: Integers, index_date: Integers) -> Booleans:
    """Which of the candidate pairs are matched. The pairs come nearest first: their order is the order of choice.

    Going down the list, a pair is matched if its participant has no match yet and its comparator has not been
    taken on that index date. A comparator may serve again on another date. (Greedy matching nearest pair
    first: Rosenbaum (2020), Modern algorithms for matching in observational studies, Annual Review of
    Statistics and Its Application 7; risk sets at a moving date: Li, Propert and Rosenbaum (2001), Balanced
    risk set matching, Journal of the American Statistical Association 96.)

    Set-based: in each round every pair that comes first both for its participant and for its comparator on
    that date is taken. No earlier pair can compete with such a pair, so this is the same choice as one walk
    down the list.
    """
    taken = np.zeros(len(participant), dtype=bool)
    place_of = _numbered(comparator, index_date)
    open_pairs = np.arange(len(participant))
    while len(open_pairs):
        people, places = participant[open_pairs], place_of[open_pairs]
        chosen = open_pairs[_comes_first(people) & _comes_first(places)]
        taken[chosen] = True
        gone = np.isin(people, participant[chosen]) | np.isin(places, place_of[chosen])
        open_pairs = open_pairs[~gone]
    return taken


def _comes_first(labels: Integers) -> Booleans:
    """Whether each entry is the first with its label."""
    first = np.zeros(len(labels), dtype=bool)
    first[np.unique(labels, return_index=True)[1]] = True
    return first


def _numbered(comparator: Integers, index_date: Integers) -> Integers:
    """A number for each comparator on each date."""
    if len(comparator) == 0:
        return comparator
    dates = index_date - index_date.min()
    return comparator * (int(dates.max()) + 1) + dates
