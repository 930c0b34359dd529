"""The shipped examples, run once for all acceptance tests."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from proventive.flow.demo import Example, demo
from proventive.outturn import Outturn


@dataclass(frozen=True)
class Demonstration:
    """Where the examples were laid out, and what each came to."""

    to: Path
    outturns: dict[str, Outturn]
    examples: dict[str, Example]

    def folder(self, agreement: str) -> Path:
        return self.to / self.examples[agreement].example / agreement

    def packs(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.to)): path.read_bytes()
            for path in sorted(self.to.rglob("pack/*/*"))
            if path.is_file()
        }


def demonstrate(to: Path) -> Demonstration:
    ran = list(demo(to))
    return Demonstration(
        to=to,
        outturns={example.agreement: outturn for example, outturn in ran},
        examples={example.agreement: example for example, _ in ran},
    )


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    return demonstrate(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def wheels(demonstration: Demonstration, tmp_path: Path) -> Path:
    """A copy of the Wheels-to-Meals example with its results, to be broken."""
    copied = tmp_path / "wheels-to-meals"
    shutil.copytree(demonstration.to / "wheels-to-meals", copied)
    return copied / "wheels-to-meals"
