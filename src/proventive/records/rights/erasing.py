"""Erase a person from a store, by command, whole or not at all."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from proventive.quantities import NotFound, RecordsError
from proventive.records.bringing_in import bring_in
from proventive.records.decided_people import read_same_people
from proventive.records.erasure.removing import Journal, begin, begun, digest, finish_erasure
from proventive.records.erasure.sent_rows import people_sent
from proventive.records.erasure.tombstones import lift_tombstone
from proventive.records.erasure.whereabouts import files_naming, rows_of_person
from proventive.records.identity import kept_people
from proventive.records.importing.door import identities_of
from proventive.records.leftovers import alone
from proventive.records.manifest import ErasedPart, Manifest
from proventive.records.rights.making_ready import make_ready
from proventive.records.rights.mapping_entries import Person
from proventive.records.rights.people_asked_for import NO_SUCH_PERSON
from proventive.records.sources import source_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was erased: rows by table, files of ``sources/`` that were rewritten, and mappings and rows to fix. It
    does not say of whom."""

    on: str
    tables: tuple[ErasedPart, ...]
    files: tuple[str, ...]
    removed: tuple[str, ...]  # mappings and files of rows to fix that went as a whole, by their paths in the store
    still_in: tuple[str, ...]  # files that are no record tables and name the person: for somebody to look at
    manifest: Manifest
    rewritten: tuple[str, ...] = ()  # mappings and files of rows to fix without them
    to_fix: int = 0  # rows of theirs that were taken out of rows to fix
    unclear: int = 0  # rows that were taken out there too, since nobody can tell whose they are
    identifiers: int = 0  # how many identifiers were kept apart

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables)


def erase(store: Path | str, local_id: str, *, on: date) -> Erased:
    """Erase a person, under every id that is theirs: their rows in every table, in the files that were sent and
    among the rows to fix, their number in mappings, and all that is kept apart.

    The manifest keeps the day and the hash of each table before and after, nothing of the person. Packs that were
    issued stand. A keyed hash remembers that they were erased, so that the next export does not bring them back.
    Raises NotFound where nobody has this id, RecordsError where an import is at work, or where the store cannot be
    written. What was begun then is ended by the next command; asked for again, it is told.
    """
    folder = Path(store).resolve()
    begun_before = begun(folder)
    with alone(folder):
        manifest = bring_in(folder)
        if begun_before is not None and local_id in begun_before.local_ids:
            return ended(folder, begun_before, manifest)
        identities = identities_of(folder, manifest.key)
        ids = tuple(sorted(read_same_people(folder).ids_of(local_id)))
        people = kept_people(identities)
        theirs = np.isin(people["local_id"].astype(str), ids)
        kept, numbers = int(theirs.sum()), people["identifier"][theirs].tolist()
        sent = {id for file in source_files(folder) for id in people_sent(file)}
        try:
            ready = make_ready(folder, Person(identities=identities, local_ids=ids))
        except OSError as error:
            raise RecordsError(
                f"The files without this person cannot be written to {folder} ({reason(error)}). Nobody was "
                "erased and nothing was changed. Check that you may write there and that the disk is not full, "
                "and run it again."
            ) from error
        known = kept or ready.rows or not sent.isdisjoint(ids) or rows_of_person(folder, manifest, ids)
        if not known:
            raise NotFound(NO_SUCH_PERSON)
        journal = Journal(
            id=secrets.token_hex(8),
            local_ids=ids,
            on=on.isoformat(),
            sources={file.name: digest(file) for file in source_files(folder)},
            removed=ready.removed,
        )
        try:
            begin(folder, journal)
            finish_erasure(folder)
        except (OSError, RecordsError) as error:
            raise RecordsError(
                f"The erasure cannot be ended in {folder} ({reason(error)}). Part of it may be done. Check that "
                "you may write there and that the disk is not full, and run it again: what was begun is ended "
                "first."
            ) from error
        found = ended(folder, journal, bring_in(folder), numbers)
    return replace(found, rewritten=ready.rewritten, to_fix=ready.rows, unclear=ready.unclear, identifiers=kept)


def ended(folder: Path, journal: Journal, manifest: Manifest, numbers: Sequence[str] = ()) -> Erased:
    """What an erasure did that has ended, as far as the store still tells. ``numbers``: of the person."""
    (erasure,) = (erasure for erasure in manifest.erasures if erasure.id == journal.id)
    return Erased(
        on=journal.on,
        tables=erasure.tables,
        files=tuple(part.name for part in erasure.files),
        removed=journal.removed,
        still_in=files_naming(folder, (*journal.local_ids, *numbers)),
        manifest=manifest,
    )


def reason(error: OSError | RecordsError) -> str:
    """In short: no file is named, since a part of a file may be named after what it holds."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return "a table of the records could not be written"


def allow_again(store: Path | str, local_id: str) -> None:
    """Let a person who was erased come in again. Raises NotFound where they were not erased."""
    folder = Path(store).resolve()
    with alone(folder):
        manifest = bring_in(folder)
        if not lift_tombstone(identities_of(folder, manifest.key), local_id):
            raise NotFound(
                "This person was not erased from this store. Nothing was changed. Check the id or number."
            )
