"""Engines by name."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from proventive.engine.duck import DuckEngine
from proventive.engine.interface import Engine
from proventive.engine.spark import open_spark
from proventive.quantities import NotFound

Where = Any
"""Where it is computed: ``duckdb``, ``spark://host:7077``, ``sc://host:15002``, or a SparkSession."""


def open_engine(where: Where = "duckdb", *, folders: Sequence[Path] = ()) -> Engine:
    """Open the engine in which records are read.

    ``folders``: what the embedded engine may read, and nothing else. Raises NotFound for an engine that does not
    exist, UserError where Spark is asked for and not installed, EngineError where it does not answer.
    """
    if where == "duckdb":
        return open_embedded(folders=folders)
    known = where.startswith(("spark://", "sc://", "local[")) if isinstance(where, str) else is_session(where)
    if not known:
        raise NotFound(
            f"There is no engine “{where}”. The engine decides where the records are computed. Leave it out, or "
            "name duckdb, or a Spark that runs: spark://host:7077, or sc://host:15002 for Spark Connect."
        )
    return open_spark(where)


def is_session(where: Where) -> bool:
    """Whether something is a Spark session, classic or Connect."""
    return hasattr(where, "newSession") and hasattr(where, "createDataFrame")


def open_embedded(
    *,
    folders: Sequence[Path] = (),
    spill: Path | None = None,
    memory_limit: str = "1GB",
    threads: int | None = None,
) -> DuckEngine:
    """Open DuckDB, which may read and write ``folders`` and nothing else.

    ``spill`` is the folder for what does not fit into ``memory_limit``, and for steps that are kept as files
    (None: a temporary folder, removed at the end); ``threads`` defaults to the number of processors. Results do
    not depend on either.
    """
    return DuckEngine(folders=folders, spill=spill, memory_limit=memory_limit, threads=threads)
