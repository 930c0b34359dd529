"""The pairs of smallest total distance, among candidate lists."""

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from proventive.evaluation.methods.arrays import Floats, Integers
from proventive.evaluation.methods.matching.nearest import Matches


def optimal_matches(
    participant: Integers, comparator: Integers, distance: Floats, *, caliper: float | None = None
) -> Matches:
    """One to one pairs: as many as the candidates allow, and of those the smallest total distance.

    Each candidate pair is given once. A dummy comparator for each participant, priced so that no saving in
    distance is worth a lost pair, keeps the problem solvable where somebody has no candidate left. It is the
    optimum among the candidates given: lists cut too short may hide a better one. Raises ValueError where a
    pair stands twice or a distance is negative or missing. Method: Rosenbaum (1989), Optimal matching for
    observational studies, JASA 84; solved as Jonker and Volgenant (1987) for sparse costs, by scipy.
    """
    distance = np.asarray(distance, dtype=np.float64)
    if not np.isfinite(distance).all() or (distance < 0).any():
        raise ValueError("a distance is negative or missing")
    if caliper is not None:
        near = distance <= caliper
        participant, comparator, distance = participant[near], comparator[near], distance[near]
    people, row = np.unique(participant, return_inverse=True)
    others, column = np.unique(comparator, return_inverse=True)
    n, m = len(people), len(others)
    if n == 0:
        return Matches(participant=people, comparator=others, distance=distance)
    if len(np.unique(row * m + column)) != len(row):
        raise ValueError("a candidate pair stands twice")
    unmatched = float(distance.max()) * (n + 1) + 1  # dearer than any rearrangement of the others
    costs = coo_array(
        (
            np.concatenate([distance, np.full(n, unmatched)]) + 1,  # scipy takes a cost of 0 for no pair
            (np.concatenate([row, np.arange(n)]), np.concatenate([column, m + np.arange(n)])),
        ),
        shape=(n, m + n),
    )
    rows, columns = min_weight_full_bipartite_matching(csr_array(costs))
    real = columns < m
    rows, columns = rows[real], columns[real]
    between = csr_array(coo_array((distance, (row, column)), shape=(n, m)))
    return Matches(
        participant=people[rows],
        comparator=others[columns],
        distance=np.asarray(between[rows, columns], dtype=np.float64).ravel(),
    )
