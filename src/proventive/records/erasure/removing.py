"""Erase a person, in steps that may be done again: what was begun is ended when the store is next opened.

A journal, ``.erasing.json``, is written first and removed last. Each step finds what is left to do by itself, so
that a process that is killed in between leaves nothing half done for longer than until the next command. Files
beside the tables are made ready without the person before the journal is written, in ``.erasing/``.
"""

import hashlib
import json
import shutil
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from proventive.engine import DeclaredTable, open_embedded
from proventive.engine.duck import DuckEngine
from proventive.engine.of_person import remove_person
from proventive.engine.taking_in import open_standing, write_standing
from proventive.records.decided_people import read_same_people, write_same_people
from proventive.records.declarations import declarations
from proventive.records.erasure.sent_rows import PERSON, blank_rows
from proventive.records.erasure.tombstones import set_tombstone
from proventive.records.identity import Identities, kept_people, open_identities
from proventive.records.identity.keeping import COLUMNS, write_people
from proventive.records.identity.keys import write_private
from proventive.records.manifest import ErasedPart, Erasure, Manifest, TableFile, read_manifest, write_manifest
from proventive.records.sources import source_files
from proventive.records.store import TABLE_FILES

JOURNAL = ".erasing.json"
READY = ".erasing"  # under the names that they will have in the store


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """An erasure that was begun: of whom, when, what the files of ``sources/`` were before, and which files beside
    the tables go as a whole."""

    id: str
    local_ids: tuple[str, ...]  # of one person
    on: str
    sources: dict[str, str]  # file → SHA-256
    removed: tuple[str, ...] = ()  # their paths in the store


def begin(store: Path, journal: Journal) -> None:
    write_private(store / JOURNAL, json.dumps(asdict(journal)).encode())


def begun(store: Path) -> Journal | None:
    """The erasure that was begun in a store and has not ended."""
    try:
        plain = json.loads((store / JOURNAL).read_text(encoding="utf-8"))
        return Journal(**plain | {key: tuple(plain.get(key, ())) for key in ("local_ids", "removed")})
    except FileNotFoundError:
        return None


def finish_erasure(store: Path) -> None:
    """End an erasure that was begun: in the files that were sent, those beside the tables, the tables, what was
    decided of duplicates, the identifiers, in this order."""
    journal = begun(store)
    if journal is None:
        return
    for file in source_files(store):
        blank_rows(file, journal.local_ids)
    put_in_place(store, journal.removed)
    manifest = read_manifest(store)
    if manifest is not None and journal.id not in {erasure.id for erasure in manifest.erasures}:
        write_manifest(store, without(store, manifest, journal))
    decided = read_same_people(store)
    if left := decided.without(journal.local_ids):
        write_same_people(store, left)
    identities = open_identities(store)
    forget(identities, journal.local_ids)
    for local_id in journal.local_ids:
        set_tombstone(identities, local_id, journal.on)
    (store / JOURNAL).unlink(missing_ok=True)


def put_in_place(store: Path, removed: Collection[str]) -> None:
    """Put the files that were made ready in place of what they were, and remove those that go as a whole."""
    ready = store / READY
    for file in sorted(file for file in ready.rglob("*") if file.is_file()):
        file.replace(store / file.relative_to(ready))
    for name in removed:
        (store / name).unlink(missing_ok=True)
    forget_ready(store)


def forget_ready(store: Path) -> None:
    """Remove what was made ready for an erasure."""
    shutil.rmtree(store / READY, ignore_errors=True)


def without(store: Path, manifest: Manifest, journal: Journal) -> Manifest:
    """The manifest with tables that do not hold the person, written beside those that do."""
    engine = open_embedded(folders=[store])
    try:
        changed = dict(tables_without(engine, store, manifest, journal.local_ids))
    finally:
        engine.close()
    tables = tuple(changed[file.table][0] if file.table in changed else file for file in manifest.tables)
    later = replace(manifest, tables=tables, made_from="")
    erasure = Erasure(
        id=journal.id,
        on=journal.on,
        known_before=manifest.hash,
        known_after=later.hash,
        tables=tuple(part for _, part in changed.values()),
        files=tuple(files_changed(store, journal)),
    )
    return replace(later, erasures=(*manifest.erasures, erasure))


def tables_without(
    engine: DuckEngine, store: Path, manifest: Manifest, local_ids: Collection[str]
) -> Iterator[tuple[str, tuple[TableFile, ErasedPart]]]:
    """Each table that holds the person, written without: its file, and what it was and is."""
    for file in manifest.tables:
        table = declarations()[file.table]
        if PERSON in table.names:
            open_standing(engine, table, store / file.file)
            rows = remove_person(engine, table, PERSON, local_ids)
            if rows:
                now = table_file(engine, table, store)
                yield file.table, (now, ErasedPart(name=file.table, was=file.hash, now=now.hash, rows=rows))


def table_file(engine: DuckEngine, table: DeclaredTable, store: Path) -> TableFile:
    written = write_standing(engine, table, store / TABLE_FILES)
    return TableFile(
        table=table.name, file=f"{TABLE_FILES}/{written.file.name}", hash=written.hash, rows=written.rows
    )


def files_changed(store: Path, journal: Journal) -> Iterator[ErasedPart]:
    for file in source_files(store):
        was, now = journal.sources.get(file.name, ""), digest(file)
        if was and was != now:
            yield ErasedPart(name=file.name, was=was, now=now, rows=0)


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def forget(identities: Identities, local_ids: Collection[str]) -> None:
    """Drop everything that is kept apart of a person."""
    people = kept_people(identities)
    left = ~np.isin(people["local_id"].astype(str), sorted(local_ids))
    if not left.all():
        write_people(identities, {column: people[column][left] for column in COLUMNS})
