"""Local ids: whoever lacks the key cannot tell from one who it is, nor make the same one again."""

import hmac
from collections.abc import Iterable
from hashlib import sha256

import numpy as np

SHOWN = (
    16  # hexadecimal digits that are kept, 64 bits: two of a million people share one in 1 of 37 million stores
)


def local_ids(key: bytes, identifiers: Iterable[str]) -> np.ndarray:
    """HMAC-SHA-256 of each identifier under the store's own key, shortened to 16 hexadecimal digits.

    Never a bare hash: some 10^9 numbers could be a CHI number, and all their hashes are made in minutes.
    """
    keyed = hmac.new(key, digestmod=sha256)
    ids = []
    for identifier in identifiers:  # the hash is made one by one; nothing else loops over people
        one = keyed.copy()
        one.update(identifier.encode())
        ids.append(one.hexdigest()[:SHOWN])
    return np.array(ids, dtype=f"U{SHOWN}")
