"""The SQL of a step as Spark says it.

sqlglot translates. What it gets wrong is left out of the subset (:mod:`proventive.engine.steps`), but for two
things that are put right here: ``date - DATE '2000-01-01'`` is a number of days in DuckDB and an interval in
Spark, and not every Spark can join texts in an order, as the content hash does.
"""

from functools import cache
from typing import Any

from proventive.quantities import UserError


def not_installed(package: str | None, extra: str = "spark") -> str:
    """What to say where an extra is missing."""
    return (
        f"Spark is asked for, and the package “{package}”, which it needs, is not installed here. Without it "
        f"nothing can be computed there. Install it with: pip install 'proventive[{extra}]' "
        "(docs/how-to/national-data.md says how without internet), or leave the engine out."
    )


@cache
def spark_sql(sql: str) -> str:
    """A SELECT in the subset, for Spark. Raises UserError where the extra is not installed."""
    try:
        import sqlglot
        from sqlglot.errors import ErrorLevel
    except ImportError as error:
        raise UserError(not_installed(error.name)) from None
    tree = sqlglot.parse_one(sql, read="duckdb").transform(for_spark)
    return tree.sql(dialect="spark", unsupported_level=ErrorLevel.RAISE, pretty=True)


def for_spark(node: Any) -> Any:
    """One node of the syntax tree, as Spark has to be told it."""
    from sqlglot import exp

    if isinstance(node, exp.Sub) and is_day(node.expression):
        return exp.Anonymous(this="DATEDIFF", expressions=[node.this, node.expression])
    if isinstance(node, exp.GroupConcat) and isinstance(node.this, exp.Order):
        values = exp.Anonymous(this="COLLECT_LIST", expressions=[node.this.this])
        in_order = exp.Anonymous(this="SORT_ARRAY", expressions=[values])
        return exp.Anonymous(this="ARRAY_JOIN", expressions=[in_order, node.args["separator"]])
    return node


def is_day(node: Any) -> bool:
    """Whether a node is a day written out, such as ``DATE '2000-01-01'``."""
    from sqlglot import exp

    return (
        isinstance(node, exp.Cast)
        and node.to.this == exp.DataType.Type.DATE
        and isinstance(node.this, exp.Literal)
    )
