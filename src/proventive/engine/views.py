"""Record tables as they were known on a day: one view over the files of all stores."""

from collections.abc import Sequence
from datetime import date

from proventive.engine.declared import DeclaredColumn, DeclaredTable, sql_type


def quoted(text: str) -> str:
    """Text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def known(column: DeclaredColumn, as_at: date) -> str:
    """The column, NULL where its value was not known yet."""
    if column.known_from is None:
        return column.name
    return f"CASE WHEN {column.known_from} <= DATE '{as_at}' THEN {column.name} END AS {column.name}"


def as_at_view(table: DeclaredTable, parts: Sequence[tuple[str, str]], as_at: date) -> str:
    """The SELECT of a view over ``parts`` (store, relation): rows dated after ``as_at`` are not seen."""
    if not parts:
        columns = ", ".join(f"CAST(NULL AS {sql_type(column)}) AS {column.name}" for column in table.columns)
        return f"SELECT {columns}, CAST(NULL AS VARCHAR) AS store WHERE 1 = 0"
    columns = ", ".join(known(column, as_at) for column in table.columns)
    seen = f" WHERE {table.cut_by} <= DATE '{as_at}'" if table.cut_by else ""
    return " UNION ALL ".join(
        f"SELECT {columns}, {quoted(store)} AS store FROM {relation}{seen}" for store, relation in parts
    )
