"""What can still be judged of a document that is not well formed: every fault is told at once, none is made up.

Things with a fault of form are set aside, and with them what rests on them: a payment for an objective that could
not be read, a worked example of a term that could not. What is left is read, and its contradictions are told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from proventive.agreement.checks import contradictions
from proventive.agreement.form import read_form
from proventive.reading.faults import Fault
from proventive.reading.located import Located, Path, Plain
from proventive.reference import Reference

LISTS: tuple[Path, ...] = (
    ("parties",),
    ("objectives",),
    ("obligations",),
    ("payment",),
    ("worked_examples",),
    ("value", "inputs"),
    ("value", "lines"),
)
PAYS_FOR = ("per_person_improved", "effect_on_everyone_who_joined", "objective")

# What stands for a value of the whole document that could not be read: a term so long that no day lies outside it.
STANDS_IN: Mapping[str, Plain] = {
    "proventive": "1",
    "title": "-",
    "id": "-",
    "kind": "contract",
    "term": {"start": "1900-01-01", "end": "2199-12-31"},
    "price_base": "2000-01",
    "seed": "0",
    "parties": [],
}
# Contradictions of the document as a whole, and the part without which they cannot be judged.
RESTS_ON = {
    "no-provider": "parties",
    "no-payer": "parties",
    "shares-do-not-add-up": "parties",
    "payer-without-share": "parties",
    "serves-without-framework": "framework",
}


def contradictions_in_the_rest(located: Located, faults: Iterable[Fault], reference: Reference) -> list[Fault]:
    """The contradictions of a document, as far as its faults of form leave something to judge."""
    if not isinstance(located.plain, dict):
        return []
    faulty = [path for fault in faults for path in paths_at(located, fault)]
    rest = _Rest.of(located.plain, faulty)
    agreement, _ = read_form(Located(file=located.file, plain=rest.plain, values={}, keys={}))
    if agreement is None:
        return []
    places = {
        "/".join(map(str, new)): place
        for path, place in located.values.items()
        if (new := rest.path_of(path)) is not None
    }
    found = contradictions(replace(agreement, places=places), reference)
    return [fault for fault in found if RESTS_ON.get(fault.code) not in rest.doubtful]


def paths_at(located: Located, fault: Fault) -> list[Path]:
    """Every path whose value or key stands where a fault points."""
    values = [path for path, place in located.values.items() if place == fault.where]
    return values + [path for path, place in located.keys.items() if place == fault.where]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    """A document without what is faulty or rests on it."""

    plain: dict[str, Plain]
    kept: Mapping[Path, list[int]]  # of each list, which items are left
    doubtful: frozenset[str]  # parts of the document in which something was set aside

    @classmethod
    def of(cls, plain: dict[str, Plain], faulty: Iterable[Path]) -> "_Rest":
        items = {path[: len(name) + 1] for path in faulty for name in LISTS if within(path, name)}
        parts = {str(path[0]) for path in faulty if path and not any(within(path, name) for name in LISTS)}
        left: dict[str, Plain] = {key: value for key, value in plain.items() if key not in parts}
        items |= resting_on(left, items, parts)
        kept: dict[Path, list[int]] = {}
        for name in LISTS:
            things = listed(left, name)
            kept[name] = [number for number in range(len(things)) if (*name, number) not in items]
            left = with_list(left, name, [things[number] for number in kept[name]])
        doubtful = parts | {str(item[0]) for item in items}
        return cls(plain={**STANDS_IN, **left}, kept=kept, doubtful=frozenset(doubtful))

    def path_of(self, path: Path) -> Path | None:
        """Where a value of the whole document stands in the rest; None where it was set aside."""
        for name, numbers in self.kept.items():
            if within(path, name):
                number = path[len(name)]
                if number not in numbers:
                    return None
                return (*name, numbers.index(int(number)), *path[len(name) + 1 :])
        return path


def within(path: Path, name: Path) -> bool:
    """Whether a path leads to an item of a list, or into one."""
    return len(path) > len(name) and path[: len(name)] == name


def listed(plain: Plain, name: Path) -> list[Plain]:
    """The items of a list of the document; none where there is no such list."""
    for key in name:
        plain = plain.get(str(key)) if isinstance(plain, dict) else None
    return plain if isinstance(plain, list) else []


def with_list(plain: dict[str, Plain], name: Path, things: list[Plain]) -> dict[str, Plain]:
    """The document with another list in place of one that it has."""
    first, *inner = name
    held = plain.get(str(first))
    if inner and isinstance(held, dict) and inner[0] in held:
        return {**plain, str(first): {**held, str(inner[0]): things}}
    return {**plain, str(first): things} if not inner and isinstance(held, list) else plain


def resting_on(plain: dict[str, Plain], items: set[Path], parts: set[str]) -> set[Path]:
    """Terms, value lines and worked examples that rest on what was set aside."""
    objectives = _Names.of(plain, ("objectives",), items, parts)
    resting = {
        (*name, number)
        for name in (("payment",), ("value", "lines"))
        for number, thing in enumerate(listed(plain, name))
        if isinstance(thing, dict) and any(objectives.lost(thing.get(key)) for key in PAYS_FOR if key in thing)
    }
    names = objectives.and_those_of(_Names.of(plain, ("payment",), items | resting, parts))
    for number, example in enumerate(listed(plain, ("worked_examples",))):
        if "term" in parts or any(names.lost(id) for id in spoken_of(example)):
            resting.add(("worked_examples", number))
    return resting


def spoken_of(example: Plain) -> list[str]:
    """The objectives and terms that a worked example speaks of."""
    held = [example.get(key) for key in ("given", "owed")] if isinstance(example, dict) else []
    return [id for part in held if isinstance(part, dict) for id in part]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """The ids of a list: those that are left, and those that were set aside (None: one that could not be read)."""

    left: frozenset[str]
    set_aside: frozenset[str | None]

    @classmethod
    def of(cls, plain: dict[str, Plain], name: Path, items: set[Path], parts: set[str]) -> "_Names":
        ids = {number: id_of(thing) for number, thing in enumerate(listed(plain, name))}
        gone = {id for number, id in ids.items() if (*name, number) in items}
        stay = {id for number, id in ids.items() if (*name, number) not in items and id is not None}
        return cls(left=frozenset(stay), set_aside=frozenset(gone | ({None} if name[0] in parts else set())))

    def and_those_of(self, others: "_Names") -> "_Names":
        return _Names(left=self.left | others.left, set_aside=self.set_aside | others.set_aside)

    def lost(self, id: object) -> bool:
        """Whether an id is, or may be, that of something that was set aside."""
        return id not in self.left and (id in self.set_aside or None in self.set_aside)


def id_of(thing: Plain) -> str | None:
    id = thing.get("id") if isinstance(thing, dict) else None
    return id if isinstance(id, str) else None
