"""A table is named by its content: the documented format, made again in plain Python."""

import hashlib
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proventive.engine import DeclaredColumn, DeclaredTable, open_embedded
from proventive.engine.content_hash import buckets_query, table_hash
from proventive.engine.declared import sql_type
from proventive.engine.kept import hash_of_rows


def column(name, kind, **more):
    return DeclaredColumn(name=name, type=kind, heading=name, help="", **more)


TABLE = DeclaredTable(
    name="things",
    one_row_is="a thing",
    columns=(
        column("a", "text"),
        column("b", "code"),
        column("d", "date"),
        column("n", "integer"),
        column("x", "decimal", places=2),
    ),
    key=("a",),
    twice="",
    cut_by=None,
)


def plain_hash(rows) -> str:
    """The hash as the documentation of the format says it, with nothing of ours in it."""

    def cell(value) -> str:
        if value is None:
            return "\\N"
        if isinstance(value, str):
            return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
        return f"{value:.2f}" if isinstance(value, Decimal) else str(value)

    hashes = [hashlib.sha256("\t".join(map(cell, row)).encode()).hexdigest() for row in rows]
    buckets: dict[str, list[str]] = {}
    for digest in hashes:
        buckets.setdefault(digest[:2], []).append(digest)
    joined = [hashlib.sha256("".join(sorted(buckets[key])).encode()).hexdigest() for key in sorted(buckets)]
    head = ["things", "a VARCHAR, b VARCHAR, d DATE, n BIGINT, x DECIMAL(18,2)"]
    return hashlib.sha256("\n".join(head + joined).encode()).hexdigest()


@pytest.fixture(scope="module")
def engine():
    engine = open_embedded(threads=2)
    yield engine
    engine.close()


def engine_hash(engine, rows) -> str:
    arrays = {}
    for place, name in enumerate(TABLE.names):
        arrays[name] = np.empty(len(rows), dtype=object)
        arrays[name][:] = [str(row[place]) if isinstance(row[place], date) else row[place] for row in rows]
    engine.run("DROP TABLE IF EXISTS things")
    engine.stage("things", arrays, {column.name: sql_type(column) for column in TABLE.columns})
    return table_hash(TABLE, list(engine.fetch(buckets_query(TABLE, "things"))["hash"]))


TEXT = st.one_of(st.none(), st.sampled_from(["", "a", "\\", "\\N", "\t", "a\tb", "\n", "\r", "é", "ab", "N"]))
ROW = st.tuples(
    TEXT,
    TEXT,
    st.one_of(st.none(), st.dates(date(1899, 12, 30), date(1900, 1, 3))),
    st.one_of(st.none(), st.integers(-2, 2)),
    st.one_of(st.none(), st.integers(-150, 150).map(lambda pence: Decimal(pence) / 100)),
)


@settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(ROW, max_size=12))
def test_the_engine_and_plain_python_name_a_table_alike(engine, rows):
    assert engine_hash(engine, rows) == plain_hash(rows) == engine_hash(engine, rows[::-1])


def test_many_rows_are_hashed_some_at_a_time_to_the_same_name(engine, monkeypatch):
    rows = [(f"a{n}", "b", None, n, Decimal("1.00")) for n in range(1_000)]
    whole = engine_hash(engine, rows)
    for at_once in (1, 7, 300, 1_000, 100_000):
        monkeypatch.setattr("proventive.engine.kept.AT_ONCE", at_once)
        assert hash_of_rows(engine, TABLE, "things") == (whole, 1_000)


def test_what_differs_has_another_name(engine):
    row = ("a", None, date(2024, 1, 1), 1, Decimal("1.00"))
    others = [
        [row, row],
        [],
        [(None, "a", *row[2:])],
        [("a", "", *row[2:])],
        [("a", "\\N", *row[2:])],
        [("a\t\\N", None, *row[2:])],
    ]
    hashes = [engine_hash(engine, rows) for rows in [[row], *others]]
    assert len(set(hashes)) == len(hashes)
