"""A table of figures as a notebook shows it."""

from html import escape

from proventive.quantities.figure import Table
from proventive.quantities.words import in_words


def table_html(table: Table, caption: str | None = None) -> str:
    """The table as a small piece of HTML, every value in plain words."""
    heads = "".join(
        f"<th>{escape(text)}</th>" for text in (table.row_heading, *(c.heading for c in table.columns))
    )
    body = ""
    for row in table.rows:
        cells = (cell if isinstance(cell, str) else in_words(cell) for cell in row.cells)
        body += (
            f"<tr><th>{escape(row.heading)}</th>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
        )
    return f"<table><caption>{escape(caption or table.title)}</caption><tr>{heads}</tr>{body}</table>"
