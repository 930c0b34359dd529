"""Where a person stands in a store: how many rows of which tables; and who stands there at all."""

from collections.abc import Collection
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
