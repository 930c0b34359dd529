"""Two local ids of one person: merged by a decision, counted as one everywhere, and undone without a trace."""

import json
from datetime import date

import numpy as np
import pytest
from typer.testing import CliRunner

from proventive.agreement import read_agreement
from proventive.cli import app
from proventive.evidence.summary import explanation
from proventive.flow import explain, run_stage
from proventive.flow import run as run_flow
from proventive.quantities import NotFound, Period, RecordsError, StaleResult
from proventive.records import counts, counts_table, open_records, write_store
from proventive.records.manifest import MANIFEST
from proventive.records.measures import due
from proventive.records.same_people import (
    Decision,
    SamePeople,
    counted_as,
    merge,
    read_same_people,
    say_apart,
    unmerge,
)

ON = date(2026, 1, 15)
AS_AT = date(2026, 3, 31)
YEAR = Period(start=date(2025, 4, 1), end=date(2026, 3, 31))
AGREEMENT = """
proventive: 1
title: A lunch club
id: lunch
kind: grant
parties:
  - {id: XX-payer, name: The council, roles: [signs, pays]}
  - {id: XX-provider, name: The club, roles: [provides]}
term: {start: 2025-04-01, end: 2026-03-31}
framework: scotland-nhwo
price_base: 2025-26
seed: 1
objectives: []
payment:
  - {id: grant, fixed: 9000 GBP, every: year}
"""


def days(*text):
    return np.array(text, dtype="datetime64[D]")


def texts(*values):
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


@pytest.fixture
def place(tmp_path):
    """Three ids, of which ``anne`` and ``ann`` are one person. One meeting was recorded under both."""
    folder = tmp_path / "lunch"
    folder.mkdir()
    (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    write_store(
        tmp_path / "records" / "club",
        body="club",
        name="The club",
        id_space="club-1",
        coverage=(),
        made_by="a test",
        tables={
            "people": {
                "person_id": texts("anne", "ann", "bob"),
                "sex": texts("F", "F", "M"),
                "area_code": texts("S01006506", "S01006507", None),
                "role": texts("served", "served", "served"),
                "consent": texts("yes", None, "no"),
            },
            "referrals": {
                "person_id": texts("anne", "ann", "bob"),
                "agreement": texts("lunch", "lunch", "lunch"),
                "referred_on": days("2025-05-01", "2025-09-01", "2025-06-01"),
                "started_on": days("2025-05-01", "2025-09-01", "2025-06-01"),
            },
            "contacts": {
                "person_id": texts("anne", "ann", "anne", "bob"),
                "agreement": texts("lunch", "lunch", "lunch", "lunch"),
                "on_date": days("2025-09-02", "2025-09-02", "2025-09-09", "2025-09-02"),
                "kind": texts("meeting", "meeting", "meeting", "meeting"),
                "minutes": np.array([60, 60, 60, 60]),
                "delivered_by": texts("staff", "staff", "staff", "staff"),
            },
        },
    )
    return folder


@pytest.fixture
def store(place):
    return place.parent / "records" / "club"


def opened(place):
    return open_records(place, agreement=read_agreement(place), as_at=AS_AT)


def told(place):
    """People and contacts as they are counted, and everything that the tables show."""
    records = opened(place)
    found = counts(records, "lunch", YEAR)
    shown = {
        table: records.engine.run(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
        for table in ("people", "referrals", "contacts")
    }
    return found, shown, records.hash


def run(*words):
    result = CliRunner().invoke(app, ["records", *[str(word) for word in words]])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def files_of(store):
    return {file.name: file.read_bytes() for file in (store / "tables").iterdir()} | {
        MANIFEST: (store / MANIFEST).read_bytes()
    }


def test_a_merge_counts_one_person_once_and_its_undoing_leaves_no_trace(place, store):
    before, lay = told(place), files_of(store)
    output = run("merge", store, "anne", "ann", "--on", ON)
    assert "3 rows (1 in people, 1 in referrals, 1 in contacts)" in output
    assert "The two differ in: Area, Consent. What anne says stands." in output
    merged = told(place)
    assert len(before[1]["people"]) == 3
    assert [row[0] for row in merged[1]["people"]] == ["anne", "bob"]
    assert len(merged[1]["referrals"]) == 3  # two referrals of one person
    assert len(merged[1]["contacts"]) == 3  # the meeting that was recorded under both ids is one
    assert merged[0] != before[0]
    assert merged[2] != before[2]
    assert files_of(store) == lay
    run("unmerge", store, "ann", "--on", date(2026, 1, 16))
    assert told(place) == before
    assert files_of(store) == lay
    assert [each.what for each in read_same_people(store).decisions] == ["one person", "not one person"]


def test_people_served_are_counted_once_and_the_trail_names_the_merge(place, store):
    def people(table):
        row = next(row for row in table.rows if "eople" in row.heading)
        return row.cells[0].number, {used.table: used.rows for used in table.trail.records}

    count, used = people(counts_table(opened(place), "lunch", YEAR))
    assert count == 3
    assert "same_people" not in used
    merge(store, "anne", "ann", on=ON)
    count, used = people(counts_table(opened(place), "lunch", YEAR))
    assert count == 2
    assert used["same_people"] == 1
    assert used["referrals"] == 3
    assert len(due(opened(place)).not_seen) == 2


def test_saved_results_are_stale_after_a_merge_and_its_undoing_gives_the_same_pack(place, store):
    run_flow(place, AS_AT)
    pack = place / "pack" / "2026-03-31"
    before = {file.name: file.read_bytes() for file in pack.iterdir()}
    figure = "outturn/counts/people-served/agreement"
    assert explain(place, figure).figure.value.number == 3
    merge(store, "anne", "ann", on=ON)
    with pytest.raises(StaleResult):
        run_stage("settle", place, AS_AT)
    run_flow(place, AS_AT)
    found = explain(place, figure)
    assert found.figure.value.number == 2
    assert "same_people: 1 rows" in "\n".join(explanation(found.figure))
    unmerge(store, "ann", on=ON)
    run_flow(place, AS_AT)
    assert {file.name: file.read_bytes() for file in pack.iterdir()} == before


def test_the_account_of_what_came_in_is_of_rows_and_stays(place, store):
    before = opened(place).accounts()
    merge(store, "anne", "ann", on=ON)
    assert opened(place).accounts() == before


def test_two_people_who_were_said_apart_do_not_become_one_by_way_of_a_third(place, store):
    assert "not proposed again" in run("apart", store, "ann", "bob", "--on", ON)
    merge(store, "anne", "ann", on=ON)
    with pytest.raises(RecordsError, match="ann and bob were said to be two people on 15 January 2026"):
        merge(store, "bob", "anne", on=ON)
    unmerge(store, "ann", on=ON)
    merge(store, "bob", "ann", on=ON)  # the two themselves may be decided anew
    assert not read_same_people(store).apart


def test_what_is_merged_is_not_merged_twice_nor_said_apart(place, store):
    merge(store, "anne", "ann", on=ON)
    for kept, other in (("bob", "ann"), ("ann", "bob")):
        with pytest.raises(RecordsError, match="ann counts as anne since 15 January 2026"):
            merge(store, kept, other, on=ON)
    with pytest.raises(RecordsError, match="count as one person now"):
        say_apart(store, "ann", "anne", on=ON)
    assert len(read_same_people(store).decisions) == 1


def test_nobody_is_merged_whom_the_store_does_not_know(place, store):
    with pytest.raises(NotFound, match="no row of zoe"):
        merge(store, "anne", "zoe", on=ON)
    with pytest.raises(NotFound, match="not merged into anybody"):
        unmerge(store, "anne", on=ON)
    with pytest.raises(RecordsError, match="named twice"):
        merge(store, "anne", "anne", on=ON)
    assert read_same_people(store) == SamePeople()


@pytest.mark.parametrize(("kept", "other"), [("anne", "bob"), ("bob", "anne")])
def test_a_no_to_the_use_of_the_record_is_never_lost_in_a_merge(place, store, kept, other):
    assert "Where one of the two did not agree" in run("merge", store, kept, other, "--on", ON)
    people = {row[0]: row for row in told(place)[1]["people"]}
    assert people[kept][5] == "no"
    assert people[kept][2] == {"anne": "F", "bob": "M"}[kept]  # all else is as the kept id says
    assert people["ann"][5] is None


def test_decisions_that_cannot_be_read_are_told(place, store):
    merge(store, "anne", "ann", on=ON)
    (store / "same-people.json").write_text("{", encoding="utf-8")
    with pytest.raises(RecordsError, match="Put the file back"):
        opened(place)


def test_as_json(store):
    made = json.loads(run("merge", store, "anne", "ann", "--on", ON, "--json"))
    assert made["decision"] == {"what": "one person", "kept": "anne", "other": "ann", "on": "2026-01-15"}
    assert made["differ"] == ["Area", "Consent"]


def decided(*pairs):
    return SamePeople(
        decisions=tuple(Decision(what="one person", kept=kept, other=other, on=ON) for kept, other in pairs)
    )


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ((), {}),
        ((("a", "b"),), {"a": "a", "b": "a"}),
        ((("b", "a"), ("b", "c")), {"a": "b", "b": "b", "c": "b"}),
        ((("b", "a"), ("c", "b")), {"a": "c", "b": "c", "c": "c"}),
        ((("b", "a"), ("d", "c"), ("d", "a")), {"a": "b", "b": "b", "c": "b", "d": "b"}),
        ((("a", "b"), ("b", "a")), {"a": "b", "b": "b"}),  # of a pair the last decision holds
    ],
)
def test_who_counts_as_whom(pairs, found):
    assert counted_as([decided(*pairs)]) == found


def test_stores_of_one_id_space_agree_on_who_is_one_person():
    """Each kept another id, and one joins what the other left apart: all see one person, whatever the order."""
    stores = [decided(("a", "b")), decided(("b", "a"), ("c", "b"))]
    assert counted_as(stores) == counted_as(stores[::-1]) == {"a": "c", "b": "c", "c": "c"}
    assert counted_as([decided(("a", "b")), decided(("b", "a"))]) == {"a": "a", "b": "a"}
