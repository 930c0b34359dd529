"""Where every figure comes from: each trail told once, with the figures and tables that have it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass

from proventive import __version__
from proventive.evidence.blocks import Block, Heading, Sentence, TrailEntry, Trails
from proventive.quantities import Figure, Table, Trail


@dataclass(slots=True)
class Shelf:
    """Figures and tables that share a trail, in the order in which the pack shows them."""

    figures: dict[str, Figure] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)


def trails_told(blocks: tuple[Block, ...], known: Iterable[Figure], computed_on: str) -> tuple[Block, ...]:
    """The last part of a pack: the trail of all that ``blocks`` show, and of all that those figures rest on."""
    entries = entries_of(blocks, {figure.id: figure for figure in known})
    heading = Heading(level=2, text="Where every figure comes from", anchor="trails")
    text = (
        "Each number in this pack leads here. A trail names the lines of the agreement, the record files by "
        "their hash, the outside facts with their sources, and the method. "
        "Figures with the same trail stand together."
    )
    made_by = f"Proventive {__version__}" + (f", computed on {computed_on}" if computed_on else "")
    return (heading, Sentence(parts=(text,)), Trails(entries=entries, made_by=made_by)) if entries else ()


def entries_of(blocks: tuple[Block, ...], known: dict[str, Figure]) -> tuple[TrailEntry, ...]:
    """One entry for each distinct trail, in the order in which the pack comes to them."""
    shelves: dict[Trail, Shelf] = {}
    in_tables: set[str] = set()
    for noun in nouns_in(blocks):
        shelf = shelves.setdefault(noun.trail, Shelf())
        if isinstance(noun, Table):
            shelf.tables.setdefault(noun.id, noun)
            in_tables.update(figure.id for figure in noun.figures())
        else:
            shelf.figures.setdefault(noun.id, noun)
    add_what_they_rest_on(shelves, in_tables, known)
    return tuple(
        TrailEntry(
            number=number,
            trail=trail,
            figures=tuple(figure for id, figure in shelf.figures.items() if id not in in_tables),
            tables=tuple(shelf.tables.values()),
        )
        for number, (trail, shelf) in enumerate(shelves.items(), start=1)
    )


def add_what_they_rest_on(shelves: dict[Trail, Shelf], in_tables: set[str], known: dict[str, Figure]) -> None:
    """Put every figure that a shown figure rests on, however far back, beside those that are shown."""
    told = in_tables | {id for shelf in shelves.values() for id in shelf.figures}
    waiting = [id for trail in shelves for id in trail.rests_on]
    while waiting:
        id = waiting.pop(0)
        if id in told or id not in known:
            continue
        told.add(id)
        figure = known[id]
        if figure.trail not in shelves:
            waiting.extend(figure.trail.rests_on)
        shelves.setdefault(figure.trail, Shelf()).figures.setdefault(id, figure)


def nouns_in(part: object) -> Iterator[Figure | Table]:
    """Every figure and table in a tree of blocks, in the order in which it is read."""
    if isinstance(part, Figure | Table):
        yield part
    elif isinstance(part, tuple):
        for element in part:
            yield from nouns_in(element)
    elif is_dataclass(part):
        for each in fields(part):
            yield from nouns_in(getattr(part, each.name))
