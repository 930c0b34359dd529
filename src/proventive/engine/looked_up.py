"""Cells whose values are judged outside the engine, each distinct value once: identifiers of people, area codes,
people who were erased.

``admitted``: the local id of each identifier, or why it has none, beside the birth and sex of the row that it
stands in. ``areas``: the code in force of each area code, or why it is none. ``admitted_notes`` and
``area_notes``: what else is to be told of them; their rows go on.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from proventive.engine.declared import DeclaredColumn
from proventive.engine.duck import DuckEngine
from proventive.engine.sheet_parts import (
    SheetPart,
    area_column,
    area_join,
    birth_and_sex,
    cells_select,
    identifier_column,
    identity_join,
)
from proventive.engine.staging import drop
from proventive.engine.views import quoted

FIRST_ROWS = 12  # that a note names
PEOPLE_AT_ONCE = 10_000
Note = tuple[str, int, tuple[int, ...]]  # what, in how many rows, the first of them


def identifiers_of(engine: DuckEngine, part: SheetPart, at_once: int) -> Iterator[dict[str, np.ndarray]]:
    """The distinct identifiers of a part, with birth and sex of the row (``of_birth``, ``of_sex``) and the details
    that are kept apart, each with its ``place``, so many at a time. Begins ``admitted`` anew."""
    name = identifier_column(part)
    birth, sex = birth_and_sex(part)
    details = "".join(f", detail_{detail} AS {detail}" for detail in part.details)
    order = ", ".join(f"{each} NULLS LAST" for each in ("identifier", "of_birth", "of_sex", *part.details))
    drop(engine, "asked", "admitted", "admitted_notes")
    engine.run(
        f"CREATE TEMP TABLE asked AS SELECT ROW_NUMBER() OVER (ORDER BY {order}) AS place, * FROM (SELECT "
        f"DISTINCT {name} AS identifier, {birth} AS of_birth, {sex} AS of_sex{details} "
        f"FROM ({cells_select(part)}) AS cells WHERE _ignored IS NULL AND {name} IS NOT NULL)"
    )
    engine.run(
        "CREATE TEMP TABLE admitted (identifier VARCHAR, of_birth VARCHAR, of_sex VARCHAR, local_id VARCHAR, "
        "identity_fault VARCHAR)"
    )
    engine.run(
        "CREATE TEMP TABLE admitted_notes (identifier VARCHAR, of_birth VARCHAR, of_sex VARCHAR, note VARCHAR)"
    )
    for start in range(0, engine.count("asked"), at_once):
        yield engine.fetch(
            f"SELECT * FROM asked WHERE place > {start} AND place <= {start + at_once} ORDER BY place NULLS LAST"
        )


def places_that_go_on(part: SheetPart) -> str:
    """SQL for the places in ``asked`` of which at least one row was not set aside."""
    birth, sex = birth_and_sex(part)
    same = " ".join(f"AND q.{detail} IS NOT DISTINCT FROM detail_{detail}" for detail in part.details)
    return (
        f"SELECT DISTINCT q.place FROM ({cells_select(part)}) AS cells "
        f"JOIN asked AS q ON q.identifier = cells.{identifier_column(part)} "
        f"AND q.of_birth IS NOT DISTINCT FROM {birth} AND q.of_sex IS NOT DISTINCT FROM {sex} {same} "
        "WHERE cells._ignored IS NULL AND cells._row NOT IN "
        f"(SELECT _row FROM faults_told WHERE table_name = {quoted(part.table.name)})"
    )


def stage_admitted(
    engine: DuckEngine,
    asked: dict[str, np.ndarray],
    ids: np.ndarray,
    faults: np.ndarray,
    notes: Sequence[tuple[str, np.ndarray]],
) -> None:
    """Which local id each identifier has, or why it has none; ``notes``: what else, and of which of them."""
    who = {name: asked[name] for name in ("identifier", "of_birth", "of_sex")}
    engine.stage("admitted_now", who | {"local_id": ids, "identity_fault": faults})
    there = "(SELECT * FROM admitted WHERE identifier >= $first)"  # all are asked for in order
    engine.run(
        f"INSERT INTO admitted SELECT DISTINCT n.* FROM admitted_now AS n ANTI JOIN {there} AS a "
        "ON a.identifier = n.identifier AND a.of_birth IS NOT DISTINCT FROM n.of_birth "
        "AND a.of_sex IS NOT DISTINCT FROM n.of_sex",
        {"first": asked["identifier"][0]},
    )
    for note, rows in notes:
        of_rows = {name: values[rows] for name, values in who.items()}
        engine.stage("admitted_notes", of_rows | {"note": np.full(len(rows), note, dtype=object)})
    drop(engine, "admitted_now")


def identity_notes(engine: DuckEngine, part: SheetPart) -> list[Note]:
    """What is to be told of identifiers whose rows go on."""
    if not engine.count("admitted_notes"):
        return []
    once = "(SELECT DISTINCT * FROM admitted_notes)"
    return noted_rows(engine, part, f"JOIN {once} AS m ON {identity_join(part)}")


def areas_of(engine: DuckEngine, part: SheetPart, column: DeclaredColumn) -> np.ndarray:
    """The distinct area codes of a part, as they were sent."""
    found = engine.fetch(
        f"SELECT DISTINCT {column.name} AS area FROM ({cells_select(part)}) AS cells "
        f"WHERE _ignored IS NULL AND {column.name} IS NOT NULL ORDER BY area NULLS LAST"
    )
    return found["area"]


def stage_areas(
    engine: DuckEngine,
    sent: np.ndarray,
    used: np.ndarray,
    faults: np.ndarray,
    notes: Sequence[tuple[str, np.ndarray]],
) -> None:
    """Which code in force each area code stands for, or why it cannot be used; and what else is to be told."""
    drop(engine, "areas", "area_notes")
    engine.run("CREATE TEMP TABLE areas (area_sent VARCHAR, area_used VARCHAR, area_fault VARCHAR)")
    engine.run("CREATE TEMP TABLE area_notes (area_sent VARCHAR, note VARCHAR)")
    engine.stage("areas", {"area_sent": sent, "area_used": used, "area_fault": faults})
    for note, rows in notes:
        engine.stage("area_notes", {"area_sent": sent[rows], "note": np.full(len(rows), note, dtype=object)})


def area_notes(engine: DuckEngine, part: SheetPart) -> list[Note]:
    """What is to be told of area codes whose rows go on."""
    if area_column(part) is None or not engine.count("area_notes"):
        return []
    return noted_rows(engine, part, f"JOIN area_notes AS ar ON {area_join(part)}")


def noted_rows(engine: DuckEngine, part: SheetPart, join: str) -> list[Note]:
    found = engine.run(
        f"SELECT note, COUNT(*), MIN(_row, {FIRST_ROWS}) FROM ({cells_select(part)}) AS cells {join} "
        "WHERE _ignored IS NULL GROUP BY note ORDER BY note NULLS LAST"
    ).fetchall()
    return [(str(note), int(count), tuple(rows)) for note, count, rows in found]


def people_of(engine: DuckEngine, part: SheetPart) -> Iterator[str]:
    """The distinct local ids of a part, after its identifiers were admitted; read when the first is asked for."""
    reading = part.columns.get("person_id")
    if reading is None:
        return
    if reading.identifier is not None:
        select = "SELECT DISTINCT local_id FROM admitted WHERE local_id IS NOT NULL"
    else:
        select = (
            f"SELECT DISTINCT person_id AS local_id FROM ({cells_select(part)}) AS cells "
            "WHERE _ignored IS NULL AND person_id IS NOT NULL"
        )
    found = engine.run(f"SELECT local_id FROM ({select}) AS people ORDER BY local_id NULLS LAST")
    while some := found.fetchmany(PEOPLE_AT_ONCE):
        yield from (id for (id,) in some)


def not_among_people(engine: DuckEngine) -> tuple[int, tuple[int, ...]]:
    """How many fresh rows are about somebody who does not stand among the people, and the first of them; 0 where
    nobody stands there."""
    if not engine.count("standing_people"):
        return 0, ()
    [(count, rows)] = engine.run(
        f"SELECT COUNT(*), MIN(f._row, {FIRST_ROWS}) FROM fresh AS f "
        "ANTI JOIN standing_people AS p ON p.person_id = f.person_id"
    ).fetchall()
    return int(count), tuple(rows or ())


def stage_barred(engine: DuckEngine, local_ids: np.ndarray) -> None:
    """The people of a part whose rows are not to come in."""
    drop(engine, "barred")
    engine.stage("barred", {"local_id": local_ids})
