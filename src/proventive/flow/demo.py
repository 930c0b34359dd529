"""The shipped examples, copied to a folder of the user's and run from promise to pack."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from pydantic import TypeAdapter

from proventive.flow.running import Progress, run
from proventive.outturn import Outturn
from proventive.reading.yaml import read_yaml
from proventive.synthetic import simulate_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An agreement that ships with Proventive, the day its figures are told at, and how its place is made."""

    example: str
    agreement: str
    as_at: date
    seed: int | None = None  # a place is simulated with it


def demo(to: Path, *, progress: Progress | None = None) -> Iterator[tuple[Example, Outturn]]:
    """Run every shipped example under ``to``, one after the other; the same examples give the same packs."""
    made: set[str] = set()
    for example in shipped():
        place = to / example.example
        if example.example not in made:
            lay_out(example, place, progress)
            made.add(example.example)
        yield example, run(place / example.agreement, example.as_at, progress=progress)


def shipped() -> tuple[Example, ...]:
    """The shipped examples, in the order in which they are told."""
    with as_file(files("proventive.examples") / "examples.yaml") as path:
        return TypeAdapter(tuple[Example, ...]).validate_python(read_yaml(path).plain)


def lay_out(example: Example, place: Path, progress: Progress | None) -> None:
    """Copy an example's files to ``place`` and, if it is a simulated one, simulate it there."""
    with as_file(files("proventive.examples") / example.example) as shipped_folder:
        shutil.copytree(
            shipped_folder, place, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "*.py")
        )
    if example.seed is not None:
        simulate_place(place, seed=example.seed, progress=progress)
