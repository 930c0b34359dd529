"""DuckDB against plain Python: random small towns, every step."""

import pytest
from both_ways import RUNS, differences
from oracle import ORACLE
from small_towns import lay_out, opened, tables_of

from proventive.engine.steps import step_names

TOWNS = 68  # times the steps of a run: more than 2,000 cases
MORE = range(TOWNS, 10 * TOWNS)


def test_every_step_has_its_oracle_and_is_run():
    assert set(ORACLE) == set(step_names())
    assert {name for _, name, _ in RUNS} == set(step_names())
    assert TOWNS * len(RUNS) >= 2000


@pytest.mark.parametrize("seed", range(TOWNS))
def test_duckdb_tells_what_plain_python_tells(seed, tmp_path):
    hold(seed, tmp_path)


@pytest.mark.full
@pytest.mark.parametrize("seed", MORE)
def test_duckdb_tells_what_plain_python_tells_in_ten_times_as_many_towns(seed, tmp_path):
    hold(seed, tmp_path)


@pytest.mark.parametrize("seed", range(0, TOWNS, 17))
def test_the_order_in_which_rows_lie_does_not_matter(seed, tmp_path):
    tables = tables_of(seed)
    turned = {name: rows[::-1] for name, rows in tables.items()}
    assert turned != tables
    hold(seed, tmp_path, turned)


def hold(seed, folder, laid_out=None):
    tables = tables_of(seed)
    lay_out(folder, laid_out or tables)
    records = opened(folder)
    try:
        assert not differences(records, tables)
    finally:
        records.engine.close()
