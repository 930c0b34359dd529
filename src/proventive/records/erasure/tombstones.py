"""Who was erased, so that the next export does not bring them back: keyed hashes, from which nobody is told."""

import hmac
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from proventive.quantities import NotFound
from proventive.records.identity.keys import Identities, open_identities
from proventive.records.identity.sealed_files import read_sealed, write_sealed

ERASED = "erased.sealed"


def tombstone(identities: Identities, local_id: str) -> str:
    """HMAC-SHA-256 of a local id, under the key that made it and for this purpose alone."""
    return hmac.digest(identities.keys.pseudonyms, b"proventive: erased\0" + local_id.encode(), "sha256").hex()


def tombstones(identities: Identities) -> dict[str, str]:
    """The tombstone of everybody who was erased, with the day."""
    return {hashed: day for piece in read_sealed(identities, ERASED) for hashed, day in piece.items()}


def set_tombstone(identities: Identities, local_id: str, on: str) -> None:
    write_sealed(identities, ERASED, [tombstones(identities) | {tombstone(identities, local_id): on}])


def take_over_tombstones(identities: Identities, others: Identities) -> None:
    """Whoever was erased in another place of the same store counts as erased here too."""
    write_sealed(identities, ERASED, [tombstones(identities) | tombstones(others)])


def lift_tombstone(identities: Identities, local_id: str) -> bool:
    """Let a person come in again; says whether they had been erased."""
    standing = tombstones(identities)
    found = standing.pop(tombstone(identities, local_id), None)
    if found is not None:
        write_sealed(identities, ERASED, [standing])
    return found is not None


def erased_among(identities: Identities, local_ids: Iterable[str]) -> np.ndarray:
    """Those of the local ids who were erased."""
    standing = tombstones(identities)
    if not standing:
        return np.array([], dtype=object)
    return np.array([id for id in local_ids if tombstone(identities, id) in standing], dtype=object)


def erased_from(store: Path, fingerprint: str, local_ids: Iterable[str]) -> np.ndarray:
    """Those of the local ids who were erased from a store; none where it has no key."""
    try:
        return erased_among(open_identities(store, fingerprint=fingerprint), local_ids)
    except NotFound:
        return np.array([], dtype=object)
