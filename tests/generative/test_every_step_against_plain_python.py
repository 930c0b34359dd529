"""DuckDB against plain Python: random small towns, every step."""

import pytest
from both_ways import RUNS, differences
from oracle import ORACLE
from small_towns import known, lay_out, merges_of, opened, tables_of

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


@pytest.mark.parametrize("seed", range(0, TOWNS, 4))
def test_ids_of_one_person_are_seen_as_one_by_every_step(seed, tmp_path):
    hold(seed, tmp_path, merged=merges_of(seed))


def test_in_the_towns_where_ids_are_merged_rows_do_meet():
    met = 0
    for seed in range(0, TOWNS, 4):
        tables, merged = tables_of(seed), merges_of(seed)
        apart, together = known(tables), known(tables, merged)
        met += sum(len(apart[name]) - len(together[name]) for name in tables)
    assert met > 10


def hold(seed, folder, laid_out=None, merged=None):
    tables = tables_of(seed)
    lay_out(folder, laid_out or tables)
    records = opened(folder, merged=merged)
    try:
        assert not differences(records, tables, merged)
    finally:
        records.engine.close()
