"""Spark on a real cluster of two workers, and by Connect: every step as plain Python, the same pack as DuckDB.

Run by ``make test-spark``.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from both_ways import differences
from small_towns import known, lay_out, merges_of, opened, tables_of

from proventive.engine.content_hash import buckets_query, table_hash
from proventive.flow.demo import lay_out as lay_out_example
from proventive.flow.demo import shipped
from proventive.flow.running import run
from proventive.quantities import EngineError
from proventive.records import declarations

TOWNS = (0, 1, 7, 11)
CONNECTED = 7
PATIENCE = 600  # seconds; it takes one minute, or four on a busy machine


@pytest.mark.parametrize("seed", TOWNS)
def test_spark_tells_what_plain_python_tells(seed, tmp_path, spark_url):
    tables = tables_of(seed)
    lay_out(tmp_path, tables)
    records = opened(tmp_path, spark_url)
    assert records.engine.name == "spark"
    assert not differences(records, tables)


@pytest.mark.parametrize("seed", TOWNS)
def test_spark_sees_ids_of_one_person_as_one(seed, tmp_path, spark_url):
    tables, merged = tables_of(seed), merges_of(seed)
    lay_out(tmp_path, tables)
    assert not differences(opened(tmp_path, spark_url, merged), tables, merged)


def test_spark_connect_tells_what_plain_python_tells(tmp_path, connect_url):
    """In a process of its own, as one process has sessions of one kind only."""
    lay_out(tmp_path, tables_of(CONNECTED))
    told = subprocess.run(
        [sys.executable, Path(__file__).with_name("town_by_address.py"), tmp_path, str(CONNECTED), connect_url],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert told.returncode == 0, told.stderr[-2000:]
    assert json.loads(told.stdout) == {"engine": "spark", "differences": []}


def test_a_session_that_is_handed_over_is_left_as_it_was(tmp_path, spark_url):
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master(spark_url).getOrCreate()
    session.sql("SELECT 7 AS theirs").createOrReplaceTempView("people")
    session.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
    lay_out(tmp_path, tables_of(1))
    records = opened(tmp_path, session)
    assert records.materialise("evaluation/joiners", agreement="town") >= 0
    records.engine.close()
    assert session.sql("SELECT theirs FROM people").collect()[0].theirs == 7
    assert session.conf.get("spark.sql.session.timeZone") == "Asia/Tokyo"


def test_the_records_of_two_agreements_do_not_meet_on_one_cluster(tmp_path, spark_url):
    rows = {}
    for seed in (1, 7):
        lay_out(tmp_path / str(seed), tables_of(seed))
        rows[seed] = opened(tmp_path / str(seed), spark_url)
    for seed, records in rows.items():
        seen = known(tables_of(seed))
        assert {name: records.engine.count(name) for name in seen} == {
            name: len(table) for name, table in seen.items()
        }
        records.engine.close()


def test_a_table_has_the_same_name_by_content_on_spark(tmp_path, spark_url):
    folder = tmp_path / "a [1] *{b}"  # each of them a pattern to Spark
    lay_out(folder, tables_of(7))
    hashes = {}
    for where in ("duckdb", spark_url):
        engine = opened(folder, where).engine
        hashes[where] = {
            name: table_hash(table, list(engine.fetch(buckets_query(table, name))["hash"]))
            for name, table in declarations().items()
        }
        engine.close()
    assert hashes[spark_url] == hashes["duckdb"]
    assert len(set(hashes["duckdb"].values())) == len(declarations())


def test_a_fault_of_the_cluster_quotes_no_row(tmp_path, spark_url):
    lay_out(tmp_path, tables_of(1))
    records = opened(tmp_path, spark_url)
    (tmp_path / "demand.parquet").unlink()
    with pytest.raises(EngineError) as told:
        records.materialise("evaluation/use_days", event="bed_day")
    assert "Nothing was changed" in str(told.value)
    assert "parquet" not in str(told.value)


def test_the_place_gives_the_same_pack_on_spark_byte_for_byte(tmp_path, spark_url):
    """But for the one line of each file that names the engine."""
    example = next(one for one in shipped() if one.agreement == "falls-and-friendship")
    lay_out_example(example, tmp_path, None)
    packs = {}
    for where in ("duckdb", spark_url):
        run(tmp_path / example.agreement, example.as_at, engine=where)
        pack = tmp_path / example.agreement / "pack" / example.as_at.isoformat()
        packs[where] = {file.name: file.read_bytes() for file in sorted(pack.iterdir())}
    assert set(packs["duckdb"]) == set(packs[spark_url]) == {"index.html", "pack.json"}
    for name, on_duck in packs["duckdb"].items():
        lines = zip(on_duck.splitlines(), packs[spark_url][name].splitlines(), strict=True)
        differing = [pair for pair in lines if pair[0] != pair[1]]
        assert len(differing) == 1
        assert differing[0][0].replace(b"on DuckDB", b"on Apache Spark") == differing[0][1]
