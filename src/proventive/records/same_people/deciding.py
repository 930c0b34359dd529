"""Decide that two local ids are one person, undo it, or say that they are two. Rows stay as they are."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from proventive.engine import open_embedded
from proventive.engine.of_ids import row_of_each, rows_by_id
from proventive.quantities import NotFound, RecordsError
from proventive.quantities.words import day_in_words
from proventive.records.bringing_in import bring_in
from proventive.records.decided_people import Decision, SamePeople, read_same_people, write_same_people
from proventive.records.declarations import declarations
from proventive.records.leftovers import alone
from proventive.records.manifest import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A merge, and the headings of what the two ids have different words for in ``people``: those of ``kept``
    stand, but who did not agree to the use of the record, or took it back, did so for both."""

    decision: Decision
    differ: tuple[str, ...]
    rows: dict[str, int]  # of ``other``, by table: they count for ``kept`` from now on


def merge(store: Path | str, kept: str, other: str, *, on: date) -> Merged:
    """From now on ``other`` is counted as ``kept``. No row is changed, so that :func:`unmerge` undoes it exactly.

    Raises NotFound where the store has no row of one of them, RecordsError where one of them counts as somebody
    else already, or they were said to be two people by way of a third.
    """
    store = Path(store).resolve()
    with alone(store):
        manifest, decided = bring_in(store), read_same_people(store)
        rows = rows_of_both(store, manifest, kept, other)
        check_free(decided, kept, other)
        check_not_apart(decided, kept, other)
        differ = differences(store, manifest, kept, other)
        decision = Decision(what="one person", kept=kept, other=other, on=on)
        write_same_people(store, with_decision(decided, decision))
    return Merged(decision=decision, differ=differ, rows=rows[other])


def unmerge(store: Path | str, other: str, *, on: date) -> Decision:
    """``other`` is a person of their own again; the records count as they did before. Raises NotFound where
    ``other`` was not merged into anybody."""
    store = Path(store).resolve()
    with alone(store):
        decided = read_same_people(store)
        merged = next((each for each in decided.merges if each.other == other), None)
        if merged is None:
            into = sorted(each.other for each in decided.merges if each.kept == other)
            do = f"{', '.join(into)} counts as {other}: name that id instead." if into else "Check the local id."
            raise NotFound(f"{other} is not merged into anybody in this store. Nothing was changed. {do}")
        decision = Decision(what="not one person", kept=merged.kept, other=other, on=on)
        write_same_people(store, with_decision(decided, decision))
    return decision


def say_apart(store: Path | str, one: str, two: str, *, on: date) -> Decision:
    """Two ids are two people: they are not proposed again. Raises NotFound where the store has no row of one of
    them, RecordsError where they count as one person now."""
    store = Path(store).resolve()
    with alone(store):
        decided = read_same_people(store)
        rows_of_both(store, bring_in(store), one, two)
        if decided.counts_as(one) == decided.counts_as(two):
            raise RecordsError(
                f"{one} and {two} count as one person now. Nothing was changed. Undo that first: “proventive "
                "records unmerge”."
            )
        decision = Decision(what="two people", kept=one, other=two, on=on)
        write_same_people(store, with_decision(decided, decision))
    return decision


def with_decision(decided: SamePeople, decision: Decision) -> SamePeople:
    return replace(decided, decisions=(*decided.decisions, decision))


def rows_of_both(store: Path, manifest: Manifest, one: str, two: str) -> dict[str, dict[str, int]]:
    """How many rows each table has of each of two ids."""
    if one == two:
        raise RecordsError(f"{one} is named twice. Nothing was changed. Name two local ids.")
    files = {
        file.table: store / file.file
        for file in manifest.tables
        if file.rows and "person_id" in declarations()[file.table].names
    }
    engine = open_embedded(folders=[store])
    try:
        found = rows_by_id(engine, files, (one, two))
    finally:
        engine.close()
    missing = [id for id in (one, two) if not found[id]]
    if missing:
        raise NotFound(
            f"This store has no row of {' or '.join(missing)}. Nothing was changed. Check the local id: "
            "“proventive records duplicates” prints those that may be one person."
        )
    return found


def check_free(decided: SamePeople, kept: str, other: str) -> None:
    for each in decided.merges:
        if each.other in (kept, other):
            raise RecordsError(
                f"{each.other} counts as {each.kept} since {day_in_words(each.on)}. Nothing was changed. Name "
                f"{each.kept} in its place, or undo that first: “proventive records unmerge”."
            )


def check_not_apart(decided: SamePeople, kept: str, other: str) -> None:
    """Raise RecordsError where a merge would make one person of two who were said to be two. The pair itself may
    be decided anew."""
    ours, theirs = decided.ids_of(kept), decided.ids_of(other)
    for pair, each in decided.apart.items():
        if pair & ours and pair & theirs and pair != {kept, other}:
            raise RecordsError(
                f"{each.kept} and {each.other} were said to be two people on {day_in_words(each.on)}, and this "
                "would make them one. Nothing was changed. Look which of the two is right."
            )


def differences(store: Path, manifest: Manifest, kept: str, other: str) -> tuple[str, ...]:
    """The headings of ``people`` in which the two have different values. No value is told."""
    file, table = manifest.table("people"), declarations()["people"]
    if file is None:
        return ()
    engine = open_embedded(folders=[store])
    try:
        rows = row_of_each(engine, table, store / file.file, (kept, other))
    finally:
        engine.close()
    if len(rows) < 2:
        return ()
    ours, theirs = rows[kept], rows[other]
    return tuple(
        column.heading
        for column in table.columns
        if column.name != "person_id" and ours[column.name] != theirs[column.name]
    )
