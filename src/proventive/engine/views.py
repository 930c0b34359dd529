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


SAME_PEOPLE = "same_people"
"""The table of local ids that are one person: each (``local_id``) with the one under which it is counted
(``counts_as``), that one itself among them."""


def as_at_view(
    table: DeclaredTable, parts: Sequence[tuple[str, str]], as_at: date, *, same_people: bool = False
) -> str:
    """The SELECT of a view over ``parts`` (store, relation): rows dated after ``as_at`` are not seen.

    ``same_people``: ids of one person are shown as one, as :data:`SAME_PEOPLE` has them.
    """
    rows = known_rows(table, parts, as_at)
    return as_one_person(table, rows) if same_people and "person_id" in table.names else rows


def known_rows(table: DeclaredTable, parts: Sequence[tuple[str, str]], as_at: date) -> str:
    """The SELECT of the rows of ``parts`` that were known at ``as_at``."""
    if not parts:
        columns = ", ".join(f"CAST(NULL AS {sql_type(column)}) AS {column.name}" for column in table.columns)
        return f"SELECT {columns}, CAST(NULL AS VARCHAR) AS store WHERE 1 = 0"
    columns = ", ".join(known(column, as_at) for column in table.columns)
    seen = f" WHERE {table.cut_by} <= DATE '{as_at}'" if table.cut_by else ""
    return " UNION ALL ".join(
        f"SELECT {columns}, {quoted(store)} AS store FROM {relation}{seen}" for store, relation in parts
    )


def as_one_person(table: DeclaredTable, rows: str) -> str:
    """The SELECT of ``rows`` with the ids of one person as one.

    Where the same key then stands in a store twice, since something was recorded under both ids, it is seen once:
    as the row of the id that was kept says it, else as that of the first id. What prevails is believed of any.
    """
    names = ", ".join((*table.names, "store"))
    believed = ", ".join((*(of_any(column, table) for column in table.columns), "store"))
    own = ", ".join(f"r.{name}" for name in (*table.names, "store"))
    resolved = ", ".join(
        "s.counts_as AS person_id" if name == "person_id" else f"r.{name}" for name in (*table.names, "store")
    )
    key = ", ".join((*table.key, "store"))
    return f"""
SELECT {own} FROM ({rows}) AS r LEFT JOIN {SAME_PEOPLE} AS s ON s.local_id = r.person_id WHERE s.local_id IS NULL
UNION ALL SELECT {names} FROM (
  SELECT {believed}, ROW_NUMBER() OVER (PARTITION BY {key}
    ORDER BY CASE WHEN recorded_as = person_id THEN 0 ELSE 1 END NULLS LAST, recorded_as NULLS LAST) AS place
  FROM (SELECT {resolved}, r.person_id AS recorded_as
    FROM ({rows}) AS r JOIN {SAME_PEOPLE} AS s ON s.local_id = r.person_id) AS resolved) AS placed
WHERE place = 1"""


def of_any(column: DeclaredColumn, table: DeclaredTable) -> str:
    """A column as the rows of one person with the same key have it together."""
    if not column.prevails:
        return column.name
    together = f"OVER (PARTITION BY {', '.join((*table.key, 'store'))})"
    whens = " ".join(
        f"WHEN MAX(CASE WHEN {column.name} = {quoted(said)} THEN 1 ELSE 0 END) {together} = 1 THEN {quoted(said)}"
        for said in column.prevails
    )
    return f"CASE {whens} ELSE {column.name} END AS {column.name}"
