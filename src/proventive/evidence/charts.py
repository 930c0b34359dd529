"""Drawings, made here as SVG: one wide, one narrow for a phone, the page shows one of them.

Labels are placed by rule, with a quarter of slack, so that none is cut or lies on another. Lines differ in
stroke as well as in colour. The same chart gives the same bytes.
"""

from dataclasses import dataclass, replace

from proventive.evidence.bar_chart import Bar, draw_bars
from proventive.evidence.blocks import Chart, Grid, Sheet, Shown, Strong
from proventive.evidence.funnel_chart import FunnelChart, Place, draw_funnel
from proventive.evidence.line_chart import Line, LineChart, draw_lines, tick_label, tick_values
from proventive.evidence.numbers import printed, scaled
from proventive.evidence.svg import NARROW_PAPER, WIDE_PAPER, Paper, framed
from proventive.quantities import Estimate, Money, MoneyEstimate, Number, Row, Table, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart in its two widths."""

    wide: str
    narrow: str


def draw(chart: Chart, name: str) -> Drawing:
    """A chart as SVG. ``name`` is unique on the page; the ids of title and description are made from it."""
    return Drawing(
        wide=on_paper(chart, WIDE_PAPER, f"{name}-wide"), narrow=on_paper(chart, NARROW_PAPER, f"{name}-narrow")
    )


def on_paper(chart: Chart, paper: Paper, name: str) -> str:
    """A chart on paper of one width."""
    if chart.kind == "funnel" and isinstance(chart.data, Grid):
        height, body = draw_funnel(funnel_of(chart, chart.data), paper)
    elif isinstance(chart.data, Grid):
        height, body = draw_lines(lines_of(chart, chart.data), paper)
    else:
        height, body = draw_bars(bars_of(chart.data), paper)
    return framed(body, paper=paper, height=height, name=name, title=chart.caption, description=chart.description)


def lines_of(chart: Chart, grid: Grid) -> LineChart:
    """The columns of a table as lines over its rows."""
    table = drawn_part(grid.table)
    positions = [row.id for row in table.rows]
    return LineChart(
        headings=tuple(row.heading for row in table.rows),
        lines=tuple(
            Line(
                name=column.heading,
                values=tuple(plain(row.cells[place]) for row in table.rows),
                lows=tuple(end(row.cells[place], "low") for row in table.rows),
                highs=tuple(end(row.cells[place], "high") for row in table.rows),
            )
            for place, column in enumerate(table.columns)
            if any(plain(row.cells[place]) is not None for row in table.rows)
        ),
        mark=positions.index(chart.mark) if chart.mark in positions else None,
        mark_label=chart.mark_label,
    )


def funnel_of(chart: Chart, grid: Grid) -> FunnelChart:
    """The rows of the table of a funnel as dots between their limits."""
    columns = {column.id: place for place, column in enumerate(grid.table.columns)}

    def number(row: Row, column: str) -> float:
        return plain(row.cells[columns[column]]) or 0.0

    return FunnelChart(
        places=tuple(
            Place(
                name=row.heading,
                size=number(row, "out-of"),
                rate=number(row, "rate"),
                limits=(number(row, "lowest"), number(row, "low"), number(row, "high"), number(row, "highest")),
            )
            for row in grid.table.rows
        ),
        named=next((row.heading for row in grid.table.rows if row.id == chart.mark), ""),
        size=grid.table.columns[columns["out-of"]].heading,
        rate=chart.mark_label,
    )


def remarks(chart: Chart) -> str:
    """What the drawing does not say by itself: what the shading is, and where a scale does not start at 0."""
    if not isinstance(chart.data, Grid) or chart.kind != "lines":
        return ""
    lines = lines_of(chart, chart.data)
    shaded = [line.name for line in lines.lines if any(low is not None for low in line.lows)]
    first = tick_values(lines)[0]
    said = [f"Shaded: the interval of “{name}”." for name in shaded]
    return " ".join((*said, *((f"The scale starts at {tick_label(first)}.",) if first > 0 else ())))


def drawn_part(table: Table) -> Table:
    """A table without the rows at its end of which no cell is known."""
    known = [place for place, row in enumerate(table.rows) if any(plain(cell) is not None for cell in row.cells)]
    return replace(table, rows=table.rows[: known[-1] + 1]) if known else table


def bars_of(sheet: Sheet) -> tuple[Bar, ...]:
    """The first figure of each row of a sheet as a bar."""
    bars = []
    for row in sheet.rows:
        shown = first_shown(row.cells[0].parts)
        size = plain(shown.figure.value) if shown else None
        if shown is not None and size is not None:
            value = shown.figure.value
            text = printed(value, shown.form, down=shown.down, up=shown.up)
            bars.append(
                Bar(name=row.heading, size=size, text=text, low=end(value, "low"), high=end(value, "high"))
            )
    return tuple(bars)


def first_shown(parts: tuple[object, ...]) -> Shown | None:
    """The first figure among the parts of a cell."""
    for part in parts:
        if isinstance(part, Shown):
            return part
        if isinstance(part, Strong):
            return first_shown(part.parts)
    return None


def plain(cell: Value | str) -> float | None:
    """The number in a cell on the scale on which it is printed."""
    if isinstance(cell, Number):
        return float(scaled(cell.number, cell.unit))
    if isinstance(cell, Estimate):
        return float(scaled(cell.value, cell.unit))
    if isinstance(cell, MoneyEstimate):
        return float(cell.central.amount)
    return float(cell.amount) if isinstance(cell, Money) else None


def end(cell: Value | str, which: str) -> float | None:
    """One end of the interval in a cell, where it has one."""
    ends = getattr(cell, which, None)
    if isinstance(cell, Estimate) and ends is not None:
        return float(scaled(ends, cell.unit))
    return float(ends.amount) if isinstance(ends, Money) else None
