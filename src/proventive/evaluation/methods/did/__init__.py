"""Difference-in-differences: two groups, staggered adoption, and what a two-way number is made of."""

from proventive.evaluation.methods.did.adjusted import adjusted_group_time_effects
from proventive.evaluation.methods.did.aggregates import (
    Aggregated,
    after_the_start,
    by_cohort,
    by_event_time,
    by_period,
    simple,
)
from proventive.evaluation.methods.did.bacon import Decomposition, decomposition
from proventive.evaluation.methods.did.bootstrap import Bootstrapped, clustered_errors, multiplier_bootstrap
from proventive.evaluation.methods.did.few_units import FewUnits, few_units
from proventive.evaluation.methods.did.group_time import GroupTimeEffects, group_time_effects
from proventive.evaluation.methods.did.moments import NEVER, CohortMoments, Panel, moments_of, panel_of
from proventive.evaluation.methods.did.two_groups import changes_of, two_groups

__all__ = [
    "NEVER",
    "Aggregated",
    "Bootstrapped",
    "CohortMoments",
    "Decomposition",
    "FewUnits",
    "GroupTimeEffects",
    "Panel",
    "adjusted_group_time_effects",
    "after_the_start",
    "by_cohort",
    "by_event_time",
    "by_period",
    "changes_of",
    "clustered_errors",
    "decomposition",
    "few_units",
    "group_time_effects",
    "moments_of",
    "multiplier_bootstrap",
    "panel_of",
    "simple",
    "two_groups",
]
