"""A store that was restored holds people who were erased since its backup was made: they are erased again."""

from datetime import date
from pathlib import Path

import numpy as np

from proventive.quantities import RecordsError
from proventive.records.bringing_in import bring_in
from proventive.records.erasure.sent_rows import people_sent
from proventive.records.erasure.tombstones import erased_among, take_over_tombstones, tombstone, tombstones
from proventive.records.erasure.whereabouts import everybody
from proventive.records.identity import Identities, kept_people, open_identities
from proventive.records.manifest import Manifest
from proventive.records.rights.erasing import erase
from proventive.records.rights.rows_to_fix import people_to_fix
from proventive.records.sources import source_files


def erase_again(store: Path, *, erased_in: Path) -> int:
    """Erase from ``store`` everybody who was erased from ``erased_in``, a newer copy of it, on the same days. They
    stay out from then on. Gives how many people they were.

    Raises NotFound where one of the two has no key, RecordsError where the keys are not the same.
    """
    manifest = bring_in(store)
    ours = open_identities(store, fingerprint=manifest.key)
    newer = open_identities(erased_in)
    if newer.keys.fingerprint != ours.keys.fingerprint:
        raise RecordsError(
            f"The key of {erased_in} is not the key of this backup, so it cannot be told who was erased. Nothing "
            "was put in place. Name the folder of the same store, or restore without --erased-in."
        )
    days = tombstones(newer)
    people = 0
    while len(found := still_here(store, manifest, ours, newer)):
        local_id = str(found[0])
        manifest = erase(store, local_id, on=date.fromisoformat(days[tombstone(newer, local_id)])).manifest
        people += 1
    take_over_tombstones(ours, newer)
    return people


def still_here(store: Path, manifest: Manifest, ours: Identities, newer: Identities) -> np.ndarray:
    """Who was erased in the newer copy and is in this one, be it in a row that was set aside."""
    known = np.union1d(everybody(store, manifest).astype(str), kept_people(ours)["local_id"].astype(str))
    sent = {id for file in source_files(store) for id in people_sent(file)}
    return erased_among(newer, sorted(sent.union(known.tolist(), people_to_fix(store, ours))))
