"""Sentences as markup, each figure in them a link to its trail."""

from dataclasses import dataclass

from proventive.evidence.blocks import Answer, Form, Link, Pack, Part, Parts, Sentence, Shown, Strong, Trails
from proventive.evidence.markup import text_of
from proventive.evidence.numbers import printed
from proventive.quantities import Figure

CLASS = {"lead": ' class="lead"', "small": ' class="small"', "normal": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where on the page the trail of each figure and of each table stands."""

    figures: dict[str, str]
    tables: dict[str, str]

    @classmethod
    def of(cls, pack: Pack) -> "Links":
        """The places of a pack's trails, numbered in the order in which they are told."""
        figures: dict[str, str] = {}
        tables: dict[str, str] = {}
        for block in pack.blocks:
            for entry in block.entries if isinstance(block, Trails) else ():
                for figure in entry.figures:
                    figures[figure.id] = f"f{len(figures) + 1}"
                for table in entry.tables:
                    tables[table.id] = f"t{len(tables) + 1}"
                    figures.update({figure.id: tables[table.id] for figure in table.figures()})
        return cls(figures=figures, tables=tables)


def sentence(block: Sentence, links: Links) -> str:
    """A sentence as a paragraph."""
    return f"<p{CLASS[block.style]}>{parts_markup(block.parts, links)}</p>\n"


def sentence_within(block: Sentence, links: Links) -> str:
    """A sentence without a paragraph of its own."""
    return parts_markup(block.parts, links)


def parts_markup(parts: Parts, links: Links) -> str:
    """Words, figures, answers and links."""
    return "".join(part_markup(part, links) for part in parts)


def part_markup(part: Part, links: Links) -> str:
    """One part of a sentence."""
    match part:
        case str():
            return text_of(part)
        case Shown():
            words = printed(part.figure.value, part.form, down=part.down, up=part.up)
            return figure_link(part.figure.id, part.form, words, links)
        case Answer():
            return f'<span class="tag {part.tone}">{text_of(part.text)}</span>'
        case Link():
            return f'<a href="#{text_of(part.anchor)}">{text_of(part.text)}</a>'
        case Strong():
            return f"<strong>{parts_markup(part.parts, links)}</strong>"


def figure_link(id: str, form: Form, words: str, links: Links) -> str:
    """A figure as printed, leading to its trail."""
    place = links.figures[id]
    return f'<a class="fig" href="#{place}" data-figure="{text_of(id)}" data-form="{form}">{text_of(words)}</a>'


def cell_figure(figure: Figure, form: Form, links: Links) -> str:
    """A figure in a cell of a table."""
    return figure_link(figure.id, form, printed(figure.value, form), links)
