"""Who is this, without saying who? Identifiers become local ids at the door, and are kept apart from the records.

The importer calls ``admit`` for each batch of rows, writes ``Admitted.ids`` into the records, and at the end calls
``keep`` once. Nothing here prints, logs or raises with an identifier in it.
"""

from proventive.records.identity.admitting import Admitted, IdentifierFault, admit
from proventive.records.identity.keeping import keep, kept_people
from proventive.records.identity.keys import (
    DEMO_KEY,
    Identities,
    Keys,
    open_identities,
    start_identities,
)
from proventive.records.identity.likeness import Pair, likely_pairs
from proventive.records.identity.numbers import KINDS, Kind
from proventive.records.identity.pseudonyms import local_ids

__all__ = [
    "DEMO_KEY",
    "KINDS",
    "Admitted",
    "Identities",
    "IdentifierFault",
    "Keys",
    "Kind",
    "Pair",
    "admit",
    "keep",
    "kept_people",
    "likely_pairs",
    "local_ids",
    "open_identities",
    "start_identities",
]
