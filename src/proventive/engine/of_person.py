"""The rows of one person, who may have several ids: how many, which, and a table without them."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from proventive.engine.declared import DeclaredTable
from proventive.engine.duck import DuckEngine
from proventive.engine.taking_in import standing
from proventive.engine.views import quoted


def listed(local_ids: Collection[str]) -> str:
    return ", ".join(quoted(local_id) for local_id in sorted(local_ids))


def remove_person(engine: DuckEngine, table: DeclaredTable, column: str, local_ids: Collection[str]) -> int:
    """Take the rows of a person out of ``standing_<table>``; gives how many there were."""
    where = f"FROM {standing(table)} WHERE {column} IN ({listed(local_ids)})"
    [(rows,)] = engine.run(f"SELECT COUNT(*) {where}").fetchall()
    engine.run(f"DELETE {where}")
    return int(rows)


def rows_with(engine: DuckEngine, file: Path, column: str, local_ids: Collection[str]) -> int:
    """How many rows of a kept table are a person's."""
    [(rows,)] = engine.run(
        f"SELECT COUNT(*) FROM read_parquet({quoted(file.as_posix())}) WHERE {column} IN ({listed(local_ids)})",
    ).fetchall()
    return int(rows)


def rows_of_person(
    engine: DuckEngine, table: DeclaredTable, file: Path, column: str, local_ids: Collection[str]
) -> list[dict[str, Any]]:
    """The rows of a kept table that are a person's, with their source and number, in the order of the key."""
    names = (*table.names, "_source", "_row")
    order = ", ".join(f"{name} NULLS LAST" for name in (*table.key, "_source", "_row"))
    found = engine.run(
        f"SELECT {', '.join(names)} FROM read_parquet({quoted(file.as_posix())}) "
        f"WHERE {column} IN ({listed(local_ids)}) ORDER BY {order}",
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]


def people_in(engine: DuckEngine, files: Iterable[Path], column: str) -> np.ndarray:
    """The local ids of everybody who has a row in one of some kept tables."""
    selects = [f"SELECT {column} FROM read_parquet({quoted(file.as_posix())})" for file in files]
    if not selects:
        return np.array([], dtype=object)
    union = " UNION ".join(selects)
    return engine.fetch(
        f"SELECT {column} FROM ({union}) AS people WHERE {column} IS NOT NULL ORDER BY {column} NULLS LAST"
    )[column]
