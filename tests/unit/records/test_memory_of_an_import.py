"""Many people come in with one file, and who they are does not have to fit into memory."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from proventive.records.identity import kept_people, open_identities

SCRIPT = Path(__file__).with_name("import_and_measure.py")
MOST = (
    300 if int(version("duckdb").split(".")[0]) >= 2 else 400
)  # megabytes; DuckDB 1.5 holds more beside its limit


def megabytes(folder: Path, people: int) -> int:
    folder.mkdir()
    command = [sys.executable, str(SCRIPT), str(folder), str(people)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows, accepted, peak = (int(number) for number in done.stdout.split())
    assert (rows, accepted) == (people, people - people // 100)
    kept = kept_people(open_identities(folder / "place" / "records" / "hub"))
    assert len(set(kept["local_id"])) == len(set(kept["identifier"])) == accepted
    return peak


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_two_hundred_thousand_different_people_take_no_more_than_is_said(tmp_path):
    assert megabytes(tmp_path / "many", 200_000) < MOST


@pytest.mark.full
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_does_not_grow_with_the_people(tmp_path):
    some, many = (megabytes(tmp_path / str(people), people) for people in (500_000, 1_000_000))
    assert many < min(MOST, 1.1 * some)
