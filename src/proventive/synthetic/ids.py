"""Local ids of invented people."""

import hmac
from hashlib import sha256

import numpy as np

DEMO_KEY = b"a demo key: it protects nobody, because nobody here is real"
"""Shipped with the example, so that it can be made again. A real store keeps its own key, apart."""

ID_SPACE = "glenmarrow-demo"


def local_ids(people: int) -> np.ndarray:
    """HMAC-SHA-256 of each invented identifier, shortened to 16 hexadecimal digits."""
    keyed = hmac.new(DEMO_KEY, digestmod=sha256)
    ids = []
    for number in range(people):  # the hash is made one by one; nothing else loops over people
        one = keyed.copy()
        one.update(f"glenmarrow/{number}".encode())
        ids.append(one.hexdigest()[:16])
    return np.array(ids)
