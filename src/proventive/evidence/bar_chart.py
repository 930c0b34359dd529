"""Bars, one a row: the name above, the number at the end, a whisker where there is an interval."""

from collections.abc import Iterator
from dataclasses import dataclass

from proventive.evidence.svg import INK, LINE_COLOURS, RULE, Paper, box, rule, text
from proventive.evidence.text_width import shortened, text_width

THICK = 26.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar: its name, its size, the number as it is printed, and the ends of its interval."""

    name: str
    size: float
    text: str
    low: float | None = None
    high: float | None = None


def draw_bars(bars: tuple[Bar, ...], paper: Paper) -> tuple[float, str]:
    """The height of the drawing, and its body."""
    step = paper.font * 1.6 + THICK + 14
    return step * len(bars), "".join(
        piece for row, bar in enumerate(bars) for piece in drawn(bar, row * step, bars, paper, row)
    )


def drawn(bar: Bar, top: float, bars: tuple[Bar, ...], paper: Paper, row: int) -> Iterator[str]:
    """One bar with its words."""
    zero, scale = fitted(bars, paper)
    y = top + paper.font * 1.6
    x, end = sorted((zero, zero + bar.size * scale))
    fill = LINE_COLOURS[0] if row == 0 else "#ffffff"
    yield text(0, top + paper.font, shortened(bar.name, paper.font, paper.width), size=paper.font, bold=True)
    yield rule(zero, y - 4, zero, y + THICK + 4, stroke=RULE)
    yield box(x + 1, y, max(2.0, end - x), THICK, fill=fill, stroke=LINE_COLOURS[0])
    furthest = end
    if bar.low is not None and bar.high is not None:
        low, high = zero + bar.low * scale, zero + bar.high * scale
        middle = y + THICK / 2
        yield rule(low, middle, high, middle, stroke="#ffffff", width=5)
        yield rule(low, middle, high, middle, stroke=INK, width=2)
        yield rule(low, middle - 6, low, middle + 6, stroke=INK, width=2)
        yield rule(high, middle - 6, high, middle + 6, stroke=INK, width=2)
        furthest = max(end, high)
    yield text(furthest + 10, y + THICK / 2 + paper.font * 0.35, bar.text, size=paper.font)


def fitted(bars: tuple[Bar, ...], paper: Paper) -> tuple[float, float]:
    """Where 0 lies, and how long one unit is, so that the longest bar and its number fit."""
    ends = [value for bar in bars for value in (bar.size, bar.low, bar.high, 0.0) if value is not None]
    low, high = min(ends), max(ends)
    words = max(text_width(bar.text, paper.font) for bar in bars) + 14
    scale = max(10.0, paper.width - words) / ((high - low) or 1.0)
    return -low * scale, scale
