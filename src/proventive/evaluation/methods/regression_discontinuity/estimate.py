"""The jump of an outcome at the cutoff of a score, and three intervals of it."""

import math
from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Floats, Integers
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.regression_discontinuity.bandwidths import Bandwidths, bandwidths
from proventive.evaluation.methods.regression_discontinuity.sides import (
    Side,
    fitted_residuals,
    inverse_moments,
    neighbour_residuals,
    powers,
    summed_by_cluster,
    triangular,
)

FEWEST = 10  # people a side
NORMAL = float("inf")  # degrees of freedom: the theory is of large samples
NO_JUMP = 1e-8  # of take-up
LINE, CURVE = 2, 3  # coefficients of a local line and of a local curve


@dataclass(frozen=True, slots=True, kw_only=True)
class JumpFit:
    """The jump, above the cutoff less below it. Report ``robust``: the others understate what is not known."""

    conventional: Inference  # as if the local line were the truth
    bias_corrected: Inference  # less the bias of the line, as if that were known
    robust: Inference  # less the bias, which is itself estimated
    below: Inference  # the outcome at the cutoff, reached from below, less the bias
    above: Inference  # and from above
    bandwidths: Bandwidths
    people: tuple[int, int]  # who weigh something, below and above


def jump(
    outcome: Floats,
    score: Floats,
    *,
    cutoff: float,
    took_up: Floats | None = None,
    cluster: Integers | None = None,
    coverage: bool = False,
    given: Bandwidths | None = None,
) -> JumpFit:
    """The local linear estimate, bias-corrected by a local quadratic, with nearest-neighbour errors.

    ``score``: at or above the cutoff counts as above. ``took_up``: 1 for those who had the service; with it the
    jump is divided by the jump in take-up (fuzzy), the effect among those whom the cutoff moved, at the bandwidth
    of the jump itself. ``cluster``: of each person, any integers; errors may then go together within clusters
    (CR1, from the residuals of the fits in place of nearest neighbours), which takes many clusters on either side.
    ``coverage``: bandwidth for the interval's coverage rather than for the mean squared error. ``given``:
    bandwidths to use instead.

    Method: Calonico, Cattaneo and Titiunik (2014), Robust nonparametric confidence intervals for
    regression-discontinuity designs, Econometrica 82(6), doi 10.3982/ECTA11757, with triangular weights and normal
    quantiles. Raises ValueError for gaps, fewer than ten people on a side, too few different scores near the
    cutoff, and a take-up that does not jump.
    """
    below, above = _sides(outcome, score, cutoff, took_up, cluster)
    offered = np.eye(below.outcomes.shape[1])[0]
    widths = given or bandwidths(below, above, contrast=offered, coverage=coverage)
    left, right = (_at_cutoff(side, widths) for side in (below, above))
    plain, corrected = right.plain - left.plain, right.corrected - left.corrected
    if took_up is None:
        return _fit((left, right), widths, offered, (float(plain[0]), float(corrected[0])))
    if abs(plain[1]) < NO_JUMP:
        raise ValueError("take-up does not jump at the cutoff, so there is nothing to divide by")
    ratio = float(plain[0] / plain[1])
    slopes = np.array([1.0, -ratio]) / plain[1]
    return _fit((left, right), widths, slopes, (ratio, ratio - float(slopes @ (plain - corrected))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _AtCutoff:
    """One side at the cutoff: a value for each outcome, plain and corrected, and each person's weight in them."""

    plain: Floats
    corrected: Floats
    plain_weights: Floats
    corrected_weights: Floats
    plain_residuals: Floats
    corrected_residuals: Floats
    cluster: Integers | None
    people: int

    def plain_error(self, contrast: Floats) -> float:
        return _error(self.plain_weights, self.plain_residuals @ contrast, self.cluster, LINE)

    def corrected_error(self, contrast: Floats) -> float:
        return _error(self.corrected_weights, self.corrected_residuals @ contrast, self.cluster, CURVE)


def _sides(
    outcome: Floats, score: Floats, cutoff: float, took_up: Floats | None, cluster: Integers | None
) -> tuple[Side, Side]:
    columns = np.column_stack([outcome] if took_up is None else [outcome, took_up]).astype(np.float64)
    if not (np.isfinite(columns).all() and np.isfinite(score).all()):
        raise ValueError("every person has a score and an outcome")
    order = np.argsort(score, kind="stable")
    distance, columns = score[order] - cutoff, columns[order]
    first = int(np.searchsorted(distance, 0))
    if min(first, len(distance) - first) < FEWEST:
        raise ValueError(f"fewer than {FEWEST} people have a score on one side of the cutoff")
    together = None if cluster is None else cluster[order]
    below, above = slice(None, first), slice(first, None)
    left, right = (
        Side(
            distance=distance[side],
            outcomes=columns[side],
            cluster=None if together is None else together[side],
        )
        for side in (below, above)
    )
    return left, right


def _at_cutoff(side: Side, widths: Bandwidths) -> _AtCutoff:
    near = side.within(max(widths.effect, widths.bias))
    line, curve = powers(near.distance, 1), powers(near.distance, 2)
    by_effect, by_bias = (triangular(near.distance, width) for width in (widths.effect, widths.bias))
    line_scores = line * by_effect[:, None]
    line_inverse, curve_inverse = inverse_moments(line, by_effect), inverse_moments(curve, by_bias)
    misfit = line_scores.T @ near.distance**2
    curve_scores = curve * by_bias[:, None]
    curvature = (curve_inverse @ curve_scores.T)[2]
    plain = (line_inverse @ line_scores.T)[0]
    corrected = plain - float((line_inverse @ misfit)[0]) * curvature
    residuals = (
        (neighbour_residuals(near),) * 2
        if near.cluster is None
        else (
            fitted_residuals(line, line_scores, line_inverse, near.outcomes),
            fitted_residuals(curve, curve_scores, curve_inverse, near.outcomes),
        )
    )
    return _AtCutoff(
        plain=plain @ near.outcomes,
        corrected=corrected @ near.outcomes,
        plain_weights=plain,
        corrected_weights=corrected,
        plain_residuals=residuals[0],
        corrected_residuals=residuals[1],
        cluster=near.cluster,
        people=int((by_effect > 0).sum()),
    )


def turned(jumped: Inference) -> Inference:
    """The jump seen from the other side: below the line less above it."""
    return Inference(
        value=-jumped.value, standard_error=jumped.standard_error, degrees_of_freedom=jumped.degrees_of_freedom
    )


def _fit(
    sides: tuple[_AtCutoff, _AtCutoff], widths: Bandwidths, contrast: Floats, values: tuple[float, float]
) -> JumpFit:
    left, right = sides
    plain, corrected = values
    narrow = math.hypot(*(side.plain_error(contrast) for side in sides))
    wide = math.hypot(*(side.corrected_error(contrast) for side in sides))
    outcome = np.eye(left.plain_residuals.shape[1])[0]
    return JumpFit(
        conventional=_inference(plain, narrow),
        bias_corrected=_inference(corrected, narrow),
        robust=_inference(corrected, wide),
        below=_inference(left.corrected[0], left.corrected_error(outcome)),
        above=_inference(right.corrected[0], right.corrected_error(outcome)),
        bandwidths=widths,
        people=(left.people, right.people),
    )


def _error(weights: Floats, residuals: Floats, cluster: Integers | None, coefficients: int) -> float:
    scores = weights * residuals
    return float(np.linalg.norm(scores if cluster is None else summed_by_cluster(scores, cluster, coefficients)))


def _inference(value: float, error: float) -> Inference:
    return Inference(value=float(value), standard_error=float(error), degrees_of_freedom=NORMAL)
