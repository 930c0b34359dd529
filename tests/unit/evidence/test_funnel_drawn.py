"""The drawing of a funnel: a dot an area, limits that narrow with size, one name, all of it on the paper."""

import re
from decimal import Decimal

import pytest

from proventive.evidence.blocks import Chart, Grid
from proventive.evidence.charts import draw, funnel_of, remarks
from proventive.quantities import AgreementUsed, Column, Number, Row, Table, Trail

NAMES = ("out-of", "rate", "lowest", "low", "high", "highest", "position")


def chart_of(rows: list[tuple[str, float, float, float]], named: str = "A2") -> Chart:
    """Rows of a code, a size, a rate, and how far the inner limits lie from 30."""

    def number(value: float, unit: str = "attendances per 1,000 a month") -> Number:
        return Number(number=Decimal(str(value)), unit=unit)

    table = Table(
        id="attendances/funnel",
        title="Areas",
        row_heading="Area",
        columns=tuple(Column(id=name, heading=name.capitalize()) for name in NAMES),
        rows=tuple(
            Row(
                id=code,
                heading=code,
                cells=(
                    number(size, "people or uses in a month"),
                    number(rate),
                    *(number(max(0.0, 30 + times * half)) for times in (-1.5, -1, 1, 1.5)),
                    "within the limits",
                ),
            )
            for code, size, rate, half in rows
        ),
        counts="areas",
        trail=Trail(method="a test", agreement=AgreementUsed(id="areas", hash="0")),
    )
    return Chart(
        kind="funnel",
        data=Grid(table=table, caption="Areas"),
        caption="Areas side by side",
        description="Dots",
        mark=named,
        mark_label="Attendances per 1,000 a month",
    )


ROWS = [("A1", 100_000.0, 31.0, 1.0), ("A2", 900.0, 55.0, 9.0), ("A3", 20_000.0, 28.5, 2.0)]


def dots(svg: str) -> list[tuple[float, float, float]]:
    found = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', svg)
    return [tuple(float(part) for part in one) for one in found]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_every_area_is_a_dot_on_the_paper_and_one_is_named(width):
    svg = getattr(draw(chart_of(ROWS), "c"), width)
    paper, height = (float(part) for part in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    assert len(dots(svg)) == 3
    assert all(0 <= x <= paper and 0 <= y <= height for x, y, _ in dots(svg))
    assert sorted(radius for _, _, radius in dots(svg)) == [4, 4, 6]
    assert [name for name in ("A1", "A2", "A3") if f">{name}<" in svg] == ["A2"]
    assert "Out-of: 0 to 100,000" in svg


def test_the_larger_stands_further_right_and_the_higher_rate_higher():
    places = {round(radius): (x, y) for x, y, radius in dots(draw(chart_of(ROWS), "c").wide)}
    small_and_high = places[6]
    others = [(x, y) for x, y, radius in dots(draw(chart_of(ROWS), "c").wide) if radius == 4]
    assert all(small_and_high[0] < x and small_and_high[1] < y for x, y in others)


def test_the_funnel_narrows_and_is_the_same_twice():
    drawn = funnel_of(chart_of(ROWS), chart_of(ROWS).data)
    widths = [place.limits[3] - place.limits[0] for place in sorted(drawn.places, key=lambda one: one.size)]
    assert widths == sorted(widths, reverse=True)
    assert draw(chart_of(ROWS), "c") == draw(chart_of(ROWS), "c")
    assert remarks(chart_of(ROWS)) == ""


def test_limits_far_above_every_rate_do_not_squeeze_the_dots():
    tall = draw(chart_of([("A1", 50.0, 31.0, 900.0), ("A2", 90_000.0, 30.0, 1.0)]), "c").wide
    ys = [y for _, y, _ in dots(tall)]
    height = float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', tall).group(1))
    assert all(0.2 * height < y < 0.8 * height for y in ys)
    lines = " ".join(re.findall(r'points="([^"]+)"', tall)).split()
    assert all(0 <= float(point.split(",")[1]) <= height for point in lines)


def test_an_area_that_is_not_in_the_table_is_not_named():
    svg = draw(chart_of(ROWS, named="A9"), "c").wide
    assert len(dots(svg)) == 3
    assert not re.search(r">A\d<", svg)
