"""The model over the series, at the true start and at a false one."""

import numpy as np

from proventive.evaluation.designs.interrupted_time_series.gathering import SeriesInputs
from proventive.evaluation.methods.interrupted_series import Errors, InterruptedFit, interrupted_series
from proventive.evaluation.methods.intervals import Inference

LEAST_BEFORE = 2 * 12  # months, so that half of them hold every month of the year


def fit_of(inputs: SeriesInputs, *, errors: Errors, seed: int) -> InterruptedFit:
    """The fit at the start; raises ValueError where the series cannot carry the model."""
    return interrupted_series(
        inputs.per_day,
        inputs.years(),
        inputs.month_of_year(),
        inputs.exposed,
        comparator=inputs.others,
        left_out=inputs.left_out,
        errors=errors,
        seed=seed,
    )


def false_start(inputs: SeriesInputs, *, errors: Errors, seed: int) -> Inference | None:
    """The effect found half way through the months before the start; None where they are too few."""
    before = int((inputs.exposed == 0).sum())
    if before < LEAST_BEFORE:
        return None
    middle = before // 2
    exposed = (np.arange(before) >= middle).astype(np.float64)
    try:
        return interrupted_series(
            inputs.per_day[:before],
            (np.arange(before) - middle) / 12,
            inputs.month_of_year()[:before],
            exposed,
            comparator=None if inputs.others is None else inputs.others[:before],
            errors=errors,
            seed=seed,
        ).effect
    except ValueError:
        return None
