"""Engines by name."""

from collections.abc import Sequence
from pathlib import Path

from proventive.engine.duck import DuckEngine
from proventive.quantities import NotFound


def open_engine(
    name: str = "duckdb",
    *,
    folders: Sequence[Path] = (),
    spill: Path | None = None,
    memory_limit: str = "1GB",
    threads: int | None = None,
) -> DuckEngine:
    """Open an engine that may read and write ``folders`` and nothing else.

    ``spill`` is the folder for what does not fit into ``memory_limit`` (None: a temporary folder, removed at the
    end); ``threads`` defaults to the number of processors. Results do not depend on either. Raises NotFound for
    an engine that does not exist.
    """
    if name != "duckdb":
        raise NotFound(
            f"There is no engine “{name}”. The engine decides where the records are computed. "
            "Leave the engine out, or name the one there is: duckdb."
        )
    return DuckEngine(folders=folders, spill=spill, memory_limit=memory_limit, threads=threads)
