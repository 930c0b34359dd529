"""Use before joining and after, beside what is to be expected of it with no service. There is no comparison."""

from proventive.evaluation.designs.before_after_on_demand.design import BEFORE_AFTER_ON_DEMAND

__all__ = ["BEFORE_AFTER_ON_DEMAND"]
