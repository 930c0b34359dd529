"""pack.json: every figure with its value, counts and trail, in a published shape."""

import json
from dataclasses import replace
from typing import Any

import pytest
from invented_outturns import OUTTURNS, pack, place

from proventive.evidence import as_json, page
from proventive.outturn import Outturn

CASES = pytest.mark.parametrize("name", list(OUTTURNS))


def told(name: str) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(as_json(pack(OUTTURNS[name]())))
    return plain


@CASES
def test_the_same_outturn_gives_the_same_bytes(name: str) -> None:
    assert as_json(pack(OUTTURNS[name]())) == as_json(pack(OUTTURNS[name]()))


@CASES
def test_it_has_the_published_shape(name: str) -> None:
    plain = told(name)
    assert set(plain) == {
        *("proventive_pack", "title", "kicker", "marking", "released"),
        *("figures", "tables", "trails", "first_page", "blocks"),
    }
    for figure in plain["figures"].values():
        assert set(figure) == {"value", "text", "counts", "trail"}
    for trail in plain["trails"]:
        assert set(trail) <= {"number", "method", "agreement", "records", "facts", "rests_on", "seed"}


def test_it_says_in_one_line_on_what_it_was_computed() -> None:
    pages = [(as_json(told), page(told)) for told in (pack(place_on("DuckDB")), pack(place_on("Apache Spark")))]
    for here, there in zip(*pages, strict=True):
        lines = [pair for pair in zip(here.splitlines(), there.splitlines(), strict=True) if pair[0] != pair[1]]
        assert len(lines) == 1
        assert lines[0][0].replace("DuckDB", "Apache Spark") == lines[0][1]
        assert "computed on DuckDB" in lines[0][0]


def place_on(engine: str) -> Outturn:
    return replace(place(), computed_on=engine)


@CASES
def test_every_figure_has_a_trail_and_every_cell_a_figure(name: str) -> None:
    plain = told(name)
    numbers = {trail["number"] for trail in plain["trails"]}
    assert {figure["trail"] for figure in plain["figures"].values()} <= numbers
    for id, table in plain["tables"].items():
        for row in table["rows"]:
            for column, cell in zip(table["columns"], row["cells"], strict=True):
                assert cell == {"figure": f"{id}/{row['id']}/{column['id']}"} or set(cell) == {"text"}
                assert "text" in cell or cell["figure"] in plain["figures"]


@CASES
def test_every_figure_in_a_sentence_is_held(name: str) -> None:
    plain = told(name)
    shown = list(figures_in(plain["first_page"])) + list(figures_in(plain["blocks"]))
    assert shown
    assert set(shown) <= set(plain["figures"])


def figures_in(part: Any) -> list[str]:
    if isinstance(part, dict):
        here = [part["figure"]] if isinstance(part.get("figure"), str) else []
        return here + [id for value in part.values() for id in figures_in(value)]
    return [id for each in part for id in figures_in(each)] if isinstance(part, list) else []


def test_statistics_keep_every_digit_and_money_is_text() -> None:
    figures = told("place")["figures"]
    assert figures["worth/ratio"]["value"]["value"] == 2.908
    assert figures["worth/total"]["value"]["central"]["amount"] == "523456.78"
    assert figures["demand/owed"]["value"] == {
        "kind": "Money",
        "amount": "102000",
        "currency": "GBP",
        "basis": {"cash": True},
    }


def test_what_is_not_known_says_why() -> None:
    value = told("peterborough")["figures"]["worth/total"]["value"]
    assert value == {"kind": "Unknown", "unknown": "no price for a reconviction event was published"}


def test_characters_that_cannot_be_seen_are_escapes() -> None:
    outturn = place()
    text = as_json(pack(replace(outturn, unknowns=("right\u202eleft",))))
    assert "\u202e" not in text
    assert "\\u202e" in text
    assert "Right\u202eleft." in json.dumps(json.loads(text), ensure_ascii=False)


def test_records_are_named_by_hash_with_their_files() -> None:
    records = [record for trail in told("place")["trails"] for record in trail["records"]]
    assert records
    assert all(record["hash"] and record["sources"][0]["hash"] for record in records)
