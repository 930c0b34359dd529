"""A file is there whole, or not at all; what a killed process left half-written is swept away."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def whole(file: Path) -> Iterator[Path]:
    """Where to write what is to become ``file``: beside it, moved into place when the block ends without an error.

    The content is on the disk before it has its name. Leftovers of processes that were killed are removed first.
    """
    sweep(file.parent)
    beside = file.parent / f".{file.name}.{os.getpid()}.part"
    try:
        yield beside
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove half-written files of processes that are no more."""
    for part in folder.glob(".*.part"):
        writer = part.name.split(".")[-2]
        if writer.isdigit() and not is_running(int(writer)):
            with suppress(OSError):  # on Windows a file that is being written cannot be removed
                part.unlink()


def is_running(process: int) -> bool:
    """Whether a process of that number runs here; on Windows not known, and taken as no."""
    if os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True
