"""One import at a time, and nothing left of one that was stopped."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proventive.quantities import RecordsError
from proventive.records.store import TABLE_FILES

LOCK = ".import.lock"
SPILL = ".spill"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the store for one import. Raises RecordsError where another one is at work. A killed one lets go."""
    with (folder / LOCK).open("a") as file:
        try:
            lock(file.fileno())
        except OSError:
            raise RecordsError(
                f"Another import is at work in {folder}. Two at once could lose rows. Nothing was brought in. "
                "Wait until it has ended, and run it again."
            ) from None
        clear(folder)
        try:
            yield
        finally:
            clear(folder)
            (folder / LOCK).unlink(missing_ok=True)


def lock(descriptor: int) -> None:
    if os.name == "nt":  # pragma: no cover
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def clear(folder: Path) -> None:
    """Remove what a stopped import left: half-written files, and what did not fit into memory."""
    shutil.rmtree(folder / SPILL, ignore_errors=True)
    for place in (folder, folder / TABLE_FILES):
        for half in place.glob(".*.part"):
            half.unlink(missing_ok=True)
