"""Who may stand twice in a store? Proposed by local id, with the reason in words; people decide."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from proventive.engine import open_embedded
from proventive.records.decided_people import SamePeople, counted_as, read_same_people
from proventive.records.identity import Pair, kept_people, likely_pairs, open_identities
from proventive.records.identity.keeping import DETAILS, People
from proventive.records.leftovers import alone
from proventive.records.manifest import read_manifest

VERY = 0.99
AGREE = {
    ("given", "same"): "the same given name",
    ("given", "nickname"): "given names of which one is short for the other",
    ("given", "spelling"): "given names that are spelled almost alike",
    ("given", "initial"): "an initial that fits the given name",
    ("given", "another of several"): "one of several given names in common",
    ("given", "turned"): "given and family name in each other's place",
    ("family", "same"): "the same family name",
    ("family", "spelling"): "family names that are spelled almost alike",
    ("family", "part"): "a part of the family name in common",
    ("birth", "same"): "the same day of birth",
    ("birth", "turned"): "day and month of birth in each other's place",
    ("birth", "digit"): "days of birth that differ in one digit",
    ("birth", "part"): "days of birth that differ in the day or the month",
    ("postcode", "same"): "the same postcode",
    ("postcode", "digit"): "postcodes that differ in one sign",
    ("postcode", "near"): "postcodes of one district",
}
DIFFER = {
    ("family", "differs"): "the family name, which may have changed",
    ("postcode", "differs"): "the postcode: they may have moved",
    ("sex", "differs"): "the sex",
    ("birth", "unknown"): "the day of birth, which one does not say",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Two local ids that may be one person. ``kept`` is the one with a number of the health service, where only
    one has. ``names``: how each is written, only where it was asked for."""

    kept: str
    other: str
    likely: str  # "very likely", "likely"
    reason: str
    names: tuple[tuple[str, ...], tuple[str, ...]] | None = field(default=None, repr=False)


def proposals(store: Path | str, *, with_names: bool = False) -> tuple[Proposal, ...]:
    """Pairs that may be one person and of which nothing was decided, the likeliest first.

    Needs the key of the store: what tells people apart is kept apart. ``with_names``: for whoever may see them.
    Raises NotFound where there is no key, RecordsError where it is another one or the store is in use.
    """
    store = Path(store).resolve()
    with alone(store):  # what does not fit into memory holds names: it lies in the store, and is removed
        manifest = read_manifest(store)
        people = kept_people(open_identities(store, fingerprint=manifest.key if manifest is not None else ""))
        engine = open_embedded()
        try:
            pairs = likely_pairs(engine, people)
        finally:
            engine.close()
        decided = read_same_people(store)
    numbered = set(people["local_id"][people["kind"] != "own"].tolist())
    still_open = open_pairs(pairs, decided)
    return tuple(proposal(pair, people if with_names else None, numbered) for pair in still_open)


def open_pairs(pairs: Iterable[Pair], decided: SamePeople) -> Iterator[Pair]:
    """The pairs of which nothing was decided, neither of them nor of the people that their ids are counted as."""
    counts = counted_as((decided,))
    apart = {frozenset(counts.get(id, id) for id in pair) for pair in decided.apart}
    for pair in pairs:
        people = frozenset(counts.get(id, id) for id in (pair.one, pair.two))
        if len(people) == 2 and people not in apart:
            yield pair


def proposal(pair: Pair, people: People | None, numbered: set[str]) -> Proposal:
    ids = (pair.one, pair.two)
    if pair.two in numbered and pair.one not in numbered:
        ids = (pair.two, pair.one)
    return Proposal(
        kept=ids[0],
        other=ids[1],
        likely="very likely" if pair.chance >= VERY else "likely",
        reason=reason(pair),
        names=None if people is None else (written(people, ids[0]), written(people, ids[1])),
    )


def reason(pair: Pair) -> str:
    """What two people have in common, and what not. No name, day or place is told."""
    common = [AGREE[each] for each in pair.levels.items() if each in AGREE]
    differ = [DIFFER[each] for each in pair.levels.items() if each in DIFFER]
    return "; not ".join(", ".join(words) for words in (common, differ) if words)


def written(people: People, local_id: str) -> tuple[str, ...]:
    """Every way in which a person is written."""
    rows = zip(*(people[name][people["local_id"] == local_id].tolist() for name in DETAILS), strict=True)
    return tuple(", ".join(value for value in row if value) for row in rows)
