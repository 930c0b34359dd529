"""Several answers in one cell become a row each, where the mapping says so; every row is accounted for."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from proventive.engine import open_embedded
from proventive.quantities import RecordsError
from proventive.records.identity import start_identities
from proventive.records.importing import Undecided, import_files
from proventive.records.manifest import read_manifest

HEADINGS = "Client ID,Date of visit,Type of contact,Duration (mins),Delivered by\n"
KEY = b"a key for tests only, 32 bytes.."
SPLIT = {"contacts.kind.split": ";", "contacts.minutes.when_split": "shared"}


@pytest.fixture
def store(store: Path) -> Path:
    start_identities(store, pseudonyms=KEY)
    return store


def imported(store: Path, rows: str, headings: str = HEADINGS, **options):
    file = store.parent.parent / "contacts.csv"
    file.write_text(headings + rows, encoding="utf-8")
    return import_files(
        [file], store=store, **{"agreement": "falls", "as_at": date(2026, 1, 1), "answers": SPLIT} | options
    )


def kept(store: Path) -> list[tuple]:
    file = store / read_manifest(store).table("contacts").file
    engine = open_embedded(folders=[store])
    rows = engine.run(f"SELECT _row, kind, minutes FROM read_parquet('{file.as_posix()}')").fetchall()
    engine.close()
    return sorted(rows)


THREE = (
    "A1,13/04/2025,phone; group,61,staff\n"
    "A2,14/04/2025,phone,30,staff\n"
    "A3,15/04/2025,Home visit;telephone;group,50,staff\n"
)


def test_what_stands_between_the_answers_and_whose_the_minutes_are_is_asked(store):
    with pytest.raises(Undecided) as first:
        imported(store, THREE, answers={})
    assert [question.id for question in first.value.questions] == ["contacts.kind.split"]
    with pytest.raises(Undecided) as second:
        imported(store, THREE, answers={"contacts.kind.split": ";"})
    assert [question.id for question in second.value.questions] == ["contacts.minutes.when_split"]


def test_few_cells_with_several_answers_are_set_aside_and_not_asked_about(store):
    rows = "".join(f"A{n},13/04/2025,phone,30,staff\n" for n in range(10))
    outcome = imported(store, rows + "B1,13/04/2025,phone; group,30,staff\n", answers={})
    assert [message.code for message in outcome.messages] == ["several answers"]
    assert "“split”" in outcome.messages[0].do


def test_each_answer_is_a_row_and_the_account_says_how_many_came_of_how_many(store):
    outcome = imported(store, THREE)
    (account,) = outcome.accounts
    assert (account.rows, account.split, account.became, account.accepted) == (3, 2, 5, 6)
    assert "3 rows in, 2 of them split into 5, which makes 6 = 6 accepted + 0 set aside" in str(account)
    assert kept(store) == [
        (2, "group", 30),
        (2, "phone", 31),
        (3, "phone", 30),
        (4, "group", 16),
        (4, "home visit", 17),
        (4, "phone", 17),
    ]
    assert any("a row for each" in note for note in outcome.notes)
    assert any("share “Duration (mins)”" in note for note in outcome.notes)
    source = outcome.manifest.sources[0]
    assert (source.rows, source.split, source.became) == (3, 2, 5)


def test_each_answer_may_have_the_whole_number(store):
    imported(store, THREE, answers=SPLIT | {"contacts.minutes.when_split": "each"})
    assert sum(minutes for _, _, minutes in kept(store)) == 61 * 2 + 30 + 50 * 3


def test_shared_minutes_add_up_to_what_was_sent(store):
    imported(store, THREE)
    assert sum(minutes for _, _, minutes in kept(store)) == 61 + 30 + 50


def test_the_same_file_again_changes_nothing(store):
    imported(store, THREE)
    again = imported(store, THREE)
    assert not again.changed
    assert (again.accounts[0].accepted, again.accounts[0].merged) == (0, 6)


def test_an_answer_that_is_not_known_is_set_aside_with_its_row_and_mended_it_completes_what_stands(store):
    bad = THREE + "A4,16/04/2025,phone; danse,40,staff\n"
    outcome = imported(store, bad)
    (account,) = outcome.accounts
    assert (account.rows, account.split, account.became) == (4, 3, 7)
    assert (account.accepted, account.set_aside) == (7, 1)
    (message,) = outcome.messages
    assert (message.code, message.count, message.rows, message.values) == ("not a code", 1, (5,), ("danse",))
    rows = list(load_workbook(outcome.to_fix[0]).active.iter_rows(values_only=True))
    assert rows[1][1:5] == (5, "A4", "16/04/2025", "phone; danse")
    mended = imported(store, bad.replace("danse", "group"))
    assert (mended.accounts[0].accepted, mended.accounts[0].merged) == (1, 7)
    assert (5, "phone", 20) in kept(store)
    assert (5, "group", 20) in kept(store)


def test_a_fault_of_the_row_is_told_once_and_every_answer_is_set_aside(store):
    outcome = imported(store, THREE + "A4,31/09/2025,phone; group,x,staff\n")
    (account,) = outcome.accounts
    assert (account.accepted, account.set_aside) == (6, 2)
    assert {(m.code, m.count, m.rows) for m in outcome.messages} == {
        ("not a date", 1, (5,)),
        ("not a whole number", 1, (5,)),
    }


def test_a_number_beyond_its_limit_is_not_made_to_fit_by_sharing_it(store):
    outcome = imported(store, THREE + "A4,16/04/2025,phone; group,2000,staff\n")
    assert [(m.code, m.rows) for m in outcome.messages] == [("too high", (5,))]


def test_the_same_answer_twice_is_one_and_keeps_its_minutes(store):
    outcome = imported(store, THREE + "A4,16/04/2025,phone; Telephone;,40,staff\n")
    assert (outcome.accounts[0].split, outcome.accounts[0].became) == (2, 5)
    assert (5, "phone", 40) in kept(store)


def test_a_total_at_the_foot_is_ignored_once(store):
    outcome = imported(store, THREE + "Total,,,141,\n")
    assert (outcome.accounts[0].rows, outcome.accounts[0].ignored) == (4, 1)


def test_hours_are_shared_as_minutes(store):
    headings = HEADINGS.replace("Duration (mins)", "Hours")
    imported(store, "A1,13/04/2025,phone; group,1.5,staff\nA2,14/04/2025,phone;group,0.5,staff\n", headings)
    assert kept(store) == [(2, "group", 45), (2, "phone", 45), (3, "group", 15), (3, "phone", 15)]


def test_no_leaves_such_rows_set_aside(store):
    outcome = imported(store, THREE, answers={"contacts.kind.split": "no"})
    assert (outcome.accounts[0].accepted, outcome.accounts[0].set_aside) == (1, 2)


TICKS = """\
proventive_mapping: 1
name: contacts
headings: [Client, Date, By phone, In a group, Minutes]
tables:
  - table: contacts
    columns:
      person_id: {heading: Client, identifier: own}
      agreement: {value: falls}
      on_date: {heading: Date, dates: iso}
      kind: {ticks: {By phone: phone, In a group: group}, split: ticks}
      minutes: {heading: Minutes, when_split: shared}
      delivered_by: {value: staff}
"""


def test_two_ticks_in_a_row_give_two_rows(store):
    mapping = store.parent.parent / "ticks.yaml"
    mapping.write_text(TICKS, encoding="utf-8")
    rows = "A1,2025-04-13,x,x,60\nA2,2025-04-13,,yes,60\nA3,2025-04-13,,,60\n"
    outcome = imported(store, rows, "Client,Date,By phone,In a group,Minutes\n", mapping=mapping, answers={})
    assert kept(store) == [(2, "group", 30), (2, "phone", 30), (3, "group", 60)]
    assert [(m.code, m.rows) for m in outcome.messages] == [("empty", (4,))]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("person_id: {heading: Client, identifier: own, split: ';'}", "person_id of contacts cannot be split"),
        ("kind: {value: phone, split: ';'}", "needs a “heading”"),
        ("minutes: {heading: Minutes, when_split: shared}", "which only a whole number in a row that is split"),
    ],
)
def test_a_mapping_that_splits_what_cannot_be_split_is_refused(store, line, said):
    mapping = store.parent.parent / "wrong.yaml"
    head = "proventive_mapping: 1\nname: wrong\nheadings: [Client]\ntables:\n  - table: contacts\n    columns:\n"
    mapping.write_text(f"{head}      {line}\n", encoding="utf-8")
    with pytest.raises(RecordsError, match=said):
        imported(store, THREE, mapping=mapping)


DEMAND = """\
proventive_mapping: 1
name: use
headings: [Client, Date, What]
tables:
  - table: demand
    columns:
      person_id: {heading: Client, identifier: own}
      on_date: {heading: Date, dates: iso}
      event: {heading: What, split: line break, codes: {A&E: ae_attendance}}
      quantity: {value: "1"}
"""


def test_events_on_lines_of_one_cell_are_rows_and_ids_that_are_not_known_are_told(store):
    mapping = store.parent.parent / "use.yaml"
    mapping.write_text(DEMAND, encoding="utf-8")
    rows = 'A1,2025-04-13,"A&E\nemergency_admission"\nA2,2025-04-14,"A&E\nno-such-event"\n'
    outcome = imported(store, rows, "Client,Date,What\n", mapping=mapping, answers={})
    (account,) = outcome.accounts
    assert (account.rows, account.split, account.became) == (2, 2, 4)
    assert (account.accepted, account.set_aside) == (3, 1)
    assert [(m.code, m.rows, m.values) for m in outcome.messages] == [("not a code", (3,), ("no-such-event",))]
