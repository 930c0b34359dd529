"""Every step is one SELECT in the subset that every engine understands."""

import json
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest

from proventive.engine.steps import check_parameters, literal, read_step, step, with_values
from proventive.quantities import InternalError

ROOT = Path(str(files("proventive.engine").joinpath("sql")))
STEPS = sorted(path.relative_to(ROOT).with_suffix("").as_posix() for path in ROOT.rglob("*.sql"))


def syntax(sql: str) -> dict:
    """The syntax tree of a statement."""
    connection = duckdb.connect(":memory:")
    try:
        return json.loads(connection.execute("SELECT json_serialize_sql($sql)", {"sql": sql}).fetchall()[0][0])
    finally:
        connection.close()


def orders(node: object) -> Iterator[dict]:
    """Every item of every ORDER BY, of windows and aggregates too."""
    if isinstance(node, dict):
        if "null_order" in node:
            yield node
        for inner in node.values():
            yield from orders(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from orders(inner)


def test_there_are_steps():
    assert STEPS


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_one_select_in_the_subset(name):
    found = step(name)  # the header says what one row is, or this raises
    tree = syntax(found.sql)
    assert not tree["error"], tree
    assert len(tree["statements"]) == 1


@pytest.mark.parametrize("name", STEPS)
def test_nothing_is_ordered_with_nulls_left_to_the_engine(name):
    left = [order for order in orders(syntax(step(name).sql)) if order["null_order"] != "NULLS LAST"]
    assert not left, f"{name}: write NULLS LAST in every ORDER BY"


def test_a_step_says_what_one_row_is():
    with pytest.raises(InternalError, match="One row is"):
        read_step("x/y", "SELECT 1")


def test_only_the_outermost_order_counts():
    assert read_step("x", "-- One row is x.\nSELECT a FROM t ORDER BY a NULLS LAST").ordered
    assert not read_step("x", "-- One row is x.\nSELECT a FROM (SELECT a FROM t ORDER BY a)").ordered
    assert not read_step("x", "-- One row is x, order by a\nSELECT ' order by ' AS a").ordered


def test_exactly_the_parameters_of_a_step_are_given():
    found = read_step("x", "-- One row is x.\n-- $c: no parameter\nSELECT $a, '$d', $b")
    assert found.parameters == {"a", "b"}
    check_parameters(found, frozenset({"a", "b"}))
    with pytest.raises(InternalError, match="missing: b; not used: c"):
        check_parameters(found, frozenset({"a", "c"}))


def test_a_step_that_is_not_there_is_our_fault():
    with pytest.raises(InternalError, match="no step"):
        step("nowhere/nothing")


def test_a_step_is_written_out_with_its_parameters():
    found = read_step("x", "-- One row is x.\nSELECT '$a', $a, $days - $day FROM t WHERE d < $until AND n = $none")
    values = {"a": "O'Neill's $day", "day": -3, "days": 30, "until": date(2024, 2, 29), "none": None}
    written = with_values(found, {name: literal(value) for name, value in values.items()})
    assert written == (
        "SELECT '$a', 'O''Neill''s $day', 30 - (-3) FROM t WHERE d < DATE '2024-02-29' AND n = NULL"
    )
