"""A step that is made in slices gives the rows that it gives whole, and its files go when they are done with."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from proventive.engine import Part, open_embedded, slices
from proventive.engine.duck import DuckEngine
from proventive.engine.slices import GroupOfRows, conditions, cuts
from proventive.engine.steps import read_step, step, step_names
from proventive.records import declarations

PEOPLE = ["", "a", "a b", "b's", "ba", "é", "😀"]


def group(last: str | None, rows: int, first: str | None = "", file: str = "f") -> GroupOfRows:
    return GroupOfRows(file=file, first=first, last=last, rows=rows)


def test_a_cut_stands_where_enough_rows_have_gone_by_in_all_files():
    one = [group("c", 5, "a", "1"), group("f", 5, "c", "1"), group("k", 5, "f", "1")]
    two = [group("b", 4, "a", "2"), group("g", 4, "b", "2")]
    assert cuts([*one, *two], of=8) == ["c", "g"]
    assert cuts([*one, *two], of=100) == []


@pytest.mark.parametrize(
    "lying",
    [
        [group("k", 5, "f"), group("c", 5, "a"), group("z", 5, "k")],
        [group(None, 5, "a"), group("c", 5, "a")],
        [group("b", 5, None), group("c", 5, "b")],
    ],
)
def test_a_file_that_is_not_in_order_or_does_not_say_is_not_cut(lying):
    assert cuts(lying, of=1) == []


@pytest.mark.parametrize("after", [[], ["a"], ["", "a", "b's"], PEOPLE])
def test_everybody_is_in_one_slice(tmp_path, after):
    engine = open_embedded(folders=[tmp_path], threads=1)
    engine.stage("people", {"person_id": np.array([*PEOPLE, "zz", "0"], dtype=object)})
    found = [
        person
        for condition in conditions("person_id", after)
        for (person,) in engine.run(f"SELECT person_id FROM people WHERE {condition}").fetchall()
    ]
    assert sorted(found) == sorted([*PEOPLE, "zz", "0"])
    engine.close()


def town(folder: Path, spill: Path | None, *, in_order: bool = True) -> DuckEngine:
    """Two stores with use by the same people, in groups of 2,048 rows."""
    engine = open_embedded(folders=[folder], spill=spill, threads=2)
    parts = []
    for store in ("one", "two"):
        file = folder / f"{store}.parquet"
        order = "person_id, on_date, event" if in_order else "hash(i)"
        engine.run(
            "COPY (SELECT 'p' || (i % 900) AS person_id, DATE '2024-01-01' + CAST(i % 500 AS INTEGER) AS on_date, "
            "CASE WHEN i % 3 = 0 THEN 'ae_attendance' ELSE 'bed_day' END AS event, 1 + i % 4 AS quantity "
            f"FROM range(20000) AS r(i) ORDER BY {order}) TO '{file.as_posix()}' "
            "(FORMAT PARQUET, ROW_GROUP_SIZE 2048)"
        )
        parts.append(Part(store=store, file=file))
    engine.open_table(declarations()["demand"], parts, date(2025, 3, 31))
    engine.open_codes("unit_costs", {"event": ["bed_day"], "financial_year": ["2024"], "pence": ["700"]})
    return engine


def panel(engine: DuckEngine) -> list[tuple[object, ...]]:
    return sorted(engine.run("SELECT * FROM person_months").fetchall(), key=str)


def test_the_rows_are_those_of_the_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(slices.cuts, "__defaults__", (4_000,))
    engine = town(tmp_path, tmp_path / "spill")
    rows = engine.materialise("demand/person_months")
    (kept,) = (tmp_path / "spill").iterdir()
    assert len(list(kept.iterdir())) > 5
    whole = sorted(engine.run(step("demand/person_months").sql).fetchall(), key=str)
    assert panel(engine) == whole
    assert rows == len(whole) > 4_000


def test_it_is_made_in_one_slice_where_the_files_are_not_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr(slices.cuts, "__defaults__", (4_000,))
    engine = town(tmp_path, tmp_path / "spill", in_order=False)
    engine.materialise("demand/person_months")
    (kept,) = (tmp_path / "spill").iterdir()
    assert len(list(kept.iterdir())) == 1
    assert panel(engine) == sorted(engine.run(step("demand/person_months").sql).fetchall(), key=str)


def test_its_files_go_when_it_is_made_anew_and_at_the_end(tmp_path):
    engine = town(tmp_path, tmp_path / "spill")
    engine.materialise("demand/person_months")
    before = panel(engine)
    engine.materialise("demand/person_months")
    assert panel(engine) == before
    assert len(list((tmp_path / "spill").iterdir())) == 1
    engine.close()
    assert not list((tmp_path / "spill").iterdir())


def test_a_step_says_of_what_it_is_made_in_slices():
    found = read_step("x", "-- One row is x.\n-- In slices of demand by person_id.\nSELECT a FROM t")
    assert found.slices == ("demand", "person_id")
    assert read_step("x", "-- One row is x, in slices of demand by person_id.\nSELECT a FROM t").slices is None


@pytest.mark.parametrize("name", [name for name in step_names() if step(name).slices is not None])
def test_the_column_of_slices_is_the_first_of_the_key_and_always_filled(name):
    table, column = step(name).slices or ("", "")
    declared = declarations()[table]
    assert declared.key[0] == column
    assert declared.column(column).required
    assert declared.column(column).type == "text"
