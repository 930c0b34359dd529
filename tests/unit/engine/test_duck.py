"""The embedded engine stays inside what it is given."""

from decimal import Decimal

import duckdb
import numpy as np
import pytest

from proventive.engine import open_embedded, open_engine
from proventive.quantities import NotFound, RecordsError

FAR_DOWN = 5_001  # rows before the one that matters, which a sample of every fifth leaves out


@pytest.fixture
def engine(tmp_path):
    engine = open_embedded(folders=[tmp_path / "mine"], spill=tmp_path / "spill", memory_limit="64MB", threads=1)
    yield engine
    engine.close()


def test_it_reads_no_other_folder(engine, tmp_path):
    (tmp_path / "other.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(duckdb.PermissionException):
        engine.run(f"SELECT * FROM read_csv('{(tmp_path / 'other.csv').as_posix()}')")


@pytest.mark.parametrize(
    "statement",
    [
        "SET enable_external_access = true",
        "SET memory_limit = '10GB'",
        "INSTALL httpfs",
        "SELECT * FROM read_csv('https://example.org/x.csv')",
    ],
)
def test_nothing_that_was_stated_can_be_changed_and_no_network_is_used(engine, statement):
    with pytest.raises((duckdb.Error, RecordsError)):
        engine.run(statement)


def test_its_settings_are_stated(engine):
    stated = engine.fetch(
        "SELECT name, value FROM duckdb_settings() "
        "WHERE name IN ('threads', 'TimeZone', 'memory_limit') ORDER BY name"
    )
    assert dict(zip(stated["name"], stated["value"], strict=True)) == {
        "TimeZone": "UTC",
        "memory_limit": "61.0 MiB",
        "threads": "1",
    }


def test_what_needs_more_than_it_may_use_is_one_clear_message(tmp_path):
    engine = open_embedded(spill=tmp_path / "no" / "such", memory_limit="20MB", threads=1)
    try:
        with pytest.raises(RecordsError, match="memory"):
            engine.run("SELECT list(i || 'x') FROM range(3000000) AS r(i)")
    finally:
        engine.close()


def test_its_spill_folder_is_removed(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    engine = open_embedded()
    assert list(tmp_path.iterdir())
    engine.close()
    assert not list(tmp_path.iterdir())


def test_an_unknown_engine_is_said():
    with pytest.raises(NotFound, match="There is no engine “spork”"):
        open_engine("spork")


def far_down(first, last):
    values = np.empty(FAR_DOWN + 2, dtype=object)
    values[:] = first
    values[FAR_DOWN] = last
    return values


@pytest.mark.parametrize(("first", "last"), [(None, "x"), (None, None), ("x", None), (1, "x")])
def test_text_far_down_a_column_arrives(engine, first, last):
    """Where pandas is imported as well, DuckDB 1.5 knows no type for a column that begins with much missing."""
    pytest.importorskip("pandas")
    values = far_down(first, last)
    engine.stage("sent", {"told": values})
    told = engine.fetch("SELECT told FROM sent")["told"]
    assert told.tolist() == [None if value is None else str(value) for value in values]


def test_a_decimal_far_down_a_column_is_not_rounded(engine):
    with pytest.raises(RecordsError, match="more places than declared"):
        engine.stage("sent", {"paid": far_down(Decimal("1.10"), Decimal("1.105"))}, {"paid": "DECIMAL(18, 2)"})
