"""The command line: words for people, JSON for machines, an exit code by kind of error, never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from demonstration import Demonstration


def proventive(*words: str | Path, told: str = "") -> subprocess.CompletedProcess[str]:
    result = subprocess.run(
        [sys.executable, "-m", "proventive", *map(str, words)],
        input=told,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "ascii"},  # as on a terminal in another code page
        check=False,
    )
    assert "Traceback" not in result.stderr, result.stderr
    return result


def test_check_says_that_all_is_well(demonstration: Demonstration) -> None:
    result = proventive("check", demonstration.folder("falls-and-friendship") / "agreement.yaml")
    assert result.returncode == 0, result.stderr
    assert "come out to the penny" in result.stdout


def test_check_says_all_that_is_wrong_at_once(demonstration: Demonstration, tmp_path: Path) -> None:
    broken = tmp_path / "agreement.yaml"
    text = (demonstration.folder("falls-and-friendship") / "agreement.yaml").read_text(encoding="utf-8")
    broken.write_text(
        text.replace("title:", "titel:", 1).replace("share: 60%", "share: sixty", 1), encoding="utf-8"
    )
    result = proventive("check", broken)
    assert result.returncode == 10
    assert "titel" in result.stderr
    assert "“title”" in result.stderr
    assert "“share” is not written as a share" in result.stderr
    assert "What to do" in result.stderr
    told = json.loads(proventive("check", broken, "--json").stdout)
    assert told["exit_code"] == 10
    assert len(told["faults"]) >= 2
    assert all(fault["where"]["line"] > 0 for fault in told["faults"] if fault["stops"])


def test_check_says_what_stops_before_what_is_only_noted(demonstration: Demonstration, tmp_path: Path) -> None:
    written = (demonstration.folder("kitchen-table") / "agreement.yaml").read_text(encoding="utf-8")
    broken = written.replace("design: before-after", "design: matched-cohort", 1)
    (tmp_path / "agreement.yaml").write_text(broken, encoding="utf-8")
    told = proventive("check", tmp_path).stderr
    stopping, heading, notes = told.partition("\n\n3 notes, which stop nothing\n\n")
    assert stopping.startswith("2 things need mending\n\nagreement.yaml, line ")
    assert heading
    assert "Note:" not in stopping
    assert notes.count("Note:") == 3
    plain = json.loads(proventive("check", tmp_path, "--json").stdout)["faults"]
    assert [fault["stops"] for fault in plain] == [True, True, False, False, False]
    # The notes stand higher in the document than what stops: by their places they would come first.
    assert plain[0]["where"]["line"] > plain[2]["where"]["line"]


def test_run_prints_one_screen(demonstration: Demonstration) -> None:
    result = proventive("run", demonstration.folder("one-service"), "--as-at", "2017-07-31")
    assert result.returncode == 0, result.stderr
    assert len(result.stdout.splitlines()) <= 45
    assert "ot known" in result.stdout
    told = json.loads(
        proventive("run", demonstration.folder("one-service"), "--as-at", "2017-07-31", "--json").stdout
    )
    assert told["payments"]


def test_explain_goes_down_to_the_source(demonstration: Demonstration) -> None:
    folder = demonstration.folder("one-service")
    names = proventive("explain", folder, "--list").stdout.split()
    owed = next(name for name in names if name.endswith("/owed") and not name.startswith("outturn"))
    told = proventive("explain", folder, owed).stdout
    assert "reported.csv" in told
    assert "agreement.yaml, line" in told
    assert json.loads(proventive("explain", folder, owed, "--json").stdout)["figure"]["id"] == owed
    missing = proventive("explain", folder, "owed/core")
    assert missing.returncode == 14
    assert "nearest" in missing.stderr


def test_a_new_agreement_can_be_checked_and_run(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    made = proventive("new", folder)
    assert made.returncode == 0, made.stderr
    assert (folder / "agreement.yaml").exists()
    assert (folder / "agreement.xlsx").exists()
    checked = proventive("check", folder)
    assert checked.returncode == 0, checked.stderr
    ran = proventive("run", folder, "--as-at", "2027-06-30")
    assert ran.returncode == 0, ran.stderr
    assert list(folder.glob("pack/2027-06-30/index.html"))
    assert proventive("new", folder).returncode != 0, "an agreement that is there already is not written over"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("check", "nowhere"), 14),
        (("run", "nowhere", "--as-at", "2027-06-30"), 14),
        (("run", "nowhere", "--as-at", "yesterday"), 2),
        (("fly",), 2),
    ],
)
def test_each_kind_of_mistake_has_its_exit_code(words: tuple[str, ...], code: int) -> None:
    result = proventive(*words)
    assert result.returncode == code, result.stderr
    assert result.stderr.strip()


@pytest.mark.parametrize(
    ("words", "told", "option"),
    [
        (("records", "subject-access", "store", "--to", "out"), "", "--person"),
        (("records", "erase", "store"), "", "--person"),
        (("records", "erase", "store", "--person", "P01"), "", "--yes"),
        (("records", "erase", "store", "--person", "P01"), "n\n", "--yes"),
        (("records", "backup", "store", "--to", "out"), "", "--key-file"),
    ],
)
def test_where_nobody_answers_nothing_is_done_and_the_option_is_named(
    words: tuple[str, ...], told: str, option: str
) -> None:
    on = () if "backup" in words else ("--on", "2026-11-26")
    result = proventive(*words, *on, told=told)
    assert result.returncode == 2
    assert option in result.stderr
    assert "nothing was" in result.stderr
    assert "GetPassWarning" not in result.stderr


def test_the_schema_is_printed() -> None:
    schema = json.loads(proventive("schema").stdout)
    assert "objectives" in json.dumps(schema)
