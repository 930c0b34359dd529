"""A monthly series, its level and slope before and after a day, and the season; or its distance from another."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from proventive.evaluation.methods.arrays import Booleans, Floats, Integers
from proventive.evaluation.methods.fixed_b import FixedBFit, fit_fixed_b
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.reml_ar1 import RemlFit, fit_reml_ar1

Errors = Literal["AR(1)-REML", "fixed-b"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptedFit:
    """The mean effect over the whole months after the start, and what was expected without it."""

    observed: float  # mean over the whole months after
    effect: Inference
    counterfactual: Inference
    relative: Inference | None
    expected: tuple[Inference, ...]  # of every month, without the start; by fixed-b without errors
    slope_before: Inference  # a year
    after: Booleans  # whole months after the start
    model: RemlFit | FixedBFit


def interrupted_series(
    y: Floats,
    years: Floats,
    month_of_year: Integers,
    exposed: Floats,
    *,
    comparator: Floats | None = None,
    left_out: Booleans | None = None,
    errors: Errors = "AR(1)-REML",
    seed: int = 0,
) -> InterruptedFit:
    """Segmented regression with steps for the months of the year.

    ``years`` counts from the start; ``exposed`` is the share of each month that lies after it. Terms: level,
    slope, change of level, change of slope, eleven months. The effect is one linear contrast: the mean over the
    whole months after of the change of level and slope. The relative effect, 1 - observed / counterfactual, has
    its interval by the delta method, the observed mean being what it was. Method: Wagner, Soumerai, Zhang and
    Ross-Degnan (2002), Segmented regression analysis of interrupted time series studies, Journal of Clinical
    Pharmacy and Therapeutics 27(4).

    ``comparator``: a series in which nothing began. The model is then laid over the difference of the two. Its
    terms are those by which the two series differ in Linden (2015), Conducting interrupted time-series analysis
    for single- and multiple-group comparisons, Stata Journal 15(2); by least squares the two are one. The
    difference needs no word on how the errors of the two series go together.

    ``left_out``: months while the service settles in. Each has a term of its own, so that it tells nothing, and
    the months around it keep their distance.

    ``errors``: autoregressive of the first order, by restricted maximum likelihood; or of any kind that dies out,
    least squares judged by fixed-b, whose critical value is drawn with ``seed``.

    Raises ValueError where the months are too few or do not tell the terms apart.
    """
    settling = np.zeros(len(y), dtype=np.bool_) if left_out is None else left_out
    other = np.zeros(len(y)) if comparator is None else comparator
    after = (exposed == 1) & ~settling
    if not after.any():
        raise ValueError("there is no whole month after the start")
    seasons = [month_of_year == month for month in np.unique(month_of_year)[1:]]
    without = np.column_stack([np.ones_like(y), years, *seasons]).astype(np.float64)
    alone = np.eye(len(y))[:, settling]
    design = np.column_stack([without, alone, exposed, exposed * np.maximum(years, 0.0)])
    model = _fitted(y - other, design, errors, seed)
    weights, slope = np.zeros(design.shape[1]), np.eye(design.shape[1])[1]
    weights[-2:] = 1.0, float(np.mean(years[after]))
    effect, observed = model.contrast(weights), float(np.mean(y[after]))
    counterfactual = _moved(effect, observed - effect.value, 1.0)
    relative = None
    if counterfactual.value > 0:
        share = 1 - observed / counterfactual.value
        relative = _moved(effect, share, observed / counterfactual.value**2)
    lines = np.column_stack([without, np.zeros((len(y), alone.shape[1] + 2))])
    return InterruptedFit(
        observed=observed,
        effect=effect,
        counterfactual=counterfactual,
        relative=relative,
        expected=tuple(_line(model, line, beside) for line, beside in zip(lines, other, strict=True)),
        slope_before=model.contrast(slope),
        after=after,
        model=model,
    )


def _fitted(y: Floats, design: Floats, errors: Errors, seed: int) -> RemlFit | FixedBFit:
    return fit_reml_ar1(y, design) if errors == "AR(1)-REML" else fit_fixed_b(y, design, seed=seed)


def _line(model: RemlFit | FixedBFit, line: Floats, beside: float) -> Inference:
    """What one month was expected to be; drawing a critical value for every month would take long."""
    if isinstance(model, FixedBFit):
        value = float(line @ model.coefficients) + beside
        return Inference(value=value, standard_error=None, degrees_of_freedom=None)
    found = model.contrast(line)
    return replace(found, value=found.value + beside)


def _moved(effect: Inference, value: float, slope: float) -> Inference:
    """A function of the effect with its error by the delta method."""
    error = None if effect.standard_error is None else slope * effect.standard_error
    return Inference(value=value, standard_error=error, degrees_of_freedom=effect.degrees_of_freedom)
