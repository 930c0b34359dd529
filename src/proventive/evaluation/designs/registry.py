"""Designs by name. A new one is added here, and nowhere else."""

from collections.abc import Mapping

from proventive.evaluation.designs.before_after import BEFORE_AFTER
from proventive.evaluation.designs.before_after_on_demand import BEFORE_AFTER_ON_DEMAND
from proventive.evaluation.designs.control_chart import CONTROL_CHART
from proventive.evaluation.designs.difference_in_differences import DIFFERENCE_IN_DIFFERENCES
from proventive.evaluation.designs.funnel_plot import FUNNEL_PLOT
from proventive.evaluation.designs.interrupted_time_series import (
    COMPARATIVE_INTERRUPTED_TIME_SERIES,
    INTERRUPTED_TIME_SERIES,
)
from proventive.evaluation.designs.matched_cohort import MATCHED_COHORT
from proventive.evaluation.designs.protocol import Design
from proventive.evaluation.designs.randomised import CLUSTER_RANDOMISED, WAITING_LIST
from proventive.evaluation.designs.regression_discontinuity import REGRESSION_DISCONTINUITY
from proventive.evaluation.designs.reported import REPORTED
from proventive.evaluation.designs.staggered_adoption import STAGGERED_ADOPTION
from proventive.evaluation.designs.stepped_wedge import STEPPED_WEDGE
from proventive.evaluation.designs.synthetic_control import SYNTHETIC_CONTROL
from proventive.evaluation.designs.synthetic_difference_in_differences import SYNTHETIC_DIFFERENCE_IN_DIFFERENCES
from proventive.quantities import NotFound

DESIGNS: Mapping[str, Design] = {
    design.name: design
    for design in (
        BEFORE_AFTER,
        BEFORE_AFTER_ON_DEMAND,
        CONTROL_CHART,
        CLUSTER_RANDOMISED,
        COMPARATIVE_INTERRUPTED_TIME_SERIES,
        DIFFERENCE_IN_DIFFERENCES,
        FUNNEL_PLOT,
        INTERRUPTED_TIME_SERIES,
        MATCHED_COHORT,
        REGRESSION_DISCONTINUITY,
        REPORTED,
        STAGGERED_ADOPTION,
        STEPPED_WEDGE,
        SYNTHETIC_CONTROL,
        SYNTHETIC_DIFFERENCE_IN_DIFFERENCES,
        WAITING_LIST,
    )
}


def design_named(name: str) -> Design:
    """The design of that name; raises NotFound."""
    if name not in DESIGNS:
        raise NotFound(
            f"There is no design “{name}”. Without one nothing can be evaluated. Name one of: "
            f"{', '.join(sorted(DESIGNS))}."
        )
    return DESIGNS[name]
