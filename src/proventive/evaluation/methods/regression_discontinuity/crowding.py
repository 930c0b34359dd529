"""Do people stand in a heap right at the cutoff, as if scores had been lifted just over it?"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from proventive.evaluation.methods.arrays import Floats

NEAREST = 20  # people on the sparser side, as Cattaneo, Titiunik and Vazquez-Bare look at
MOST_AT_ONE_SCORE = 2  # assumed
LEAST_PEOPLE = 500  # with fewer the window is so wide that a sloping density fails it: tests/simulation


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowding:
    """How many stand just below and just above, and how often chance alone would part them so unevenly."""

    window: float  # in units of the score, to each side
    below: int
    above: int
    p: float


def crowding(score: Floats, *, cutoff: float, nearest: int = NEAREST) -> Crowding:
    """The exact binomial test of an even split in the narrowest window with ``nearest`` people on each side.

    Where the score cannot be set by those who gain from it, people close to the cutoff fall on either side about
    as often, and only so in a narrow window: over a wide one a sloping density fails it too. Scores at the cutoff
    count as above. The score must be fine: of whole points, the one at the cutoff falls to one side and the sides
    are no longer alike. Method: Cattaneo, Titiunik and Vazquez-Bare
    (2017), Comparing inference approaches for RD designs, Journal of Policy Analysis and Management 36(3).
    A heap in so narrow a window can escape :func:`density_break`, whose bandwidth is wide. Raises ValueError for
    fewer than 500 people, where a side holds nobody, or many share the score nearest to the cutoff.
    """
    if len(score) < LEAST_PEOPLE:
        raise ValueError(
            f"fewer than {LEAST_PEOPLE} people are scored, so those near the line are not close to it"
        )
    distance = score - cutoff
    low, high = np.sort(-distance[distance < 0]), np.sort(distance[distance >= 0])
    if not len(low) or not len(high):
        raise ValueError("everybody has a score on one side of the cutoff")
    if max(np.sum(low == low[0]), np.sum(high == high[0])) > MOST_AT_ONE_SCORE:
        raise ValueError("too many people share the score at the cutoff for the two sides to be counted alike")
    window = float(max(low[min(nearest, len(low)) - 1], high[min(nearest, len(high)) - 1]))
    below, above = (int(np.searchsorted(side, window, side="right")) for side in (low, high))
    return Crowding(window=window, below=below, above=above, p=float(stats.binomtest(below, below + above).pvalue))
