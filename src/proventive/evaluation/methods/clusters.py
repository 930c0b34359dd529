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
    """A mean-like estimate with its cluster-robust standard error, right for few clusters of unlike size too.

    ``influence`` holds what each pair contributes, so that the estimate's error is their mean. CR2 with
    Satterthwaite degrees of freedom (Bell and McCaffrey 2002, Survey Methodology 28(2); Pustejovsky and Tipton
    2018, Journal of Business and Economic Statistics 36(4)), in the closed form that it has for a mean: each
    cluster's squared total is divided by the share of pairs outside it. With clusters of one size that is
    G / (G - 1), and G - 1. Clustering by connected component because comparators are reused.
    """
    if clusters.number < 2:
        return Inference(value=value, standard_error=None, degrees_of_freedom=None)
    n = len(influence)
    totals = np.bincount(clusters.of_pair, weights=influence - influence.mean())
    sizes = np.bincount(clusters.of_pair).astype(np.float64)
    outside = 1 - sizes / n
    variance = float(np.sum(totals**2 / outside)) / n**2
    shared = sizes**2 / outside / n
    freedom = n**2 / float(np.sum(sizes**2) + np.sum(shared) ** 2 - np.sum(shared**2))
    return Inference(value=value, standard_error=float(np.sqrt(variance)), degrees_of_freedom=freedom)
