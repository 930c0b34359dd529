"""One command at work in a store at a time, and nothing left of one that was stopped."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from proventive.quantities import RecordsError
from proventive.records.erasure.removing import begun, finish_erasure, forget_ready
from proventive.records.store import SOURCES, TABLE_FILES, TO_FIX

LOCK = ".import.lock"
SPILL = ".spill"
HALF_WRITTEN = "half-written"  # in the spill folder: folders elsewhere that are not whole yet, one a line
HALF = ".subject-access-"  # how their names begin
AT_WORK: ContextVar[frozenset[Path]] = ContextVar("stores that the caller holds", default=frozenset())


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the store for one import. Raises RecordsError where another one is at work. A killed one lets go."""
    with held(folder) as ours:
        if not ours:
            raise RecordsError(
                f"Another import is at work in {folder}. Two at once could lose rows. Nothing was brought in. "
                "Wait until it has ended, and run it again."
            )
        yield


@contextmanager
def held(folder: Path) -> Iterator[bool]:
    """Hold the store, if nobody else does; says whether it is ours. What a killed command left is removed then,
    and an erasure that was begun is ended."""
    try:
        with (folder / LOCK).open("a") as file:
            try:
                lock(file.fileno())
            except OSError:
                yield False
                return
            try:
                clear(folder)
                with said_to_hold(folder), temporary_files_in(folder / SPILL):
                    finish_erasure(folder)
                    yield True
            finally:
                try:
                    clear(folder)
                finally:  # even where it is interrupted again
                    (folder / LOCK).unlink(missing_ok=True)
    except KeyboardInterrupt:  # it may have come before the store was held, or while it was let go
        remove_lock_of_nobody(folder)
        raise


def remove_lock_of_nobody(folder: Path) -> None:
    """Remove the file of a lock that nobody holds."""
    with suppress(OSError), (folder / LOCK).open("r+") as file:
        lock(file.fileno())
        (folder / LOCK).unlink()


@contextmanager
def said_to_hold(folder: Path) -> Iterator[None]:
    """Let whatever is called meanwhile know that the store is held already."""
    before = AT_WORK.set(AT_WORK.get() | {folder})
    try:
        yield
    finally:
        AT_WORK.reset(before)


@contextmanager
def temporary_files_in(place: Path) -> Iterator[None]:
    """Have every library put its temporary files there, for the owner alone: openpyxl writes each sheet to one
    first, and a process that is killed leaves it."""
    place.mkdir(mode=0o700, exist_ok=True)
    before, tempfile.tempdir = tempfile.tempdir, str(place)
    try:
        yield
    finally:
        tempfile.tempdir = before


def end_what_was_begun(folder: Path) -> None:
    """Remove what a killed command left, and end an erasure that was begun: whoever opens a store does so first.

    What did not fit into memory may hold identifiers, so it does not wait for the next import. Raises RecordsError
    where a person is being erased by another command, since half of them may still be there.
    """
    if folder in AT_WORK.get() or not ((folder / SPILL).exists() or begun(folder) is not None):
        return
    with suppress(PermissionError), held(folder):  # of a folder to read only nothing can be removed
        pass
    if begun(folder) is not None:
        raise RecordsError(
            f"A person is being erased from {folder}, so what it holds is about to change. Nothing was read. Wait "
            "until that has ended, check that you may write to the folder, and run it again."
        )


def half_folder(folder: Path, beside: Path) -> Path:
    """A new folder, for its owner alone, in which something of a store is made whole before it has its name.

    The store, which is held, remembers it: the next command removes it where this one is killed.
    """
    half = beside / f"{HALF}{secrets.token_hex(8)}"
    with (folder / SPILL / HALF_WRITTEN).open("a", encoding="utf-8") as remembered:
        remembered.write(f"{half}\n")
    half.mkdir(mode=0o700)
    return half


def half_written(folder: Path) -> list[Path]:
    """The folders that a store remembers as not whole. No other folder is ever taken for one."""
    try:
        lines = (folder / SPILL / HALF_WRITTEN).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [Path(line) for line in lines if Path(line).name.startswith(HALF)]


def lock(descriptor: int) -> None:
    if os.name == "nt":  # pragma: no cover
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def clear(folder: Path) -> None:
    """Remove what a stopped command left: half-written files and folders, and what did not fit into memory."""
    for half in half_written(folder):
        shutil.rmtree(half, ignore_errors=True)
    shutil.rmtree(folder / SPILL, ignore_errors=True)
    if begun(folder) is None:
        forget_ready(folder)
    for place in (folder, folder / TABLE_FILES, folder / SOURCES, folder / TO_FIX):
        for half in place.glob(".*.part"):
            half.unlink(missing_ok=True)
