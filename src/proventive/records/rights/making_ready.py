"""Before a person is erased: the files beside the tables are made ready without them, or to go as a whole."""

from dataclasses import dataclass
from pathlib import Path

from proventive.engine.whole_files import whole
from proventive.records.erasure.removing import READY, forget_ready
from proventive.records.rights.mapping_entries import (
    NotToBeMasked,
    Person,
    keeps_all_else,
    mapping_files,
    masked_mapping,
)
from proventive.records.rights.rows_to_fix import NobodyCanTell, files_to_fix, readable_mappings, without_person


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeReady:
    """What becomes of the files beside the tables, by their paths in the store.

    ``rows``: of the person among the rows to fix; ``unclear``: of others there that go too, since nobody can tell
    whose they are.
    """

    rewritten: tuple[str, ...]
    removed: tuple[str, ...]
    rows: int
    unclear: int


def make_ready(store: Path, person: Person) -> MadeReady:
    """Write to ``.erasing/`` what is to stand in place of mappings and rows to fix. Nothing else is changed."""
    forget_ready(store)
    ready = store / READY
    ready.mkdir(mode=0o700)
    removed: list[str] = []
    rows = unclear = 0
    mappings = readable_mappings(store)
    for file in files_to_fix(store):
        name = file.relative_to(store).as_posix()
        try:
            theirs, others = without_person(file, ready / name, mappings, person.identities, person.local_ids)
            rows, unclear = rows + theirs, unclear + others
        except NobodyCanTell:
            (ready / name).unlink(missing_ok=True)
            removed.append(name)
    for file in mapping_files(store):
        name = file.relative_to(store).as_posix()
        try:
            mask(file, ready / name, person)
        except NotToBeMasked:
            (ready / name).unlink(missing_ok=True)
            removed.append(name)
    rewritten = sorted(file.relative_to(ready).as_posix() for file in ready.rglob("*") if file.is_file())
    return MadeReady(rewritten=tuple(rewritten), removed=tuple(sorted(removed)), rows=rows, unclear=unclear)


def mask(file: Path, to: Path, person: Person) -> None:
    """Write a mapping to ``to`` without the person, where they stand in it."""
    text = masked_mapping(file, person)
    if text is None:
        return
    to.parent.mkdir(parents=True, exist_ok=True)
    with whole(to) as beside:
        beside.write_text(text, encoding="utf-8", newline="")
    if not keeps_all_else(file, to, person):
        raise NotToBeMasked
