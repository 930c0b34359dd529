"""The same people on the same instrument, when they joined and later. There is no comparison."""

from proventive.evaluation.designs.before_after.design import BEFORE_AFTER

__all__ = ["BEFORE_AFTER"]
