"""A real Spark for the tests that need one: a master and two workers of one core each, on loopback."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from local_cluster import connect_server, started


@pytest.fixture(scope="session")
def spark_home():
    """Where Spark is; skipped where pyspark or Java is not installed."""
    found = find_spec("pyspark")
    if found is None or found.origin is None or shutil.which("java") is None:
        pytest.skip("Spark is tested by “make test-spark”, which needs Java")
    return Path(found.origin).parent


@pytest.fixture(scope="session")
def spark_url(spark_home, tmp_path_factory):
    """The address of the cluster."""
    cluster = started(spark_home, tmp_path_factory.mktemp("spark"))
    yield cluster.url
    cluster.stop()


@pytest.fixture(scope="session")
def connect_url(spark_home, tmp_path_factory):
    """The address of a Spark Connect server."""
    server, url = connect_server(spark_home, tmp_path_factory.mktemp("connect"))
    yield url
    server.terminate()
    server.wait(timeout=60)
