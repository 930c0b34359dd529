"""Who joined, told to the body that links and to nobody else: encrypted, with a heading that all may read."""

from proventive.records.cohort.exporting import export_cohort
from proventive.records.cohort.file import Heading, read_heading
from proventive.records.cohort.handovers import Handover, handovers
from proventive.records.cohort.linking import Linked, link_cohort
from proventive.records.cohort.receiving import read_public_key, start_receiving

__all__ = [
    "Handover",
    "Heading",
    "Linked",
    "export_cohort",
    "handovers",
    "link_cohort",
    "read_heading",
    "read_public_key",
    "start_receiving",
]
