"""Rows come in: checked in one pass, written as Parquet, named by content. All or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from proventive.engine.checking import (
    accepted_select,
    again_select,
    checked_select,
    doubled_select,
    faults_select,
    key_hash,
    rows_select,
    standing_select,
)
from proventive.engine.content_hash import SHORT
from proventive.engine.declared import DeclaredTable, sql_type
from proventive.engine.duck import DuckEngine
from proventive.engine.interface import Columns
from proventive.engine.kept import hash_of_rows
from proventive.engine.views import quoted
from proventive.engine.whole_files import whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The rows of one table, checked: what is wrong with which, and how many rows each source sent and kept."""

    faults: Columns  # _source, _row, column_name, position, fault, value
    sources: Columns  # _source, rows, accepted, examples


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
    standing: str | None = None,
) -> Checked:
    """Check batches of rows against their declaration.

    A batch holds ``_source``, ``_row``, ``_fault`` (None, or what is wrong with the whole row) and the declared
    columns. ``text``: the values are text as sent, else of the declared types. ``codes``: for a column whose
    codes the reference facts hold, those codes. ``standing``: a table of rows that were accepted before; a row
    with the key of one of them is not accepted again.
    """
    stage_rows(engine, table, batches, text=text, codes=codes or {})
    if text:
        engine.run(f"CREATE TEMP TABLE told AS {rows_select(table)}")
    told = "told" if text else "(SELECT *, FALSE AS example FROM sent)"
    engine.run(f"CREATE TEMP VIEW rows_sent AS SELECT * FROM {told} AS told WHERE NOT example")
    steps = {
        "checked": checked_select(table, codes=frozenset(codes or {}), text=text),
        "doubled": doubled_select("checked", key_hash(table), "clean"),
        "again": again_select(table),
    }
    for name, select in steps.items():
        engine.run(f"CREATE TEMP TABLE {name} AS {select}")
    if standing is not None:
        engine.run(f"INSERT INTO again {standing_select(table, standing)}")
    engine.run(f"CREATE TEMP TABLE accepted AS {accepted_select(table)}")
    return Checked(faults=engine.fetch(faults_select(table)), sources=engine.fetch(SOURCES.format(told=told)))


def stage_rows(
    engine: DuckEngine,
    table: DeclaredTable,
    batches: Iterable[Mapping[str, np.ndarray]],
    *,
    text: bool,
    codes: Mapping[str, frozenset[str]],
) -> None:
    """Put the rows, as they were sent, and the codes that are allowed, into tables of the engine."""
    clear(engine, *TEMPORARY, *(f"codes_{name}" for name in table.names))
    beside = {"_source": "VARCHAR", "_row": "BIGINT", "_fault": "VARCHAR"}
    types = beside | {column.name: "VARCHAR" if text else sql_type(column) for column in table.columns}
    engine.run(f"CREATE TEMP TABLE sent ({', '.join(f'{name} {kind}' for name, kind in types.items())})")
    for batch in batches:
        engine.stage("sent", {name: batch[name] for name in types}, types)
    for name, allowed in codes.items():
        engine.stage(f"codes_{name}", {"code": np.array(sorted(allowed), dtype=object)})


TEMPORARY = ("sent", "told", "checked", "doubled", "again", "accepted")
SOURCES = """
SELECT t._source, t.rows, COALESCE(a.accepted, 0) AS accepted, t.examples
FROM (
  SELECT _source, COUNT(*) FILTER (WHERE NOT example) AS rows, COUNT(*) FILTER (WHERE example) AS examples
  FROM {told} AS told GROUP BY _source
) AS t
LEFT JOIN (SELECT _source, COUNT(*) AS accepted FROM accepted GROUP BY _source) AS a ON a._source = t._source
ORDER BY t._source NULLS LAST"""


def write_accepted(
    engine: DuckEngine, table: DeclaredTable, folder: Path, relation: str = "accepted", copied: str = "accepted"
) -> Written:
    """Write the accepted rows as ``<table>-<hash>.parquet``: first beside, then moved into place.

    ``relation`` holds the rows; ``copied`` is what is written of it, in order.
    """
    digest, rows = hash_of_rows(engine, table, relation)
    file = folder / f"{table.name}-{digest[:SHORT]}.parquet"
    with whole(file) as beside:
        engine.run(f"COPY {copied} TO {quoted(beside.as_posix())} (FORMAT PARQUET, COMPRESSION ZSTD)")
    return Written(file=file, hash=digest, rows=rows)


def clear(engine: DuckEngine, *tables: str) -> None:
    engine.run("DROP VIEW IF EXISTS rows_sent")
    for name in tables:
        engine.run(f"DROP TABLE IF EXISTS {name}")
