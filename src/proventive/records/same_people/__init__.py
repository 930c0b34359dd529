"""Which local ids are one person? People decide it, on a day; the rows stay as they are, so it can be undone."""

from proventive.records.decided_people import Decision, SamePeople, counted_as, read_same_people
from proventive.records.same_people.deciding import Merged, merge, say_apart, unmerge
from proventive.records.same_people.proposing import Proposal, proposals

__all__ = [
    "Decision",
    "Merged",
    "Proposal",
    "SamePeople",
    "counted_as",
    "merge",
    "proposals",
    "read_same_people",
    "say_apart",
    "unmerge",
]
