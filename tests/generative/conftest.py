"""A real Spark for the tests that need one: a master and two workers of one core each, on loopback."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from local_cluster import started


@pytest.fixture(scope="session")
def spark_url(tmp_path_factory):
    """The address of the cluster; skipped where pyspark or Java is not installed."""
    found = find_spec("pyspark")
    if found is None or found.origin is None or shutil.which("java") is None:
        pytest.skip("Spark is tested by “make test-spark”, which needs Java")
    cluster = started(Path(found.origin).parent, tmp_path_factory.mktemp("spark"))
    yield cluster.url
    cluster.stop()
