"""What stands under a few local ids: how many rows of each table, and the row of each where there is one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from proventive.engine.declared import DeclaredTable
from proventive.engine.duck import DuckEngine
from proventive.engine.views import quoted


def rows_by_id(engine: DuckEngine, files: Mapping[str, Path], ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """How many rows each table has of each id; tables without any are left out."""
    found: dict[str, dict[str, int]] = {id: {} for id in ids}
    for table, file in files.items():
        counts = engine.run(
            f"SELECT person_id, COUNT(*) FROM read_parquet({quoted(file.as_posix())}) WHERE person_id IN "
            f"({', '.join(quoted(id) for id in ids)}) GROUP BY person_id"
        ).fetchall()
        for id, rows in counts:
            found[id][table] = rows
    return found


def row_of_each(
    engine: DuckEngine, table: DeclaredTable, file: Path, ids: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """The row of each id in a table whose key is the person; who has none is left out."""
    rows = engine.run(
        f"SELECT {', '.join(table.names)} FROM read_parquet({quoted(file.as_posix())}) WHERE person_id IN "
        f"({', '.join(quoted(id) for id in ids)})"
    ).fetchall()
    plain = (dict(zip(table.names, row, strict=True)) for row in rows)
    return {row["person_id"]: row for row in plain}
