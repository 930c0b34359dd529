"""A store: the records that one body holds, in a folder ``records/<body>/``."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from proventive.quantities import Period, RecordsError
from proventive.quantities.words import in_quotes
from proventive.records.declarations import TABLES

STORE = "store.yaml"
SOURCES = "sources"
TABLE_FILES = "tables"
TO_FIX = "to-fix"
COUNTED_BY_EVENT = ("demand", "area_series")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A time in which a store holds every row of a table: inside it no row means 0, outside it not known.

    ``event`` is stated for demand and area series, each event apart; ``area`` where only one area is covered.
    """

    table: str
    period: Period
    event: str | None = None
    area: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Who holds the records, the id space of its people, and what it covers.

    ``instruments`` are ids of the body's own, beside those of the shipped reference facts. ``demonstration``:
    nobody in it is real, so that the shipped demonstration key may make its local ids.
    """

    body: str
    name: str
    id_space: str
    coverage: tuple[Coverage, ...] = ()
    instruments: tuple[str, ...] = ()
    demonstration: bool = False


def read_store(folder: Path) -> Store:
    """The store as ``store.yaml`` states it. Raises RecordsError where it cannot be read."""
    file = folder / STORE
    try:
        raw = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise unreadable(file, "the file is not there") from None
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise unreadable(file, f"it is not readable YAML ({type(error).__name__})") from None
    if not isinstance(raw, dict):
        raise unreadable(file, "it is empty")
    unknown = sorted(set(raw) - {"body", "name", "id_space", "coverage", "instruments", "demonstration"})
    missing = [key for key in ("body", "name", "id_space") if not raw.get(key)]
    if unknown or missing:
        raise unreadable(
            file, f"missing: {', '.join(missing) or 'nothing'}; not known: {', '.join(unknown) or 'nothing'}"
        )
    coverage = raw.get("coverage") or []
    return Store(
        body=str(raw["body"]),
        name=str(raw["name"]),
        id_space=str(raw["id_space"]),
        coverage=tuple(read_coverage(entry, file, place) for place, entry in enumerate(coverage, 1)),
        instruments=tuple(str(id) for id in raw.get("instruments") or []),
        demonstration=raw.get("demonstration") is True,
    )


def read_coverage(raw: Any, file: Path, place: int) -> Coverage:
    where = f"entry {place} of coverage"
    if not isinstance(raw, dict) or set(raw) - {"table", "event", "area", "from", "to"}:
        raise unreadable(file, f"{where} has other keys than table, event, area, from and to")
    start, end = raw.get("from"), raw.get("to")
    if not isinstance(start, date) or not isinstance(end, date) or end < start:
        raise unreadable(file, f"{where} needs two dates, from and to, the later one last")
    event, area = raw.get("event"), raw.get("area")
    coverage = Coverage(
        table=str(raw.get("table")),
        event=None if event is None else str(event),
        area=None if area is None else str(area),
        period=Period(start=start, end=end),
    )
    return checked(coverage, f"{where} of {file}")


def checked(coverage: Coverage, where: str) -> Coverage:
    """The coverage itself; raises RecordsError where it names no record table, or lacks its event."""
    if coverage.table not in TABLES:
        raise RecordsError(
            f"“{coverage.table}” is not a record table ({where}). What is not covered is told as not known. "
            f"Name one of: {in_quotes(TABLES)}."
        )
    if (coverage.event is None) == (coverage.table in COUNTED_BY_EVENT):
        do = "Name the event" if coverage.event is None else "Leave the event out"
        raise RecordsError(
            f"Coverage of {coverage.table} is stated {'by' if coverage.event is None else 'without an'} event "
            f"({where}). Inside its coverage no row counts as 0, so it must be exact. {do}."
        )
    return coverage


def write_description(folder: Path, store: Store) -> None:
    """Write ``store.yaml``, so that :func:`read_store` reads the same store."""
    lines = [
        f"{key}: {json.dumps(getattr(store, key), ensure_ascii=False)}" for key in ("body", "name", "id_space")
    ]
    lines.append("# Inside its coverage a store holds every row: no row means 0. Outside, nothing is known.")
    lines.append("coverage:" if store.coverage else "coverage: []")
    for entry in store.coverage:
        parts = {"table": entry.table, "event": entry.event, "area": entry.area}
        told = ", ".join(f"{key}: {json.dumps(value)}" for key, value in parts.items() if value is not None)
        lines.append(f"  - {{{told}, from: {entry.period.start}, to: {entry.period.end}}}")
    if store.instruments:
        lines.append(f"instruments: {json.dumps(list(store.instruments))}")
    if store.demonstration:
        lines.append("demonstration: true  # nobody in it is real")
    (folder / STORE).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def unreadable(file: Path, why: str) -> RecordsError:
    return RecordsError(
        f"The description of this store cannot be read: {why} ({file}). Without it nobody knows whose records "
        "these are or what they cover. Write body, name, id_space and coverage into it."
    )
