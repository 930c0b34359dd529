"""Where a person stands in a store: rows of tables, and files that are no tables; and who stands there at all."""

import zipfile
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from proventive.engine import open_embedded
from proventive.engine.of_person import people_in, rows_with
from proventive.records.declarations import declarations
from proventive.records.erasure.sent_rows import PERSON
from proventive.records.manifest import Manifest


def rows_of_person(store: Path, manifest: Manifest, local_ids: Collection[str]) -> dict[str, int]:
    """How many rows each table has of a person; tables without any are left out."""
    engine = open_embedded(folders=[store])
    try:
        counts = {
            file.table: rows_with(engine, store / file.file, PERSON, local_ids)
            for file in manifest.tables
            if PERSON in declarations()[file.table].names
        }
    finally:
        engine.close()
    return {table: rows for table, rows in counts.items() if rows}


def everybody(store: Path, manifest: Manifest) -> np.ndarray:
    """The local ids of all who have a row in a table of the store."""
    files = [store / file.file for file in manifest.tables if PERSON in declarations()[file.table].names]
    engine = open_embedded(folders=[store])
    try:
        return people_in(engine, files, PERSON)
    finally:
        engine.close()


def files_naming(store: Path, traces: Collection[str]) -> tuple[str, ...]:
    """The files of a store in which one of some ids or numbers stands as it is written. Tables are not looked at:
    in them a person is found by their column."""
    sought = [trace.encode() for trace in traces if trace]
    return tuple(
        path.relative_to(store).as_posix()
        for path in sorted(store.rglob("*"))
        if path.is_file()
        and path.suffix != ".parquet"
        and any(trace in content for content in contents(path) for trace in sought)
    )


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and of the files within where it is a zip file, as spreadsheets are."""
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with suppress(zipfile.BadZipFile, RuntimeError), zipfile.ZipFile(path) as packed:  # damaged, or encrypted
            for name in packed.namelist():
                yield packed.read(name)
