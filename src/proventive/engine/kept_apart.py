"""Who people are, on the way from the rows of a sheet to where it is kept apart, however many they are.

``found_people``: who the identifiers of a part are, by their ``place`` in ``asked``. ``kept_apart``: who is to be
kept. All columns are text, "" where nothing is known.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from proventive.engine.duck import DuckEngine
from proventive.engine.looked_up import places_that_go_on
from proventive.engine.sheet_parts import SheetPart
from proventive.engine.staging import drop


def start_apart(engine: DuckEngine, columns: Sequence[str]) -> None:
    """Begin ``kept_apart``, unless it is there: the local id first, kind and identifier behind it."""
    named = ", ".join(f"{name} VARCHAR" for name in columns)
    engine.run(f"CREATE TEMP TABLE IF NOT EXISTS kept_apart ({named})")


def stage_apart(engine: DuckEngine, people: Mapping[str, np.ndarray]) -> None:
    engine.stage("kept_apart", people)


def start_found(engine: DuckEngine, columns: Sequence[str]) -> None:
    """Begin ``found_people`` anew."""
    start_apart(engine, columns)
    drop(engine, "found_people")
    engine.run("CREATE TEMP TABLE found_people AS SELECT CAST(0 AS BIGINT) AS place, * FROM kept_apart LIMIT 0")


def stage_found(engine: DuckEngine, places: np.ndarray, people: Mapping[str, np.ndarray]) -> None:
    """Add people, each with the place of the identifier."""
    engine.stage("found_people", {"place": places, **people}, {"place": "BIGINT"})


def keep_found(engine: DuckEngine, part: SheetPart, *, all_go_on: bool) -> None:
    """Put into ``kept_apart`` whom a part found. What only rows that were set aside say of anybody is not kept: it
    may be wrong, and it comes again when they are fixed."""
    goes_on = "" if all_go_on else f"WHERE place IN ({places_that_go_on(part)})"
    engine.run(f"INSERT INTO kept_apart SELECT * EXCLUDE (place) FROM found_people {goes_on}")
    drop(engine, "found_people")


def has_one_id_for_two(engine: DuckEngine) -> bool:
    """Whether two identifiers in ``kept_apart`` have one local id."""
    named = "SELECT DISTINCT local_id, kind, identifier FROM kept_apart"
    twice = f"SELECT 1 FROM ({named}) AS named GROUP BY local_id HAVING COUNT(*) > 1 LIMIT 1"
    return bool(engine.run(twice).fetchall())


def pieces_apart(engine: DuckEngine, at_once: int) -> Iterator[dict[str, list[str]]]:
    """``kept_apart`` in order, every distinct row once, so many at a time; at least one piece."""
    names = [name for name, *_ in engine.run("SELECT * FROM kept_apart LIMIT 0").description]
    order = ", ".join(f"{name} NULLS LAST" for name in names)
    result = engine.run(f"SELECT DISTINCT {', '.join(names)} FROM kept_apart ORDER BY {order}")
    rows = result.fetchmany(at_once)
    while True:
        yield {name: [row[place] for row in rows] for place, name in enumerate(names)}
        rows = result.fetchmany(at_once)
        if not rows:
            return
