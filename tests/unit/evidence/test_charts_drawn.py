"""Drawings: labels placed by rule, lines that differ without colour, and the same bytes every time."""

import itertools
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_outturns import OUTTURNS, pack

from proventive.evidence.blocks import Chart, Pack
from proventive.evidence.charts import draw
from proventive.evidence.line_chart import Line, LineChart, draw_lines, pushed_apart, tick_label, tick_values
from proventive.evidence.svg import NARROW_PAPER, WIDE_PAPER
from proventive.evidence.text_width import shortened, text_width, wrapped

DRAWN = [name for name in OUTTURNS if name != "too-early"]
SVG = "{http://www.w3.org/2000/svg}"


def charts(told: Pack) -> list[Chart]:
    return [block for block in (*told.first_page, *told.blocks) if isinstance(block, Chart)]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_has_title_description_and_role(name: str) -> None:
    for place, chart in enumerate(charts(pack(OUTTURNS[name]()))):
        drawing = draw(chart, f"c{place}")
        for svg in (drawing.wide, drawing.narrow):
            root = parsed(svg)
            assert root.get("role") == "img"
            ids = {element.get("id"): element.tag for element in root if element.get("id")}
            assert [ids[id] for id in (root.get("aria-labelledby") or "").split()] == [f"{SVG}title", f"{SVG}desc"]
            assert all((element.text or "").strip() for element in root if element.get("id"))


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_drawn_the_same_twice_and_narrower_for_a_phone(name: str) -> None:
    chart = charts(pack(OUTTURNS[name]()))[0]
    assert draw(chart, "c") == draw(chart, "c")
    width = [
        float((parsed(svg).get("viewBox") or "").split()[2])
        for svg in (draw(chart, "c").wide, draw(chart, "c").narrow)
    ]
    assert width[1] <= 360 < width[0]


def test_lines_differ_in_stroke_as_well_as_in_colour() -> None:
    chart = charts(pack(OUTTURNS["place"]()))[0]
    lines = parsed(draw(chart, "c").wide).findall(f"{SVG}polyline")
    assert len({line.get("stroke-dasharray") for line in lines}) == len(lines) == 2


def test_the_label_of_the_start_is_whole_on_a_phone_too() -> None:
    line = Line(name="What happened", values=(1.0,) * 9, lows=(None,) * 9, highs=(None,) * 9)
    label = "Start: 1 October 2013"
    chart = LineChart(headings=tuple("abcdefghi"), lines=(line,), mark=4, mark_label=label)
    for paper in (WIDE_PAPER, NARROW_PAPER):
        height, body = draw_lines(chart, paper)
        words = [(float(y), words) for y, words in re.findall(r'y="([\d.]+)"[^>]*>([^<]+)</text>', body)]
        told = [(y, each) for y, each in words if len(each) > 1 and each in label]
        assert " ".join(each for _, each in told) == label
        assert all(0 < y < height for y, _ in told)
        assert [y for y, _ in told] == sorted(y for y, _ in told)


def test_nothing_began_too_early_has_no_chart() -> None:
    assert not charts(pack(OUTTURNS["too-early"]()))


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(10, 60)), min_size=2, max_size=3))
def test_labels_that_are_close_are_pushed_apart(labels: list[tuple[float, float]]) -> None:
    placed = pushed_apart([top for top, _ in labels], [height for _, height in labels])
    order = sorted(range(len(labels)), key=lambda place: placed[place])
    for upper, lower in itertools.pairwise(order):
        assert placed[upper] + labels[upper][1] <= placed[lower] + 1e-9


def test_labels_that_are_far_apart_stay_where_they_are() -> None:
    assert pushed_apart([0.0, 100.0], [20.0, 20.0]) == [0.0, 100.0]


@given(st.floats(-1000, 1000), st.floats(0.001, 1000))
def test_ticks_are_few_and_cover_every_value(low: float, spread: float) -> None:
    values = (low, low + spread)
    line = Line(name="a", values=values, lows=(None, None), highs=(None, None))
    ticks = tick_values(LineChart(headings=("a", "b"), lines=(line,), mark=None, mark_label=""))
    assert 2 <= len(ticks) <= 8
    assert ticks[0] <= values[0] + 1e-9 * max(1, abs(values[0]))
    assert ticks[-1] >= values[1] - 1e-9 * max(1, abs(values[1]))


def test_a_scale_starts_at_0_unless_the_lines_vary_by_much_less_than_their_height() -> None:
    def first(*values: float) -> float:
        line = Line(name="a", values=values, lows=(None,) * len(values), highs=(None,) * len(values))
        return tick_values(LineChart(headings=("",) * len(values), lines=(line,), mark=None, mark_label=""))[0]

    assert first(8.0, 16.0) == 0
    assert first(300.0, 330.0) == 300


def test_a_tick_has_no_tail() -> None:
    assert [tick_label(tick) for tick in (0.0, 1500.0, 0.30000000000000004, -5.0)] == ["0", "1,500", "0.3", "−5"]


def test_a_long_label_is_wrapped_or_cut_to_its_room() -> None:
    assert all(text_width(line, 15) <= 150 for line in wrapped("Expected from the months before", 15, 150))
    cut = shortened("W" * 200, 15, 100)
    assert cut.endswith("…")
    assert text_width(cut, 15) <= 100


def test_every_number_in_a_drawing_of_bars_is_printed_as_in_its_table() -> None:
    chart = charts(pack(OUTTURNS["peterborough"]()))[0]
    words = re.findall(r"<text[^>]*>([^<]*)</text>", draw(chart, "c").wide)
    assert words == [
        "People in the service",
        "142 for every 100 people",
        "Comparison group",
        "155 for every 100 people",
    ]
