"""The pack as JSON, for machines; the same bytes for the same input.

The shape, version 1::

    {"proventive_pack": 1,
     "title": text, "kicker": [text, ...], "marking": text, "released": true | false,
     "figures": {id: {"value": VALUE, "text": text, "counts": text, "trail": number}},
     "tables": {id: {"title", "row_heading", "counts", "trail",
                     "columns": [{"id", "heading"}], "rows": [{"id", "heading", "cells": [CELL]}]}},
     "trails": [{"number", "method", "agreement", "records", "facts", "rests_on", "seed"}],
     "first_page": [BLOCK, ...], "blocks": [BLOCK, ...]}

A VALUE is ``{"kind": "Number" | "Estimate" | "Money" | "MoneyEstimate" | "Unknown", ...}`` with the fields of
that noun: amounts and exact numbers as text, statistics as numbers with all their digits. ``text`` is the
value as a reader of the pack sees it. A CELL is ``{"figure": id}`` or ``{"text": text}``; the id of a
figure in a table is ``<table>/<row>/<column>``. A BLOCK has ``block`` (its kind) and its own fields; a figure
in a sentence is ``{"figure": id, "form": form, "text": as printed there}``. A trail's ``records`` name each
record table and the files that it came from, by hash with their rows; its ``facts`` name each outside fact with
value, dates in force and source. ``rests_on`` names other figures. The last block
says which version made the pack, and on which engine: the one line in which engines differ.
"""

import json
import re
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import TypeAdapter

from proventive.evidence.blocks import Block, Grid, Pack, Shown, TrailEntry, Trails
from proventive.evidence.markup import UNSEEN
from proventive.evidence.numbers import printed
from proventive.quantities import Figure, Table, Trail, Value

VERSION = 1
# Made once: a pack may hold thousands of values.
VALUES: TypeAdapter[Value] = TypeAdapter(Value)
TRAILS: TypeAdapter[Trail] = TypeAdapter(Trail)


def as_json(pack: Pack) -> str:
    """The pack as readable JSON. Characters that cannot be seen are written as escapes."""
    text = json.dumps(as_plain(pack), indent=1, ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n"
    return UNSEEN.sub(escaped, text)


def escaped(match: re.Match[str]) -> str:
    """An unseen character as a JSON escape."""
    return f"\\u{ord(match[0]):04x}"


def as_plain(pack: Pack) -> dict[str, Any]:
    """The pack as plain data."""
    entries = [entry for block in pack.blocks if isinstance(block, Trails) for entry in block.entries]
    return {
        "proventive_pack": VERSION,
        "title": pack.title,
        "kicker": list(pack.kicker),
        "marking": pack.marking,
        "released": pack.released,
        "figures": dict(pair for entry in entries for pair in figures_of(entry)),
        "tables": {table.id: table_plain(table, entry.number) for entry in entries for table in entry.tables},
        "trails": [{"number": entry.number, **trail_plain(entry.trail)} for entry in entries],
        "first_page": [block_plain(block) for block in pack.first_page],
        "blocks": [block_plain(block) for block in pack.blocks],
    }


def figures_of(entry: TrailEntry) -> list[tuple[str, dict[str, Any]]]:
    """Every figure of a trail, cells of its tables included."""
    in_tables = [figure for table in entry.tables for figure in table.figures()]
    return [(figure.id, figure_plain(figure, entry.number)) for figure in (*entry.figures, *in_tables)]


def figure_plain(figure: Figure, trail: int) -> dict[str, Any]:
    """A figure: its value, as plain data and as it is printed, whom it counts, and its trail."""
    return {
        "value": value_plain(figure.value),
        "text": printed(figure.value),
        "counts": figure.counts,
        "trail": trail,
    }


def value_plain(value: Value) -> dict[str, Any]:
    """A value with its kind and its fields."""
    plain: dict[str, Any] = VALUES.dump_python(value, mode="json", exclude_none=True)
    return {"kind": type(value).__name__, **plain}


def trail_plain(trail: Trail) -> dict[str, Any]:
    """A trail with its fields."""
    plain: dict[str, Any] = TRAILS.dump_python(trail, mode="json", exclude_none=True)
    return plain


def table_plain(table: Table, trail: int) -> dict[str, Any]:
    """A table: its cells name their figures."""
    ids = {figure.id for figure in table.figures()}
    return {
        "title": table.title,
        "row_heading": table.row_heading,
        "counts": table.counts,
        "trail": trail,
        "columns": [{"id": column.id, "heading": column.heading} for column in table.columns],
        "rows": [
            {
                "id": row.id,
                "heading": row.heading,
                "cells": [
                    {"figure": id} if (id := f"{table.id}/{row.id}/{column.id}") in ids else {"text": str(cell)}
                    for column, cell in zip(table.columns, row.cells, strict=True)
                ],
            }
            for row in table.rows
        ],
    }


def block_plain(block: Block) -> Any:
    """A block with its kind and its fields; trails stand apart."""
    if isinstance(block, Trails):
        return {"block": "Trails", "made_by": block.made_by, "trails": [entry.number for entry in block.entries]}
    return part_plain(block)


def part_plain(part: object) -> Any:
    """A part of the tree as plain data."""
    if isinstance(part, Shown):
        text = printed(part.figure.value, part.form, down=part.down, up=part.up)
        return {"figure": part.figure.id, "form": part.form, "text": text}
    if isinstance(part, Grid):
        return {"block": "Grid", "table": part.table.id, "caption": part.caption, "folded": part.folded}
    if isinstance(part, tuple):
        return [part_plain(element) for element in part]
    if is_dataclass(part):
        return {"block": type(part).__name__} | {
            each.name: part_plain(getattr(part, each.name)) for each in fields(part)
        }
    return part
