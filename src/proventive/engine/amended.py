"""Rows that may be others that stand, put right: they differ in one column of the key alone, such as the minutes.

A visit of 40 minutes that was sent as 30 before would count as two visits. It is told, and takes the other's place
where somebody says so.
"""

from proventive.engine.declared import DeclaredTable
from proventive.engine.duck import DuckEngine
from proventive.engine.staging import drop

SHOWN = 12  # rows that a message names


def stage_amended(engine: DuckEngine, table: DeclaredTable, standing: str, *, amend: bool) -> None:
    """``amended``: the rows of ``checked`` that may be another that stands, with the key of that one.

    Only where they are one for one, and the sheet no longer has the row that stands. ``amend``: that row goes;
    they count in ``met`` as replaced, and go into ``renewed``.
    """
    drop(engine, "amended")
    if table.amended is None or not engine.count(standing):
        engine.run("CREATE TEMP TABLE amended AS SELECT 0 AS _row WHERE FALSE")
        return
    engine.run(f"CREATE TEMP TABLE amended AS {amended_select(table, standing, amend=amend)}")
    if amend:
        engine.run("DELETE FROM met WHERE _row IN (SELECT _row FROM amended)")
        engine.run("INSERT INTO met SELECT _row, 'replaced' FROM amended")
        names = ", ".join(f"c.{name}" for name in table.names)
        engine.run(
            f"INSERT INTO renewed SELECT {names}, c._source, c._row "
            "FROM checked AS c JOIN amended AS d ON d._row = c._row"
        )
        same = " AND ".join(f"d.{name} IS NOT DISTINCT FROM s.{name}" for name in table.key)
        engine.run(f"DELETE FROM {standing} AS s WHERE EXISTS (SELECT 1 FROM amended AS d WHERE {same})")


def amended_select(table: DeclaredTable, standing: str, *, amend: bool) -> str:
    """SQL for the rows, each with the key of the one that stands; with ``amend`` those that came in before too."""
    rest = [name for name in table.key if name != table.amended]
    alike = " AND ".join(f"c.{name} IS NOT DISTINCT FROM s.{name}" for name in rest)
    same = " AND ".join(f"c.{name} IS NOT DISTINCT FROM s.{name}" for name in table.key)
    old = ", ".join(f"s.{name}" for name in table.key)
    new = "" if amend else " AND m._row IS NULL"
    sent = (
        "SELECT c.* FROM checked AS c LEFT JOIN again AS a ON a._row = c._row "
        f"LEFT JOIN met AS m ON m._row = c._row WHERE c.clean AND a._row IS NULL{new}"
    )
    gone = f"SELECT s.* FROM {standing} AS s ANTI JOIN checked AS c ON {same}"
    return f"""
SELECT c._row, {old} FROM ({sent}) AS c JOIN ({gone}) AS s ON {alike}
QUALIFY COUNT(*) OVER (PARTITION BY c._row) = 1 AND COUNT(*) OVER (PARTITION BY {old}) = 1"""


def amended_rows(engine: DuckEngine) -> tuple[int, tuple[int, ...]]:
    """How many rows that came in may be others that stand beside them, and the first of them."""
    [(count, rows)] = engine.run(
        f"SELECT COUNT(*), MIN(d._row, {SHOWN}) FROM amended AS d ANTI JOIN met AS m ON m._row = d._row"
    ).fetchall()
    return int(count), tuple(rows or ())
