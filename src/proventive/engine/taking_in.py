"""Sheets come in beside what stands: checked, merged by key, and written as one table. Set-based throughout.

The rule of merging: a row that says nothing new is merged; a row that fills blanks of the row that stands, and
contradicts it in nothing, completes it; a row that contradicts it is set aside, or replaces it where the sender
has declared so. Its source is then the newer one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proventive.engine.amended import stage_amended
from proventive.engine.bringing import Written, write_accepted
from proventive.engine.checking import again_select, doubled_select, key_hash
from proventive.engine.declared import DeclaredTable, sql_type
from proventive.engine.duck import DuckEngine
from proventive.engine.sheet_parts import Known, SheetPart, checked_part
from proventive.engine.staging import drop
from proventive.engine.usual_rows import doubtful_select, usual_select
from proventive.engine.views import quoted

SHOWN = 12  # rows of one fault that a message names
EXAMPLES = 5  # values of one fault that a message shows
FETCHED = 2_000  # rows at a time
NONE_AGAIN = "SELECT '' AS _source, 0 AS _row, '' AS fault WHERE FALSE"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultCount:
    """One fault of one column: in how many rows, the first of them, and some values that are not personal."""

    position: int  # of the column in the sheet, from 0; -1: the whole row
    column: str  # the declared column, "" where the whole row is meant
    fault: str
    count: int
    rows: tuple[int, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A part of a sheet as it was taken in. rows = accepted + set aside + merged + ignored.

    ``merged`` counts rows that say nothing new, and those in ``completed`` and ``replaced``.
    """

    rows: int
    accepted: int
    set_aside: int
    merged: int
    completed: int
    replaced: int
    ignored: tuple[tuple[str, int, tuple[int, ...]], ...]  # why, how many, the first rows
    faults: tuple[FaultCount, ...]


def open_standing(
    engine: DuckEngine, table: DeclaredTable, file: Path | None, sources: Iterable[str] | None = None
) -> None:
    """The rows that a store holds already (of these sources alone), as ``standing_<table>``."""
    drop(engine, standing(table))
    columns = ", ".join(f"CAST(NULL AS {sql_type(column)}) AS {column.name}" for column in table.columns)
    none = f"SELECT {columns}, CAST(NULL AS VARCHAR) AS _source, CAST(NULL AS BIGINT) AS _row WHERE FALSE"
    held = none if file is None else f"SELECT * FROM read_parquet({quoted(file.as_posix())})"
    if file is not None and sources is not None:
        held += f" WHERE _source IN ({', '.join(quoted(source) for source in sources)})"
    engine.run(f"CREATE TEMP TABLE {standing(table)} AS {held}")


def standing(table: DeclaredTable) -> str:
    return f"standing_{table.name}"


def check_part(
    engine: DuckEngine, part: SheetPart, source: str, *, breaking: Mapping[str, str], known: Known
) -> None:
    """Check a part of the sheet in ``arrived``: ``checked``, ``again`` and ``faults_told``, one row a fault.

    Rows that are usual are told by cheap tests (``judged``), the others are read with care (``closely``).
    ``breaking``: notes of cells for which a row is set aside where the cell counts, and the fault that they are.
    """
    table = part.table
    engine.run("DROP VIEW IF EXISTS fresh")
    engine.run("DROP VIEW IF EXISTS checked")
    engine.run("DROP VIEW IF EXISTS doubtful")
    drop(engine, "judged", "closely", "doubled", "again")
    stage_notes(engine, part, breaking)
    stage_births(engine, part)
    whole = Known(
        codes=known.codes,
        as_at=known.as_at,
        births=engine.count("births") > 0,
        noted=engine.count("noted") > 0,
        identified=part.identified,
        barred=known.barred,
    )
    read_rows(engine, part, source, whole)
    keys = f"(SELECT usual, _key FROM judged UNION ALL SELECT clean, {key_hash(table)} FROM closely) AS keys"
    engine.run(f"CREATE TEMP TABLE doubled AS {doubled_select(keys, '_key', 'usual')}")
    engine.run(f"CREATE TEMP TABLE again AS {again_select(table) if engine.count('doubled') else NONE_AGAIN}")
    engine.run(f"INSERT INTO faults_told {faults_select(table)}")


def read_rows(engine: DuckEngine, part: SheetPart, source: str, known: Known) -> None:
    """``judged``: which rows are usual, with the hash of their key, and the cells of the others; ``closely``: the
    others, read with care; and ``checked``: both."""
    table = part.table
    columns = ", ".join(table.names)
    usual = usual_select(part, known)
    if usual is None:
        engine.run("CREATE TEMP TABLE judged AS SELECT 0 AS _row, FALSE AS usual, HASH(0) AS _key WHERE FALSE")
        engine.run(f"CREATE TEMP TABLE closely AS {checked_part(part, known)}")
    else:
        engine.run(
            f"CREATE TEMP TABLE judged AS SELECT _row, usual, sent, {key_hash(table)} AS _key FROM ({usual}) AS u"
        )
        engine.run(f"CREATE TEMP VIEW doubtful AS {doubtful_select(part)}")
        engine.run(f"CREATE TEMP TABLE closely AS {checked_part(part, known, 'doubtful')}")
    beside = f"{quoted(source)} AS _source, _row"
    engine.run(
        f"CREATE TEMP VIEW checked AS SELECT {beside}, {columns}, clean FROM closely"
        + (f" UNION ALL SELECT {beside}, {columns}, TRUE FROM ({usual}) AS u WHERE usual" if usual else "")
    )


def take_in(
    engine: DuckEngine,
    part: SheetPart,
    source: str,
    *,
    breaking: Mapping[str, str],
    known: Known,
    replace: bool = False,
    amend: bool = False,
) -> Taken:
    """Check a part of the sheet in ``arrived`` and merge what is good into ``standing_<table>``.

    ``replace``: rows that contradict one that stands take its place; ``amend``: those too that may be one that
    stands, put right (:mod:`~proventive.engine.amended`).
    """
    table = part.table
    check_part(engine, part, source, breaking=breaking, known=known)
    drop(engine, "met", "renewed")
    engine.run(f"CREATE TEMP TABLE met AS {met_select(table, replace=replace)}")
    engine.run(f"CREATE TEMP TABLE renewed AS {renewed_select(table)}")
    stage_amended(engine, table, standing(table), amend=amend)
    engine.run(f"CREATE TEMP VIEW fresh AS {fresh_select(table, all_clean=not has(engine, 'again', 'met'))}")
    engine.run(f"INSERT INTO faults_told {contrary_select(table)}")
    taken = counted(engine, part)
    merge(engine, table)
    return taken


def stage_notes(engine: DuckEngine, part: SheetPart, breaking: Mapping[str, str]) -> None:
    """``noted``: for each row the notes by which one of the cells that count cannot be used."""
    drop(engine, "noted")
    counts = {reading.position: name for name, reading in part.columns.items() if reading.position is not None}
    columns = " ".join(f"WHEN {position} THEN {quoted(name)}" for position, name in counts.items())
    codes = " ".join(f"WHEN {quoted(code)} THEN {quoted(fault)}" for code, fault in breaking.items())
    engine.run(
        f"""CREATE TEMP TABLE noted AS SELECT _row, LIST({{'position': CAST(position AS INTEGER), 'column_name':
        column_name, 'fault': fault, 'value': CAST(NULL AS VARCHAR)}} ORDER BY position, fault) AS noted FROM (
          SELECT DISTINCT _row, position, CASE position {columns} END AS column_name,
            CASE code {codes} END AS fault
          FROM cell_notes) WHERE column_name IS NOT NULL AND fault IS NOT NULL GROUP BY _row"""
        if counts and breaking
        else "CREATE TEMP TABLE noted AS SELECT 0 AS _row, [] AS noted WHERE FALSE"
    )


def stage_births(engine: DuckEngine, part: SheetPart) -> None:
    """``births``: when the people were born, where the store knows, for a table of what happened to them."""
    drop(engine, "births")
    knows = part.table.name != "people" and "person_id" in part.table.names
    there = engine.fetch("SELECT COUNT(*) AS n FROM duckdb_tables() WHERE table_name = 'standing_people'")["n"][0]
    held = "SELECT person_id AS born, birth_month AS born_in FROM standing_people WHERE birth_month IS NOT NULL"
    none = "SELECT CAST(NULL AS VARCHAR) AS born, CAST(NULL AS DATE) AS born_in WHERE FALSE"
    engine.run(f"CREATE TEMP TABLE births AS {held if knows and there else none}")


def met_select(table: DeclaredTable, *, replace: bool) -> str:
    """SQL for ``met``: rows with nothing wrong whose key stands already, and how the two go together."""
    key = " AND ".join(f"c.{name} IS NOT DISTINCT FROM s.{name}" for name in table.key)
    rest = [name for name in table.names if name not in table.key]
    nothing_new = " AND ".join(f"(c.{n} IS NULL OR c.{n} IS NOT DISTINCT FROM s.{n})" for n in rest) or "TRUE"
    agree = " AND ".join(f"(c.{n} IS NULL OR s.{n} IS NULL OR c.{n} = s.{n})" for n in rest) or "TRUE"
    contradicts = "replaced" if replace else "contradicts"
    return f"""
SELECT c._row, CASE WHEN {nothing_new} THEN 'same' WHEN {agree} THEN 'completed' ELSE '{contradicts}' END AS how
FROM checked AS c JOIN {standing(table)} AS s ON {key}
LEFT JOIN again AS a ON a._row = c._row WHERE c.clean AND a._row IS NULL"""


def renewed_select(table: DeclaredTable) -> str:
    """SQL for the rows that stand and are completed or replaced, as they stand from now on."""
    key = " AND ".join(f"c.{name} IS NOT DISTINCT FROM s.{name}" for name in table.key)
    values = ", ".join(
        f"s.{name}"
        if name in table.key
        else f"CASE m.how WHEN 'completed' THEN COALESCE(s.{name}, c.{name}) ELSE c.{name} END AS {name}"
        for name in table.names
    )
    return f"""
SELECT {values}, c._source, c._row FROM checked AS c JOIN met AS m ON m._row = c._row
JOIN {standing(table)} AS s ON {key} WHERE m.how IN ('completed', 'replaced')"""


def has(engine: DuckEngine, *tables: str) -> bool:
    return any(engine.count(name) for name in tables)


def fresh_select(table: DeclaredTable, *, all_clean: bool) -> str:
    """SQL for the rows with nothing wrong and a key that did not stand. ``all_clean``: no key stands twice."""
    names = ", ".join(f"c.{name}" for name in table.names)
    if all_clean:
        return f"SELECT {names}, c._source, c._row FROM checked AS c WHERE c.clean"
    return f"""
SELECT {names}, c._source, c._row FROM checked AS c LEFT JOIN again AS a ON a._row = c._row
LEFT JOIN met AS m ON m._row = c._row WHERE c.clean AND a._row IS NULL AND m._row IS NULL"""


def faults_select(table: DeclaredTable) -> str:
    """SQL for one row a fault: table, row, column of the sheet, declared column, fault and value."""
    whole = f"{quoted(table.name)} AS table_name, _row, -1 AS position, '' AS column_name"
    return f"""
SELECT {quoted(table.name)} AS table_name, _row, f.position, f.column_name, f.fault, f.value
FROM (SELECT _row, UNNEST(found) AS f FROM closely WHERE found IS NOT NULL)
UNION ALL SELECT {whole}, fault, NULL FROM again WHERE fault = 'same key twice'"""


def contrary_select(table: DeclaredTable) -> str:
    """SQL for the rows that contradict what stands, as faults."""
    whole = f"{quoted(table.name)} AS table_name, _row, -1 AS position, '' AS column_name"
    return f"SELECT {whole}, how AS fault, NULL AS value FROM met WHERE how = 'contradicts'"


FAULTS_TOLD = (
    "CREATE TEMP TABLE faults_told (table_name VARCHAR, _row BIGINT, position INTEGER, column_name VARCHAR, "
    "fault VARCHAR, value VARCHAR)"
)


def start_faults(engine: DuckEngine) -> None:
    """Begin the account of one sheet's faults."""
    drop(engine, "faults_told")
    engine.run(FAULTS_TOLD)


def counted(engine: DuckEngine, part: SheetPart) -> Taken:
    """The account of a part, and its faults by column, each with its first rows and some of its values."""
    [row] = engine.run(
        """SELECT (SELECT COUNT(*) FROM judged WHERE usual), (SELECT COUNT(*) FROM closely WHERE _ignored IS NULL),
        (SELECT COUNT(*) FROM closely WHERE clean),
        (SELECT COUNT(*) FROM again WHERE fault = 'same row twice'), (SELECT COUNT(*) FROM met WHERE how = 'same'),
        (SELECT COUNT(*) FROM met WHERE how = 'completed'), (SELECT COUNT(*) FROM met WHERE how = 'replaced'),
        (SELECT COUNT(*) FROM again WHERE fault = 'same key twice'),
        (SELECT COUNT(*) FROM met WHERE how = 'contradicts')"""
    ).fetchall()
    usual, judged, clean, twice, same, completed, replaced, other, contrary = (int(number) for number in row)
    judged, clean = usual + judged, usual + clean
    merged = twice + same + completed + replaced
    ignored = engine.run(
        f"SELECT _ignored, COUNT(*), MIN(_row, {SHOWN}) FROM closely WHERE _ignored IS NOT NULL "
        "AND _ignored <> 'blank' GROUP BY 1 ORDER BY 1 NULLS LAST"
    ).fetchall()
    left = tuple((str(why), int(count), tuple(rows)) for why, count, rows in ignored)
    return Taken(
        rows=judged + sum(count for _, count, _ in left),
        accepted=clean - merged - other - contrary,
        set_aside=judged - clean + other + contrary,
        merged=merged,
        completed=completed,
        replaced=replaced,
        ignored=left,
        faults=fault_counts(engine, part.table),
    )


def fault_counts(engine: DuckEngine, table: DeclaredTable) -> tuple[FaultCount, ...]:
    found = engine.run(
        f"SELECT position, column_name, fault, COUNT(*), MIN(_row, {SHOWN}), MIN(value, 200) FROM ("
        "SELECT position, column_name, fault, _row, MIN(value) AS value FROM faults_told "
        f"WHERE table_name = {quoted(table.name)} GROUP BY 1, 2, 3, 4) AS of_rows "
        "GROUP BY 1, 2, 3 ORDER BY 1, 2 NULLS LAST, 3 NULLS LAST"
    ).fetchall()
    return tuple(
        FaultCount(
            position=int(position),
            column=column,
            fault=fault,
            count=int(count),
            rows=tuple(rows),
            values=tuple(dict.fromkeys(values or ()))[:EXAMPLES],
        )
        for position, column, fault, count, rows, values in found
    )


def merge(engine: DuckEngine, table: DeclaredTable) -> None:
    """``standing_<table>`` with the fresh rows, and those that were renewed in place of what stood."""
    if engine.count("renewed"):
        key = " AND ".join(f"r.{name} IS NOT DISTINCT FROM s.{name}" for name in table.key)
        engine.run(f"DELETE FROM {standing(table)} AS s WHERE EXISTS (SELECT 1 FROM renewed AS r WHERE {key})")
        engine.run(f"INSERT INTO {standing(table)} BY NAME SELECT * FROM renewed")
    engine.run(f"INSERT INTO {standing(table)} BY NAME SELECT * FROM fresh")


def add_accepted(engine: DuckEngine, table: DeclaredTable) -> None:
    """Put the rows that were accepted beside those that stand."""
    engine.run(f"INSERT INTO {standing(table)} BY NAME SELECT * FROM accepted")


def write_standing(engine: DuckEngine, table: DeclaredTable, folder: Path) -> Written:
    """Write ``standing_<table>`` in the order of its key."""
    order = ", ".join(f"{name} NULLS LAST" for name in (*table.key, "_source", "_row"))
    names = ", ".join((*table.names, "_source", "_row"))
    copied = f"(SELECT {names} FROM {standing(table)} ORDER BY {order})"
    return write_accepted(engine, table, folder, relation=standing(table), copied=copied)


def faulty_rows(engine: DuckEngine, width: int) -> Iterator[tuple[int, list[str | None], list[dict[str, Any]]]]:
    """The rows with something wrong: number, cells as sent, and what is wrong, in the file's order."""
    cells = ", ".join(f"a.c{position}" for position in range(width))
    result = engine.run(
        f"""SELECT a._row, f.faults, {cells} FROM arrived AS a JOIN (
          SELECT _row, LIST({{'table_name': table_name, 'position': position, 'column_name': column_name,
            'fault': fault}} ORDER BY table_name, position, fault) AS faults FROM faults_told GROUP BY _row
        ) AS f ON f._row = a._row ORDER BY a._row"""
    )
    while rows := result.fetchmany(FETCHED):
        for number, faults, *sent in rows:
            yield int(number), sent, faults


def distinct_values(
    engine: DuckEngine, table: DeclaredTable, column: str
) -> dict[str, tuple[int, tuple[int, ...]]]:
    """The values of a column in the fresh rows: how many rows, and the first of them."""
    found = engine.run(
        f"SELECT {column}, COUNT(*), MIN(_row, {SHOWN}) FROM fresh WHERE {column} IS NOT NULL GROUP BY 1 "
        "ORDER BY 1 NULLS LAST"
    ).fetchall()
    return {str(value): (int(count), tuple(rows)) for value, count, rows in found}
