"""Trails as markup: what each figure was made from. Record files and outside facts are told once, and linked."""

from dataclasses import dataclass, replace

from proventive.evidence.blocks import TrailEntry, Trails
from proventive.evidence.html_tables import data, head, row_markup, table_markup
from proventive.evidence.html_text import Links
from proventive.evidence.markup import text_of
from proventive.evidence.numbers import printed
from proventive.evidence.words import source_in_words
from proventive.quantities import FactUsed, Figure, RecordsUsed, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """Every record table and every fact that the trails name, each once, with where it stands on the page."""

    records: dict[RecordsUsed, str]
    facts: dict[FactUsed, str]

    @classmethod
    def of(cls, block: Trails) -> "Shelves":
        """The record tables and facts of all trails, in the order in which they are met."""
        records: dict[RecordsUsed, str] = {}
        facts: dict[FactUsed, str] = {}
        for entry in block.entries:
            for used in entry.trail.records:
                records.setdefault(replace(used, used=None), f"r{len(records) + 1}")
            for fact in entry.trail.facts:
                facts.setdefault(fact, f"x{len(facts) + 1}")
        return cls(records=records, facts=facts)


def trails(block: Trails, links: Links) -> str:
    """Versions of the agreement, every trail once, then every file of record and every outside fact."""
    shelves = Shelves.of(block)
    told = "".join(trail_markup(entry, links, shelves) for entry in block.entries)
    return versions(block) + told + records_told(shelves) + facts_told(shelves)


def versions(block: Trails) -> str:
    """The version of the library with the engine, and those of the agreement by hash."""
    hashes = dict.fromkeys((entry.trail.agreement.id, entry.trail.agreement.hash) for entry in block.entries)
    made_by = f"Made by {text_of(block.made_by)}."
    lines = (
        made_by,
        *(f"Agreement “{text_of(id)}”, version <code>{text_of(hash)}</code>." for id, hash in hashes),
    )
    return "".join(f'<p class="small">{line}</p>\n' for line in lines)


def trail_markup(entry: TrailEntry, links: Links, shelves: Shelves) -> str:
    """One trail, with the figures and tables that have it."""
    trail = entry.trail
    places = "; ".join(str(place) for place in trail.agreement.places)
    records = [records_link(used, shelves) for used in dict.fromkeys(trail.records)]
    facts = [f'<a href="#{shelves.facts[fact]}">{text_of(fact.id)}</a>' for fact in trail.facts]
    rests_on = [rests_on_markup(id, links) for id in trail.rests_on]
    said = [
        ("Method", text_of(trail.method)),
        ("Agreement", text_of(places)),
        ("Records", "; ".join(records)),
        ("Outside facts", "; ".join(facts)),
        ("Rests on", ", ".join(rests_on)),
        ("Seed of chance", "" if trail.seed is None else str(trail.seed)),
    ]
    entries = "".join(f"<dt>{name}</dt><dd>{words}</dd>" for name, words in said if words)
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
    return table_markup(f"Figures with trail {entry.number}", "Name", heads, rows, cards=True)


def figure_row(figure: Figure, links: Links) -> str:
    """A figure, where links to it lead."""
    return entry_row(figure.id, links.figures[figure.id], printed(figure.value), figure.counts)


def table_row(table: Table, links: Links) -> str:
    """A table, where links to its cells lead."""
    return entry_row(table.id, links.tables[table.id], f"every cell of “{table.title}”", table.counts)


def entry_row(id: str, place: str, value: str, counts: str) -> str:
    """A row of what a trail leads to."""
    name = f'<code id="{place}">{text_of(id)}</code>'
    return row_markup(name, [data(text_of(value), "Value", False), data(text_of(counts), "Counts", False)])


def records_link(used: RecordsUsed, shelves: Shelves) -> str:
    """How many rows of a record table were used, leading to its hash and its files."""
    place = shelves.records[replace(used, used=None)]
    rows = f"{used.rows:,} rows" if used.used is None else f"{used.used:,} of {used.rows:,} rows"
    return f'<a href="#{place}">{text_of(f"{used.store}, table {used.table}")}</a> ({rows})'


def rests_on_markup(id: str, links: Links) -> str:
    """Another figure that this one rests on, as a link where the pack tells its trail too."""
    name = f"<code>{text_of(id)}</code>"
    return f'<a href="#{links.figures[id]}">{name}</a>' if id in links.figures else name


def records_told(shelves: Shelves) -> str:
    """Every record table by its hash, with the files that it came from by theirs."""
    if not shelves.records:
        return ""
    items = "".join(f'<li id="{place}">{records_markup(used)}</li>\n' for used, place in shelves.records.items())
    return (
        f'<section class="trail"><h3>Record tables, and the files they came from</h3><ul>{items}</ul></section>\n'
    )


def records_markup(used: RecordsUsed) -> str:
    """A record table, its rows, its hash, and its files."""
    name = text_of(f"{used.store}, table {used.table}")
    sent = "".join(
        f"<br>from {text_of(file.name)}: {file.rows:,} rows, <code>{text_of(file.hash)}</code>"
        for file in used.sources
    )
    return f"{name}: {used.rows:,} rows, <code>{text_of(used.hash)}</code>{sent}"


def facts_told(shelves: Shelves) -> str:
    """Every outside fact with its dates, its source, and the file that holds it."""
    if not shelves.facts:
        return ""
    items = "".join(f'<li id="{place}">{fact_markup(used)}</li>\n' for used, place in shelves.facts.items())
    return f'<section class="trail"><h3>Outside facts, with their sources</h3><ul>{items}</ul></section>\n'


def fact_markup(used: FactUsed) -> str:
    """An outside fact."""
    value = f"{used.value} {used.unit}".strip()
    words = f"{value}, in force {used.in_force}. {source_in_words(used.source)} Held in {used.place}."
    address = f" {used.source.url}" if used.source.url else ""
    return f"<code>{text_of(used.id)}</code>: {text_of(words)}{text_of(address)}"
