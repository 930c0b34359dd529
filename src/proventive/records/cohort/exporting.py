"""Write who joined, for the body that links: the fewest columns with which it can answer the plan.

A row holds the identifier by which the person is found there, the day of joining, and the group where people were
allocated. No name, day of birth, postcode or score goes with it, and no local id: the body that links makes its
own. Of whoever did not agree only the day of joining goes, so that all who joined are counted; and of whoever's
record was to be kept no longer; and of whoever has no number of the health service, since a body's own id says
nothing to another. What left, to whom, is written down beside the records, with no word of a person.
"""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from proventive.agreement.hashes import agreement_hash, seal_hash
from proventive.quantities import NotFound, RecordsError
from proventive.records.cohort.file import Heading, sealed_cohort, write_cohort
from proventive.records.cohort.handovers import Handover, note, take_out
from proventive.records.cohort.receiving import PublicKey
from proventive.records.decided_people import counted_as
from proventive.records.identity import kept_people, open_identities
from proventive.records.opened import OpenStore, Records

Identifiers = dict[str, tuple[str, str]]
"""Kind and identifier, by local id."""


def export_cohort(records: Records, to: Path, public: PublicKey, *, on: date | None = None) -> Heading:
    """Write everybody who joined by the day of the records, encrypted for ``public``; gives the heading.

    ``on``: the day on which it leaves, that of the records where it is left out. It is noted in the store.

    Raises NotFound where nobody joined or the store has no key, RecordsError where the file exists already or
    several stores could be meant.
    """
    if to.exists():
        raise RecordsError(f"{to} exists already. A cohort never replaces another. Choose a new name.")
    store = store_of(records)
    day = on or records.as_at
    joined = records.query("records/cohort", agreement=records.agreement.id, day=day)
    allocated = records.query("records/cohort_allocations", agreement=records.agreement.id, day=day)
    if not len(joined["person_id"]) and not len(allocated["person_id"]):
        raise NotFound(
            f"Nobody joined “{records.agreement.title}” by {records.as_at}, so there is no cohort to hand over. "
            "Bring the referrals in first, or give a later day."
        )
    known = identifiers_of(store)
    content = {
        "joined": with_identifiers(joined, known, ("joined_on",)),
        "allocated": with_identifiers(allocated, known, ("on_date", "arm", "how", "cluster")),
    }
    heading = Heading(
        agreement=records.agreement.id,
        plan=seal_hash(records.agreement),
        document=agreement_hash(records.agreement),
        body=store.manifest.store.body,
        name=store.manifest.store.name,
        as_at=records.as_at,
        rows=len(joined["person_id"]),
        withheld=content["joined"]["identifier"].count(""),
        time_is_over=int(joined["time_is_over"].sum()),
        to=public.fingerprint,
    )
    sealed = sealed_cohort(heading, content, public)
    told = Handover(
        on=day,
        to=public.name,
        key=public.fingerprint,
        agreement=heading.agreement,
        as_at=heading.as_at,
        people=heading.rows,
        identified=heading.rows - heading.withheld,
        columns=tuple(dict.fromkeys(name for rows in content.values() for name in rows)),
        file=hashlib.sha256(sealed).hexdigest(),
    )
    note(store.folder, told)  # first, so that nothing leaves that is not noted
    try:
        write_cohort(to, sealed)
    except RecordsError:
        take_out(store.folder, told)
        raise
    return heading


def store_of(records: Records) -> OpenStore:
    """The store that holds who joined."""
    holding = [store for store in records.stores if (table := store.manifest.table("referrals")) and table.rows]
    if len(holding) != 1:
        listed = ", ".join(store.manifest.store.body for store in holding) or "none"
        raise RecordsError(
            f"A cohort is written from one store with referrals; here are {len(holding)} ({listed}). It would not "
            "be known whose identifiers they are. Keep the stores of other bodies in other places."
        )
    return holding[0]


def identifiers_of(store: OpenStore) -> Identifiers:
    """The health service number of everybody in a store who has one, by the id under which they are counted. Of a
    person with several ids it is that of the kept one, where it has any."""
    people = kept_people(open_identities(store.folder, fingerprint=store.manifest.key))
    rows = zip(people["local_id"].tolist(), people["kind"].tolist(), people["identifier"].tolist(), strict=True)
    numbers = {local_id: (kind, number) for local_id, kind, number in rows if kind != "own"}
    merged = counted_as((store.same_people,))
    return {merged[local_id]: number for local_id, number in numbers.items() if local_id in merged} | numbers


def with_identifiers(
    rows: dict[str, np.ndarray], known: Identifiers, columns: tuple[str, ...]
) -> dict[str, list[Any]]:
    """The columns that go, with kind and identifier in place of the local id; both empty where none may go."""
    agreed = rows["agreed"].tolist()
    found = [
        known.get(local_id, ("", "")) if may and not over else ("", "")
        for local_id, may, over in zip(
            rows["person_id"].tolist(), agreed, rows["time_is_over"].tolist(), strict=True
        )
    ]
    return {
        "kind": [kind for kind, _ in found],
        "identifier": [number for _, number in found],
        "agreed": agreed,
    } | {name: [str(value) for value in rows[name].tolist()] for name in columns}
