"""Effects by cohort and period where only units with the same covariates would have changed alike."""

import numpy as np

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.did.group_time import (
    BasePeriod,
    Cell,
    Comparison,
    GroupTimeEffects,
    cells_of,
)
from proventive.evaluation.methods.did.influences import Influences
from proventive.evaluation.methods.did.moments import Panel, moments_of
from proventive.evaluation.methods.did.with_covariates import Adjustment, adjusted_effect


def adjusted_group_time_effects(
    panel: Panel,
    covariates: Floats,
    *,
    adjustment: Adjustment = "doubly robust",
    comparison: Comparison = "never treated",
    base: BasePeriod = "varying",
    anticipation: int = 0,
) -> GroupTimeEffects:
    """As group_time_effects, each comparison adjusted (Callaway and Sant'Anna 2021, section 2.3).

    ``covariates``: one row a unit in the order of ``panel.units``, known before anything began. Raises ValueError
    where a row or a value is missing, and, naming cohort and period, where a comparison cannot be adjusted.
    """
    if covariates.ndim != 2 or len(covariates) != len(panel.values) or not covariates.shape[1]:
        raise ValueError("there has to be a row of covariates for every unit of the panel, and a column")
    if not np.isfinite(covariates).all():
        raise ValueError(f"{int((~np.isfinite(covariates)).sum())} covariates are missing")
    moments, of_unit = moments_of(panel), panel.cohorts()[1]
    cells = cells_of(moments, comparison, base, anticipation)
    values, by_unit = np.zeros(len(cells)), np.zeros((len(panel.values), len(cells)))
    for number, cell in enumerate(cells):
        if cell.time == cell.from_period:
            continue  # the universal base period itself: no change, so no effect and no error
        treated = of_unit == cell.cohort
        used = treated | cell.others[of_unit]
        change = panel.values[used, cell.time] - panel.values[used, cell.from_period]
        try:
            values[number], moved = adjusted_effect(change, treated[used], covariates[used], adjustment)
        except ValueError as reason:
            raise ValueError(f"{named(panel, moments.starts[cell.cohort], cell)}: {reason}") from None
        by_unit[used, number] = moved * len(used) / used.sum()
    return GroupTimeEffects(
        start=moments.starts[[cell.cohort for cell in cells]],
        period=moments.periods[[cell.time for cell in cells]],
        contrasts=Influences(values=values, by_unit=by_unit, of_unit=of_unit, moments=moments),
    )


def named(panel: Panel, start: int, cell: Cell) -> str:
    """Which comparison it is."""
    return f"for the cohort that began in {start}, period {panel.periods[cell.time]}"
