"""Columns of plain text, wrapped to a width."""

from itertools import zip_longest
from textwrap import wrap

GAP = "  "
LEAST = 9


def columns(head: tuple[str, ...], body: tuple[tuple[str, ...], ...], width: int) -> tuple[str, ...]:
    """A table in columns that fit a width; long cells run over several lines."""
    widths = fitted(head, body, width - len(GAP) * (len(head) - 1))
    lines = [*row_lines(head, widths), GAP.join("-" * each for each in widths)]
    for row in body:
        lines += row_lines(row, widths)
    return tuple(line.rstrip() for line in lines)


def fitted(head: tuple[str, ...], body: tuple[tuple[str, ...], ...], room: int) -> list[int]:
    """The width of each column: as its longest cell needs, the widest cut back until all fit."""
    widths = [max(len(cell) for cell in cells) for cells in zip(head, *body, strict=True)]
    while sum(widths) > room and max(widths) > LEAST:
        widths[widths.index(max(widths))] -= 1
    return widths


def row_lines(cells: tuple[str, ...], widths: list[int]) -> list[str]:
    """One row as lines."""
    folded = [wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)]
    return [
        GAP.join(part.ljust(width) for part, width in zip(parts, widths, strict=True))
        for parts in zip_longest(*folded, fillvalue="")
    ]


def indented(text: str, indent: str, width: int) -> list[str]:
    """A paragraph wrapped to a width."""
    return wrap(text, width, initial_indent=indent, subsequent_indent=f"{indent}  " if indent else "")
