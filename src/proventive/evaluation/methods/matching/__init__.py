"""Who is compared with whom: propensity scores, distances, and the choice of pairs."""

from proventive.evaluation.methods.matching.distance import whitened
from proventive.evaluation.methods.matching.greedy import greedy_pairs
from proventive.evaluation.methods.matching.nearest import Matches, nearest_matches
from proventive.evaluation.methods.matching.optimal import optimal_matches
from proventive.evaluation.methods.matching.propensity import PropensityScore, propensity_score

__all__ = [
    "Matches",
    "PropensityScore",
    "greedy_pairs",
    "nearest_matches",
    "optimal_matches",
    "propensity_score",
    "whitened",
]
