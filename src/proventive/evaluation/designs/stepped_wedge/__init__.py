"""Sites that start one after another, in an order drawn by lot."""

from proventive.evaluation.designs.stepped_wedge.design import STEPPED_WEDGE

__all__ = ["STEPPED_WEDGE"]
