"""Explain a figure: its value, and everything that it rests on, down to source rows and cited facts."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from proventive.agreement import agreement_folder
from proventive.engine import Where
from proventive.evidence import pack
from proventive.flow.running import Progress, at_desk, before_erasures, saved_outturn
from proventive.outturn import Outturn
from proventive.quantities import Figure, NotFound, figures_in
from proventive.quantities.words import day_in_words, things
from proventive.reference import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A figure, and the figures that it rests on, nearest first, each once."""

    figure: Figure
    rests_on: tuple[Figure, ...]
    erased: Mapping[str, str] = field(default_factory=dict)  # content hash of a table → what was erased since


def explain(
    path: Path,
    figure: str,
    as_at: date | None = None,
    *,
    engine: Where = "duckdb",
    progress: Progress | None = None,
) -> Explained:
    """The trail of a figure of a saved outturn (the latest as-at date if none is given).

    Raises NotFound, with the nearest names, if there is no such figure.
    """
    day = as_at or latest_as_at(agreement_folder(path))
    desk = before_erasures(at_desk(path, day, engine=engine, progress=progress))
    found = explained(figures_by_id(saved_outturn(desk), desk.records.reference), figure)
    used = {used for each in (found.figure, *found.rests_on) for used in each.trail.records}
    told = {each.hash: erased_words(desk.records.erased_since(each)) for each in used}
    return replace(found, erased={content: words for content, words in told.items() if words})


def erased_words(erased: tuple[tuple[date, int], ...]) -> str:
    """What was erased from a table since a figure was made: “source erased on 26 November 2026 (3 rows)”."""
    days = ", ".join(f"{day_in_words(on)} ({things(rows, 'row', 'rows')})" for on, rows in erased)
    return f"source erased on {days}: those rows can be shown no more" if days else ""


def list_figures(path: Path, as_at: date | None = None, *, engine: Where = "duckdb") -> tuple[str, ...]:
    """The names of all figures of a saved outturn, in order."""
    day = as_at or latest_as_at(agreement_folder(path))
    desk = before_erasures(at_desk(path, day, engine=engine))
    return tuple(sorted(figures_by_id(saved_outturn(desk), desk.records.reference)))


def explained(figures: dict[str, Figure], id: str) -> Explained:
    """A figure among others, with all that it rests on."""
    if id not in figures:
        near = difflib.get_close_matches(id, figures, n=5, cutoff=0.4) or sorted(figures)[:5]
        raise NotFound(
            f"There is no figure “{id}” in this outturn. A figure is named <id>/<quantity>, and a cell of a table "
            f"<id>/<quantity>/<row>/<column>. The nearest are: {', '.join(near)}. “proventive explain DIR --list” "
            "names them all."
        )
    return Explained(figure=figures[id], rests_on=tuple(resting(figures, id)))


def resting(figures: dict[str, Figure], id: str) -> Iterator[Figure]:
    """What a figure rests on, and what those rest on in turn, each once."""
    seen, waiting = {id}, list(figures[id].trail.rests_on)
    while waiting:
        name = waiting.pop(0)
        if name not in seen and name in figures:
            seen.add(name)
            yield figures[name]
            waiting.extend(figures[name].trail.rests_on)


def figures_by_id(outturn: Outturn, reference: Reference | None = None) -> dict[str, Figure]:
    """Every figure of an outturn, its findings, its worth and its pack, by id."""
    parts = (outturn, outturn.findings, outturn.worth, pack(outturn, reference=reference))
    return {figure.id: figure for part in parts for figure in figures_in(part)}


def latest_as_at(folder: Path) -> date:
    """The latest as-at date with saved results; raises NotFound if there is none."""
    saved = sorted(path.parent.name for path in folder.glob("results/*/settle.json"))
    if not saved:
        raise NotFound(
            f"There are no saved results in {folder}. A figure is explained from the results that it was saved "
            f"with. Run “proventive run {folder} --as-at DATE” first."
        )
    return date.fromisoformat(saved[-1])
