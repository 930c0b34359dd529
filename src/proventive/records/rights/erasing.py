"""Erase a person from a store, by command, whole or not at all."""

import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from proventive.quantities import NotFound, RecordsError
from proventive.records.bringing_in import bring_in
from proventive.records.decided_people import read_same_people
from proventive.records.erasure.removing import Journal, begin, digest, finish_erasure
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
    rewritten: tuple[str, ...]  # mappings and files of rows to fix, by their paths in the store
    removed: tuple[str, ...]  # those that went as a whole
    to_fix: int  # rows of theirs that were taken out of rows to fix
    unclear: int  # rows that were taken out there too, since nobody can tell whose they are
    identifiers: int  # how many identifiers were kept apart
    still_in: tuple[str, ...]  # files that are no record tables and name the person: for somebody to look at
    manifest: Manifest

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables)


def erase(store: Path | str, local_id: str, *, on: date) -> Erased:
    """Erase a person, under every id that is theirs: their rows in every table, in the files that were sent and
    among the rows to fix, their number in mappings, and all that is kept apart.

    The manifest keeps the day and the hash of each table before and after, nothing of the person. Packs that were
    issued stand. A keyed hash remembers that they were erased, so that the next export does not bring them back.
    Raises NotFound where nobody has this id, RecordsError where an import is at work or the disk is full.
    """
    folder = Path(store).resolve()
    with alone(folder):
        manifest = bring_in(folder)
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
        except OSError as error:
            raise RecordsError(
                f"The erasure cannot be ended in {folder} ({reason(error)}). Part of it may be done. Check that "
                "you may write there and that the disk is not full, and run it again: what was begun is ended "
                "first."
            ) from error
        after = bring_in(folder)
        still_in = files_naming(folder, (*ids, *numbers))
    (erasure,) = (erasure for erasure in after.erasures if erasure.id == journal.id)
    return Erased(
        on=journal.on,
        tables=erasure.tables,
        files=tuple(part.name for part in erasure.files),
        rewritten=ready.rewritten,
        removed=ready.removed,
        to_fix=ready.rows,
        unclear=ready.unclear,
        identifiers=kept,
        still_in=still_in,
        manifest=after,
    )


def reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def allow_again(store: Path | str, local_id: str) -> None:
    """Let a person who was erased come in again. Raises NotFound where they were not erased."""
    folder = Path(store).resolve()
    with alone(folder):
        manifest = bring_in(folder)
        if not lift_tombstone(identities_of(folder, manifest.key), local_id):
            raise NotFound(
                "This person was not erased from this store. Nothing was changed. Check the id or number."
            )
