"""The SQL of the steps keeps to syntax that every engine answers alike: an allow-list of syntax-tree nodes."""

from collections.abc import Iterator

import pytest
import sqlglot
from sqlglot import exp

from proventive.engine.steps import step, step_names

ALLOWED = frozenset(
    [
        "Abs",
        "Add",
        "Alias",
        "And",
        "Between",
        "CTE",
        "Case",
        "Cast",
        "Coalesce",
        "Column",
        "Count",
        "DPipe",
        "DataType",
        "DataTypeParam",
        "Distinct",
        "EQ",
        "From",
        "GT",
        "GTE",
        "Greatest",
        "Group",
        "Having",
        "Identifier",
        "If",
        "In",
        "Is",
        "Join",
        "LT",
        "LTE",
        "Least",
        "Literal",
        "MD5",
        "Max",
        "Min",
        "Mod",
        "Month",
        "Mul",
        "NEQ",
        "Neg",
        "Not",
        "Null",
        "Or",
        "Order",
        "Ordered",
        "Paren",
        "Placeholder",
        "RowNumber",
        "Select",
        "Star",
        "Sub",
        "Subquery",
        "Sum",
        "Table",
        "TableAlias",
        "TimestampTrunc",
        "Union",
        "Var",
        "Where",
        "Window",
        "With",
        "Year",
    ]
)
"""Syntax that was held against plain Python on DuckDB and on Spark. What is not here is not allowed."""

TYPES = frozenset(
    {
        exp.DataType.Type.BIGINT,
        exp.DataType.Type.INT,
        exp.DataType.Type.DATE,
        exp.DataType.Type.VARCHAR,
        exp.DataType.Type.TEXT,  # VARCHAR, as sqlglot reads it from DuckDB
    }
)


def objections(sql: str) -> Iterator[str]:
    """What in a SELECT engines could answer differently."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    if sql.upper().count("NULLS LAST") != len(list(tree.find_all(exp.Ordered))):
        yield "an order that leaves NULLs to the engine: write NULLS LAST"
    for node in tree.walk():
        kind = type(node).__name__
        if kind not in ALLOWED:
            yield f"{kind}: {node.sql(dialect='duckdb')}"
        elif isinstance(node, exp.Star) and not isinstance(node.parent, exp.Count):
            yield "*: name the columns"
        elif isinstance(node, exp.DataType) and not (node.this in TYPES or is_decimal(node)):
            yield f"a type that is not exact: {node.sql(dialect='duckdb')}"
        elif isinstance(node, exp.TimestampTrunc) and node.text("unit").lower() != "month":
            yield f"cut to other than a month: {node.sql(dialect='duckdb')}"
        elif isinstance(node, exp.Literal) and not node.is_string and not node.is_int:
            yield f"a number with a point, which is a float in one engine and a decimal in another: {node.sql()}"
        elif isinstance(node, exp.Join) and (node.method or node.side == "FULL" or node.kind in ("SEMI", "ANTI")):
            yield f"a join of a kind that is not in the subset: {node.sql(dialect='duckdb')}"


def is_decimal(node: exp.DataType) -> bool:
    return node.this == exp.DataType.Type.DECIMAL and len(node.expressions) == 2


@pytest.mark.parametrize("name", step_names())
def test_a_step_keeps_to_the_subset(name):
    assert not list(objections(step(name).sql))


BROKEN = {
    "months are counted differently": "SELECT datediff('month', a, b) AS n FROM t",
    "no such table function in Spark": "SELECT r.rel FROM range(-12, 12) AS r(rel)",
    "Spark has no ASOF": "SELECT t.a FROM t ASOF JOIN u ON t.a >= u.a",
    "Spark pivots otherwise": "PIVOT t ON y USING SUM(v)",
    "QUALIFY adds a column": "SELECT a FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY a NULLS LAST) = 1",
    "every engine hashes in its own way": "SELECT hash(a) AS h FROM t",
    "whole numbers are divided differently": "SELECT a / 2 AS half FROM t",
    "negative numbers are rounded differently": "SELECT a // 2 AS half FROM t",
    "floats add up differently": "SELECT SUM(CAST(a AS DOUBLE)) AS cost FROM t",
    "0.1 is a float or a decimal": "SELECT a * 0.1 AS cost FROM t",
    "NULLs come first or last": "SELECT a FROM t ORDER BY a",
    "NULLs come first": "SELECT a FROM t ORDER BY a NULLS FIRST",
    "columns change with the file": "SELECT * FROM t",
    "weeks begin on different days": "SELECT date_trunc('week', a) AS w FROM t",
    "means are floats": "SELECT AVG(a) AS m FROM t",
    "chance": "SELECT random() AS r FROM t",
    "the clock": "SELECT current_date AS d FROM t",
    "the first of an unordered group": "SELECT any_value(a) AS a FROM t",
    "halves are rounded differently": "SELECT round(a) AS r FROM t",
}


@pytest.mark.parametrize("sql", BROKEN.values(), ids=BROKEN.keys())
def test_what_engines_answer_differently_is_objected_to(sql):
    assert list(objections(sql))


def test_what_is_in_the_subset_is_not():
    assert not list(
        objections(
            "SELECT a, COUNT(*) AS n, CAST(SUM(b) AS BIGINT) AS b FROM t LEFT JOIN u ON u.a = t.a "
            "GROUP BY a ORDER BY a NULLS LAST"
        )
    )
