"""Areas to which a service came one after another, against areas that had not got it."""

from proventive.evaluation.designs.staggered_adoption.design import STAGGERED_ADOPTION

__all__ = ["STAGGERED_ADOPTION"]
