"""How far may trends have differed before a finding no longer stands? (Rambachan and Roth 2023)."""

from proventive.evaluation.methods.did.honest.breakdown import breakdown_relative_magnitudes, breakdown_smoothness
from proventive.evaluation.methods.did.honest.event_study import EventStudy, event_study_of
from proventive.evaluation.methods.did.honest.relative_magnitudes import relative_magnitudes
from proventive.evaluation.methods.did.honest.smoothness import smoothness
from proventive.evaluation.methods.did.honest.years import study_in_years, years_before_and_after

__all__ = [
    "EventStudy",
    "breakdown_relative_magnitudes",
    "breakdown_smoothness",
    "event_study_of",
    "relative_magnitudes",
    "smoothness",
    "study_in_years",
    "years_before_and_after",
]
