"""The study designs, each in a module of its own, found by the name that a plan writes."""

from proventive.evaluation.designs.protocol import Design
from proventive.evaluation.designs.registry import DESIGNS, design_named

__all__ = ["DESIGNS", "Design", "design_named"]
