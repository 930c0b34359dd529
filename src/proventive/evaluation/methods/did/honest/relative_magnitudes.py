"""Confidence sets where trends differ after the start by no more than some multiple of what they did before.

Rambachan and Roth (2023), A more credible approach to parallel trends, Review of Economic Studies 90(5),
section 2.4.1: from one period to the next after the start, trends move apart by at most ``most`` times the
largest such step before it. Which step was the largest, and in which direction, is not known: the set is the
union over all steps and both directions. For each of them, a value is tested by the moment inequalities of
Andrews, Roth and Pakes (2023), Inference for linear conditional moment inequalities, Review of Economic Studies
90(6): the conditional test, and its hybrid with a least favourable critical value.

The test statistic is the value of a linear programme. In steps from one period to the next its dual has few
corners, known in advance (see ``corners``), so the programme is solved by taking the largest of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import special

from proventive.evaluation.methods.arrays import Booleans, Floats
from proventive.evaluation.methods.did.honest.event_study import EventStudy
from proventive.evaluation.methods.intervals import LEVEL

FIRST_STAGE = 0.1
"""The share of the error rate spent on the least favourable test (Rambachan and Roth 2023, section 3.3)."""
DRAWS = 50_000
SEED = 20230901  # of the draws that give the least favourable critical value
COARSE = 400
HALVINGS = 40
FAR = 20.0  # standard errors beyond which nothing is looked for without a first stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One step before the start taken for the largest, in one direction: a polyhedron of differing trends."""

    fixed: Floats  # by corner: its statistic for an effect of 0
    slope: Floats  # by corner: what an effect of 1 takes off it
    covariance: Floats  # of the statistics
    least_favourable: float  # infinite where there is no first stage

    def accepts(self, effects: Floats, error: float) -> Booleans:
        """Which effects the test does not reject at the error rate that is left to its second stage."""
        statistics = self.fixed - effects[:, None] * self.slope
        largest = statistics.argmax(axis=1)
        value = statistics[np.arange(len(effects)), largest]
        spread = np.sqrt(np.diag(self.covariance))[largest]
        low, high = self._truncation(statistics, largest)
        high = np.minimum(high, self.least_favourable)
        critical = truncated_quantile(spread, low, high, error)
        rejected = (value > np.maximum(critical, 0)) | (value > self.least_favourable)
        return np.asarray(~rejected, dtype=np.bool_)

    def _truncation(self, statistics: Floats, largest: np.ndarray) -> tuple[Floats, Floats]:
        """Between which values the largest could have lain and still be the largest, the rest held as seen."""
        own = np.diag(self.covariance)[largest][:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            follows = np.where(own > 0, self.covariance[largest] / own, 0.0)
            rest = statistics - follows * np.take_along_axis(statistics, largest[:, None], axis=1)
            bound = rest / (1 - follows)
        below, above = follows < 1 - 1e-10, follows > 1 + 1e-10
        low = np.where(below, bound, -np.inf).max(axis=1)
        high = np.where(above, bound, np.inf).min(axis=1)
        return low, np.maximum(high, low)


def relative_magnitudes(
    study: EventStudy,
    *,
    most: float,
    weights: Floats | None = None,
    level: float = LEVEL,
    first_stage: float = FIRST_STAGE,
) -> tuple[float, float]:
    """The robust confidence set of the mean effect (or of other ``weights``): its lowest and highest value.

    ``most``: how many times the largest step apart before the start trends may move apart in a step after it.
    ``first_stage``: the share of the error rate spent on the least favourable test; 0 for the conditional test
    alone. Raises ValueError for a negative ``most``, or a share outside 0 to 1.
    """
    accepted, reach = acceptance(study, most=most, weights=weights, level=level, first_stage=first_stage)
    centre = float(study.weights_on_changes(weights) @ study.changes()[len(study.before) :])
    tried = np.linspace(centre - reach, centre + reach, 2 * COARSE + 1)
    kept = np.flatnonzero(accepted(tried))
    if not len(kept):
        raise ValueError("the test accepts no effect at all: the numbers and their covariance do not fit together")
    low, high = tried[kept[0]], tried[kept[-1]]
    step = tried[1] - tried[0]
    return edge(accepted, float(low), float(low - step)), edge(accepted, float(high), float(high + step))


def acceptance(
    study: EventStudy, *, most: float, weights: Floats | None, level: float, first_stage: float
) -> tuple[Callable[[Floats], Booleans], float]:
    """Which effects are not rejected, and how far from the estimate any such can lie."""
    if most < 0 or not np.isfinite(most):
        raise ValueError("how many times trends may move apart is a number of 0 or more")
    if not 0 <= first_stage < 1 or not 0 < level < 1:
        raise ValueError("the level lies between 0 and 1, and the share of the first stage from 0 to below 1")
    error = 1 - level
    spent = first_stage * error
    parts = components(study, most, study.weights_on_changes(weights), spent)
    left = (error - spent) / (1 - spent)

    def accepted(effects: Floats) -> Booleans:
        return np.any([part.accepts(effects, left) for part in parts], axis=0)

    centre = float(study.weights_on_changes(weights) @ study.changes()[len(study.before) :])
    return accepted, max(_reach(part, centre) for part in parts)


def _reach(part: Component, centre: float) -> float:
    """How far from the estimate the first stage, or a far tail, leaves anything to accept."""
    judged = part.slope != 0
    bound = min(part.least_favourable, FAR * float(np.sqrt(np.diag(part.covariance)).max()))
    ends = (part.fixed[judged] - bound) / part.slope[judged]
    return float(np.abs(ends - centre).max()) * 1.01


def components(study: EventStudy, most: float, weights: Floats, spent: float) -> list[Component]:
    """Every step before the start, upwards and downwards."""
    before, changes, covariance = len(study.before), study.changes(), study.change_covariance()
    after = np.arange(before, len(changes))
    found = []
    for step in range(before):
        here = np.concatenate([[step], after])
        for sign in (1.0, -1.0):
            loads, slope = corners(covariance[np.ix_(here, here)], most * sign, weights)
            spread = loads @ covariance[np.ix_(here, here)] @ loads.T
            found.append(
                Component(
                    fixed=loads @ changes[here],
                    slope=slope,
                    covariance=spread,
                    least_favourable=least_favourable(spread, len(here), spent) if spent else np.inf,
                )
            )
    return found


def corners(covariance: Floats, largest: float, weights: Floats) -> tuple[Floats, Floats]:
    """The corners of the dual programme: weights on (the step before, the changes after), and on the effect.

    The moments are ``± (change - effect on it) <= largest * step before``, each divided by its standard error.
    A weighting of them must leave the effects on single changes out but for their weighted sum. So at a corner,
    either all changes are weighed as the sum weighs them, upwards or downwards, or the two moments of one
    change cancel. ``covariance``: of the step before and the changes after; ``largest``: signed as the step is.
    """
    after = len(weights)
    moments = np.zeros((2, after, after + 1))  # upwards and downwards
    moments[:, :, 0] = -largest
    moments[0, :, 1:], moments[1, :, 1:] = np.eye(after), -np.eye(after)
    errors = np.sqrt(np.einsum("dtx,xy,dty->dt", moments, covariance, moments).clip(min=0))
    loads, slopes = [], []
    for sign in (1.0, -1.0):
        wanted = sign * weights
        chosen = np.stack([np.maximum(wanted, 0), np.maximum(-wanted, 0)])
        whole = float((chosen * errors).sum())
        loads.append(np.einsum("dt,dtx->x", chosen, moments) / whole)
        slopes.append(sign / whole)
    weighed = np.flatnonzero(weights)
    for change in range(after):
        if len(weighed) == 1 and weighed[0] == change:
            continue  # lies between the first two
        loads.append(moments[:, change].sum(axis=0) / errors[:, change].sum())
        slopes.append(0.0)
    return np.array(loads), np.array(slopes)


def least_favourable(covariance: Floats, rank: int, spent: float) -> float:
    """What the largest statistic exceeds with probability ``spent`` where every moment just holds.

    ``rank``: of how many numbers the statistics are made.
    """
    values, vectors = np.linalg.eigh(covariance)
    root = (vectors * np.sqrt(values.clip(min=0)))[:, ::-1][:, :rank]
    return float(np.quantile((normal_draws(root.shape[1]) @ root.T).max(axis=1), 1 - spent))


@cache
def normal_draws(columns: int) -> Floats:
    """The same draws each time, so that the same numbers give the same set."""
    return np.random.default_rng(SEED).standard_normal((DRAWS, columns))


def truncated_quantile(spread: Floats, low: Floats, high: Floats, error: float) -> Floats:
    """The 1 - error quantile of a normal distribution about 0 that is cut off at low and high."""
    with np.errstate(divide="ignore", invalid="ignore"):
        tail_low = special.log_ndtr(np.where(spread > 0, -low / spread, 0.0))
        tail_high = special.log_ndtr(np.where(spread > 0, -high / spread, 0.0))
        tail = np.logaddexp(np.log(error) + tail_low, np.log1p(-error) + tail_high)
        return np.where(spread > 0, -special.ndtri_exp(np.minimum(tail, 0.0)) * spread, 0.0)


def edge(accepted: Callable[[Floats], Booleans], inside: float, outside: float) -> float:
    """Where acceptance ends between two values."""
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if accepted(np.array([middle]))[0] else (inside, middle)
    return inside
