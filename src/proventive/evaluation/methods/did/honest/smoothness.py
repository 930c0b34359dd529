"""Fixed-length confidence intervals where the difference of trends bends by no more than some amount a period.

Rambachan and Roth (2023), sections 2.4.1 and 3.1, after Armstrong and Kolesár (2018), Optimal inference in a
class of regression models, Econometrica 86(2): from one period to the next, the slope of the difference of
trends changes by at most ``most``. Among all estimates that are linear in the event study, the one with the
shortest interval is taken; the interval allows for its worst bias.

The weights on changes from period to period sum to 0, so that a straight line drops out. Summed by parts, the
bias of an estimate is the running sums of its weights times the bends: at worst ``most`` times the sum of their
sizes. The running sums from the reference period on are given by the weights after the start; those before it
are free. Bias and variance are traded along the path of a lasso, which is followed exactly (Osborne, Presnell
and Turlach 2000, A new approach to variable selection in least squares problems, IMA Journal of Numerical
Analysis 20(3)).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special, stats

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.did.honest.event_study import EventStudy
from proventive.evaluation.methods.intervals import LEVEL

RIDGE = 1e-12  # of the mean variance: what rounding may leave of a combination that does not vary


def smoothness(
    study: EventStudy, *, most: float, weights: Floats | None = None, level: float = LEVEL
) -> tuple[float, float]:
    """The interval of the mean effect (or of other ``weights``); with ``most`` 0 trends differ by a straight line.

    Raises ValueError for a negative ``most``.
    """
    if most < 0 or not np.isfinite(most) or not 0 < level < 1:
        raise ValueError("how much trends may bend is a number of 0 or more, and the level lies between 0 and 1")
    after = study.weights_on_changes(weights)
    given = -np.cumsum(after[::-1])[::-1]
    problem = Trade(
        variance=_of_sums(study.change_covariance()),
        given=given,
        free=len(study.before) - 1,
        most=most,
        level=level,
    )
    summed = problem.shortest()
    half = problem.half_length(summed)
    centre = float(np.diff(np.concatenate([[0.0], summed, given, [0.0]])) @ study.changes())
    return centre - half, centre + half


def _of_sums(covariance: Floats) -> Floats:
    """The quadratic form of the variance in the running sums of the weights on changes."""
    size = len(covariance)
    regular = covariance + RIDGE * np.trace(covariance) / size * np.eye(size)
    from_sums = np.eye(size, size - 1) - np.eye(size, size - 1, k=-1)
    return np.asarray(from_sums.T @ regular @ from_sums, dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """Bias against variance in the running sums: ``free`` ones, then those given."""

    variance: Floats
    given: Floats
    free: int
    most: float
    level: float

    def half_length(self, summed: Floats) -> float:
        """Half the length of the interval of the estimate with these free sums."""
        both = np.concatenate([summed, self.given])
        spread = float(np.sqrt(both @ self.variance @ both))
        return spread * folded_quantile(self.most * float(np.abs(both).sum()) / spread, self.level)

    def shortest(self) -> Floats:
        """The free sums with the shortest interval. The half length is convex in them, so on each piece too."""
        quadratic = self.variance[: self.free, : self.free]
        linear = self.variance[: self.free, self.free :] @ self.given
        if not self.free:
            return np.zeros(0)
        if self.most == 0:
            return np.asarray(np.linalg.solve(quadratic, -linear), dtype=np.float64)
        best = np.zeros(self.free)
        for start, end in pieces(quadratic, linear):
            found = optimize.minimize_scalar(
                lambda share, start=start, end=end: self.half_length(start + share * (end - start)),
                bounds=(0, 1),
                method="bounded",
                options={"xatol": 1e-10},
            )
            for summed in (start, end, start + found.x * (end - start)):
                best = min(best, summed, key=self.half_length)
        return best


def pieces(quadratic: Floats, linear: Floats) -> Iterator[tuple[Floats, Floats]]:
    """The straight pieces of the path of ``u'Qu / 2 + linear'u + penalty |u|``, from all 0 to no penalty."""
    penalty = float(np.abs(linear).max())
    signs = np.zeros(len(linear))
    here = np.zeros(len(linear))
    if penalty == 0:
        return
    first = int(np.abs(linear).argmax())
    signs[first] = -np.sign(linear[first])
    while penalty > 0:
        inside = np.flatnonzero(signs)
        solved = np.linalg.solve(
            quadratic[np.ix_(inside, inside)], np.column_stack([-linear[inside], signs[inside]])
        )
        at, falls = np.zeros(len(linear)), np.zeros(len(linear))
        at[inside], falls[inside] = solved.T  # the sums are at - penalty * falls
        penalty, changed, sign = _next(quadratic, linear, signs, at, falls, penalty)
        there = at - penalty * falls
        yield here, there
        here = there
        if changed is not None:
            signs[changed] = sign


def _next(
    quadratic: Floats, linear: Floats, signs: Floats, at: Floats, falls: Floats, penalty: float
) -> tuple[float, int | None, float]:
    """The next smaller penalty at which a sum becomes 0 or leaves it, which, and its new sign."""
    slope, moves = linear + quadratic @ at, quadratic @ falls
    limit = penalty * (1 - 1e-10)
    found: tuple[float, int | None, float] = (0.0, None, 0.0)
    for place, sign in enumerate(signs):
        if sign:
            reached = [(at[place] / falls[place], 0.0)] if falls[place] else []
        else:
            reached = [(slope[place] / (moves[place] - new), new) for new in (1.0, -1.0) if moves[place] != new]
        for value, new in reached:
            if found[0] < value < limit:
                found = (float(value), place, new)
    return found


def folded_quantile(bias: float, level: float) -> float:
    """The quantile of the size of a normal number with mean ``bias`` and variance 1."""
    if bias > 6:
        return bias + float(special.ndtri(level))
    return float(np.sqrt(stats.ncx2.ppf(level, 1, bias**2)))
