"""Rows come in: checked in one pass, written as Parquet, named by content. All or nothing."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from proventive.engine.checking import accepted_select, checked_select, faults_select
from proventive.engine.content_hash import SHORT, buckets_query, table_hash
from proventive.engine.declared import DeclaredTable, sql_type
from proventive.engine.duck import DuckEngine
from proventive.engine.interface import Columns
from proventive.engine.views import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The rows of one table, checked: what is wrong with which, and how many rows each source sent and kept."""

    faults: Columns  # _source, _row, column_name, position, fault, value
    sources: Columns  # _source, rows, accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A table as it was written."""

    file: Path
    hash: str
    rows: int


def check_rows(
    engine: DuckEngine,
    table: DeclaredTable,
    batches: Iterable[Mapping[str, np.ndarray]],
    *,
    text: bool,
    codes: Mapping[str, frozenset[str]] | None = None,
) -> Checked:
    """Check batches of rows (``_source``, ``_row`` and the declared columns) against their declaration.

    ``text``: the values are text as sent, else of the declared types. ``codes``: for a column whose codes the
    reference facts hold, those codes.
    """
    clear(engine, "sent", "checked", "accepted", *(f"codes_{name}" for name in table.names))
    types = {"_row": "BIGINT"} if text else {"_row": "BIGINT"} | {c.name: sql_type(c) for c in table.columns}
    engine.run(f"CREATE TEMP TABLE sent (_source VARCHAR, _row BIGINT, {declared(table, types)})")
    for batch in batches:
        engine.stage("sent", {name: batch[name] for name in ("_source", "_row", *table.names)}, types)
    for name, allowed in (codes or {}).items():
        engine.stage(f"codes_{name}", {"code": np.array(sorted(allowed), dtype=object)})
    select = checked_select(table, text=text, codes=frozenset(codes or {}))
    engine.run(f"CREATE TEMP TABLE checked AS {select}")
    engine.run(f"CREATE TEMP TABLE accepted AS {accepted_select(table)}")
    return Checked(faults=engine.fetch(faults_select(table)), sources=engine.fetch(SOURCES))


SOURCES = """
SELECT s._source, s.n AS rows, COALESCE(a.n, 0) AS accepted
FROM (SELECT _source, COUNT(*) AS n FROM sent GROUP BY _source) AS s
LEFT JOIN (SELECT _source, COUNT(*) AS n FROM accepted GROUP BY _source) AS a ON a._source = s._source
ORDER BY s._source NULLS LAST"""


def write_accepted(engine: DuckEngine, table: DeclaredTable, folder: Path) -> Written:
    """Write the accepted rows as ``<table>-<hash>.parquet``: first beside, then moved into place."""
    buckets = engine.fetch(buckets_query(table, "accepted"))
    digest = table_hash(table, list(buckets["hash"]))
    file = folder / f"{table.name}-{digest[:SHORT]}.parquet"
    beside = folder / f".{file.name}.{os.getpid()}.part"
    try:
        engine.run(f"COPY accepted TO {quoted(beside.as_posix())} (FORMAT PARQUET, COMPRESSION ZSTD)")
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return Written(file=file, hash=digest, rows=int(buckets["n"].sum()))


def clear(engine: DuckEngine, *tables: str) -> None:
    for name in tables:
        engine.run(f"DROP TABLE IF EXISTS {name}")


def declared(table: DeclaredTable, types: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {types.get(name, 'VARCHAR')}" for name in table.names)
