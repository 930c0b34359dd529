"""The pack: one tree of blocks made from the figures of an outturn. Nothing in it is typed by hand."""

from datetime import date

from proventive.evidence.blocks import Block, Heading, Link, Pack, Sentence
from proventive.evidence.drawn import drawn_for
from proventive.evidence.first_page import first_page, kicker
from proventive.evidence.framework import framework_told
from proventive.evidence.method import method_told
from proventive.evidence.owed import owed_told
from proventive.evidence.promises_told import promises_told
from proventive.evidence.trails import trails_told
from proventive.evidence.words import with_distinct_labels
from proventive.evidence.worth_told import worth_told
from proventive.outturn.outturn import Outturn
from proventive.quantities import figures_in
from proventive.quantities.words import day_in_words
from proventive.reference import Reference


def pack(outturn: Outturn, *, reference: Reference | None = None) -> Pack:
    """The evidence pack of an outturn, for the board, the commissioner and the evaluator.

    ``reference`` holds the wording of the agreement's framework; by default the facts that are shipped.
    The pack is for inside use: it is marked “Not for release”.
    """
    outturn = with_distinct_labels(outturn)
    first = first_page(outturn)
    rest: tuple[Block, ...] = (
        *promises_told(outturn, drawn_for(outturn)),
        *framework_told(outturn, reference),
        *owed_told(outturn),
        *worth_told(outturn),
        *method_told(outturn),
    )
    known = (*figures_in(outturn), *figures_in(outturn.findings), *figures_in(outturn.worth))
    rest = (*rest, *trails_told((*first, *rest), known, outturn.computed_on))
    return Pack(
        title=outturn.agreement.title,
        kicker=kicker(outturn, day_in_words(date.fromisoformat(outturn.as_at))),
        first_page=(*first, contents(rest)),
        blocks=rest,
    )


def contents(blocks: tuple[Block, ...]) -> Sentence:
    """What else is in the pack, as links."""
    headings = [block for block in blocks if isinstance(block, Heading) and block.level == 2 and block.anchor]
    links: list[str | Link] = ["In this pack: "]
    for number, heading in enumerate(headings):
        links += [*([" · "] if number else []), Link(text=heading.text, anchor=heading.anchor)]
    return Sentence(parts=tuple(links), style="small")
