"""Open a cohort where the linked records are: each identifier becomes the local id that it has there.

What comes of it is a store ``records/<agreement>-cohort/`` beside that of the body that links, in its id space. No
identifier is kept: whoever is in the linked records is known there already.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from proventive.agreement.document import Agreement
from proventive.agreement.hashes import seal_hash
from proventive.engine.arrays import objects
from proventive.quantities import AgreementError, NotFound, RecordsError
from proventive.records.cohort.file import Heading, read_cohort, read_heading
from proventive.records.cohort.receiving import KEY, private_key
from proventive.records.identity import Identities, Kind, admit, open_identities
from proventive.records.identity.keys import identities_folder
from proventive.records.manifest import read_manifest, write_manifest
from proventive.records.opening import stores_of
from proventive.records.store import read_store
from proventive.records.writing import write_store

MADE_BY = "cohort of"
Rows = dict[str, list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A cohort that was opened: its heading, the store that it became, and how many rows got a local id."""

    heading: Heading
    store: Path
    identified: int


def link_cohort(file: Path, folder: Path, agreement: Agreement) -> Linked:
    """Make a cohort a store beside that of the body that links; a later cohort of the agreement replaces it.

    ``folder`` is the agreement's folder at that body. Raises AgreementError where the cohort was written under
    another plan, NotFound or RecordsError where there is no key for it, or a file was changed.
    """
    check_plan(read_heading(file), agreement)
    store = store_with_key(folder)
    heading, content = read_cohort(file, private_key(store))
    identities = open_identities(store, fingerprint=key_of(store))
    joined = admitted(content["joined"], identities, "joined")
    allocated = admitted(content["allocated"], identities, "allocated")
    to = store.parent / f"{heading.agreement}-cohort"
    check_place(to)
    manifest = write_store(
        to,
        body=to.name,
        name=f"The cohort of “{heading.agreement}”, from {heading.name}",
        id_space=read_store(store).id_space,
        coverage=(),
        tables=tables_of(heading, content, joined, allocated),
        made_by=f"{MADE_BY} {heading.agreement}, written by {heading.body} as at {heading.as_at}",
    )
    write_manifest(to, replace(manifest, key=identities.keys.fingerprint))
    return Linked(
        heading=heading, store=to, identified=sum(number != "" for number in content["joined"]["identifier"])
    )


def check_plan(heading: Heading, agreement: Agreement) -> None:
    """Refuse a cohort of another agreement or another plan: its answer would be to another question."""
    if heading.agreement != agreement.id:
        raise AgreementError(
            f"This is the cohort of “{heading.agreement}”, not of “{agreement.id}”. Its people did not join this "
            "service. Nothing was taken from it. Name the folder of its own agreement."
        )
    here = seal_hash(agreement)
    if heading.plan != here:
        raise AgreementError(
            f"This cohort was written under another plan ({heading.plan[:12]}…) than the one here ({here[:12]}…). "
            "An answer under one plan is no answer to the other. Nothing was taken from it. Agree which version "
            "holds, put it in both places, and compare what “proventive cohort show” prints of each."
        )


def store_with_key(folder: Path) -> Path:
    """The store of the body that links: the one with a key to read cohorts with."""
    found = [store for store in stores_of(folder) if (identities_folder(store) / KEY).exists()]
    if len(found) != 1:
        raise NotFound(
            f"{len(found)} of the stores beside this agreement have a key to read cohorts with. It would not be "
            "known whose records to link. Make one key with “proventive cohort key”, for the store of linked "
            "records."
        )
    return found[0]


def key_of(store: Path) -> str:
    """The fingerprint of the key that made the local ids of a store; "" where it has no manifest yet."""
    manifest = read_manifest(store)
    return "" if manifest is None else manifest.key


def check_place(to: Path) -> None:
    """Refuse to write over a store that is no cohort."""
    manifest = read_manifest(to) if to.exists() else None
    if manifest is not None and not all(source.name.startswith(MADE_BY) for source in manifest.sources):
        raise RecordsError(
            f"There is a store in {to} that is no cohort. It would be lost. Nothing was written. "
            "Move it elsewhere."
        )


def admitted(rows: Rows, identities: Identities, what: str) -> np.ndarray:
    """The local id of each row; a row without an identifier that stands gets an id that belongs to nobody."""
    ids = objects([f"{what}-{number}" for number in range(1, len(rows["kind"]) + 1)])
    kinds = objects(rows["kind"])
    for kind in sorted(set(rows["kind"]) - {""}):
        own = np.flatnonzero(kinds == kind)
        found = admit(identities, cast(Kind, kind), objects(rows["identifier"])[own]).ids
        stands = np.array([one is not None for one in found.tolist()], dtype=bool)
        ids[own[stands]] = found[stands]
    return ids


def tables_of(
    heading: Heading, content: dict[str, Rows], joined: np.ndarray, allocated: np.ndarray
) -> dict[str, Any]:
    """The record tables of a cohort: who joined, who was allocated, and who did not agree."""
    agreed = np.array([*content["joined"]["agreed"], *content["allocated"]["agreed"]], dtype=bool)
    people, first = np.unique(np.concatenate([joined, allocated]).astype(str), return_index=True)
    started = np.array(content["joined"]["joined_on"], dtype="datetime64[D]")
    tables = {
        "people": {
            "person_id": people.astype(object),
            "role": objects(["served"] * len(people)),
            "consent": objects([None if may else "no" for may in agreed[first].tolist()]),
        },
        "referrals": {
            "person_id": joined,
            "agreement": objects([heading.agreement] * len(joined)),
            "referred_on": started,  # the day of the referral does not travel
            "started_on": started,
        },
        "allocations": {
            "person_id": allocated,
            "agreement": objects([heading.agreement] * len(allocated)),
            "on_date": np.array(content["allocated"]["on_date"], dtype="datetime64[D]"),
        }
        | {
            name: objects([value or None for value in content["allocated"][name]])
            for name in ("arm", "how", "cluster")
        },
    }
    return {name: columns for name, columns in tables.items() if len(columns["person_id"])}
