"""The one-screen summary for the command line: the same facts in the same order as the first page."""

from collections.abc import Mapping
from datetime import date

from proventive.evidence.blocks import Answer, Cell, Link, Parts, Sentence, Sheet, Shown, Strong
from proventive.evidence.certainty import how_sure_in_short
from proventive.evidence.first_page import HOW_SURE, entries, kicker, owed_in_all, promises
from proventive.evidence.lead import lead
from proventive.evidence.numbers import printed
from proventive.evidence.text_columns import columns, indented
from proventive.evidence.words import with_distinct_labels
from proventive.outturn.outturn import Outturn
from proventive.quantities import Figure, Table, Trail
from proventive.quantities.words import day_in_words

WIDTH = 100


def summary(outturn: Outturn) -> tuple[str, ...]:
    """Lines of text: what changed, promised against outturn, what is owed, cost, worth and to whom, unknowns."""
    outturn = with_distinct_labels(outturn)
    lines = [
        outturn.agreement.title,
        " · ".join(kicker(outturn, day_in_words(date.fromisoformat(outturn.as_at)))),
        "",
    ]
    lines += [line for told in lead(outturn) for line in indented(words(told.parts), "", WIDTH)]
    lines.append("")
    for block in promises(outturn):
        if isinstance(block, Sheet):
            lines += [*sheet_as_text(block), ""]
    owed = owed_in_all(outturn)
    lines += [line for told in owed for line in indented(words(without_links(told.parts)), "", WIDTH)]
    for heading, sentences in in_short(outturn):
        lines += ["", heading, *(line for told in sentences for line in indented(words(told.parts), "  ", WIDTH))]
    return tuple(line.rstrip() for line in lines)


def in_short(outturn: Outturn) -> tuple[tuple[str, tuple[Sentence, ...]], ...]:
    """The entries of the first page; of how sure we are, no more than a line for each finding."""
    short = how_sure_in_short(outturn)
    return tuple((heading, short if heading == HOW_SURE else sentences) for heading, sentences in entries(outturn))


def sheet_as_text(sheet: Sheet) -> tuple[str, ...]:
    """A sheet in columns."""
    head = (sheet.row_heading, *sheet.columns)
    body = tuple((row.heading, *(cell_as_text(cell) for cell in row.cells)) for row in sheet.rows)
    return columns(head, body, WIDTH)


def cell_as_text(cell: Cell) -> str:
    """What stands in a cell, with its interval in brackets. Reasons are told among what we do not know."""
    interval = any(isinstance(part, Shown) and part.form == "interval" for part in cell.note)
    return words(cell.parts) + (f" ({words(cell.note)})" if interval else "")


def words(parts: Parts) -> str:
    """Parts of a sentence as plain text."""
    said = []
    for part in parts:
        match part:
            case str():
                said.append(part)
            case Shown():
                said.append(printed(part.figure.value, part.form, down=part.down, up=part.up))
            case Answer() | Link():
                said.append(part.text)
            case Strong():
                said.append(words(part.parts))
    return "".join(said)


def without_links(parts: Parts) -> Parts:
    """A sentence up to where it points to another part of the pack."""
    kept: list[str | Shown | Answer | Strong] = []
    for part in parts:
        if isinstance(part, Link):
            break
        kept.append(part)
    return tuple(kept)


def table_as_text(table: Table) -> tuple[str, ...]:
    """A table of figures as lines of text, for the command line."""
    head = (table.row_heading, *(column.heading for column in table.columns))
    body = tuple(
        (row.heading, *(cell if isinstance(cell, str) else printed(cell) for cell in row.cells))
        for row in table.rows
    )
    return (table.title, *columns(head, body, WIDTH))


def explanation(*figures: Figure, erased: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """A figure and what it rests on, as lines of text; a trail that several of them share is told once.

    ``erased``: by the content hash of a table, what was erased from it since.
    """
    told: dict[Trail, str] = {}
    lines: list[str] = []
    for figure in figures:
        lines += [*([""] if lines else []), figure.id, f"  {printed(figure.value)}"]
        lines += indented(f"Counts: {figure.counts}", "  ", WIDTH)
        if figure.trail in told:
            lines.append(f"  From the same records, facts and method as {told[figure.trail]}.")
        else:
            told[figure.trail] = figure.id
            lines += trail_lines(figure.trail, erased or {})
    return tuple(lines)


def trail_lines(trail: Trail, erased: Mapping[str, str]) -> list[str]:
    """Everything that a trail names: method, agreement lines, record files, facts, other figures and seed."""
    lines = indented(f"Method: {trail.method}", "  ", WIDTH)
    places = "; ".join(str(place) for place in trail.agreement.places)
    lines.append(
        f"  Agreement: {trail.agreement.id}{f', {places}' if places else ''}, version {trail.agreement.hash}"
    )
    for used in dict.fromkeys(trail.records):
        of_which = f", {used.used:,} used" if used.used is not None else ""
        lines.append(f"  Records: {used.store}, table {used.table}: {used.rows:,} rows{of_which}, {used.hash}")
        if used.hash in erased:
            lines += indented(f"{erased[used.hash]}.", "    ", WIDTH)
        lines += [f"    from {file.name}: {file.rows:,} rows, {file.hash}" for file in used.sources]
    for fact in trail.facts:
        lines.append(f"  Fact: {fact.id}: {fact.value} ({fact.unit}), in force: {fact.in_force}")
        lines.append(f"    {fact.source}; held in {fact.place}")
    lines += [f"  Rests on: {id}" for id in trail.rests_on]
    return lines + ([f"  Seed: {trail.seed}"] if trail.seed is not None else [])
