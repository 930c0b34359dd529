"""What does the field already know?"""

from proventive.reference.facts import DatedValue, Fact, NotInForce
from proventive.reference.loading import open_reference
from proventive.reference.reference import Reference
from proventive.reference.schedules import Band, Schedule
from proventive.reference.vocabulary import Event, Framework, Instrument, Outcome, Published, Scale, ScaleLevel

__all__ = [
    "Band",
    "DatedValue",
    "Event",
    "Fact",
    "Framework",
    "Instrument",
    "Published",
    "NotInForce",
    "Outcome",
    "Reference",
    "Scale",
    "ScaleLevel",
    "Schedule",
    "open_reference",
]
