"""Lines over time, with the day of joining or starting marked."""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

from proventive.evidence.numbers import MINUS
from proventive.evidence.svg import (
    INK,
    LINE_COLOURS,
    LINE_STROKES,
    MUTED,
    Anchor,
    Paper,
    band,
    path,
    rule,
    text,
)
from proventive.evidence.text_width import shortened, text_width, wrapped

LEADING = 1.25
MOST_TICKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its name, its values (None where not known), and the ends of their intervals."""

    name: str
    values: tuple[float | None, ...]
    lows: tuple[float | None, ...]
    highs: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """Lines over the same headings. ``mark`` is the place of the first value after joining or starting."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    mark: int | None
    mark_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where the plot lies on the paper, and how values become places."""

    left: float
    right: float
    top: float
    bottom: float
    count: int
    low: float
    high: float

    def x(self, place: float) -> float:
        return self.left + (self.right - self.left) * place / max(1, self.count - 1)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)


def draw_lines(chart: LineChart, paper: Paper) -> tuple[float, str]:
    """The height of the drawing, and its body."""
    ticks = tick_values(chart)
    frame = frame_for(chart, paper, ticks)
    body = "".join(
        (
            axis(frame, ticks, paper),
            *(shading(line, frame) for line in chart.lines),
            *mark(chart, frame, paper),
            *(stroke(line, place, frame) for place, line in enumerate(chart.lines)),
            time_labels(chart, frame, paper),
            names_beside(chart, frame, paper) if paper.names_beside else names_above(chart, paper),
        )
    )
    return frame.bottom + paper.font * 2.2, body


def frame_for(chart: LineChart, paper: Paper, ticks: list[float]) -> Frame:
    """Room for tick labels on the left, line names on the right or above, and the mark's label at the top."""
    left = max(text_width(tick_label(tick), paper.font) for tick in ticks) + 10
    beside = name_room(chart, paper) if paper.names_beside else 8
    above = 0 if paper.names_beside else len(chart.lines) * paper.font * LEADING + 12
    top = above + paper.font * 2
    frame = Frame(
        left=left,
        right=paper.width - beside,
        top=top,
        bottom=top + paper.plot_height,
        count=len(chart.headings),
        low=ticks[0],
        high=ticks[-1],
    )
    further = max(len(mark_words(chart, frame, paper)) - 1, 0) * paper.font * LEADING
    return replace(frame, top=frame.top + further, bottom=frame.bottom + further)


def name_room(chart: LineChart, paper: Paper) -> float:
    """The room for line names to the right of the plot: as the longest needs, up to a quarter of the width."""
    return min(paper.width / 4, max(text_width(line.name, paper.font) for line in chart.lines) + 16)


def tick_values(chart: LineChart) -> list[float]:
    """Round values that cover every line: from 0, unless the lines vary by much less than their height."""
    drawn = [value for line in chart.lines for run in (line.values, line.lows, line.highs) for value in run]
    known = [value for value in drawn if value is not None] or [0.0, 1.0]
    low, high = min(known), max(known)
    if 0 <= low < high * 0.6 or low == high:
        low = min(0.0, low)
    step = round_step((high - low) / (MOST_TICKS - 1) or 1.0)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * place for place in range(first, max(last, first + 1) + 1)]


def round_step(rough: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * times for times in (1, 2, 5, 10) if power * times >= rough * 0.999999)


def tick_label(tick: float) -> str:
    """A tick as text, without a tail of zeros."""
    size = f"{abs(tick):,.6f}".rstrip("0").rstrip(".")
    return f"{MINUS if tick < 0 and size != '0' else ''}{size}"


def axis(frame: Frame, ticks: list[float], paper: Paper) -> str:
    """Level lines and their labels."""
    lines = [
        rule(frame.left, frame.y(tick), frame.right, frame.y(tick), dashes="" if place == 0 else "2 4")
        for place, tick in enumerate(ticks)
    ]
    labels = [
        text(
            frame.left - 8,
            frame.y(tick) + paper.font * 0.35,
            tick_label(tick),
            size=paper.font,
            anchor="end",
            fill=MUTED,
        )
        for tick in ticks
    ]
    return "".join((*lines, *labels))


def shading(line: Line, frame: Frame) -> str:
    """The interval of a line, shaded, where it has one."""
    ends = [(place, low, high) for place, (low, high) in enumerate(zip(line.lows, line.highs, strict=True))]
    over = [(frame.x(place), frame.y(high)) for place, low, high in ends if low is not None and high is not None]
    under = [(frame.x(place), frame.y(low)) for place, low, high in ends if low is not None and high is not None]
    return band([*over, *reversed(under)]) if len(over) > 1 else ""


def stroke(line: Line, place: int, frame: Frame) -> str:
    """A line in its own stroke and colour, broken where values are not known."""
    runs: list[list[tuple[float, float]]] = [[]]
    for spot, value in enumerate(line.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((frame.x(spot), frame.y(value)))
    style = place % len(LINE_COLOURS)
    width = 3 if frame.count <= 60 else 2
    return "".join(
        path(run, stroke=LINE_COLOURS[style], dashes=LINE_STROKES[style], width=width) for run in runs if run
    )


def mark(chart: LineChart, frame: Frame, paper: Paper) -> tuple[str, ...]:
    """An upright line between the last value before and the first after, with its label on the roomier side."""
    if not chart.mark:
        return ()
    x, to_left = mark_place(chart.mark, frame)
    words = mark_words(chart, frame, paper)
    first = frame.top - paper.font * 0.6 - (len(words) - 1) * paper.font * LEADING
    beside = x - 7 if to_left else x + 7
    anchor: Anchor = "end" if to_left else "start"
    return (
        rule(x, first - paper.font * 0.9, x, frame.bottom, stroke=INK, width=1.5),
        *(
            text(beside, first + line * paper.font * LEADING, each, size=paper.font, anchor=anchor)
            for line, each in enumerate(words)
        ),
    )


def mark_place(mark: int, frame: Frame) -> tuple[float, bool]:
    """Where the mark stands, and whether there is more room to its left."""
    x = frame.x(mark - 0.5)
    return x, x - frame.left > frame.right - x


def mark_words(chart: LineChart, frame: Frame, paper: Paper) -> tuple[str, ...]:
    """The label of the mark, in as many lines as the roomier side needs."""
    if not chart.mark:
        return ()
    x, to_left = mark_place(chart.mark, frame)
    return wrapped(chart.mark_label, paper.font, (x - frame.left if to_left else frame.right - x) - 8)


def time_labels(chart: LineChart, frame: Frame, paper: Paper) -> str:
    """The first and the last heading under the plot."""
    y = frame.bottom + paper.font * 1.5
    room = (frame.right - frame.left) / 2 - 8
    first = shortened(chart.headings[0], paper.font, room)
    last = shortened(chart.headings[-1], paper.font, room)
    return text(frame.left, y, first, size=paper.font, fill=MUTED) + text(
        frame.right, y, last, size=paper.font, anchor="end", fill=MUTED
    )


def names_beside(chart: LineChart, frame: Frame, paper: Paper) -> str:
    """Line names to the right of their ends, pushed apart where the ends are close."""
    room = name_room(chart, paper) - 14
    names = [wrapped(line.name, paper.font, room) for line in chart.lines]
    ends = [frame.y(last_known(line)) for line in chart.lines]
    height = paper.font * LEADING
    tops = pushed_apart(
        [end - height * len(name) / 2 for end, name in zip(ends, names, strict=True)],
        [height * len(n) for n in names],
    )
    return "".join(
        text(
            frame.right + 10,
            top + height * (row + 0.8),
            words,
            size=paper.font,
            fill=LINE_COLOURS[place % 3],
            bold=True,
        )
        for place, (top, name) in enumerate(zip(tops, names, strict=True))
        for row, words in enumerate(name)
    )


def pushed_apart(tops: list[float], heights: list[float], gap: float = 4) -> list[float]:
    """Places from top to bottom, none on another: close ones are moved apart by the same amount."""
    order = sorted(range(len(tops)), key=lambda place: (tops[place] + heights[place] / 2, place))
    placed = list(tops)
    for upper, lower in pairwise(order):
        lap = placed[upper] + heights[upper] + gap - placed[lower]
        if lap > 0:
            placed[upper] -= lap / 2
            placed[lower] += lap / 2
    for upper, lower in pairwise(order):
        placed[lower] = max(placed[lower], placed[upper] + heights[upper] + gap)
    return placed


def last_known(line: Line) -> float:
    """The last value of a line that is known."""
    return next(value for value in reversed(line.values) if value is not None)


def names_above(chart: LineChart, paper: Paper) -> str:
    """Line names above the plot, each with a piece of its line."""
    drawn = []
    for place, line in enumerate(chart.lines):
        y = paper.font * (LEADING * place + 1)
        colour, dashes = LINE_COLOURS[place % 3], LINE_STROKES[place % 3]
        name = shortened(line.name, paper.font, paper.width - 48)
        drawn.append(
            rule(0, y - paper.font * 0.35, 34, y - paper.font * 0.35, stroke=colour, dashes=dashes, width=3)
        )
        drawn.append(text(42, y, name, size=paper.font, fill=colour, bold=True))
    return "".join(drawn)
