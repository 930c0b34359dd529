"""People at the door: the identifiers of a sheet become local ids, and stay apart from the records."""

from pathlib import Path
from typing import cast

import numpy as np

from proventive.engine.duck import DuckEngine
from proventive.engine.sheet_parts import SheetPart
from proventive.engine.taking_in import identifiers_of, stage_admitted
from proventive.quantities import NotFound
from proventive.records.identity import Identities, Kind, admit, open_identities, start_identities
from proventive.records.identity.keeping import People

AT_ONCE = 50_000


def identities_of(store: Path, fingerprint: str) -> Identities:
    """The keys of a store; made at its first import of identifiers."""
    try:
        return open_identities(store, fingerprint=fingerprint)
    except NotFound:
        if fingerprint:
            raise
        return start_identities(store)


def admit_people(
    engine: DuckEngine, part: SheetPart, identities: Identities
) -> tuple[list[People], dict[str, tuple[str, str]]]:
    """Give every identifier of a part its local id. The people to be kept apart; words for what is wrong."""
    reading = next(reading for reading in part.columns.values() if reading.identifier is not None)
    kind = cast(Kind, reading.identifier)
    people: list[People] = []
    words: dict[str, tuple[str, str]] = {}
    for asked in identifiers_of(engine, part, AT_ONCE):
        admitted = admit(
            identities,
            kind,
            asked["identifier"],
            details={name: asked[name] for name in part.details},
            restore_zeros=reading.restore_zeros,
        )
        faults = np.full(len(admitted.ids), None, dtype=object)
        for fault in admitted.faults:
            if fault.stops:
                faults[fault.rows] = fault.code
                words[fault.code] = (fault.reason, fault.do)
        stage_admitted(engine, asked["identifier"], admitted.ids, faults)
        people.append(admitted.people)
    return people, words
