"""An import is whole or not there: killed at any moment, on a full disk, without leave to write."""

import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from proventive.quantities import RecordsError
from proventive.records.identity import start_identities
from proventive.records.importing import import_files
from proventive.records.manifest import read_manifest

KEY = b"a key for tests only, 32 bytes.."
ROWS = 20_000
HEADINGS = "Client ID,Date of visit,Contact type,Minutes,Delivered by,Project\n"
PROGRAM = """
import sys
from proventive.records.importing import import_files
print("ready", flush=True)
outcome = import_files([sys.argv[2]], store=sys.argv[1], progress=lambda line: print(line, flush=True))
print("done", outcome.manifest.hash, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "records" / "hub"
    folder.mkdir(parents=True)
    (folder / "store.yaml").write_text("body: hub\nname: The hub\nid_space: hub-1\n", encoding="utf-8")
    start_identities(folder, pseudonyms=KEY)
    return folder


def export(file: Path, rows: int, first: int = 0) -> Path:
    """An export of contacts, a few of them with faults."""
    lines = [
        f"C{n:06},{n % 28 + 1:02}/0{n % 9 + 1}/2025,{'phone' if n % 50 else 'phne'},{n % 200},staff,falls"
        for n in range(first, first + rows)
    ]
    file.write_text(HEADINGS + "\n".join(lines) + "\n", encoding="utf-8")
    return file


def left_behind(store: Path) -> list[Path]:
    """Half-written files, a spill folder, or table files that no manifest names."""
    manifest = read_manifest(store)
    named = {store / table.file for table in manifest.tables} if manifest else set()
    return [
        path
        for path in store.rglob("*")
        if ".part" in path.name
        or path.name.startswith(".spill")
        or (path.suffix == ".parquet" and path not in named)
    ]


def started(store: Path, file: Path) -> subprocess.Popen:
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(store), str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    return program


def kills(count: int, store: Path, file: Path, whole: float) -> tuple[int, int, int]:
    """Kill so many imports at moments spread over their whole length; gives how many were at work, how many had
    written what is not yet acknowledged, and how many had ended."""
    at_work = with_halves = ended = 0
    random = np.random.default_rng(7)
    before = read_manifest(store)
    for number in range(count):
        program = started(store, file)
        time.sleep(whole * (number + float(random.random())) / count)
        spilled = (store / ".import.lock").exists()
        os.kill(program.pid, signal.SIGKILL)
        told, _ = program.communicate()
        at_work += spilled
        with_halves += bool(left_behind(store))
        manifest = read_manifest(store)
        if "done" in told:
            assert manifest.hash == told.split()[-1]  # acknowledged, so it is there
        if manifest == before:
            continue
        ended += 1
        (table,) = manifest.tables
        assert table.rows == ROWS - ROWS // 50  # all of it
        undo(store, before)
    return at_work, with_halves, ended


def undo(store: Path, before) -> None:
    """Put the store back to what it was before the import."""
    from proventive.records.manifest import write_manifest

    write_manifest(store, before)


@pytest.mark.parametrize("count", [20, pytest.param(200, marks=pytest.mark.full)])
def test_an_import_killed_at_any_moment_is_whole_or_not_there(store, tmp_path, count):
    file = export(tmp_path / "contacts.csv", ROWS)
    import_files([export(tmp_path / "first.csv", 10, first=900_000)], store=store)
    reference = tmp_path / "elsewhere" / "records" / "hub"
    reference.mkdir(parents=True)
    (reference / "store.yaml").write_bytes((store / "store.yaml").read_bytes())
    start_identities(reference, pseudonyms=KEY)
    import_files([tmp_path / "first.csv"], store=reference)
    began = time.perf_counter()
    program = started(reference, file)
    told, errors = program.communicate()
    whole = time.perf_counter() - began
    assert "done" in told, errors
    at_work, _, _ = kills(count, store, file, whole)
    assert at_work >= count / 4  # batches were in flight
    import_files([file], store=store)
    assert read_manifest(store).hash == read_manifest(reference).hash
    assert [table.hash for table in read_manifest(store).tables] == [
        table.hash for table in read_manifest(reference).tables
    ]
    assert left_behind(store) == []


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from proventive.records.importing import import_files
from proventive.quantities import RecordsError
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    import_files([sys.argv[2]], store=sys.argv[1])
except RecordsError as error:
    print(str(error))
else:
    print("whole")
"""


@pytest.mark.parametrize("most", [1_000, 20_000, 100_000])
def test_a_full_disk_is_one_clear_message_and_no_half_state(store, tmp_path, most):
    import_files([export(tmp_path / "first.csv", 10)], store=store)
    before = read_manifest(store)
    file = export(tmp_path / "contacts.csv", ROWS, first=100)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(store), str(file), str(most)], capture_output=True, text=True, check=False
    )
    assert "disk" in done.stdout, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert read_manifest(store) == before
    assert left_behind(store) == []


def test_a_folder_that_cannot_be_written_is_one_clear_message(store, tmp_path, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    file = export(tmp_path / "contacts.csv", 50)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(RecordsError, match="may write to the folder"):
        import_files([file], store=store)
    monkeypatch.undo()
    assert left_behind(store) == []
    assert import_files([file], store=store).accounts[0].accepted == 49


def test_too_little_memory_is_one_clear_message(store, tmp_path, monkeypatch):
    from proventive.records.importing import import_files as module

    monkeypatch.setattr(sys.modules[module.__module__], "MEMORY", "4MB")
    before = read_manifest(store)
    with pytest.raises(RecordsError, match="memory"):
        import_files([export(tmp_path / "contacts.csv", ROWS)], store=store)
    assert read_manifest(store) == before or read_manifest(store).tables == ()
    assert left_behind(store) == []


def test_an_interrupted_import_leaves_nothing_behind(store, tmp_path):
    file = export(tmp_path / "contacts.csv", ROWS)
    program = started(store, file)
    while not (store / ".import.lock").exists():
        time.sleep(0.005)
    time.sleep(0.3)
    program.send_signal(signal.SIGINT)
    program.communicate()
    manifest = read_manifest(store)
    assert manifest is None or manifest.tables == () or manifest.table("contacts").rows == ROWS - ROWS // 50
    assert left_behind(store) == []
    assert not (store / ".import.lock").exists()


def test_the_limit_on_files_is_not_left_on_this_process():
    with contextlib.suppress(ValueError):
        assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
