"""What an agreement may rely on when it names a design, before any design is run.

Each design of :mod:`proventive.evaluation` says for itself what it needs of a plan. Whether a payment or a
promise of less demand can rest on it must be known when the agreement is read.
"""

from collections.abc import Mapping
from types import MappingProxyType

GIVES_COUNTERFACTUAL: Mapping[str, bool] = MappingProxyType(
    {
        "before-after": False,  # the same people, earlier: nothing says what would have happened anyway
        "before-after-on-demand": False,  # beside what was to be expected; its finding has no effect
        "control-chart": False,  # watches a series; its finding has no effect
        "funnel-plot": False,  # sets areas side by side; its finding has no effect
        "matched-cohort": True,
        "interrupted-time-series": True,
        "comparative-interrupted-time-series": True,
        "difference-in-differences": True,
        "staggered-adoption": True,
        "synthetic-control": True,
        "synthetic-difference-in-differences": True,
        "regression-discontinuity": True,
        "waiting-list": True,
        "cluster-randomised": True,
        "stepped-wedge": True,
        "reported": True,  # a result that others published, with its own comparison
    }
)
"""The designs that a plan may name, and whether they say what would have happened anyway."""

ONLY_WATCHES = frozenset({"before-after-on-demand", "control-chart", "funnel-plot"})
"""The designs whose finding never holds an effect, so that no fall can be taken for the work of a service."""

MATCH_VARIABLES = frozenset(
    {"age", "sex", "simd_decile", "frailty", "use.last_3_months", "use.prior_9_months"},
)
"""What people may be matched on: columns of the population, and use of the promised event before joining."""

MATCHED_MONTHS: Mapping[str, int] = MappingProxyType({"use.last_3_months": 3, "use.prior_9_months": 12})
"""How many months before joining a variable of use reaches back."""
