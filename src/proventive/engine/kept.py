"""A Parquet file of records, hashed anew: does it still say what its manifest says of it?"""

from pathlib import Path

from proventive.engine.content_hash import buckets_query, table_hash
from proventive.engine.declared import DeclaredTable
from proventive.engine.duck import DuckEngine
from proventive.engine.views import quoted


def content_hash(engine: DuckEngine, table: DeclaredTable, file: Path) -> str:
    """The hash of what a file says."""
    buckets = engine.fetch(buckets_query(table, f"read_parquet({quoted(file.as_posix())})"))
    return table_hash(table, list(buckets["hash"]))
