"""The shipped examples, laid out and run."""

from dataclasses import dataclass
from pathlib import Path

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
