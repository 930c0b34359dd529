"""Local ids of invented people."""

import numpy as np

from proventive.records.identity import local_ids as keyed_ids

DEMO_KEY = b"a demo key: it protects nobody, because nobody here is real"
"""Shipped with the example, so that it can be made again. A real store keeps its own key, apart."""

ID_SPACE = "glenmarrow-demo"


def identifiers(people: int) -> list[str]:
    """The ids that the place itself gave its invented people."""
    return [f"glenmarrow/{number}" for number in range(people)]


def local_ids(people: int) -> np.ndarray:
    """The local id of each invented person, under the demo key."""
    return keyed_ids(DEMO_KEY, identifiers(people))
