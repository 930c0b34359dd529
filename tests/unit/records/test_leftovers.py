"""What a killed command left in a store is gone as soon as anybody opens it, unless another is at work there."""

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from proventive.quantities import Period, RecordsError
from proventive.records import Coverage, bring_in, leftovers, write_store
from proventive.records.erasure.removing import JOURNAL, Journal, begin
from proventive.records.identity import start_identities
from proventive.records.leftovers import HALF_WRITTEN, LOCK, SPILL, lock

IDENTIFIER = b"1503480046"  # an invented CHI number


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "records" / "hub"
    start_identities(folder)
    write_store(
        folder,
        body="hub",
        name="The hub",
        id_space="hub-1",
        coverage=[Coverage(table="people", period=Period(start=date(2025, 1, 1), end=date(2025, 12, 31)))],
        tables={"people": {"person_id": ["one", "two"], "role": ["served", "served"]}},
        made_by="a test",
    )
    return folder


def holding(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and IDENTIFIER in path.read_bytes()]


KILLED = """
import os, signal, sys, tempfile
from pathlib import Path
from proventive.records.leftovers import alone
from proventive.records.importing.to_fix import write_to_fix
store = Path(sys.argv[1])
def rows():
    for number in range(3000):
        yield number, ["1503480046", "Morag"], "the check digit is wrong"
    os.kill(os.getpid(), signal.SIGKILL)
with alone(store):
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write("1503480046")
    write_to_fix(store / "to-fix" / "people to fix.xlsx", "people", ("CHI number", "Forename"), rows())
"""


def test_no_identifier_outlives_a_killed_import_in_the_store_or_in_the_folder_for_temporary_files(store, tmp_path):
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(store)], env=os.environ | {"TMPDIR": str(elsewhere)}, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    left = holding(store)
    assert len(left) >= 2  # ours, and openpyxl's: it was killed in the middle
    assert {file.parent for file in left} == {store / SPILL}
    assert (store / SPILL).stat().st_mode & 0o077 == 0
    assert not holding(elsewhere)
    bring_in(store)
    assert not holding(store)
    assert not (store / SPILL).exists()


def test_what_another_command_is_using_is_left_alone(store):
    spilled = store / SPILL / "rows"
    spilled.parent.mkdir()
    spilled.write_bytes(IDENTIFIER)
    with (store / LOCK).open("a") as file:
        lock(file.fileno())
        bring_in(store)
        assert spilled.exists()
    bring_in(store)
    assert not spilled.exists()


def test_nobody_reads_a_store_from_which_another_command_is_erasing(store):
    begin(store, Journal(id="abc", local_ids=("one",), on="2026-11-26", sources={}))
    with (store / LOCK).open("a") as file:
        lock(file.fileno())
        with pytest.raises(RecordsError, match="being erased"):
            bring_in(store)
    manifest = bring_in(store)
    assert not (store / JOURNAL).exists()
    assert manifest.table("people").rows == 1


KILLED_WHILE_TELLING = """
import os, signal, sys
from datetime import date
from pathlib import Path
from proventive.records.rights import access, subject_access
def killed(book, file):
    os.kill(os.getpid(), signal.SIGKILL)
access.save_workbook = killed
subject_access(Path(sys.argv[1]), "one", Path(sys.argv[2]), on=date(2026, 11, 26))
"""


def half_made(folder: Path) -> list[Path]:
    return sorted(folder.glob(".subject-access-*"))


def test_what_a_killed_subject_access_left_elsewhere_is_gone_with_the_next_command(store, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    ours = elsewhere / "subject-access"
    ours.mkdir()
    run = [sys.executable, "-c", KILLED_WHILE_TELLING, str(store), str(elsewhere / "out")]
    assert subprocess.run(run, check=False).returncode == -signal.SIGKILL
    (half,) = half_made(elsewhere)
    assert half.stat().st_mode & 0o777 == 0o700
    assert list(half.iterdir())  # it was in flight
    bring_in(store)
    assert list(elsewhere.iterdir()) == [ours]


def test_no_folder_of_another_name_is_taken_for_one_that_is_not_whole(store, tmp_path):
    precious = tmp_path / "precious"
    precious.mkdir()
    (store / SPILL).mkdir()
    (store / SPILL / HALF_WRITTEN).write_text(f"{precious}\n", encoding="utf-8")
    bring_in(store)
    assert precious.is_dir()
    assert not (store / SPILL).exists()


def test_an_interrupt_before_the_store_is_held_leaves_no_lock(store, monkeypatch):
    def interrupted(_descriptor: int) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(leftovers, "lock", interrupted)
    with pytest.raises(KeyboardInterrupt), leftovers.alone(store):
        pass
    assert not (store / leftovers.LOCK).exists()


def test_an_interrupt_leaves_the_lock_of_another_command(store):
    with leftovers.alone(store):
        leftovers.remove_lock_of_nobody(store)
        assert (store / leftovers.LOCK).exists()
