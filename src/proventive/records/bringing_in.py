"""The files of a store come in: every row accepted, or set aside with the reason. All or nothing."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from proventive.engine import DeclaredTable, open_embedded
from proventive.engine.bringing import check_rows, write_accepted
from proventive.engine.duck import DuckEngine
from proventive.engine.taking_in import add_accepted, open_standing, standing, write_standing
from proventive.quantities import RecordsError, canonical_hash
from proventive.reading.faults import FaultsFound
from proventive.records.declarations import declarations, declarations_hash
from proventive.records.erasure.tombstones import erased_from
from proventive.records.known_codes import known_codes
from proventive.records.leftovers import end_what_was_begun
from proventive.records.manifest import (
    Manifest,
    SetAside,
    SourceAccount,
    TableFile,
    read_manifest,
    write_manifest,
)
from proventive.records.reasons import reasons
from proventive.records.sources import Source, SourcesRefused, batches_of, read_sources, source_files
from proventive.records.store import SOURCES, TABLE_FILES, Store, read_store

Progress = Callable[[str], None]


def bring_in(folder: Path | str, *, progress: Progress | None = None) -> Manifest:
    """Check the files in ``sources/`` and keep what they say. The same files again change nothing.

    A store without sources keeps the tables that it has. Raises SourcesRefused, with every fault at once, where
    a file cannot be read or its headings do not fit, and RecordsError where the store cannot be written.
    """
    folder = Path(folder).resolve()
    end_what_was_begun(folder)
    store = read_store(folder)
    present = read_manifest(folder)
    files = source_files(folder)
    hashes = {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    made_from = fingerprint(store, hashes)
    if present is not None and present.made_from == made_from:
        return present
    try:
        if present is not None and not (folder / SOURCES).is_dir():
            manifest = replace(present, store=store, made_from=made_from)
        else:
            manifest = made(folder, store, hashes, made_from, present, progress)
        write_manifest(folder, manifest)
    except OSError as error:
        raise RecordsError(
            f"The records cannot be written to {folder} ({error.strerror or type(error).__name__}). Nothing was "
            "changed. Check that you may write to the folder and that the disk is not full, and run it again."
        ) from error
    return manifest


def fingerprint(store: Store, hashes: Mapping[Path, str]) -> str:
    codes = {kind: sorted(ids) for kind, ids in known_codes(store).items()}
    files = {file.name: digest for file, digest in hashes.items()}
    return canonical_hash({"store": repr(store), "files": files, "declared": declarations_hash(), "codes": codes})


def made(
    folder: Path,
    store: Store,
    hashes: Mapping[Path, str],
    made_from: str,
    present: Manifest | None,
    progress: Progress | None,
) -> Manifest:
    sources, not_read = read_sources(hashes)
    key = "" if present is None else present.key
    kept = () if present is None else tuple(source for source in present.sources if source.imported)
    (folder / TABLE_FILES).mkdir(exist_ok=True)
    engine = open_embedded(folders=[folder])
    tables: list[TableFile] = []
    accounts: list[SourceAccount] = []
    try:
        for table in declarations().values():
            of_table = [source for source in sources if source.table is table]
            imported = [source.name for source in kept if source.table == table.name]
            if of_table or imported:
                if imported and present is not None and (file := present.table(table.name)) is not None:
                    open_standing(engine, table, folder / file.file, imported)
                written, told = brought(engine, folder, store, table, of_table, imported=bool(imported), key=key)
                tables.append(written)
                accounts.extend(told)
                tell(told, progress)
    finally:
        engine.close()
    return Manifest(
        store=store,
        tables=tuple(tables),
        sources=(*accounts, *kept),
        not_read=not_read,
        made_from=made_from,
        key=key,
        erasures=() if present is None else present.erasures,
    )


def brought(
    engine: DuckEngine,
    folder: Path,
    store: Store,
    table: DeclaredTable,
    sources: list[Source],
    *,
    imported: bool,
    key: str,
) -> tuple[TableFile, list[SourceAccount]]:
    """One table from all its sources: what was accepted is written, every row is accounted for.

    ``imported``: rows of the table were imported. They stand, and a row of a source with such a key is set aside.
    """
    known = known_codes(store)
    erased = partial(erased_from, folder, key)
    codes = {column.name: known[column.codes_from] for column in table.columns if column.codes_from}
    batches = (batch for source in sources for batch in batches_of(source, erased))
    try:
        checked = check_rows(
            engine, table, batches, text=True, codes=codes, standing=standing(table) if imported else None
        )
    except FaultsFound as found:
        raise SourcesRefused(found.faults) from None
    if imported:
        add_accepted(engine, table)
        written = write_standing(engine, table, folder / TABLE_FILES)
    else:
        written = write_accepted(engine, table, folder / TABLE_FILES)
    counts = dict(
        zip(
            checked.sources["_source"],
            zip(*(checked.sources[name].tolist() for name in ("rows", "accepted", "examples")), strict=True),
            strict=True,
        )
    )
    told = reasons(table, checked.faults)
    accounts = [
        account(source, counts.get(source.name, (0, 0, 0)), told.get(source.name, ())) for source in sources
    ]
    file = TableFile(
        table=table.name, file=f"{TABLE_FILES}/{written.file.name}", hash=written.hash, rows=written.rows
    )
    return file, accounts


def tell(accounts: list[SourceAccount], progress: Progress | None) -> None:
    for told in accounts if progress is not None else ():
        progress(f"{told.name}: {told.rows:,} rows, {told.set_aside:,} set aside")  # type: ignore[misc]


def account(source: Source, counts: tuple[int, int, int], set_aside: tuple[SetAside, ...]) -> SourceAccount:
    rows, accepted, examples = counts
    return SourceAccount(
        name=source.name,
        table=source.table.name,
        hash=source.hash,
        rows=rows,
        accepted=accepted,
        set_aside=rows - accepted,
        examples=examples,
        reasons=set_aside,
    )
