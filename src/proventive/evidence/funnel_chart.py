"""A funnel: a dot for each area at its size and rate, between the limits of chance; one area is named."""

from dataclasses import dataclass

from proventive.evidence.line_chart import round_step, tick_label
from proventive.evidence.svg import INK, LINE_COLOURS, MUTED, Paper, band, dot, path, rule, text
from proventive.evidence.text_width import shortened, text_width

MOST_TICKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An area: its name, its size, its rate, and its limits from the lowest to the highest."""

    name: str
    size: float
    rate: float
    limits: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelChart:
    """Areas, and which of them is named. ``size`` and ``rate`` are the words of the two scales."""

    places: tuple[Place, ...]
    named: str
    size: str
    rate: str


def draw_funnel(chart: FunnelChart, paper: Paper) -> tuple[float, str]:
    """The height of the drawing, and its body. The scale of sizes is that of their square roots."""
    ticks = ticks_of(chart)
    left = max(text_width(tick_label(tick), paper.font) for tick in ticks) + 10
    top, right = paper.font * 2.2, paper.width - 12
    bottom = top + paper.plot_height
    furthest = max(place.size for place in chart.places) ** 0.5

    def x(size: float) -> float:
        return left + (right - left) * size**0.5 / furthest

    def y(rate: float) -> float:
        return bottom - (bottom - top) * min(rate, ticks[-1]) / ticks[-1]  # a limit beyond ends at the edge

    by_size = sorted(chart.places, key=lambda place: (place.size, place.name))
    lowest, low, high, highest = (
        [(x(place.size), y(place.limits[limit])) for place in by_size] for limit in range(4)
    )
    pieces = [text(0, paper.font, shortened(chart.rate, paper.font, paper.width), size=paper.font, fill=MUTED)]
    pieces.append(band([*highest, *reversed(lowest)]))
    for number, tick in enumerate(ticks):
        pieces.append(rule(left, y(tick), right, y(tick), dashes="" if number == 0 else "2 4"))
        words = tick_label(tick)
        pieces.append(
            text(left - 8, y(tick) + paper.font * 0.35, words, size=paper.font, anchor="end", fill=MUTED)
        )
    for run, dashes in ((lowest, ""), (low, "7 4"), (high, "7 4"), (highest, "")):
        pieces.append(path(run, stroke=MUTED, dashes=dashes, width=1.5))
    for place in by_size:
        if place.name != chart.named:
            pieces.append(dot(x(place.size), y(place.rate), 4, fill="#ffffff", stroke=LINE_COLOURS[0]))
    pieces.extend(named(chart, x, y, left, paper))
    scale = f"{chart.size}: 0 to {tick_label(max(place.size for place in chart.places))}"
    pieces.append(
        text(
            left,
            bottom + paper.font * 1.5,
            shortened(scale, paper.font, right - left),
            size=paper.font,
            fill=MUTED,
        )
    )
    return bottom + paper.font * 2.2, "".join(pieces)


def named(chart: FunnelChart, x, y, left: float, paper: Paper) -> tuple[str, ...]:
    """The dot of the area that is looked at, filled and with its name on the roomier side."""
    own = next((place for place in chart.places if place.name == chart.named), None)
    if own is None:
        return ()
    across, down = x(own.size), y(own.rate)
    to_left = across > (left + paper.width) / 2
    words = text(
        across - 11 if to_left else across + 11,
        down + paper.font * 0.35,
        own.name,
        size=paper.font,
        anchor="end" if to_left else "start",
        fill=INK,
        bold=True,
    )
    return dot(across, down, 6, fill=LINE_COLOURS[0], stroke=LINE_COLOURS[0]), words


def ticks_of(chart: FunnelChart) -> list[float]:
    """Round values from 0 that cover every rate, and the limits as far as twice the highest rate."""
    rates = max(place.rate for place in chart.places)
    limits = max(place.limits[3] for place in chart.places)
    most = max(rates, min(limits, 2 * rates)) or 1.0
    step = round_step(most / (MOST_TICKS - 1))
    return [step * number for number in range(int(-(-most // step)) + 1)]
