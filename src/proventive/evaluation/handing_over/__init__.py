"""What may a finding say where the records are not, and what is to be believed of one that comes from there?"""

from proventive.evaluation.handing_over.leaving import handed_over
from proventive.evaluation.handing_over.nouns import HandedFinding, HandedOver, SoftwareUsed
from proventive.evaluation.handing_over.reading import read_handed_over, written
from proventive.evaluation.handing_over.schema import finding_schema
from proventive.evaluation.handing_over.standing_apart import check_apart
from proventive.evaluation.handing_over.taking_in import taken_in
from proventive.evaluation.handing_over.verifying import verify

__all__ = [
    "HandedFinding",
    "HandedOver",
    "SoftwareUsed",
    "check_apart",
    "finding_schema",
    "handed_over",
    "read_handed_over",
    "taken_in",
    "verify",
    "written",
]
