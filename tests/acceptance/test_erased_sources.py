"""A person is erased after a pack was issued: the pack stands, and the trail of a figure says what is gone."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from demonstration import Demonstration

from proventive.engine import open_embedded
from proventive.flow.explaining import figures_by_id
from proventive.flow.running import at_desk, saved_outturn
from proventive.records.manifest import read_manifest


def proventive(*words: str | Path, told: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "proventive", *map(str, words)],
        input=told,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def place(demonstration: Demonstration, tmp_path: Path) -> Path:
    copied = tmp_path / "place"
    shutil.copytree(demonstration.to / "place", copied)
    return copied


def somebody(store: Path) -> str:
    """The first person who was asked."""
    file = store / read_manifest(store).table("assessments").file
    engine = open_embedded(folders=[store])
    found = engine.fetch(f"SELECT person_id FROM read_parquet('{file}') ORDER BY person_id LIMIT 1")
    return str(found["person_id"][0])


def figure_on_assessments(folder: Path) -> str:
    """A figure that rests on what people answered."""
    figures = figures_by_id(saved_outturn(at_desk(folder, date(2027, 6, 30))))
    return min(id for id, figure in figures.items() if "assessments" in {u.table for u in figure.trail.records})


def test_explain_says_that_a_source_was_erased_and_when(place: Path) -> None:
    folder, store = place / "kitchen-table", place / "records" / "lantern-and-loaf"
    figure = figure_on_assessments(folder)
    before = proventive("explain", folder, figure).stdout
    assert "erased" not in before
    pack = {path: path.read_bytes() for path in folder.glob("pack/*/*")}
    person = somebody(store)

    asked = proventive("records", "erase", store, "--person", person, "--on", "2026-11-26", told="n\n")
    assert asked.returncode != 0
    assert proventive("explain", folder, figure).stdout == before

    erased = proventive("records", "erase", store, "--person", person, "--on", "2026-11-26", "--yes")
    assert erased.returncode == 0, erased.stderr
    assert "Packs that were issued stand" in erased.stdout
    assert person not in erased.stdout

    after = proventive("explain", folder, figure)
    assert after.returncode == 0, after.stderr
    assert "source erased on 26 November 2026" in after.stdout
    assert after.stdout.splitlines()[1] == before.splitlines()[1]  # the figure itself stands
    assert {path: path.read_bytes() for path in folder.glob("pack/*/*")} == pack
    assert not [path for path in folder.rglob("*") if path.is_file() and person.encode() in path.read_bytes()]
    stale = proventive("settle", folder, "--as-at", "2027-06-30")
    assert "a change to the records" in stale.stderr


def test_a_person_is_told_what_is_held_by_their_number(place: Path, tmp_path: Path) -> None:
    store = place / "records" / "lantern-and-loaf"
    to, person = tmp_path / "out", somebody(store)
    found = proventive("records", "subject-access", store, "--person", person, "--to", to, "--on", "2026-11-26")
    assert found.returncode == 0, found.stderr
    assert (to / "about-you.html").is_file()
    unknown = proventive(
        "records", "subject-access", store, "--to", tmp_path / "other", "--on", "2026-11-26", told="1503480046\n"
    )
    assert unknown.returncode == 14
    assert "1503480046" not in unknown.stdout + unknown.stderr
    assert not (tmp_path / "other").exists()
