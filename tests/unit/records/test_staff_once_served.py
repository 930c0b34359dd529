"""Staff whom the service served before: who they were stays apart, and they count as the people that they are."""

import json
from datetime import date
from pathlib import Path

import pytest

from proventive.agreement.document import Agreement
from proventive.quantities import Period
from proventive.records import open_records
from proventive.records.identity import start_identities
from proventive.records.importing import Undecided, import_files
from proventive.records.measures import measured
from proventive.records.rights import erase, person_of, subject_access
from proventive.records.same_people import merge

ON = date(2026, 1, 31)
YEAR = Period(start=date(2025, 4, 1), end=date(2026, 3, 31))
JOINED = "Client ID,Contract,Referral date,Start date\nC1,a,2024-04-01,2024-04-10\nC2,a,2024-04-01,2024-04-10\n"
STAFF = (
    "Employee ID,Start date,Leaving date,Hours per week,Lived experience,Client ID\n"
    "E1,2025-05-01,,35,Yes,C1\nE2,2025-05-01,,20,No,\nE3,2025-06-01,,20,No,n/a\nE4,2025-07-01,,20,Yes,C9\n"
)
AGREEMENT = Agreement(
    proventive=1,
    title="A lunch club",
    id="a",
    kind="grant",
    parties=(),
    term=YEAR,
    price_base="2025-26",
    seed=1,
    objectives=(),
)


@pytest.fixture
def store(store: Path, tmp_path: Path) -> Path:
    start_identities(store, pseudonyms=b"a key for tests only, 32 bytes..")
    for name, text in (("joined.csv", JOINED), ("staff.csv", STAFF)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    import_files([tmp_path / "joined.csv"], store=store, tables=["referrals"])
    return store


def brought_in(store: Path):
    return import_files([store.parent.parent / "staff.csv"], store=store)


def became_staff(store: Path) -> int:
    records = open_records(store.parent.parent, agreement=AGREEMENT, as_at=date(2026, 3, 31))
    told = {figure.id: figure.value for table in measured(records, "a", YEAR) for figure in table.figures()}
    return int(told["records/staff/served-then-staff/number"].number)


def test_a_member_of_staff_without_an_id_of_a_person_comes_in_all_the_same(store):
    outcome = brought_in(store)
    assert [(account.table, account.accepted, account.set_aside) for account in outcome.accounts] == [
        ("workforce", 4, 0)
    ]
    assert became_staff(store) == 1


def test_the_id_of_a_person_becomes_a_local_id_at_the_door(store):
    brought_in(store)
    held = b"".join(file.read_bytes() for file in (store / "tables").iterdir())
    assert b"E1" in held
    assert b"C1" not in held


def test_two_ids_of_one_person_count_as_one(store):
    brought_in(store)
    c2, c9 = (person_of(store, identifier=id, kind="own") for id in ("C2", "C9"))
    merge(store, c2, c9, on=ON)
    assert became_staff(store) == 2


def test_what_is_held_of_their_work_is_told_and_erased_with_the_rest(store, tmp_path):
    brought_in(store)
    c1 = person_of(store, identifier="C1", kind="own")
    subject_access(store, c1, tmp_path / "out", on=ON)
    told = json.loads((tmp_path / "out" / "about-you.json").read_text(encoding="utf-8"))
    assert [row["Member of staff"] for row in told["tables"]["workforce"]] == ["E1"]
    erased = erase(store, c1, on=ON)
    assert {part.name: part.rows for part in erased.tables} == {"referrals": 1, "workforce": 1}
    assert became_staff(store) == 0


def test_an_id_that_may_be_of_the_staff_is_not_taken_for_that_of_a_person(store, tmp_path):
    text = "ID,Start date,Leaving date,Paid hours\nE1,2025-05-01,,35\n"
    (tmp_path / "ids.csv").write_text(text, encoding="utf-8")
    with pytest.raises(Undecided) as raised:
        import_files([tmp_path / "ids.csv"], store=store, tables=["workforce"])
    assert [question.id for question in raised.value.questions] == ["workforce.staff_id"]


def test_a_list_of_staff_is_not_read_as_referrals_though_it_has_all_their_columns(store, tmp_path):
    (tmp_path / "register.csv").write_text("Client ID,Start date\nC3,2024-04-10\n", encoding="utf-8")
    answers = {"referrals.agreement": "=a", "referrals.referred_on": "Start date"}
    import_files([tmp_path / "register.csv"], store=store, tables=["referrals"], answers=answers)
    assert [account.table for account in brought_in(store).accounts] == ["workforce"]
