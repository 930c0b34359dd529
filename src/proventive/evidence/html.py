"""The pack as one HTML file: it works offline, asks for nothing, needs no script, folds on a phone and prints."""

import base64
import hashlib
from importlib.resources import files

from proventive.evidence.blocks import (
    Block,
    Bullets,
    Callout,
    Chart,
    Grid,
    Heading,
    Pack,
    Sentence,
    Sheet,
    Terms,
    Trails,
)
from proventive.evidence.charts import draw
from proventive.evidence.html_tables import grid_table, sheet_table
from proventive.evidence.html_text import Links, sentence, sentence_within
from proventive.evidence.html_trails import trails
from proventive.evidence.markup import text_of
from proventive.evidence.words import sentence_case


def page(pack: Pack) -> str:
    """The pack as a page. The same pack gives the same bytes."""
    links = Links.of(pack)
    style = stylesheet()
    first = "".join(block_markup(block, f"first{place}", links) for place, block in enumerate(pack.first_page))
    rest = "".join(block_markup(block, f"block{place}", links) for place, block in enumerate(pack.blocks))
    kicker = "".join(f"<li>{text_of(line)}</li>" for line in pack.kicker)
    foot = "Every number leads to its trail. Made by Proventive from the agreement and its records."
    marking = "" if pack.released else marking_markup(pack.marking)
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{content_policy(style)}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n'
        f"<title>{text_of(pack.title)}: evidence</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">Skip to the evidence</a>\n{marking}'
        f'<header class="top"><ul class="kicker">{kicker}</ul></header>\n'
        f'<main id="main" tabindex="-1">\n<div class="first">\n<h1>{text_of(pack.title)}</h1>\n{first}</div>\n'
        f'{rest}<p class="foot">{foot}</p>\n'
        "</main>\n</body>\n</html>\n"
    )


def marking_markup(marking: str) -> str:
    """The band at the top, and what it means."""
    means = "For the parties to this agreement. Small counts are shown, and nobody has cleared it for the public."
    return f'<div class="marking" role="note">{text_of(marking)}<p>{means}</p></div>\n'


def stylesheet() -> str:
    """The style sheet, which stands in the page itself."""
    return (files("proventive.evidence") / "page.css").read_text(encoding="utf-8").replace("\r\n", "\n")


def content_policy(style: str) -> str:
    """Nothing may be loaded, run or sent: only this very style sheet is allowed."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def block_markup(block: Block, name: str, links: Links) -> str:
    """One block as markup. ``name`` is unique on the page."""
    match block:
        case Heading():
            anchor = f' id="{text_of(block.anchor)}"' if block.anchor else ""
            return f"<h{block.level}{anchor}>{text_of(block.text)}</h{block.level}>\n"
        case Sentence():
            return sentence(block, links)
        case Grid():
            return folded(block.caption, grid_table(block, links)) if block.folded else grid_table(block, links)
        case Sheet():
            return folded(block.caption, sheet_table(block, links)) if block.folded else sheet_table(block, links)
        case Chart():
            return chart_markup(block, name, links)
        case Callout():
            return callout(block, links)
        case Terms():
            return terms(block, links)
        case Bullets():
            return f"<ul>{''.join(f'<li>{sentence_within(item, links)}</li>' for item in block.items)}</ul>\n"
        case Trails():
            return trails(block, links)


def folded(summary: str, inside: str) -> str:
    """Something behind a “show” line."""
    return f"<details><summary>{text_of(sentence_case(summary))}</summary>{inside}</details>\n"


def chart_markup(chart: Chart, name: str, links: Links) -> str:
    """A drawing in two widths, then the same numbers as a table."""
    drawing = draw(chart, name)
    inside = grid_table(chart.data, links) if isinstance(chart.data, Grid) else sheet_table(chart.data, links)
    remark = f'<p class="small">{text_of(chart.remark)}</p>' if chart.remark else ""
    return (
        f'<figure><figcaption>{text_of(chart.caption)}</figcaption><div class="wide">{drawing.wide}</div>'
        f'<div class="narrow">{drawing.narrow}</div>{remark}</figure>\n'
        + folded("The numbers in this chart", inside)
    )


def callout(block: Callout, links: Links) -> str:
    """Something that the reader must not miss."""
    kind = "warning" if block.kind == "warning" else "of-note"
    inside = "".join(sentence(each, links) for each in block.sentences)
    title = text_of(block.title)
    opening = f'<div class="callout {kind}" role="note" aria-label="{title}">'
    return f'{opening}<p class="callout-title">{title}</p>{inside}</div>\n'


def terms(block: Terms, links: Links) -> str:
    """Headings with what is said under each."""
    entries = (
        f"<dt>{text_of(heading)}</dt><dd>{''.join(sentence(each, links) for each in said)}</dd>"
        for heading, said in block.entries
    )
    return f"<dl>{''.join(entries)}</dl>\n"
