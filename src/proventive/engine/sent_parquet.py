"""A Parquet file that somebody sent, as text: every value as it is written, a batch of rows at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from proventive.engine.arrays import objects
from proventive.engine.duck import DuckEngine
from proventive.engine.opening import open_embedded
from proventive.engine.views import quoted
from proventive.quantities import RecordsError

MEMORY = "200MB"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParquetColumns:
    """The names of the columns of a file, and their types in the engine."""

    names: tuple[str, ...]
    types: tuple[str, ...]


def columns_of_parquet(path: Path) -> ParquetColumns:
    """What a file holds; raises RecordsError where it is damaged."""
    with opened(path) as engine:
        found = engine.run(f"DESCRIBE SELECT * FROM {source(path)}").fetchall()
    return ParquetColumns(names=tuple(row[0] for row in found), types=tuple(row[1] for row in found))


def text_of_parquet(path: Path, columns: ParquetColumns, size: int) -> Iterator[tuple[np.ndarray, ...]]:
    """The rows in their order, as arrays of text or None; raises RecordsError where the file is damaged."""
    told = ", ".join(as_text(name, kind) for name, kind in zip(columns.names, columns.types, strict=True))
    with opened(path) as engine:
        rows = engine.run(f"SELECT {told} FROM {source(path)}")
        while batch := rows.fetchmany(size):
            yield tuple(objects(list(values)) for values in zip(*batch, strict=True))


@contextmanager
def opened(path: Path) -> Iterator[DuckEngine]:
    """An engine of its own, that reads the folder of the file; whatever the file does to it is one plain error."""
    engine = open_embedded(folders=[path.parent], memory_limit=MEMORY, threads=1)
    try:
        yield engine
    except duckdb.Error as error:
        raise RecordsError(
            f"The Parquet file {path.name} is damaged. Its rows cannot be read. Export it again, or send CSV."
        ) from error
    finally:
        engine.close()


def source(path: Path) -> str:
    return f"read_parquet({quoted(path.as_posix())})"


def as_text(name: str, kind: str) -> str:
    """A value as text: the day alone where a time is midnight, numbers in full."""
    column = '"' + name.replace('"', '""') + '"'
    if kind.startswith("TIMESTAMP"):
        day = f"CAST(CAST({column} AS DATE) AS VARCHAR)"
        return f"CASE WHEN {column} = date_trunc('day', {column}) THEN {day} ELSE CAST({column} AS VARCHAR) END"
    return f"CAST({column} AS VARCHAR)"
