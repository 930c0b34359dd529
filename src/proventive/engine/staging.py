"""A sheet as it was sent, put into the engine: ``arrived``, and what is known of its cells, ``cell_notes``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from proventive.engine.duck import DuckEngine
from proventive.engine.views import quoted
from proventive.reading.sent.no_records import TOTAL

BUFFER, LINE = 4_000_000, 1_000_000  # bytes of a CSV file read at a time, and of its longest line
READERS = 4  # of a CSV file at most: each one more skips more lines that others read


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """Some rows of a sheet: numbers, what is wrong with each, why it is no record, its cells, notes of cells."""

    rows: np.ndarray
    faults: np.ndarray
    no_record: np.ndarray
    cells: tuple[np.ndarray, ...]
    notes: tuple[tuple[int, int | None, str], ...] = ()


def stage_sheet(engine: DuckEngine, width: int, batches: Iterable[Arrived]) -> None:
    """Put a sheet into ``arrived``, as it was sent."""
    drop(engine, "arrived_rows", "cell_notes", "noted")
    cells = [f"c{position}" for position in range(width)]
    types = {"_row": "BIGINT", "_fault": "VARCHAR", "_no_record": "VARCHAR"} | dict.fromkeys(cells, "VARCHAR")
    engine.run(f"CREATE TEMP TABLE arrived_rows ({', '.join(f'{name} {kind}' for name, kind in types.items())})")
    show_arrived(engine)
    engine.run("CREATE TEMP TABLE cell_notes (_row BIGINT, position BIGINT, code VARCHAR)")
    for batch in batches:
        beside = {"_row": batch.rows, "_fault": batch.faults, "_no_record": batch.no_record}
        engine.stage("arrived_rows", beside | dict(zip(cells, batch.cells, strict=True)), types)
        if batch.notes:
            rows, places, codes = zip(*batch.notes, strict=True)
            engine.stage(
                "cell_notes",
                {
                    "_row": np.array(rows, dtype=np.int64),
                    "position": np.array([-1 if place is None else place for place in places], dtype=np.int64),
                    "code": np.array(codes, dtype=object),
                },
                {"_row": "BIGINT", "position": "BIGINT"},
            )


def lay_csv(
    engine: DuckEngine,
    file: Path,
    headings: Sequence[str],
    delimiter: str,
    *,
    rows: int | None = None,
    all_seen: bool = False,
) -> None:
    """Show a CSV file as ``arrived``, below one row of headings, where it lies. Whoever reads ``arrived`` first
    gets NotAlike where the rows are not all alike: such a file is to be staged row by row.

    ``rows``: how many there are where each is one line; the file is then read from several places at once.
    ``all_seen``: no cell holds a sign that cannot be seen, so that none needs to be looked for.
    """
    drop(engine, "arrived_rows", "cell_notes", "noted")
    parts = shared_out(rows, min(READERS, engine.threads)) if rows else [(0, None)]
    beside = f"CAST(NULL AS VARCHAR) AS _fault, {no_record(headings)} AS _no_record, {all_seen} AS _all_seen"
    read = " UNION ALL ".join(
        f"SELECT ROW_NUMBER() OVER () + {first + 1} AS _row, {beside}, * "
        f"FROM {csv_rows(file, len(headings), delimiter, first=first, most=most)}"
        for first, most in parts
    )
    engine.run(f"CREATE OR REPLACE TEMP VIEW arrived AS {read}")
    engine.run("CREATE TEMP TABLE cell_notes (_row BIGINT, position BIGINT, code VARCHAR)")


def shared_out(rows: int, readers: int) -> list[tuple[int, int | None]]:
    """For each of several readers how many rows come before its own, and how many it reads: each a seventh less
    than the one before, since it has to pass over all that come before."""
    shares = np.cumsum([(6 / 7) ** reader for reader in range(readers)])
    ends = np.ceil(rows * shares / shares[-1]).astype(int).tolist()
    return [(first, end - first) for first, end in pairwise([0, *ends]) if end > first]


def csv_rows(file: Path, width: int, delimiter: str, *, first: int, most: int | None) -> str:
    """SQL for the cells of some rows of a CSV file, in the order of the file: by one thread, which keeps it.

    ``first``: how many rows come before them; ``most``: how many they are at most.
    """
    cells = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    read = (
        f"read_csv({quoted(file.as_posix())}, header=false, skip={first + 1}, auto_detect=false, "
        f"delim={quoted(delimiter)}, quote='\"', escape='\"', columns={{{cells}}}, parallel=false, "
        f"buffer_size={BUFFER}, max_line_size={LINE})"
    )
    return read if most is None else f"(SELECT * FROM {read} LIMIT {most})"


def no_record(headings: Sequence[str]) -> str:
    """SQL for why a row is no record: it is blank, a total, or the headings once more. NULL where it is one."""
    cells = [f"c{place}" for place in range(len(headings))]
    some_missing = " OR ".join(f"{name} IS NULL" for name in cells)
    all_missing = " AND ".join(f"{name} IS NULL" for name in cells)
    first = f"UNICODE(c0) IN ({', '.join(str(ord(letter)) for letter in 'TtGgSsOo')})"  # of the words for a total
    total = f"{first} AND REGEXP_FULL_MATCH(c0, {quoted(TOTAL.pattern)}, 'i')"
    again = [f"{name} = {quoted(heading)}" for name, heading in zip(cells, headings, strict=True) if heading]
    return (
        f"CASE WHEN {all_missing} THEN 'blank' WHEN {total} AND ({some_missing}) "
        f"THEN 'total' WHEN {again[0]} THEN CASE WHEN {' AND '.join(again)} THEN 'headings again' END END"
    )


def keep_rows(engine: DuckEngine) -> None:
    """Keep the rows of a file that lies, since they are about to be looked at many times."""
    if not engine.fetch("SELECT 1 AS n FROM duckdb_tables() WHERE table_name = 'arrived_rows'")["n"].size:
        engine.run("CREATE TEMP TABLE arrived_rows AS SELECT * EXCLUDE (_all_seen) FROM arrived")
        show_arrived(engine)


def show_arrived(engine: DuckEngine, rows: str = "arrived_rows") -> None:
    """Show the rows of a table as ``arrived``."""
    engine.run(f"CREATE OR REPLACE TEMP VIEW arrived AS SELECT *, FALSE AS _all_seen FROM {rows}")


def column_values(engine: DuckEngine, position: int, most: int = 5_000) -> dict[str, int]:
    """The values of a column of ``arrived``, each with how many rows have it, the commonest first."""
    found = engine.run(
        f"SELECT c{position}, COUNT(*) AS n FROM arrived WHERE c{position} IS NOT NULL AND _no_record IS NULL "
        f"GROUP BY 1 ORDER BY n DESC, 1 LIMIT {most}"
    ).fetchall()
    return {str(value): int(count) for value, count in found if str(value).strip()}


def stage_codes(engine: DuckEngine, codes: Mapping[str, frozenset[str]]) -> None:
    """The codes that columns may have, each in a table ``codes_<column>``."""
    for name, allowed in codes.items():
        drop(engine, f"codes_{name}")
        engine.stage(f"codes_{name}", {"code": np.array(sorted(allowed), dtype=object)})


def drop(engine: DuckEngine, *tables: str) -> None:
    for name in tables:
        engine.run(f"DROP TABLE IF EXISTS {name}")
