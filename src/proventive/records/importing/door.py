"""What is judged at the door: identifiers of people become local ids and stay apart; area codes become those in
force."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np

from proventive.engine.duck import DuckEngine
from proventive.engine.kept_apart import stage_found, start_found
from proventive.engine.looked_up import (
    Note,
    area_notes,
    areas_of,
    identifiers_of,
    identity_notes,
    people_of,
    stage_admitted,
    stage_areas,
    stage_barred,
)
from proventive.engine.sheet_parts import SheetPart, area_column, identifier_column
from proventive.quantities import NotFound
from proventive.records.areas import Areas, read_areas
from proventive.records.erasure.tombstones import erased_from
from proventive.records.identity import Identities, Kind, admit, open_identities, start_identities
from proventive.records.identity.keeping import COLUMNS
from proventive.records.importing.wording import Words

AT_ONCE = 20_000
WHOSE = "It stands under {heading}, and a row must belong to one person."


@dataclass(kw_only=True)
class Judged:
    """Of a part: words for what is wrong, and what is to be told of rows that go on, by declared column."""

    words: dict[str, Words] = field(default_factory=dict)
    notes: list[tuple[str, Note]] = field(default_factory=list)
    editions: str = ""  # of the area codes


def identities_of(store: Path, fingerprint: str) -> Identities:
    """The keys of a store; made at its first import of identifiers."""
    try:
        return open_identities(store, fingerprint=fingerprint)
    except NotFound:
        if fingerprint:
            raise
        return start_identities(store)


def admit_people(engine: DuckEngine, part: SheetPart, identities: Identities) -> Judged:
    """Give every identifier of a part its local id; the engine holds who they are."""
    name = identifier_column(part)
    reading, judged = part.columns[name], Judged()
    kind = cast(Kind, reading.identifier)
    start_found(engine, COLUMNS)
    for asked in identifiers_of(engine, part, AT_ONCE):
        birth, birth_month = days_and_months(asked["of_birth"])
        admitted = admit(
            identities,
            kind,
            asked["identifier"],
            birth=birth,
            birth_month=birth_month,
            sex=asked["of_sex"],
            details=to_tell_apart(asked, part),
            restore_zeros=reading.restore_zeros,
        )
        faults = np.full(len(admitted.ids), None, dtype=object)
        for fault in admitted.faults:
            if fault.stops:
                faults[fault.rows] = fault.code
            judged.words[fault.code] = Words(fault.reason, WHOSE, fault.do)
        notes = [(fault.code, fault.rows) for fault in admitted.faults if not fault.stops]
        stage_admitted(engine, asked, admitted.ids, faults, notes)
        stage_found(engine, asked["place"][admitted.ids != None], admitted.people)  # noqa: E711
    judged.notes = [(name, note) for note in identity_notes(engine, part)]
    return judged


def bar_erased(engine: DuckEngine, part: SheetPart, store: Path, fingerprint: str) -> bool:
    """Bar the rows of people who were erased from the store; says whether there are any."""
    barred = erased_from(store, fingerprint, people_of(engine, part))
    stage_barred(engine, barred)
    return len(barred) > 0


def days_and_months(births: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The days and the months among births that are text, such as 2025-04-30 or 2025-04; NaT for all others."""
    text = np.array(["" if birth is None else birth for birth in births.tolist()], dtype=str)
    length = np.strings.str_len(text)
    days, months = (np.where(length == size, text, "NaT") for size in (10, 7))
    return days.astype("datetime64[D]"), months.astype("datetime64[M]")


def to_tell_apart(asked: Mapping[str, np.ndarray], part: SheetPart) -> dict[str, np.ndarray]:
    """What is kept beside the identifiers: the columns that are mapped to it, and the birth and sex of the rows,
    where no column is."""
    of_rows = {"birth_date": asked["of_birth"], "sex": asked["of_sex"]}
    return of_rows | {detail: asked[detail] for detail in part.details}


def judge_areas(engine: DuckEngine, part: SheetPart) -> Judged:
    """Put the codes in force in the place of the area codes of a part.

    Where a declared area may be whatever an area is in a publication (a hospital, a partnership's own name), what
    is no area code stands as it was sent.
    """
    column = area_column(part)
    if column is None:
        return Judged()
    sent = areas_of(engine, part, column)
    areas = read_areas(sent)
    told = [fault for fault in areas.faults if column.area == "small" or not fault.stops]
    faults = np.full(len(sent), None, dtype=object)
    for fault in told:
        if fault.stops:
            faults[fault.rows] = fault.code
    used = areas.codes if column.area == "small" else np.where(areas.codes == None, sent, areas.codes)  # noqa: E711
    notes = [(fault.code, fault.rows) for fault in told if not fault.stops]
    stage_areas(engine, sent, used, faults, notes)
    return Judged(
        words={fault.code: Words(fault.reason, fault.why, fault.do) for fault in told},
        notes=[(column.name, note) for note in area_notes(engine, part)],
        editions=editions(areas),
    )


def editions(areas: Areas) -> str:
    """How many area codes are of which kind and edition, such as “340 data zones (2011)”."""
    counted = Counter(
        (kind, vintage)
        for kind, vintage in zip(areas.kind.tolist(), areas.vintage.tolist(), strict=True)
        if vintage
    )
    return ", ".join(f"{count:,} × {kind} ({vintage})" for (kind, vintage), count in sorted(counted.items()))
