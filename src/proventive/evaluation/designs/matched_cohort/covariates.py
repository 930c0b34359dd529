"""What people are alike in, as numbers: for a distance, and for a regression that corrects what is left."""

import numpy as np

from proventive.evaluation.designs.matched_cohort.inputs import CohortInputs, Persons
from proventive.evaluation.methods.arrays import Floats

LEVELS = ("mild", "moderate", "severe")  # of frailty, against fit


def covariates_in_numbers(inputs: CohortInputs, own: Persons, other: Persons) -> tuple[Floats, Floats]:
    """One row a person of either group, one column a covariate that the plan matches on and that varies.

    Age in years, deprivation in deciles with a column for those not on record, frailty by level, use in counts.
    """
    first, second = (np.column_stack(_columns(inputs, group)) for group in (own, other))
    varies = first.var(axis=0) * len(first) + second.var(axis=0) * len(second) > 1e-12
    return first[:, varies], second[:, varies]


def _columns(inputs: CohortInputs, group: Persons) -> list[Floats]:
    use, windows, match_on = inputs.use, inputs.windows, inputs.question.objective.plan.match_on
    unknown = np.isnan(group.deprivation)
    columns: dict[str, list[Floats]] = {
        "age": [group.age_months / 12],
        "sex": [(group.sex == "F").astype(np.float64)],
        "simd_decile": [np.where(unknown, 0.0, group.deprivation), unknown.astype(np.float64)],
        "frailty": [(group.frailty == level).astype(np.float64) for level in (*LEVELS, None)],
        "use.last_3_months": [use.within(windows.last_3_months)[group.seen]],
        "use.prior_9_months": [use.within(windows.prior_9_months)[group.seen]],
    }
    return [column for name, of_name in columns.items() if name in match_on for column in of_name]
