"""Trails as markup: what each figure was made from."""

from proventive.evidence.blocks import TrailEntry, Trails
from proventive.evidence.html_tables import data, head, row_markup, table_markup
from proventive.evidence.html_text import Links
from proventive.evidence.markup import text_of
from proventive.evidence.numbers import printed
from proventive.evidence.words import source_in_words
from proventive.quantities import AgreementUsed, FactUsed, Figure, RecordsUsed, Table


def trails(block: Trails, links: Links) -> str:
    """Every trail, each once."""
    return "".join(trail_markup(entry, links) for entry in block.entries)


def trail_markup(entry: TrailEntry, links: Links) -> str:
    """One trail, with the figures and tables that have it."""
    trail = entry.trail
    said = [
        ("Method", [text_of(trail.method)]),
        ("Agreement", [agreement_markup(trail.agreement)]),
        ("Records", [records_markup(used) for used in trail.records]),
        ("Outside facts", [fact_markup(used) for used in trail.facts]),
        ("Rests on", [rests_on_markup(id, links) for id in trail.rests_on]),
        ("Seed of chance", [str(trail.seed)] if trail.seed is not None else []),
    ]
    entries = "".join(
        f"<dt>{name}</dt><dd>{''.join(f'<p>{item}</p>' for item in items)}</dd>" for name, items in said if items
    )
    return (
        f'<section class="trail" aria-labelledby="trail-{entry.number}"><h3 id="trail-{entry.number}">Trail '
        f"{entry.number}</h3>{what_has_it(entry, links)}<dl>{entries}</dl></section>\n"
    )


def what_has_it(entry: TrailEntry, links: Links) -> str:
    """The figures with this trail, and the tables all of whose cells have it."""
    rows = [figure_row(figure, links) for figure in entry.figures] + [
        table_row(table, links) for table in entry.tables
    ]
    heads = [head("Value", "", False), head("Whom or what it counts", "", False)]
    return table_markup(f"What trail {entry.number} leads to", "Name", heads, rows, cards=True)


def figure_row(figure: Figure, links: Links) -> str:
    """A figure, where links to it lead."""
    name = f'<code id="{links.figures[figure.id]}">{text_of(figure.id)}</code>'
    return row_markup(
        name, [data(text_of(printed(figure.value)), "Value", False), data(text_of(figure.counts), "Counts", False)]
    )


def table_row(table: Table, links: Links) -> str:
    """A table, where links to its cells lead."""
    name = f'<code id="{links.tables[table.id]}">{text_of(table.id)}</code>'
    value = f"every cell of “{text_of(table.title)}”"
    return row_markup(name, [data(value, "Value", False), data(text_of(table.counts), "Counts", False)])


def agreement_markup(used: AgreementUsed) -> str:
    """The version of the agreement by its hash, and its lines."""
    places = "; ".join(str(place) for place in used.places)
    return f"{text_of(f'{places}. ' if places else '')}Version <code>{text_of(used.hash)}</code>"


def records_markup(used: RecordsUsed) -> str:
    """A record table by its hash, its rows, and the files that they came from."""
    of_which = f", of which {used.used:,} were used" if used.used is not None else ""
    name = text_of(f"{used.store}, table {used.table}")
    table = f"{name}: {used.rows:,} rows{of_which}, <code>{text_of(used.hash)}</code>"
    sent = "; ".join(
        f"{text_of(file.name)}, {file.rows:,} rows, <code>{text_of(file.hash)}</code>" for file in used.sources
    )
    return f"{table}. From {sent}." if sent else f"{table}."


def fact_markup(used: FactUsed) -> str:
    """An outside fact with its dates, its source, and the file that holds it."""
    value = f"{used.value} {used.unit}".strip()
    words = f"{value}, in force {used.in_force}. {source_in_words(used.source)} Held in {used.place}."
    address = f" {used.source.url}" if used.source.url else ""
    return f"<code>{text_of(used.id)}</code>: {text_of(words)}{text_of(address)}"


def rests_on_markup(id: str, links: Links) -> str:
    """Another figure that this one rests on, as a link where the pack tells its trail too."""
    name = f"<code>{text_of(id)}</code>"
    return f'<a href="#{links.figures[id]}">{name}</a>' if id in links.figures else name
