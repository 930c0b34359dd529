"""Tables as markup: with caption and scope, and folded to cards on a phone where they are wide.

Roles are written out, because a table that is laid out as blocks loses them in some browsers.
"""

from dataclasses import dataclass

from proventive.evidence.blocks import Cell, Grid, Sheet, Shown
from proventive.evidence.html_text import Links, cell_figure, parts_markup
from proventive.evidence.markup import text_of
from proventive.evidence.numbers import has_interval, unit_in_words, without_stop
from proventive.evidence.words import sentence_case
from proventive.quantities import Figure, Table, Unknown, Value

SLIM_COLUMNS = 2


def grid_table(grid: Grid, links: Links) -> str:
    """A table of figures. A unit that a whole column shares stands once, in the heading of the column."""
    table = grid.table
    columns = tuple(column_of(table, place) for place in range(len(table.columns)))
    figures = {figure.id: figure for figure in table.figures()}
    body = []
    for row in table.rows:
        cells = []
        for column, cell in zip(columns, row.cells, strict=True):
            figure = figures.get(f"{table.id}/{row.id}/{column.id}")
            inside = text_of(str(cell)) if figure is None else grid_cell(figure, column, links)
            cells.append(data(inside, column.label, column.numeric))
        body.append(row_markup(text_of(sentence_case(row.heading)), cells))
    slim = len(columns) <= SLIM_COLUMNS and all(column.numeric for column in columns)
    heads = [head(column.heading, column.unit, column.numeric) for column in columns]
    markup = table_markup(grid.caption, table.row_heading, heads, body, cards=not slim, folded=grid.folded)
    return markup + reasons(table)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownColumn:
    """A column as it is shown: whether its cells share a unit, and the unit where the heading does not say it."""

    id: str
    heading: str
    shares_unit: bool
    unit: str
    numeric: bool

    @property
    def label(self) -> str:
        """What stands beside a cell of it on a phone."""
        return f"{self.heading} ({self.unit})" if self.unit else self.heading


def column_of(table: Table, place: int) -> ShownColumn:
    """A column of a table, as it is shown."""
    column = table.columns[place]
    unit = shared_unit(table, place)
    said = unit is None or unit.lower() in column.heading.lower()
    return ShownColumn(
        id=column.id,
        heading=column.heading,
        shares_unit=unit is not None,
        unit="" if said or unit is None else unit,
        numeric=is_numeric(table, place),
    )


def grid_cell(figure: Figure, column: ShownColumn, links: Links) -> str:
    """A cell with a figure: its number, its unit unless the column says it, and its interval below."""
    if isinstance(figure.value, Unknown):
        return cell_figure(figure, "bare", links)
    shown = cell_figure(figure, "bare" if column.shares_unit else "value", links)
    ends = (
        f'<span class="note">{cell_figure(figure, "interval", links)}</span>' if has_interval(figure.value) else ""
    )
    return shown + ends


def shared_unit(table: Table, place: int) -> str | None:
    """The unit that every number of a column has, in words; None where they differ."""
    units = {unit_in_words(cell) for cell in known(table, place)}
    return units.pop() if len(units) == 1 else None


def is_numeric(table: Table, place: int) -> bool:
    """Whether a column holds numbers, and no words."""
    return bool(known(table, place)) and not any(isinstance(row.cells[place], str) for row in table.rows)


def known(table: Table, place: int) -> list[Value]:
    """The numbers of a column."""
    cells = [row.cells[place] for row in table.rows]
    return [cell for cell in cells if not isinstance(cell, str | Unknown)]


def reasons(table: Table) -> str:
    """Why cells are not known, each reason once."""
    unknown = [cell.unknown for row in table.rows for cell in row.cells if isinstance(cell, Unknown)]
    return "".join(
        f'<p class="small">Not known: {text_of(without_stop(reason))}.</p>\n' for reason in dict.fromkeys(unknown)
    )


def sheet_table(sheet: Sheet, links: Links) -> str:
    """A table of answers and figures."""
    right = tuple(all_short_figures(sheet, place) for place in range(len(sheet.columns)))
    heads = [head(column, "", numeric) for column, numeric in zip(sheet.columns, right, strict=True)]
    body = []
    for row in sheet.rows:
        cells = [
            data(cell_markup(cell, links), column, numeric)
            for cell, column, numeric in zip(row.cells, sheet.columns, right, strict=True)
        ]
        note = f'<span class="note">{text_of(row.note)}</span>' if row.note else ""
        body.append(row_markup(text_of(sentence_case(row.heading)) + note, cells))
    cards = len(sheet.columns) > 1
    return table_markup(sheet.caption, sheet.row_heading, heads, body, cards=cards, folded=sheet.folded)


def all_short_figures(sheet: Sheet, place: int) -> bool:
    """Whether the cells of the last column are sums of money or bare numbers, to be set to the right."""
    if place != len(sheet.columns) - 1:
        return False
    shown = [part for row in sheet.rows for part in row.cells[place].parts if not isinstance(part, str)]
    return bool(shown) and all(isinstance(part, Shown) and part.form in ("bare", "rate") for part in shown)


def cell_markup(cell: Cell, links: Links) -> str:
    """What stands in a cell, and in small print under it."""
    note = f'<span class="note">{parts_markup(cell.note, links)}</span>' if cell.note else ""
    return parts_markup(cell.parts, links) + note


def head(heading: str, unit: str, right: bool) -> str:
    """The heading of a column, with its unit."""
    small = f'<span class="note">{text_of(unit)}</span>' if unit else ""
    number = ' class="num"' if right else ""
    return f'<th scope="col" role="columnheader"{number}>{text_of(heading)}{small}</th>'


def data(inside: str, heading: str, right: bool) -> str:
    """A cell; its heading stands beside it where the table folds to cards."""
    if not inside:
        return '<td role="cell"></td>'
    number = ' class="num"' if right else ""
    label = text_of(heading if heading.endswith("?") else f"{heading}:")
    return f'<td role="cell" data-h="{label}"{number}>{inside}</td>'


def row_markup(heading: str, cells: list[str]) -> str:
    """A row with its heading."""
    return f'<tr role="row"><th scope="row" role="rowheader">{heading}</th>{"".join(cells)}</tr>\n'


def table_markup(
    caption: str, row_heading: str, heads: list[str], body: list[str], *, cards: bool, folded: bool = False
) -> str:
    """The whole table. Behind a fold the caption stands on the fold already, and is heard only."""
    folds = ' class="cards"' if cards else ""
    corner = (
        f'<th scope="col" role="columnheader">{text_of(row_heading)}</th>'
        if row_heading
        else '<td role="cell"></td>'
    )
    heard = ' class="unseen"' if folded else ""
    opening = f'<table role="table"{folds}><caption{heard}>{text_of(sentence_case(caption))}</caption>'
    top = f'<thead role="rowgroup"><tr role="row">{corner}{"".join(heads)}</tr></thead>'
    return f'{opening}\n{top}\n<tbody role="rowgroup">\n{"".join(body)}</tbody></table>\n'
