"""Rows named by their content, however many: some buckets at a time, so that memory does not grow with them."""

from pathlib import Path

from proventive.engine.content_hash import buckets_of_hashes, hashes_query, table_hash
from proventive.engine.declared import DeclaredTable
from proventive.engine.duck import DuckEngine
from proventive.engine.views import quoted

AT_ONCE = 100_000  # rows whose hashes are joined at a time
BUCKETS = 256


def content_hash(engine: DuckEngine, table: DeclaredTable, file: Path) -> str:
    """The hash of what a Parquet file says: still that of its manifest?"""
    return hash_of_rows(engine, table, f"read_parquet({quoted(file.as_posix())})")[0]


def hash_of_rows(engine: DuckEngine, table: DeclaredTable, relation: str) -> tuple[str, int]:
    """The hash of the rows of a relation, and their number."""
    engine.run(f"CREATE OR REPLACE TEMP TABLE row_hashes AS {hashes_query(table, relation)}")
    rows = engine.count("row_hashes")
    step = max(1, BUCKETS // (1 + rows // AT_ONCE))
    hashes: list[str] = []
    for first in range(0, BUCKETS, step):
        after = f" AND h < '{first + step:02x}'" if first + step < BUCKETS else ""
        found = engine.fetch(buckets_of_hashes(f"row_hashes WHERE h >= '{first:02x}'{after}"))
        hashes.extend(found["hash"])
    engine.run("DROP TABLE row_hashes")
    return table_hash(table, hashes), rows
