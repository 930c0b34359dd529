"""What is it worth, and to whom?"""

from proventive.valuation.deflating import Restated, restated
from proventive.valuation.faults import faults
from proventive.valuation.reckoning import value
from proventive.valuation.worth import Worth, WorthLine

__all__ = ["Restated", "Worth", "WorthLine", "faults", "restated", "value"]
