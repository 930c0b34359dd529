"""Where a folder may only be read, every command says so in one message, and what stood there still does.

An administrator may write everywhere, so for one the commands run without that power (setpriv, of util-linux).
"""

import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from proventive.records.importing import import_files

ADMINISTRATOR = hasattr(os, "geteuid") and os.geteuid() == 0
WITHOUT = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if ADMINISTRATOR else ()

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or (ADMINISTRATOR and shutil.which("setpriv") is None),
    reason="no way here to run a command that may not write everywhere",
)

PEOPLE = "Client ID,Date of birth,Sex\nA1,14/05/1941,F\nA2,30/01/1940,M\n"
VISITS = "Client ID,Date of visit,Type of contact,Minutes,Delivered by\nA1,13/04/2025,Phone,30,Staff\n"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "records" / "hub"
    folder.mkdir(parents=True)
    (folder / "store.yaml").write_text("body: hub\nname: The hub\nid_space: hub-1\n", encoding="utf-8")
    import_files([sent(tmp_path, "people.csv", PEOPLE)], store=folder, answers={"people.role": "=served"})
    return folder


def sent(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def proventive(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*WITHOUT, sys.executable, "-m", "proventive", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def as_it_stands(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def people(store: Path) -> list[str]:
    from proventive.engine import open_embedded
    from proventive.records.manifest import read_manifest

    engine = open_embedded(folders=[store])
    file = store / read_manifest(store).table("people").file
    return engine.fetch(f"SELECT person_id FROM read_parquet('{file.as_posix()}')")["person_id"].tolist()


@pytest.mark.parametrize(
    ("verb", "closed"),
    [
        ("import", "."),
        ("import", "tables"),
        ("import", "mappings"),
        ("merge", "."),
        ("erase", "."),
        ("erase", "tables"),
    ],
)
def test_records_that_may_only_be_read_stay_as_they_are(store, tmp_path, closed, verb):
    one, other = people(store)
    words = {
        "import": ("records", "import", sent(tmp_path, "visits.csv", VISITS), "--store", store),
        "merge": ("records", "merge", store, one, other, "--on", "2026-01-01"),
        "erase": ("records", "erase", store, "--person", one, "--on", "2026-01-01", "--yes"),
    }[verb]
    before = as_it_stands(store)
    (store / closed).chmod(0o500)
    try:
        done = proventive(*words)
    finally:
        (store / closed).chmod(0o700)
    assert done.returncode in (11, 17), done.stderr
    assert re.search("you may write|right to write", done.stderr)
    assert "Traceback" not in done.stderr
    assert "fault of Proventive" not in done.stderr
    may_stay = (
        {".erasing.json"} if verb == "erase" else {"mappings/visits.yaml"}
    )  # begun, and ended later; answered
    stands = as_it_stands(store)
    assert {name: stands[name] for name in stands.keys() - (may_stay - before.keys())} == before
    assert proventive(*words).returncode == 0  # the same again, once it may


@pytest.mark.parametrize(
    "words",
    [
        ("records", "template", "people", "--to"),
        ("demo", "--to"),
        ("new",),
    ],
)
def test_a_place_for_what_is_written_that_may_only_be_read_is_told(tmp_path, words):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    done = proventive(*words, closed / "here")
    assert done.returncode in (10, 17), done.stderr
    assert "closed/here” cannot be" in done.stderr
    assert not list(closed.iterdir())
