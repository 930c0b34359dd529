"""A sheet in which some columns are called otherwise is read by last month's mapping, once that is answered."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from proventive.quantities import RecordsError
from proventive.records.identity import start_identities
from proventive.records.importing import Undecided, import_files
from proventive.records.importing.mapping import ColumnMapping, Items, SheetMapping, TableMapping
from proventive.records.importing.mapping_file import mapping_text, read_mapping
from proventive.records.importing.other_names import in_names_of, with_names

KEY = b"a key for tests only, 32 bytes.."
FIRST = ("Client ID", "Date of visit", "Type of contact", "Mins", "Delivered by", "Notes")
MAPPING = """\
proventive_mapping: 1
name: contacts
headings: [Client ID, Date of visit, Type of contact, Mins, Delivered by, Notes]
tables:
  - table: contacts
    columns:
      person_id: {heading: Client ID, identifier: own}
      agreement: {value: falls}
      on_date: {heading: Date of visit, dates: month first}
      kind:
        heading: Type of contact
        codes: {vst: home visit, bell: phone}
      minutes: {heading: Mins, decimals: ".", missing: ["999"]}
      delivered_by: {heading: Delivered by}
not_kept: [Notes]
"""
APRIL = [["A1", "03/04/2025", "vst", "45", "staff", "x"], ["A2", "04/04/2025", "bell", "30", "volunteer", ""]]
MAY = [["A1", "05/06/2025", "vst", "50", "staff", ""], ["A3", "05/07/2025", "bell", "25", "peer", "y"]]


@pytest.fixture
def store(store: Path) -> Path:
    (store / "mappings").mkdir()
    (store / "mappings" / "contacts.yaml").write_text(MAPPING, encoding="utf-8")
    start_identities(store, pseudonyms=KEY)
    return store


def sent(store: Path, headings, rows, **options):
    file = store.parent / "visits.csv"
    lines = [",".join(cells) for cells in (headings, *rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_files([file], store=store, **({"as_at": date(2026, 1, 1)} | options))


def called(**now: str) -> tuple[str, ...]:
    """The headings of the first month with other names for some, by the first word of their own."""
    return tuple(now.get(heading.split()[0], heading) for heading in FIRST)


def kept(store: Path, outcome) -> list[tuple]:
    file = store / outcome.manifest.table("contacts").file
    return duckdb.sql(f"SELECT on_date, kind, minutes, delivered_by FROM '{file}' ORDER BY 1, 2").fetchall()


IN_MAY = [(date(2025, 5, 6), "home visit", 50, "staff"), (date(2025, 5, 7), "phone", 25, "peer")]
RENAMED = {  # headings of May, with what is asked: the heading of April → the one that is proposed
    "one, close by its letters": (called(Client="Client ref"), {"Client ID": "Client ref"}),
    "one, by a synonym": (called(Mins="Duration"), {"Mins": "Duration"}),
    "one, by its codes alone": (called(Type="How"), {"Type of contact": "How"}),
    "one, by its dates alone": (called(Date="When"), {"Date of visit": "When"}),
    "two at once": (
        called(Client="Client ref", Type="Contact type"),
        {"Client ID": "Client ref", "Type of contact": "Contact type"},
    ),
    "two, one of them by its values": (
        called(Type="How", Mins="Duration (mins)"),
        {"Type of contact": "How", "Mins": "Duration (mins)"},
    ),
}


@pytest.mark.parametrize("kind", RENAMED)
def test_a_heading_that_is_called_otherwise_is_asked_about_and_nothing_else_is(store, kind):
    headings, proposed = RENAMED[kind]
    with pytest.raises(Undecided) as raised:
        sent(store, headings, MAY)
    assert {each.id: each.options[0] for each in raised.value.questions} == {
        f"now.{each}": "yes" for each in proposed
    }
    assert [each.asks for each in raised.value.questions] == [
        f"Was “{now}” called “{before}” before?" for before, now in proposed.items()
    ]
    assert (store / "mappings" / "contacts.yaml").read_text(encoding="utf-8") == MAPPING
    assert len(list((store / "mappings").iterdir())) == 1
    outcome = sent(store, headings, MAY, answers={f"now.{each}": "yes" for each in proposed})
    assert kept(store, outcome) == IN_MAY  # the codes and the order of the dates are those of April
    assert [file.name for file in outcome.mappings] == ["contacts.yaml"]


@pytest.mark.parametrize("kind", RENAMED)
def test_the_mapping_takes_both_names_from_then_on(store, kind):
    headings, proposed = RENAMED[kind]
    sent(store, headings, MAY, answers={f"now.{each}": "yes" for each in proposed})
    june = sent(store, headings, [["A1", "06/07/2025", "bell", "15", "staff", ""]])
    april = sent(store, FIRST, APRIL)
    again = sent(store, headings, MAY)
    assert [each.accounts[0].accepted for each in (june, april, again)] == [1, 2, 0]
    assert again.accounts[0].merged == 2
    assert len(list((store / "mappings").iterdir())) == 1


NEW_YEAR = ("Client ref", "Visit date", "Activity type", "Duration", "Given by", "Remarks")


def test_a_sheet_with_all_headings_new_is_asked_about_once_and_read_as_before(store):
    with pytest.raises(Undecided) as raised:
        sent(store, NEW_YEAR, MAY)
    assert [(each.id, each.options) for each in raised.value.questions] == [("same", ("yes", "no"))]
    outcome = sent(store, NEW_YEAR, MAY, answers={"same": "yes"})
    assert kept(store, outcome) == IN_MAY
    assert sent(store, FIRST, APRIL).accounts[0].accepted == 2
    assert sent(store, NEW_YEAR, MAY).accounts[0].merged == 2
    assert [file.name for file in (store / "mappings").iterdir()] == ["contacts.yaml"]


def test_a_sheet_that_is_not_the_one_of_before_is_proposed_afresh(store):
    rows = [[*row[:2], "phone", *row[3:]] for row in MAY]
    with pytest.raises(Undecided) as raised:
        sent(store, NEW_YEAR, rows, answers={"same": "no"}, agreement="falls")
    assert [each.id for each in raised.value.questions] == ["contacts.on_date.dates"]
    assert (store / "mappings" / "contacts.yaml").read_text(encoding="utf-8") == MAPPING


def test_a_sheet_that_leaves_nothing_open_is_not_asked_about(store):
    rows = [["B1", "2025-05-06", "phone", "20", "staff", ""]]
    assert sent(store, NEW_YEAR, rows, agreement="falls").accounts[0].accepted == 1


def test_a_heading_may_have_three_names(store):
    sent(store, called(Client="Client ref"), MAY, answers={"now.Client ID": "yes"})
    sent(store, called(Client="Client number"), MAY, answers={"now.Client ref": "yes"})
    saved = read_mapping(store / "mappings" / "contacts.yaml")
    assert saved.also_called == {"Client number": ("Client ref", "Client ID")}
    for name in ("Client ID", "Client ref", "Client number"):
        assert sent(store, called(Client=name), MAY).accounts[0].merged == 2


def test_capitals_blanks_and_the_order_of_columns_are_no_question(store):
    headings = ("notes", "DELIVERED_BY", "Client  ID ", "mins", "date of VISIT", "Type_of_contact")
    order = [
        FIRST.index(each) for each in ("Notes", "Delivered by", "Client ID", "Mins", "Date of visit", FIRST[2])
    ]
    outcome = sent(store, headings, [[row[at] for at in order] for row in MAY])
    assert kept(store, outcome) == IN_MAY
    assert any("nothing is kept of “notes”." in note for note in outcome.notes)


def test_columns_that_changed_places_and_names_at_once(store):
    headings = ("Duration", "Client ref", *FIRST[1:3], *FIRST[4:])
    rows = [[row[3], row[0], *row[1:3], *row[4:]] for row in MAY]
    outcome = sent(store, headings, rows, answers={"now.Client ID": "yes", "now.Mins": "yes"})
    assert kept(store, outcome) == IN_MAY


def test_another_heading_than_the_proposed_one_may_be_named(store):
    headings = (*called(Client="Client ref"), "Person")
    rows = [[*row, f"P{number}"] for number, row in enumerate(MAY)]
    with pytest.raises(Undecided) as raised:
        sent(store, headings, rows)
    (question,) = raised.value.questions
    assert (question.options, question.proposed) == (("yes", "Client ref", "gone"), "Person")
    outcome = sent(store, headings, rows, answers={"now.Client ID": "Client ref"})
    assert kept(store, outcome) == IN_MAY
    assert any("nothing is kept of “Notes”, “Person”" in note for note in outcome.notes)
    with pytest.raises(RecordsError, match="does not answer"):
        sent(store, (*called(Client="Client code"), "Who"), rows, answers={"now.Client ref": "Notes"})


def test_no_name_that_is_close_is_asked_openly_where_two_may_be_it(store):
    headings = (*called(Client="Their key"), "Our key")
    with pytest.raises(Undecided) as raised:
        sent(store, headings, [[*row, "x1"] for row in MAY])
    (question,) = raised.value.questions
    assert question.asks == "What is “Client ID” called in this sheet?"
    assert question.options == ("Their key", "Our key", "gone")


def test_a_new_column_is_no_new_name(store):
    outcome = sent(store, (*FIRST, "Region"), [[*row, "north"] for row in MAY])
    assert kept(store, outcome) == IN_MAY
    assert any("nothing is kept of “Notes”, “Region”" in note for note in outcome.notes)


def test_a_new_column_beside_a_new_name(store):
    headings = (*called(Client="Client ref"), "Project")
    outcome = sent(store, headings, [[*row, "falls"] for row in MAY], answers={"now.Client ID": "yes"})
    assert kept(store, outcome) == IN_MAY


def test_a_column_that_is_needed_and_dropped_is_asked_for_and_the_old_mapping_stands(store):
    headings, rows = FIRST[:4], [row[:4] for row in MAY]
    with pytest.raises(Undecided) as raised:
        sent(store, headings, rows)
    assert [each.id for each in raised.value.questions] == ["contacts.delivered_by"]
    outcome = sent(store, headings, rows, answers={"contacts.delivered_by": "=staff"})
    assert [row[1:] for row in kept(store, outcome)] == [("home visit", 50, "staff"), ("phone", 25, "staff")]
    assert (store / "mappings" / "contacts.yaml").read_text(encoding="utf-8") == MAPPING
    assert [file.name for file in outcome.mappings] == ["contacts-2.yaml"]
    assert sent(store, headings, rows).accounts[0].merged == 2
    assert sent(store, FIRST, APRIL).accounts[0].accepted == 2


def test_a_column_that_may_be_dropped_is_told_of(store):
    (store / "mappings" / "contacts.yaml").unlink()
    first = ("Client ID", "Referral date", "Start date", "End date")
    sent(store, first, [["A1", "2025-04-01", "2025-04-10", ""]], agreement="falls")
    outcome = sent(store, first[:3], [["A2", "2025-05-01", "2025-05-10"]], agreement="falls")
    assert outcome.accounts[0].accepted == 1
    assert any(
        "“End date” is not in this sheet. It was read as “Ended on” before." in note for note in outcome.notes
    )
    assert sent(store, first, [["A3", "2025-06-01", "2025-06-10", "2025-07-01"]]).accounts[0].accepted == 1


def test_a_dropped_column_is_not_taken_for_a_new_one_with_other_values(store):
    headings = (*FIRST[:3], "Staff member", *FIRST[4:])  # names where there were minutes
    with pytest.raises(Undecided) as raised:
        sent(store, headings, [[*row[:3], "Reid", *row[4:]] for row in MAY])
    assert [each.id for each in raised.value.questions] == ["contacts.minutes"]


def test_gone_is_an_answer(store):
    (store / "mappings" / "contacts.yaml").unlink()
    first = ("Client ID", "Referral date", "Start date", "End date")
    sent(store, first, [["A1", "2025-04-01", "2025-04-10", "2025-05-10"]], agreement="falls")
    later = (*first[:3], "Next review")
    rows = [["A2", "2025-05-01", "2025-05-10", "2025-08-01"]]
    with pytest.raises(Undecided) as raised:
        sent(store, later, rows)
    assert [each.id for each in raised.value.questions] == ["now.End date"]
    outcome = sent(store, later, rows, answers={"now.End date": "gone"})
    file = store / outcome.manifest.table("referrals").file
    assert duckdb.sql(f"SELECT ended_on FROM '{file}' ORDER BY referred_on").fetchall() == [
        (date(2025, 5, 10),),
        (None,),
    ]


def test_two_names_of_a_heading_in_one_sheet_are_asked_about(store):
    sent(store, called(Client="Client ref"), MAY, answers={"now.Client ID": "yes"})
    both = ("Client ref", *FIRST)
    rows = [[f"B{number}", *row] for number, row in enumerate(MAY)]
    with pytest.raises(Undecided) as raised:
        sent(store, both, rows)
    (question,) = raised.value.questions
    assert (question.id, question.options) == ("now.Client ref", ("Client ref", "Client ID"))
    assert sent(store, both, rows, answers={"now.Client ref": "Client ID"}).accounts[0].merged == 2


def test_dates_in_the_other_order_are_asked_about_under_the_new_name_too(store):
    headings, rows = called(Date="Visit date"), [["A1", "13/05/2025", "vst", "50", "staff", ""]]
    with pytest.raises(Undecided) as raised:
        sent(store, headings, rows, answers={"now.Date of visit": "yes"})
    assert [each.id for each in raised.value.questions] == ["contacts.on_date.dates"]


def test_a_question_is_asked_at_the_terminal_once_a_heading(store):
    asked = []

    def ask(question):
        asked.append(question.asks)
        return "yes"

    sent(store, called(Client="Client ref"), MAY, ask=ask)
    sent(store, called(Client="Client ref"), MAY, ask=ask)
    assert asked == ["Was “Client ref” called “Client ID” before?"]


def test_a_sheet_of_another_table_is_not_taken_for_this_one(store):
    (store / "mappings" / "contacts.yaml").unlink()
    scores = ("Client ID", "Date", "Score")
    answers = {"assessments.instrument": "=ucla3"}
    sent(store, scores, [["A1", "2025-04-14", "7"]], tables=["assessments"], answers=answers)
    visits = ("Client ID", "Date", "Type of contact", "Mins", "Delivered by")
    outcome = sent(store, visits, [["A1", "2025-04-14", "phone", "7", "staff"]], agreement="falls")
    assert [account.table for account in outcome.accounts] == ["contacts"]


def test_a_mapping_says_its_names_in_its_file(store, tmp_path):
    items = Items(headings=("Q1", "Q2"), low=1, high=3, reversed=("Q2",))
    columns = {
        "total": ColumnMapping(items=items),
        "instrument": ColumnMapping(ticks={"UCLA": "ucla3"}),
        "on_date": ColumnMapping(heading="Day", dates="iso"),
    }
    table = TableMapping(
        table="assessments",
        columns=columns,
        only={"Kind": ("a",)},
        left_out={"Area": ("all",)},
        details={"postcode": "Post"},
    )
    headings = ("Q1", "Q2", "UCLA", "Day", "Kind", "Area", "Post", "Notes")
    mapping = SheetMapping(name="scores", headings=headings, tables=(table,), not_kept=("Notes",))
    other = with_names(mapping, {heading: f"{heading} now" for heading in headings})
    assert other.headings == tuple(f"{heading} now" for heading in headings)
    assert other.tables[0].headings == {f"{heading} now" for heading in headings[:-1]}
    assert other.tables[0].columns["total"].items.reversed == ("Q2 now",)
    file = tmp_path / "scores.yaml"
    file.write_text(mapping_text(other), encoding="utf-8")
    assert read_mapping(file) == other
    back = in_names_of(other, headings)
    assert (back.headings, back.tables, back.not_kept) == (mapping.headings, mapping.tables, mapping.not_kept)
