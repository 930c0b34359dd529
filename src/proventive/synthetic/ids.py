"""Local ids of invented people."""

from pathlib import Path

import numpy as np

from proventive.quantities import NotFound
from proventive.records.identity import DEMO_KEY, Keys, open_identities, start_identities
from proventive.records.identity import local_ids as keyed_ids

FINGERPRINT = Keys(pseudonyms=DEMO_KEY, identifiers=b"").fingerprint
ID_SPACE = "glenmarrow-demo"


def identifiers(people: int) -> list[str]:
    """The ids that the place itself gave its invented people."""
    return [f"glenmarrow/{number}" for number in range(people)]


def local_ids(people: int) -> np.ndarray:
    """The local id of each invented person, under the demo key."""
    return keyed_ids(DEMO_KEY, identifiers(people))


def keep_demo_key(store: Path) -> None:
    """Lay the demonstration key beside a store of invented people, as a real store has its own."""
    try:
        open_identities(store, fingerprint=FINGERPRINT)
    except NotFound:
        start_identities(store, pseudonyms=DEMO_KEY)
