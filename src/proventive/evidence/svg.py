"""Small pieces of SVG. Coordinates are printed to one decimal, so that the same drawing has the same bytes."""

from dataclasses import dataclass
from typing import Literal

from proventive.evidence.markup import text_of

INK, MUTED, RULE, BAND = "#0b0c0c", "#505a5f", "#b1b4b6", "#e4e2df"
LINE_COLOURS = ("#12436d", "#a86400", "#505a5f")
LINE_STROKES = ("", "7 4", "2 4")
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The width of a drawing, the size of its letters, and whether line names fit beside the lines."""

    width: float
    plot_height: float
    font: float
    names_beside: bool


WIDE_PAPER = Paper(width=920, plot_height=240, font=15, names_beside=True)
NARROW_PAPER = Paper(width=350, plot_height=200, font=14, names_beside=False)


def at(number: float) -> str:
    """A coordinate."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def text(
    x: float, y: float, words: str, *, size: float, anchor: Anchor = "start", fill: str = INK, bold: bool = False
) -> str:
    """A line of text."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{at(x)}" y="{at(y)}" font-size="{at(size)}" text-anchor="{anchor}" fill="{fill}"{weight}>'
        f"{text_of(words)}</text>"
    )


def rule(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = RULE, dashes: str = "", width: float = 1
) -> str:
    """A straight line."""
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{at(x1)}" y1="{at(y1)}" x2="{at(x2)}" y2="{at(y2)}" stroke="{stroke}" '
        f'stroke-width="{at(width)}"{dash}/>'
    )


def path(points: list[tuple[float, float]], *, stroke: str, dashes: str, width: float = 3) -> str:
    """A line through points."""
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    along = " ".join(f"{at(x)},{at(y)}" for x, y in points)
    pen = f'fill="none" stroke="{stroke}" stroke-width="{at(width)}" stroke-linejoin="round"{dash}'
    return f'<polyline {pen} points="{along}"/>'


def band(points: list[tuple[float, float]]) -> str:
    """A shaded area."""
    return f'<polygon fill="{BAND}" points="{" ".join(f"{at(x)},{at(y)}" for x, y in points)}"/>'


def box(x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "none") -> str:
    """A rectangle."""
    return (
        f'<rect x="{at(x)}" y="{at(y)}" width="{at(width)}" height="{at(height)}" fill="{fill}" stroke="{stroke}" '
        'stroke-width="2"/>'
    )


def dot(x: float, y: float, radius: float, *, fill: str, stroke: str) -> str:
    """A round mark."""
    pen = f'fill="{fill}" stroke="{stroke}" stroke-width="2"'
    return f'<circle cx="{at(x)}" cy="{at(y)}" r="{at(radius)}" {pen}/>'


def framed(body: str, *, paper: Paper, height: float, name: str, title: str, description: str) -> str:
    """The whole drawing, with its title and its description for those who do not see it."""
    labels = f"{name}-title {name}-description"
    return (
        f'<svg viewBox="0 0 {at(paper.width)} {at(height)}" role="img" aria-labelledby="{labels}" '
        f'font-family="Arial, Liberation Sans, sans-serif"><title id="{name}-title">{text_of(title)}</title>'
        f'<desc id="{name}-description">{text_of(description)}</desc>{body}</svg>'
    )
