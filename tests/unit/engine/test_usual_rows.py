"""Rows that are told by cheap tests come out as they do when every row is read with care."""

import re
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from proventive.engine import open_embedded
from proventive.engine.sheet_parts import FromSheet, Known, SheetPart
from proventive.engine.staging import Arrived, stage_codes, stage_sheet
from proventive.engine.taking_in import check_part, start_faults
from proventive.engine.usual_rows import usual_select
from proventive.records.declarations import declarations

DAYS = (
    *(
        "13/02/2024",
        "2024-02-13",
        " 13/02/2024",
        "13/02/202 ",
        "13/02/202\t",
        "1/2/2024",
        "31/09/2024",
        "13/02/24",
    ),
    *("2024-02-3 ", "2024-2-13", "2024-02-30", "13/02/2024\xa0", "02/13/2024", "0202-02-01", "3 March 2024"),
    *("13/02/2024 10:30", "", None, "#N/A", "n/a", "2031-01-01"),
)
TEXTS = (
    "C1",
    " C1",
    "C1 ",
    "C\x071",
    "C\t1",
    "C 1",
    "\xa0C1",
    "Ò1",
    "#REF!",
    "#1",
    "EXAMPLE-1",
    "n/a",
    "",
    None,
    "C2",
)
KINDS = (
    "phone",
    "Phone",
    " phone",
    "A group session",
    "visit",
    "VISIT",
    "other",
    "phone; group",
    "#N/A",
    "",
    None,
)
NUMBERS = ("5", "005", " 5", "5 ", "5.0", "5.5", "1,000", "-5", "1440", "1441", "n/a", "9", "", None, "1e2", "٥")
COSTS = ("5", "5.50", "£5.50", "5.505", "5,50", "(5)", "5.500", "", None, "1234567890123456")
FAULTS = (None,) * 9 + ("too many cells",)
NO_RECORDS = (None,) * 9 + ("total",)

CONTACTS = {
    "person_id": FromSheet(position=0),
    "agreement": FromSheet(position=1, missing=("n/a",)),
    "on_date": FromSheet(position=2, dates="day first"),
    "kind": FromSheet(position=3, theirs={"visit": "home visit", "other": "group"}),
    "minutes": FromSheet(position=4, missing=("n/a", "9")),
    "delivered_by": FromSheet(value="staff"),
}
REFERRALS = {
    "person_id": FromSheet(position=0),
    "agreement": FromSheet(value="falls"),
    "started_on": FromSheet(position=2, dates="day first", century=1950),
    "ended_on": FromSheet(position=5, dates="iso"),
}
FINANCE = {
    "on_date": FromSheet(position=5, dates="month first"),
    "account": FromSheet(position=3, theirs={"meeting": "price"}),
    "agreement": FromSheet(position=1),
    "amount": FromSheet(position=6),
}
DEMAND = {
    "person_id": FromSheet(position=0),
    "on_date": FromSheet(position=5, dates="iso"),
    "event": FromSheet(position=1),
    "quantity": FromSheet(position=4, mark=","),
}
PEOPLE = {
    "person_id": FromSheet(position=0),
    "birth_month": FromSheet(position=2, dates="day first"),
    "role": FromSheet(value="served"),
}
ASSESSMENTS = {
    "person_id": FromSheet(position=0),
    "instrument": FromSheet(position=1),
    "on_date": FromSheet(position=5, dates="iso"),
    "total": FromSheet(position=4),
}
SCALES = {"assessments": {"falls": (Decimal(6), Decimal(100))}}
PARTS = {
    "assessments": ASSESSMENTS,
    "contacts": CONTACTS,
    "referrals": REFERRALS,
    "finance": FINANCE,
    "demand": DEMAND,
    "people": PEOPLE,
}


def arrived(seed: int, rows: int = 4_000) -> Arrived:
    """Rows of cells that are odd in many ways; four in five are none."""
    random = np.random.default_rng(seed)

    def cells(values, usual):
        odd = random.integers(0, len(values), rows)
        chosen = [usual if random.random() < 0.8 else values[place] for place in odd]
        return np.array(chosen, dtype=object)

    persons = np.array([f"P{n}" for n in random.integers(0, 300, rows)], dtype=object)
    persons = np.where(random.random(rows) < 0.9, persons, cells(TEXTS, "C3"))
    columns = (persons, *(cells(*each) for each in ((TEXTS, "falls"), (DAYS, "14/02/2024"), (KINDS, "meeting"))))
    more = (cells(NUMBERS, "60"), cells(DAYS, "2024-03-01"), cells(COSTS, "12.50"))
    return Arrived(
        rows=np.arange(2, rows + 2),
        faults=cells(FAULTS, None),
        no_record=cells(NO_RECORDS, None),
        cells=(*columns, *more),
        notes=((7, 4, "spreadsheet error"), (9, 0, "merged")),
    )


def in_sight(sent: Arrived) -> Arrived:
    """The same rows without the signs that cannot be seen, but for blanks."""
    cells = [
        np.array(
            [None if text is None else re.sub(r"[\x00-\x1f\x7f\xa0]", "", text) for text in column], dtype=object
        )
        for column in sent.cells
    ]
    return replace(sent, cells=tuple(cells))


def outcome(table: str, seed: int, *, births: bool, all_seen: bool) -> tuple[object, ...]:
    engine = open_embedded(folders=[], threads=1)
    stage_sheet(engine, 7, [in_sight(arrived(seed)) if all_seen else arrived(seed)])
    engine.run(f"CREATE OR REPLACE TEMP VIEW arrived AS SELECT *, {all_seen} AS _all_seen FROM arrived_rows")
    stage_codes(engine, {name: frozenset(("falls", "C1")) for name in ("event", "instrument")})
    engine.stage("barred", {"local_id": np.array(["P2", "P3"], dtype=object)})
    if births:
        engine.run(
            "CREATE TEMP TABLE standing_people AS SELECT 'P1' AS person_id, DATE '2024-02-20' AS birth_month"
        )
    start_faults(engine)
    part = SheetPart(table=declarations()[table], columns=PARTS[table], scales=SCALES.get(table, {}))
    codes = frozenset({"event", "instrument"} & PARTS[table].keys())
    known = Known(codes=codes, as_at=date(2025, 1, 1), barred=births)
    check_part(engine, part, "sent.csv", breaking={"spreadsheet error": "spreadsheet error"}, known=known)
    asked = {
        "faults": "SELECT * FROM faults_told",
        "rows": "SELECT * FROM checked WHERE clean",
        "again": "SELECT * FROM again",
    }
    found = {name: sorted(engine.run(sql).fetchall(), key=repr) for name, sql in asked.items()}
    usual = engine.run("SELECT COUNT(*) FROM judged WHERE usual").fetchall()[0][0]
    engine.close()
    return found, usual


@pytest.mark.parametrize("all_seen", [False, True])
@pytest.mark.parametrize("births", [False, True])
@pytest.mark.parametrize("table", PARTS)
def test_cheap_tests_change_nothing(table, births, all_seen, monkeypatch):
    told, usual = outcome(table, 5, births=births, all_seen=all_seen)
    monkeypatch.setattr("proventive.engine.taking_in.usual_select", lambda *_: None)
    with_care, none = outcome(table, 5, births=births, all_seen=all_seen)
    assert told == with_care
    assert len(told["faults"]) > 100
    assert usual > 500
    assert none == 0
    said = {fault for _, _, _, _, fault, _ in told["faults"]}
    assert not births or "person_id" not in PARTS[table] or "erased" in said
    assert table != "assessments" or "off the scale" in said


def test_what_has_no_cheap_test_is_read_with_care():
    contacts = declarations()["contacts"]
    for reading in (FromSheet(ticks={1: "phone"}), FromSheet(position=1, period="month"), FromSheet(position=1)):
        part = SheetPart(table=contacts, columns={"on_date": reading}, only={})
        assert (usual_select(part, Known()) is None) == bool(reading.ticks or reading.period)
    part = SheetPart(table=contacts, columns={"on_date": FromSheet(position=0)}, left_out={0: ("total",)})
    assert usual_select(part, Known()) is None


def test_each_way_of_reading_a_column_was_thought_of():
    """Whoever adds a way of reading decides in ``usual_rows`` whether it has a cheap test, and adds it here."""
    assert {each.name for each in fields(FromSheet)} == {
        *("position", "value", "ticks", "items", "identifier", "restore_zeros", "dates", "century"),
        *("period", "edge", "mark", "in_hours", "theirs", "missing"),
    }
    assert {each.name for each in fields(SheetPart)} == {
        *("table", "columns", "only", "left_out", "details", "scales"),
    }
