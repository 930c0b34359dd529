"""A monthly series, its level and slope before and after a day, and the season."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Booleans, Floats, Integers
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.reml_ar1 import RemlFit, fit_reml_ar1


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptedFit:
    """The mean effect over the whole months after the start, and what was expected without it."""

    observed: float  # mean over the whole months after
    effect: Inference
    counterfactual: Inference
    relative: Inference | None
    expected: tuple[Inference, ...]  # the fitted line without the start, of every month
    after: Booleans  # whole months after the start
    model: RemlFit


def interrupted_series(
    y: Floats,
    years: Floats,
    month_of_year: Integers,
    exposed: Floats,
    *,
    left_out: Booleans | None = None,
) -> InterruptedFit:
    """Segmented regression with steps for the months of the year and AR(1) errors by REML.

    ``years`` counts from the start; ``exposed`` is the share of each month that lies after it. Terms: level,
    slope, change of level, change of slope, eleven months. The effect is one linear contrast: the mean over the
    whole months after of the change of level and slope. The relative effect, 1 - observed / counterfactual, has
    its interval by the delta method, the observed mean being what it was. Method: Wagner, Soumerai, Zhang and
    Ross-Degnan (2002), Segmented regression analysis of interrupted time series studies, Journal of Clinical
    Pharmacy and Therapeutics 27(4).

    ``left_out``: months while the service settles in. Each has a term of its own, so that it tells nothing, and
    the months around it keep their distance.

    Raises ValueError where the months are too few or do not tell the terms apart.
    """
    settling = np.zeros(len(y), dtype=np.bool_) if left_out is None else left_out
    after = (exposed == 1) & ~settling
    if not after.any():
        raise ValueError("there is no whole month after the start")
    seasons = [month_of_year == month for month in np.unique(month_of_year)[1:]]
    without = np.column_stack([np.ones_like(y), years, *seasons]).astype(np.float64)
    alone = np.eye(len(y))[:, settling]
    design = np.column_stack([without, alone, exposed, exposed * np.maximum(years, 0.0)])
    model = fit_reml_ar1(y, design)
    weights = np.zeros(design.shape[1])
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
        expected=tuple(model.contrast(line) for line in lines),
        after=after,
        model=model,
    )


def _moved(effect: Inference, value: float, slope: float) -> Inference:
    """A function of the effect with its error by the delta method."""
    error = None if effect.standard_error is None else slope * effect.standard_error
    return Inference(value=value, standard_error=error, degrees_of_freedom=effect.degrees_of_freedom)
