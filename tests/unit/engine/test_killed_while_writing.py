"""A process that is killed while it writes leaves the last manifest valid, and its leftovers are swept."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from proventive.engine import open_embedded
from proventive.engine.content_hash import buckets_query, table_hash
from proventive.engine.duck import DuckEngine
from proventive.engine.whole_files import whole
from proventive.records import declarations
from proventive.records.manifest import MANIFEST, read_manifest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are forked and killed as on Unix")
PROGRAM = Path(__file__).with_name("writes_until_killed.py")


class Writer:
    """The program that writes, and the killing of what it started."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAM), str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def line(self) -> str:
        return self.process.stdout.readline().strip()

    def begin(self, version: int) -> int:
        """Have a version written; gives the number of the process that has just begun to write."""
        self.process.stdin.write(f"{version}\n")
        self.process.stdin.flush()
        word, number = self.line().split()
        assert word == "begun"
        return int(number)

    def write(self, version: int) -> float:
        """Have a version written to its end; gives the seconds that the writing took."""
        self.begin(version)
        started = time.perf_counter()
        assert self.line() == "ended"
        took = time.perf_counter() - started
        assert self.line() == "gone 0"
        return took

    def killed_in_flight(self, version: int, after: float) -> bool:
        """Kill a process some seconds after it began to write; whether that was before it had ended."""
        number = self.begin(version)
        time.sleep(after)
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        said = self.line()
        if said == "ended":
            self.line()
            return False
        assert said == f"gone {-signal.SIGKILL}"
        return True

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()


def check_store(engine: DuckEngine, folder: Path, version: int) -> int:
    """Hold every table of a store against the manifest, by content; gives the version that it holds."""
    manifest = read_manifest(folder)
    assert manifest is not None
    assert (
        manifest.made_from != ""
        or not manifest.tables
        or all((folder / t.file).is_file() for t in manifest.tables)
    )
    for table in manifest.tables:
        relation = f"read_parquet('{(folder / table.file).as_posix()}')"
        buckets = engine.fetch(buckets_query(declarations()[table.table], relation))
        assert table_hash(declarations()[table.table], list(buckets["hash"])) == table.hash
        assert int(buckets["n"].sum()) == table.rows
    (name,) = {source.name for source in manifest.sources}
    held = int(name.removeprefix("version "))
    assert held in (version, version - 1), "neither the last nor the one that was being written"
    return held


def parts(folder: Path) -> list[Path]:
    return [*folder.rglob("*.part")]


def kill_often(folder: Path, kills: int, seed: int) -> int:
    """Kill as often while a write is in flight; gives how many of these left a file half-written."""
    writer, chance = Writer(folder), np.random.default_rng(seed)
    engine = open_embedded(folders=[folder], threads=1)
    try:
        took = sorted(writer.write(version) for version in (1, 2, 3))[1]
        version, in_flight, half_written = 3, 0, 0
        for _ in range(4 * kills):
            version += 1
            if writer.killed_in_flight(version, float(chance.uniform(0, took))):
                in_flight += 1
                half_written += bool(parts(folder))
            version = check_store(
                engine, folder, version
            )  # so that each attempt writes something new over what is whole
            if in_flight == kills:
                break
        assert in_flight == kills, f"only {in_flight} of {4 * kills} were killed in flight"
        writer.write(version + 1)
        assert check_store(engine, folder, version + 1) == version + 1
        assert not parts(folder), "what killed processes left is swept by the next write"
        return half_written
    finally:
        engine.close()
        writer.stop()


def test_20_kills_during_a_write_leave_a_valid_manifest(tmp_path):
    kill_often(tmp_path / "hub", kills=20, seed=1)


@pytest.mark.full
def test_200_kills_during_a_write_leave_a_valid_manifest(tmp_path):
    assert kill_often(tmp_path / "hub", kills=200, seed=2) > 0


def test_a_file_that_another_process_is_writing_is_left_alone(tmp_path):
    theirs = tmp_path / f".demand.parquet.{os.getppid()}.part"
    gone = tmp_path / ".demand.parquet.99999999.part"
    for part in (theirs, gone):
        part.write_bytes(b"half")
    with whole(tmp_path / MANIFEST) as beside:
        beside.write_text("{}", encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == [theirs.name, MANIFEST]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, OSError, MemoryError])
def test_an_interrupted_write_leaves_what_was_there(tmp_path, interruption):
    file = tmp_path / MANIFEST
    file.write_text("before", encoding="utf-8")
    with pytest.raises(interruption), whole(file) as beside:
        beside.write_text("half", encoding="utf-8")
        raise interruption
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [(MANIFEST, "before")]
