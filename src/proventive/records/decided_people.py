"""What was decided of the people of a store: which local ids are one person, which are two.

The decisions stand in ``same-people.json`` beside the manifest, oldest first, and none is ever taken out: one that
was undone is followed by another that says so. They name people by local id alone. The rows of the records are not
touched by them; whoever opens the records sees the ids of one person as one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from proventive.engine.whole_files import whole
from proventive.quantities import RecordsError, canonical_hash, from_json, to_json

FILE = "same-people.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decided of two local ids, and on which day.

    ``one person``: ``other`` is counted as ``kept``. ``not one person``: that was undone, and nothing is said of
    the two. ``two people``: they are not proposed again.
    """

    what: Literal["one person", "not one person", "two people"]
    kept: str
    other: str
    on: date

    @property
    def pair(self) -> frozenset[str]:
        return frozenset((self.kept, self.other))


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePeople:
    """The decisions of a store, oldest first. The last one of a pair holds."""

    proventive: int = 1
    decisions: tuple[Decision, ...] = ()

    @property
    def in_force(self) -> dict[frozenset[str], Decision]:
        """What holds of each pair, in the order of its first decision."""
        return {decision.pair: decision for decision in self.decisions if decision.kept != decision.other}

    @property
    def merges(self) -> tuple[Decision, ...]:
        """The merges that hold."""
        return tuple(each for each in self.in_force.values() if each.what == "one person")

    @property
    def apart(self) -> dict[frozenset[str], Decision]:
        """The pairs that are two people."""
        return {pair: each for pair, each in self.in_force.items() if each.what == "two people"}

    @property
    def hash(self) -> str:
        """Which ids are one person now; of a store that was never merged, or where all was undone, empty."""
        found = counted_as((self,))
        return canonical_hash(found) if found else ""

    def counts_as(self, local_id: str) -> str:
        """The id under which a person is counted."""
        return counted_as((self,)).get(local_id, local_id)

    def without(self, local_ids: Collection[str]) -> "SamePeople | None":
        """The decisions that name none of these ids; None where they all are such."""
        left = tuple(each for each in self.decisions if each.pair.isdisjoint(local_ids))
        return None if len(left) == len(self.decisions) else replace(self, decisions=left)

    def ids_of(self, local_id: str) -> frozenset[str]:
        """Every id of the person who has this one."""
        found = counted_as((self,))
        kept = found.get(local_id, local_id)
        return frozenset({local_id, kept, *(id for id, counts in found.items() if counts == kept)})


def counted_as(decided: Iterable[SamePeople]) -> dict[str, str]:
    """The id under which each merged person is counted, by each of their ids, that one itself among them.

    Ids that are merged one after the other are one person. They count as the id that was always kept; where stores
    kept different ones, as the first of these in order.
    """
    merges = [merge for each in decided for merge in each.merges]
    groups: dict[str, set[str]] = {}
    for merge in merges:  # a few that people decided, never the rows
        joined = groups.get(merge.kept, {merge.kept}) | groups.get(merge.other, {merge.other})
        groups |= dict.fromkeys(joined, joined)
    given_up = {merge.other for merge in merges}
    return {id: min(group - given_up or group) for id, group in sorted(groups.items())}


def read_same_people(store: Path) -> SamePeople:
    """What was decided of the people of a store. Raises RecordsError where it cannot be read."""
    file = store / FILE
    try:
        return from_json(file.read_text(encoding="utf-8"), SamePeople)
    except FileNotFoundError:
        return SamePeople()
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise RecordsError(
            f"What was decided of possible duplicates cannot be read ({file}, {type(error).__name__}). Without it "
            "one person could count as two. Put the file back from a backup: “proventive records restore”."
        ) from None


def write_same_people(store: Path, decided: SamePeople) -> None:
    """Write the decisions, whole or not at all."""
    with whole(store / FILE) as beside:
        beside.write_text(to_json(decided), encoding="utf-8", newline="\n")


def as_columns(found: Mapping[str, str]) -> dict[str, list[str | None]]:
    """The table by which an engine shows ids of one person as one."""
    return {"local_id": [*found], "counts_as": [*found.values()]}
