"""Which candidate pairs are matched: how near they are, how many each participant gets, in which order."""

import numpy as np

from proventive.agreement.document import Matching, Plan
from proventive.evaluation.designs.matched_cohort.covariates import covariates_in_numbers
from proventive.evaluation.designs.matched_cohort.inputs import CohortInputs
from proventive.evaluation.designs.matched_cohort.planned import KEPT, held_alike, matching_of
from proventive.evaluation.methods.arrays import Floats, Integers
from proventive.evaluation.methods.matching import (
    greedy_pairs,
    optimal_matches,
    propensity_score,
    whitened,
)

CALIPER_OF_A_SCORE = 0.2
"""Standard deviations of the logit of the score: Austin (2011), Optimal caliper widths for propensity-score
matching, Pharmaceutical Statistics 10(2)."""


def chosen_pairs(inputs: CohortInputs, matching: Matching) -> Integers:
    """The candidate pairs that are matched, in the order in which they are chosen.

    By default a pair is the nearer the less its use lies apart, as the candidates come. A propensity score or
    Mahalanobis distance puts them in its own order first; of pairs equally near, the one that came first stays
    first. Greedy: down the list, one comparator each, then a round more for a second one. Optimal: the smallest
    sum of distances among the candidates. Raises ValueError where the distance cannot be had.
    """
    if matching.distance == "use" or not len(inputs.pair_participant):
        return _greedy(inputs, np.arange(len(inputs.pair_participant)), matching.ratio)
    distance = np.round(_distance(inputs, matching), 9)  # so that ties do not hang on the last digits
    near = np.flatnonzero(distance <= caliper_of(matching))
    order = near[np.argsort(distance[near], kind="stable")]
    if matching.order == "optimal":
        return _optimal(inputs, order, distance, matching.ratio)
    return _greedy(inputs, order, matching.ratio)


def matching_in_words(plan: Plan) -> str:
    """How the pairs of a plan are chosen, in sentences."""
    matching, alike = matching_of(plan), held_alike(plan)
    each = f"Up to {matching.ratio} for each participant" if matching.ratio > 1 else "One for each participant"
    order = "the smallest sum of distances" if matching.order == "optimal" else "greedy, nearest pair first"
    distance = {
        "use": "nearest in use in the last 3 months, in the 9 months before, then in age",
        "propensity": "nearest in the logit of a propensity score (standard deviations)",
        "mahalanobis": "nearest in Mahalanobis distance",
    }[matching.distance]
    limit = caliper_of(matching)
    within = f", within {limit:g}" if matching.distance != "use" and np.isfinite(limit) else ""
    held = ", ".join(name for name in plan.match_on if name in alike)
    kept = "" if matching.distance == "use" else f", among the {KEPT} nearest in use and age"
    return f"{each}, {order}; {distance}{within}{kept}. Alike in {held}."


def caliper_of(matching: Matching) -> float:
    """How far apart a pair may lie, in the terms of its distance."""
    if matching.caliper is not None:
        return float(matching.caliper)
    return CALIPER_OF_A_SCORE if matching.distance == "propensity" else np.inf


def _distance(inputs: CohortInputs, matching: Matching) -> Floats:
    """Of each candidate pair: standard deviations of the logit of the score, or Mahalanobis distance.

    Both are reckoned among the participants and their candidates, each comparator once a day.
    """
    eligible = np.flatnonzero(inputs.standing == "eligible")
    _, first, of_pair = np.unique(inputs.pair_comparator.seen, return_index=True, return_inverse=True)
    own, other = covariates_in_numbers(inputs, inputs.joined.at(eligible), inputs.pair_comparator.at(first))
    row = np.searchsorted(eligible, inputs.pair_participant)
    if matching.distance == "mahalanobis":
        turned, turned_other = whitened(own, other)
        return np.asarray(np.sqrt(((turned[row] - turned_other[of_pair]) ** 2).sum(axis=1)), dtype=np.float64)
    joined = np.arange(len(own) + len(other)) < len(own)
    score = propensity_score(joined, np.concatenate([own, other])).score
    logit = np.log(score / (1 - score))
    return np.asarray(np.abs(logit[row] - logit[len(own) + of_pair]) / logit.std(), dtype=np.float64)


def _greedy(inputs: CohortInputs, order: Integers, ratio: int) -> Integers:
    """Down the list once for each comparator that a participant may have; nobody serves twice on one day."""
    left, taken = order, [order[:0]]
    for _ in range(ratio):
        comparator = inputs.pair_comparator
        chosen = left[
            greedy_pairs(inputs.pair_participant[left], comparator.person[left], comparator.joined_day[left])
        ]
        taken.append(chosen)
        left = left[~np.isin(comparator.seen[left], comparator.seen[chosen])]
    return np.concatenate(taken)


def _optimal(inputs: CohortInputs, order: Integers, distance: Floats, ratio: int) -> Integers:
    """Each participant as often as they may have comparators, against each comparator once a day."""
    seen = inputs.pair_comparator.seen
    places = int(seen.max()) + 1
    copies = np.tile(order, ratio)
    copy = np.repeat(np.arange(ratio), len(order))
    found = optimal_matches(inputs.pair_participant[copies] * ratio + copy, seen[copies], distance[copies])
    wanted = np.unique(found.participant // ratio * places + found.comparator)
    return order[np.isin(inputs.pair_participant[order] * places + seen[order], wanted)]
