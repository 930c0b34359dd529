"""A table named by its content: the same rows have the same hash, in any order, in any file, on any engine.

The format, so that it can be made again anywhere:

1. A row is written as in PostgreSQL's COPY text format: values in the declared order of the columns, parted by a
   tab; a missing value is ``\\N``; in text, backslash, tab, newline and carriage return are written ``\\\\``,
   ``\\t``, ``\\n`` and ``\\r``. Dates and months are ``2025-04-30`` (a month is its first day), whole numbers
   plain, decimals with their declared number of places.
2. The row's hash is the SHA-256 of that text in UTF-8, in 64 lower-case hexadecimal digits.
3. Rows fall into buckets by the first two digits of their hash. A bucket's hash is the SHA-256 of its rows'
   hashes, sorted and joined without a separator (rows that stand twice stand in it twice).
4. The table's hash is the SHA-256 of: the table's name, a newline, its columns as ``name type`` joined by
   ``, ``, and for each bucket in order a newline and the bucket's hash.
"""

import hashlib

from proventive.engine.declared import DeclaredColumn, DeclaredTable, sql_type

SHORT = 12  # digits of a hash in a file's name


def written(column: DeclaredColumn) -> str:
    """SQL for a value as it is written in a row."""
    if column.type not in ("text", "code"):
        return f"COALESCE(CAST({column.name} AS VARCHAR), '\\N')"
    text = column.name
    for character, escape in (("'\\'", "'\\\\'"), ("CHR(9)", "'\\t'"), ("CHR(10)", "'\\n'"), ("CHR(13)", "'\\r'")):
        text = f"REPLACE({text}, {character}, {escape})"
    return f"COALESCE({text}, '\\N')"


def hashes_query(table: DeclaredTable, relation: str) -> str:
    """SQL for the hash of each row, ``h``."""
    row = " || CHR(9) || ".join(written(column) for column in table.columns)
    return f"SELECT SHA256({row}) AS h FROM {relation}"


def buckets_query(table: DeclaredTable, relation: str) -> str:
    """SQL for the hash and the number of rows of each bucket, in order."""
    return buckets_of_hashes(f"({hashes_query(table, relation)}) AS hashed")


def buckets_of_hashes(hashes: str) -> str:
    """SQL for the hash and the number of rows of each bucket, from the hashes of rows."""
    return (
        "SELECT SUBSTR(h, 1, 2) AS bucket, SHA256(STRING_AGG(h, '' ORDER BY h NULLS LAST)) AS hash, "
        f"COUNT(*) AS n FROM {hashes} GROUP BY 1 ORDER BY 1 NULLS LAST"
    )


def table_hash(table: DeclaredTable, buckets: list[str]) -> str:
    """The hash of a table from the hashes of its buckets, in order."""
    columns = ", ".join(f"{column.name} {sql_type(column)}" for column in table.columns)
    return hashlib.sha256("\n".join([table.name, columns, *buckets]).encode()).hexdigest()
