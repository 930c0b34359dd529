"""What is said where Spark is asked for and cannot be had, and how a step is told it. No Spark is needed."""

import builtins
import socket
from pathlib import Path

import pytest

from proventive.engine import Part, open_engine, spark
from proventive.engine.spark import address, check_answers, check_connects
from proventive.engine.steps import step, step_names
from proventive.engine.transpiling import spark_sql
from proventive.quantities import EngineError, NotFound, UserError


def test_a_missing_package_is_named_with_what_to_install(monkeypatch):
    real = builtins.__import__

    def without_pyspark(name, *arguments, **more):
        if name.split(".")[0] in ("pyspark", "pyarrow"):
            raise ImportError(name="pyspark")
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without_pyspark)
    with pytest.raises(UserError, match=r"“pyspark”.*pip install 'proventive\[spark\]'"):
        open_engine("spark://127.0.0.1:7077")


def test_a_missing_package_of_spark_connect_is_named_too(monkeypatch):
    monkeypatch.setattr(spark, "find_spec", lambda name: None if name == "grpc_status" else name)
    with pytest.raises(UserError, match=r"“grpc_status”.*pip install 'proventive\[connect\]'"):
        check_connects()


@pytest.mark.parametrize("scheme", ["spark", "sc"])
def test_an_address_where_nobody_answers_is_said_at_once(scheme):
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))  # bound, and not listening
        port = unheard.getsockname()[1]
        with pytest.raises(EngineError, match=f"No Spark answers at 127.0.0.1:{port}"):
            check_answers(f"{scheme}://127.0.0.1:{port}/;token=secret")


def test_one_master_of_several_is_enough():
    with socket.socket() as listening, socket.socket() as unheard:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        unheard.bind(("127.0.0.1", 0))
        ports = [place.getsockname()[1] for place in (unheard, listening)]
        check_answers("spark://" + ",".join(f"127.0.0.1:{port}" for port in ports))


def test_an_address_that_cannot_be_one_is_said():
    with pytest.raises(EngineError, match="spark://host:7077"):
        check_answers("spark://here:there")


@pytest.mark.parametrize("where", ["spork", "", 3, None])
def test_what_is_no_engine_is_said(where):
    with pytest.raises(NotFound, match="There is no engine"):
        open_engine(where)


def test_a_path_is_no_pattern():
    part = Part(store="hub", file=Path("/a [1]/b*{c}?.parquet"))
    assert address(part) == r"file:///a \[1\]/b\*\{c\}\?.parquet"


@pytest.mark.parametrize("name", step_names())
def test_every_step_can_be_told_to_spark(name):
    wanted = step(name)
    told = spark_sql(wanted.sql)
    for parameter in wanted.parameters:
        assert f":{parameter}" in told
    assert "$" not in told


def test_days_between_are_counted_and_not_an_interval():
    told = " ".join(spark_sql("SELECT a - DATE '2000-01-01' - b AS days FROM t").split())
    assert told == "SELECT DATEDIFF(a, CAST('2000-01-01' AS DATE)) - b AS days FROM t"


def test_texts_are_joined_in_their_order():
    told = spark_sql("SELECT STRING_AGG(h, '' ORDER BY h NULLS LAST) AS all_of_them FROM t")
    assert "ARRAY_JOIN(SORT_ARRAY(COLLECT_LIST(h)), '')" in told
