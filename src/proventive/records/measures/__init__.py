"""By which date does a count count, and how does it add up?"""

from proventive.records.measures.declared import Measure, measures
from proventive.records.measures.due import Due, FollowUp, Month, NotSeen, due
from proventive.records.measures.told import measured

__all__ = ["Due", "FollowUp", "Measure", "Month", "NotSeen", "due", "measured", "measures"]
