"""Pairs that share people are not independent: errors cluster by connected component of people."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from proventive.evaluation.methods.arrays import Floats, Integers
from proventive.evaluation.methods.intervals import Inference


@dataclass(frozen=True, slots=True, kw_only=True)
class Components:
    """To which component each pair belongs, numbered from 0, and how many there are."""

    of_pair: Integers
    number: int
    largest: int  # pairs in the largest


def components_of_people(participant: Integers, comparator: Integers) -> Components:
    """Group pairs that are linked by people: by a reused comparator, or by one who joins later.

    ``participant`` and ``comparator`` number people in one space: a person has the same number in both.
    """
    if len(participant) == 0:
        return Components(of_pair=np.zeros(0, dtype=np.int64), number=0, largest=0)
    people = int(max(participant.max(), comparator.max())) + 1
    links = coo_array((np.ones(len(participant)), (participant, comparator)), shape=(people, people))
    _, of_person = connected_components(links, directed=False)
    _, of_pair = np.unique(of_person[participant], return_inverse=True)
    sizes = np.bincount(of_pair)
    return Components(of_pair=of_pair.astype(np.int64), number=len(sizes), largest=int(sizes.max()))


def clustered(value: float, influence: Floats, clusters: Components) -> Inference:
    """A mean-like estimate with its cluster-robust standard error.

    ``influence`` holds what each pair contributes, so that the estimate's error is their mean. The variance is
    the sum of squared cluster totals over n squared, times G / (G - 1); t with G - 1 degrees of freedom.
    Method: Cameron and Miller (2015), A practitioner's guide to cluster-robust inference, Journal of Human
    Resources 50(2), sections II and VI; clustering by connected component because comparators are reused.
    """
    if clusters.number < 2:
        return Inference(value=value, standard_error=None, degrees_of_freedom=None)
    totals = np.bincount(clusters.of_pair, weights=influence - influence.mean())
    correction = clusters.number / (clusters.number - 1)
    variance = correction * float(totals @ totals) / len(influence) ** 2
    return Inference(
        value=value, standard_error=float(np.sqrt(variance)), degrees_of_freedom=float(clusters.number - 1)
    )
