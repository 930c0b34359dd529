"""What came of an import."""

from dataclasses import dataclass
from pathlib import Path

from proventive.quantities.words import things
from proventive.records.importing.messages import Message
from proventive.records.importing.sheets import SentSheet
from proventive.records.manifest import Manifest, SourceAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class PartAccount:
    """One of our tables from one sheet: every row accounted for. ``split`` rows held several answers, and
    ``became`` so many: each of these is accounted for."""

    source: str
    table: str
    rows: int
    accepted: int
    set_aside: int
    merged: int
    ignored: int
    completed: int = 0  # of the merged: blanks were filled
    replaced: int = 0  # of the merged: they took the place of what stood
    split: int = 0
    became: int = 0

    def __post_init__(self) -> None:
        if self.rows - self.split + self.became != self.accepted + self.set_aside + self.merged + self.ignored:
            raise ValueError(f"{self.source}: {self} does not add up")

    def __str__(self) -> str:
        changed = [f"{self.completed:,} filled blanks"] if self.completed else []
        changed += [f"{self.replaced:,} took the place of what stood"] if self.replaced else []
        beside = f" (of the merged, {' and '.join(changed)})" if changed else ""
        made = self.rows - self.split + self.became
        split = f", {self.split:,} of them split into {self.became:,}, which makes {made:,}" if self.split else ""
        return (
            f"{self.source}, {self.table}: {things(self.rows, 'row', 'rows')} in{split} = "
            f"{self.accepted:,} accepted + {self.set_aside:,} set aside + {self.merged:,} merged + "
            f"{self.ignored:,} ignored{beside}"
        )


def left_out(sent: SentSheet) -> PartAccount:
    """The account of a sheet from which nothing is taken."""
    rows = sum(len(batch.numbers) for batch in sent.sheet.batches())
    return PartAccount(
        source=str(sent.sheet.place), table="left out", rows=rows, accepted=0, set_aside=0, merged=0, ignored=rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The outcome: the manifest, the account of each part, what there is to know, and the files written."""

    manifest: Manifest
    accounts: tuple[PartAccount, ...]
    messages: tuple[Message, ...]
    notes: tuple[str, ...]
    mappings: tuple[Path, ...]
    to_fix: tuple[Path, ...]
    changed: bool  # whether the records are other than before

    def source_accounts(self) -> tuple[SourceAccount, ...]:
        return tuple(source for source in self.manifest.sources if source.imported)
