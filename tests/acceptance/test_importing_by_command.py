"""``proventive records import`` from the file to what is told, for rules that need more than one cell."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from proventive.engine import open_embedded


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "place" / "records" / "hub"
    folder.mkdir(parents=True)
    (folder / "store.yaml").write_text("body: hub\nname: The hub\nid_space: hub-1\n", encoding="utf-8")
    return folder


def imported(store: Path, name: str, rows: str, tables: str, headings: str) -> dict:
    """What the command says of a file with these rows, read by a mapping with these tables."""
    file, mapping = store.parent / f"{name}.csv", store.parent / f"{name}.yaml"
    file.write_text(f"{headings}\n{rows}", encoding="utf-8")
    mapping.write_text(
        f"proventive_mapping: 1\nname: {name}\nheadings: [{headings.replace(',', ', ')}]\ntables:\n{tables}",
        encoding="utf-8",
    )
    words = ("records", "import", file, "--store", store, "--mapping", mapping, "--as-at", "2026-01-01", "--json")
    result = subprocess.run(
        [sys.executable, "-m", "proventive", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    (account,) = told["accounts"]
    parts = ("accepted", "set_aside", "merged", "ignored")
    assert account["rows"] == sum(account[part] for part in parts) == rows.count("\n")
    return told


def faults(told: dict) -> set[tuple[str, int, str]]:
    """Every fault with its row and the letter of its column."""
    return {
        (message["code"], row, (message["column"] or "-").split()[0])
        for message in told["messages"]
        for row in message["rows"]
    }


def kept(store: Path, table: str, columns: str) -> list[tuple]:
    [file] = (store / "tables").glob(f"{table}-*.parquet")
    engine = open_embedded(folders=[store])
    found = engine.run(f"SELECT {columns} FROM read_parquet('{file.as_posix()}') ORDER BY _row").fetchall()
    engine.close()
    return found


def test_columns_with_a_tick_each_are_one_answer(store):
    told = imported(
        store,
        "visits",
        "A1,2025-04-01,x,,30\nA2,2025-04-01,,Yes,20\nA3,2025-04-01,x,x,20\nA4,2025-04-01,no,,20\n",
        """\
  - table: contacts
    columns:
      person_id: {heading: Client, identifier: local id}
      on_date: {heading: Date}
      kind: {ticks: {At home: home visit, By phone: phone}}
      minutes: {heading: Minutes}
      delivered_by: {value: staff}
""",
        "Client,Date,At home,By phone,Minutes",
    )
    assert faults(told) == {("several answers", 4, "C"), ("empty", 5, "C")}
    assert kept(store, "contacts", "person_id, kind") == [("A1", "home visit"), ("A2", "phone")]
    sheet = load_workbook(told["to_fix"][0]).active
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [4, 5]
    assert "more than one answer" in sheet["A2"].value


def test_the_items_of_an_instrument_are_its_total(store):
    told = imported(
        store,
        "loneliness",
        "A1,2025-04-01,1,2,3\nA2,2025-04-01,1,9,3\nA3,2025-04-01,1,4,3\nA4,2025-04-01,often,2,\nA5,2025-04-01,3,3,1\n",
        """\
  - table: assessments
    columns:
      person_id: {heading: Client, identifier: local id}
      instrument: {value: ucla3}
      on_date: {heading: Date}
      total: {items: {headings: [Q1, Q2, Q3], low: 1, high: 3, reversed: [Q3]}, missing: ["9"]}
""",
        "Client,Date,Q1,Q2,Q3",
    )
    assert faults(told) == {
        ("not answered", 3, "D"),
        ("off the item", 4, "D"),
        ("not a score", 5, "C"),
        ("not answered", 5, "E"),
    }
    assert [(who, int(total)) for who, total in kept(store, "assessments", "person_id, total")] == [
        ("A1", 1 + 2 + 1),
        ("A5", 3 + 3 + 3),
    ]


def test_nobody_was_met_before_they_were_born(store):
    imported(
        store,
        "people",
        "A1,1948-05\nA2,1990-07\n",
        """\
  - table: people
    columns:
      person_id: {heading: Client, identifier: local id}
      birth_month: {heading: Born}
      role: {value: served}
""",
        "Client,Born",
    )
    told = imported(
        store,
        "visits",
        "A1,1985-03-01,30\nA2,1985-03-01,30\nA3,1985-03-01,30\n",
        """\
  - table: contacts
    columns:
      person_id: {heading: Client, identifier: local id}
      on_date: {heading: Date}
      kind: {value: phone}
      minutes: {heading: Minutes}
      delivered_by: {value: staff}
""",
        "Client,Date,Minutes",
    )
    assert faults(told) == {("before birth", 3, "B"), ("not in the list of people", 4, "A")}
    assert kept(store, "contacts", "person_id") == [("A1",), ("A3",)]


def test_nothing_ends_before_it_starts(store):
    told = imported(
        store,
        "referrals",
        "A1,01/04/2025,08/04/2025,01/06/2025\nA2,01/04/2025,08/04/2025,07/04/2025\nA3,01/04/2025,08/03/2025,\n"
        "A4,01/04/2025,01/04/2025,01/04/2025\n",
        """\
  - table: referrals
    columns:
      person_id: {heading: Client, identifier: local id}
      agreement: {value: falls}
      referred_on: {heading: Referred, dates: day first}
      started_on: {heading: Started, dates: day first}
      ended_on: {heading: Left, dates: day first}
""",
        "Client,Referred,Started,Left",
    )
    assert faults(told) == {("too early", 3, "D"), ("too early", 4, "C")}
    assert kept(store, "referrals", "person_id") == [("A1",), ("A4",)]


def command(*words) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "proventive", "records", "import", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def test_a_heading_that_is_called_otherwise_next_month_is_asked_about_once(store):
    months = {  # in every one 03/04 may be of either order
        "april": "Client ID,Visit date,Mins,Type of contact,Delivered by\nA1,03/04/2025,45,phone,staff\n",
        "may": "Client ref,Visit date,Mins,Contact type,Delivered by\nA2,03/05/2025,45,tel,staff\n",
        "june": "Client ref,Visit date,Mins,Contact type,Delivered by\nA3,03/06/2025,45,tel,staff\n",
    }
    for name, text in months.items():
        (store.parent / f"{name}.csv").write_text(text, encoding="utf-8")
    common = ("--store", store, "--table", "contacts")
    answers = ("--answer", "contacts.on_date.dates=day first", "--answer", "contacts.agreement==falls")
    first = command(store.parent / "april.csv", *common, *answers)
    assert first.returncode == 0, first.stderr
    [mapping] = (store / "mappings").iterdir()
    before = mapping.read_bytes()
    asked = command(store.parent / "may.csv", "--store", store)
    assert asked.returncode == 11
    assert "2 questions are open" in asked.stderr
    assert "Was “Client ref” called “Client ID” before?" in asked.stderr
    assert '--answer "now.Client ID=..."' in asked.stderr
    assert "Was “Contact type” called “Type of contact” before?" in asked.stderr
    assert mapping.read_bytes() == before
    yes = ("--answer", "now.Client ID=yes", "--answer", "now.Type of contact=yes")
    told = [
        json.loads(command(*words, "--json").stdout)
        for words in (
            (store.parent / "may.csv", "--store", store, *yes),
            (store.parent / "june.csv", "--store", store),
            (store.parent / "april.csv", "--store", store),
        )
    ]
    assert [each["accounts"][0]["accepted"] for each in told] == [1, 1, 0]
    assert [each["accounts"][0]["merged"] for each in told] == [0, 0, 1]
    assert list((store / "mappings").iterdir()) == [mapping]
    days = sorted(str(row[0]) for row in kept(store, "contacts", "on_date"))
    assert days == ["2025-04-03", "2025-05-03", "2025-06-03"]


def test_before_and_after_in_one_row_are_two_assessments_and_the_same_next_month(store):
    headings = "Client ID,Date start,UCLA start,Date end,UCLA end\n"
    file = store.parent / "scores.csv"
    file.write_text(f"{headings}A1,03/04/2025,8,05/09/2025,5\nA2,04/04/2025,7,,\n", encoding="utf-8")
    asked = command(file, "--store", store, "--table", "assessments")
    assert asked.returncode == 11
    questions = ("assessments.instrument", "assessments2.instrument", "assessments.on_date.dates")
    assert [f"--answer {each}=..." in asked.stderr for each in questions] == [True, True, True]
    assert "Of “UCLA end”: Which column is “Instrument”?" in asked.stderr
    answers = [f"{each}==ucla3" for each in questions[:2]]
    answers += [f"assessments{number}.on_date.dates=day first" for number in ("", "2")]
    options = [word for answer in answers for word in ("--answer", answer)]
    first = command(file, "--store", store, *options, "--json")
    assert first.returncode == 0, first.stderr
    told = json.loads(first.stdout)
    parts = [tuple(each[part] for part in ("accepted", "set_aside", "ignored")) for each in told["accounts"]]
    assert parts == [(2, 0, 0), (1, 0, 1)]
    [mapping] = (store / "mappings").iterdir()
    before = mapping.read_bytes()
    file.write_text(
        f"{headings}A1,03/04/2025,8,05/09/2025,5\nA2,04/04/2025,7,06/09/2025,4\nA3,04/05/2025,9,,6\n",
        encoding="utf-8",
    )
    again = json.loads(command(file, "--store", store, "--json").stdout)
    assert mapping.read_bytes() == before
    assert [tuple(each[part] for part in ("accepted", "merged")) for each in again["accounts"]] == [(1, 2), (1, 1)]
    assert faults(again) == {("empty", 4, "D")}
    rows = kept(store, "assessments", "CAST(on_date AS VARCHAR), instrument, CAST(total AS INTEGER)")
    assert sorted(rows) == [
        ("2025-04-03", "ucla3", 8),
        ("2025-04-04", "ucla3", 7),
        ("2025-05-04", "ucla3", 9),
        ("2025-09-05", "ucla3", 5),
        ("2025-09-06", "ucla3", 4),
    ]
