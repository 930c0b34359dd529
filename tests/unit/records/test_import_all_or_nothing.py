"""An import is whole or not there: killed at any moment, on a full disk, without leave to write."""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
import pytest

from proventive.quantities import RecordsError
from proventive.records import leftovers
from proventive.records.identity import start_identities
from proventive.records.importing import import_files
from proventive.records.manifest import read_manifest, write_manifest

KEY = b"a key for tests only, 32 bytes.."
ROWS = 10_000
GOOD = 28
HEADINGS = "Client ID,Date of visit,Contact type,Minutes,Delivered by,Project\n"


@pytest.fixture
def store(store: Path) -> Path:
    start_identities(store, pseudonyms=KEY)
    return store


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


def bring(store: Path, file: Path, told: Connection) -> None:
    """An import in a process of its own, which says when it begins and when it is done."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs this in the background ignores it
    told.send("ready")
    told.send(import_files([file], store=store).manifest.hash)


def started(store: Path, file: Path) -> tuple[BaseProcess, Connection]:
    """Begin an import in a process that has everything imported already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["proventive.records.importing"])
    here, there = context.Pipe(duplex=False)
    program = context.Process(target=bring, args=(store, file, there))
    program.start()
    there.close()
    assert here.recv() == "ready"
    return program, here


def acknowledged(told: Connection) -> str | None:
    """The hash that an import gave at its end, if it came to that."""
    with contextlib.suppress(EOFError):
        return told.recv() if told.poll(0) else None
    return None


def kills(count: int, store: Path, file: Path, whole: float) -> int:
    """Kill so many imports at moments spread over their whole length; gives how many were at work just then."""
    at_work = 0
    random = np.random.default_rng(7)
    before = read_manifest(store)
    for number in range(count):
        program, told = started(store, file)
        time.sleep(whole * (number + float(random.random())) / count)
        try:
            os.kill(program.pid, signal.SIGSTOP)
            in_flight = (store / ".import.lock").exists()
            os.kill(program.pid, signal.SIGKILL)
        except ProcessLookupError:
            in_flight = False
        at_work += in_flight
        whole *= 1 if in_flight else 0.95  # it takes less time than it took the first time
        program.join()
        said = acknowledged(told)
        manifest = read_manifest(store)
        if said is not None:
            assert manifest.hash == said  # acknowledged, so it is there
        if manifest != before:
            assert manifest.table("contacts").rows == GOOD + ROWS - ROWS // 50  # all of it
            write_manifest(store, before)
            restore_table(store, before)
    return at_work


FIRST: dict[str, bytes] = {}


def restore_table(store: Path, before) -> None:
    """Put back the table file that the whole import had replaced."""
    for table in before.tables:
        (store / table.file).write_bytes(FIRST[table.file])


@pytest.mark.parametrize("count", [20, pytest.param(200, marks=pytest.mark.full)])
def test_an_import_killed_at_any_moment_is_whole_or_not_there(store, tmp_path, count):
    file = export(tmp_path / "contacts.csv", ROWS)
    first = export(tmp_path / "first.csv", 28, first=900_001)
    present = import_files([first], store=store).manifest
    FIRST.update({table.file: (store / table.file).read_bytes() for table in present.tables})
    reference = tmp_path / "elsewhere" / "records" / "hub"
    reference.mkdir(parents=True)
    (reference / "store.yaml").write_bytes((store / "store.yaml").read_bytes())
    start_identities(reference, pseudonyms=KEY)
    import_files([first], store=reference)
    program, told = started(reference, file)
    began = time.perf_counter()
    assert told.poll(120)
    whole = time.perf_counter() - began
    program.join()
    at_work = kills(count, store, file, whole)
    assert at_work >= count / 2  # batches were in flight
    import_files([file], store=store)
    assert read_manifest(store).hash == read_manifest(reference).hash
    assert read_manifest(store).tables == read_manifest(reference).tables
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
    import_files([export(tmp_path / "first.csv", 28, first=900_001)], store=store)
    before = read_manifest(store)
    file = export(tmp_path / "contacts.csv", ROWS, first=100)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(store), str(file), str(most)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "disk" in done.stdout, done.stdout + done.stderr
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
    program, told = started(store, export(tmp_path / "contacts.csv", ROWS))
    while not (store / ".import.lock").exists():
        time.sleep(0.002)
    interrupts = 0
    while program.is_alive():  # some libraries swallow the first
        os.kill(program.pid, signal.SIGINT)
        interrupts += 1
        program.join(0.1)
    manifest = read_manifest(store)
    assert acknowledged(told) is None
    assert manifest is None or manifest.tables == ()
    if interrupts > 1:  # one of them may have ended the clearing up: the next command does it
        import_files([export(tmp_path / "next.csv", 28)], store=store)
    assert left_behind(store) == []
    assert not (store / ".import.lock").exists()


@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupt_while_leftovers_are_cleared_lets_go_of_the_store(store, tmp_path, monkeypatch, times):
    """Before any row is read, and once more while the first is dealt with."""
    clear, calls = leftovers.clear, []

    def interrupted(folder: Path) -> None:
        calls.append(folder)
        if len(calls) <= times:
            raise KeyboardInterrupt
        clear(folder)

    monkeypatch.setattr(leftovers, "clear", interrupted)
    file = export(tmp_path / "contacts.csv", 50)
    with pytest.raises(KeyboardInterrupt):
        import_files([file], store=store)
    assert not (store / ".import.lock").exists()
    assert import_files([file], store=store).accounts[0].accepted == 49
    assert left_behind(store) == []
