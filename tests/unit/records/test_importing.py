"""Files that people send come in by a mapping: checked, merged by key, nothing changed in silence."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook, load_workbook

from proventive.engine import open_embedded
from proventive.quantities import RecordsError
from proventive.records import bring_in
from proventive.records.identity import start_identities
from proventive.records.importing import Undecided, import_files, plain_csv, to_fix
from proventive.records.manifest import read_manifest

CONTACTS = "Client ID,Date of visit,Type of contact,Duration (mins),Delivered by,Notes\n"
SERVED = {"people.role": "=served"}
KEY = b"a key for tests only, 32 bytes.."


@pytest.fixture
def store(store: Path, tmp_path: Path) -> Path:
    (tmp_path / "falls").mkdir()
    (tmp_path / "falls" / "agreement.yaml").write_text("proventive: 1\nid: falls\n", encoding="utf-8")
    start_identities(store, pseudonyms=KEY)
    return store


def sent(store: Path, text: str, name: str = "contacts.csv") -> Path:
    file = store.parent.parent / name
    file.write_text(text, encoding="utf-8")
    return file


def imported(store: Path, text: str, name: str = "contacts.csv", **options):
    options = {"agreement": "falls", "as_at": date(2026, 1, 1)} | options
    return import_files([sent(store, text, name)], store=store, **options)


def found(outcome) -> set[tuple[str, int, str | None]]:
    """Every fault: what it is, its row, and the letter of its column."""
    return {
        (message.code, row, message.column.split()[0] if message.column else None)
        for message in outcome.messages
        if message.set_aside
        for row in message.rows
    }


MESSY = CONTACTS + (
    "A1,13/04/2025,Home visit,45,Staff,met Ann\n"
    "A2,14/04/2025,phone call,30 mins,volunteer,\n"
    "A2,14/04/2025,phone call,30,volunteer,\n"
    "A2,14/04/2025,phone call,30,volunteer,\n"
    "A3,31/09/2025,Group,N/A,peer,\n"
    "A4,01/05/2025,Home visit; Phone,20,staff,\n"
    ",02/05/2025,phone,20,staff,\n"
    "A5,02/05/2025,phone,#REF!,staff,\n"
    "A6,02/05/2026,phone,2000,staff,x\n"
    "Total,,,95,,\n"
)


def test_good_rows_go_on_and_every_fault_is_told_with_row_and_column(store):
    outcome = imported(store, MESSY)
    (account,) = outcome.accounts
    assert (account.rows, account.accepted, account.set_aside, account.merged, account.ignored) == (10, 2, 6, 1, 1)
    assert found(outcome) == {
        ("not a whole number", 3, "D"),
        ("not a date", 6, "B"),
        ("empty", 6, "D"),
        ("several answers", 7, "C"),
        ("empty", 8, "A"),
        ("spreadsheet error", 9, "D"),
        ("in the future", 10, "B"),
        ("too high", 10, "D"),
    }
    assert outcome.manifest.table("contacts").rows == 2


def test_a_value_is_shown_where_it_is_not_personal_and_never_where_it_is(store):
    outcome = imported(store, CONTACTS + "A1,13/04/2025,dance,45,staff,\nNot known,14/04/2025,phone,x,staff,\n")
    values = {message.code: message.values for message in outcome.messages}
    assert values["not a code"] == ("dance",)
    assert not any("Not known" in str(message) for message in outcome.messages)


def test_rows_to_fix_come_back_as_the_senders_own_sheet(store):
    outcome = imported(store, CONTACTS + '"=1+1",32/04/2025,phone,45,staff,"=cmd|x"\n')
    (file,) = outcome.to_fix
    assert file.parent == store / "to-fix"
    sheet = load_workbook(file).active
    headings, row = list(sheet.iter_rows())
    assert [cell.value for cell in headings] == ["What to fix", "Row in your file", *CONTACTS.strip().split(",")]
    assert row[0].value.startswith("Column B “Date of visit”")
    assert (row[1].value, row[2].value, row[7].value) == (2, "=1+1", "=cmd|x")
    assert {cell.data_type for cell in row if cell.value is not None} == {"s", "n"}
    assert row[7].quotePrefix


def test_more_rows_to_fix_than_a_sheet_takes_stand_on_the_next(store, monkeypatch):
    monkeypatch.setattr(to_fix, "MOST_ROWS", 2)
    outcome = imported(store, CONTACTS + "".join(f"A{n},32/04/2025,phone,4\x075,staff,\n" for n in range(5)))
    book = load_workbook(outcome.to_fix[0])
    rows = [list(sheet.values)[1:] for sheet in book.worksheets]
    assert [[row[1] for row in sheet] for sheet in rows] == [[2, 3], [4, 5], [6]]
    assert {next(iter(sheet.values))[0] for sheet in book.worksheets} == {"What to fix"}
    assert rows[0][0][5] == "4\ufffd5"


def test_raw_identifiers_and_unmapped_text_do_not_stay_in_the_store(store):
    imported(store, CONTACTS + "CLIENT-0042,13/04/2025,phone,45,staff,Met Ann Smith\n")
    kept = b"".join(file.read_bytes() for file in store.rglob("*") if file.is_file())
    assert b"CLIENT-0042" not in kept
    assert b"Smith" not in kept


def test_the_same_file_again_changes_nothing(store):
    first = imported(store, MESSY)
    before = {file: file.read_bytes() for file in store.rglob("*") if file.is_file()}
    again = imported(store, MESSY)
    assert (first.changed, again.changed) == (True, False)
    assert (again.accounts[0].accepted, again.accounts[0].merged) == (0, 3)
    assert {file: file.read_bytes() for file in store.rglob("*") if file.is_file()} == before


LARGE = CONTACTS + "".join(f"A{n},{n % 28 + 1:02}/04/2025,phone,30,staff,\n" for n in range(300))


@pytest.mark.parametrize("months", [1, 2])  # in the second the mapping is known, and nobody looks before the check
def test_a_row_of_another_length_far_down_in_a_large_file_is_found(store, monkeypatch, months):
    monkeypatch.setattr(plain_csv, "LEAST", 0)
    monkeypatch.setattr(plain_csv, "LAST", 1_000)
    if months == 2:
        imported(store, LARGE)
    rows = LARGE.splitlines(keepends=True)
    rows.insert(200, "B1,30/04/2025,phone,30,staff,,x,y\n")
    outcome = imported(store, "".join(rows), "next month.csv")
    (account,) = outcome.accounts
    new = 300 if months == 1 else 0
    assert (account.rows, account.accepted, account.set_aside, account.merged) == (301, new, 1, 300 - new)
    assert [message.rows for message in outcome.messages if message.set_aside] == [(201,)]


def test_a_file_that_is_written_while_it_is_read_is_not_brought_in(store, monkeypatch):
    monkeypatch.setattr(plain_csv, "LEAST", 0)
    monkeypatch.setattr(plain_csv, "LAST", 1_000)
    imported(store, LARGE)
    before = {file: file.read_bytes() for file in store.rglob("*") if file.is_file()}
    file = sent(store, LARGE + "B1,30/04/2025,phone,30,staff,\n", "next month.csv")

    def writes(line: str) -> None:
        if "reading" in line:
            file.write_text(file.read_text(encoding="utf-8").replace(",30,", ",31,"), encoding="utf-8")

    with pytest.raises(RecordsError, match="was changed while it was read"):
        import_files([file], store=store, agreement="falls", progress=writes)
    assert {file: file.read_bytes() for file in store.rglob("*") if file.is_file()} == before


def test_overlapping_exports_merge_without_counting_twice(store):
    rows = [f"A{n},{n + 12:02}/04/2025,phone,30,staff,\n" for n in range(1, 7)]
    imported(store, CONTACTS + "".join(rows[:4]))
    second = imported(store, CONTACTS + "".join(rows[2:]), name="contacts next.csv")
    assert (second.accounts[0].accepted, second.accounts[0].merged) == (2, 2)
    assert second.manifest.table("contacts").rows == 6


REFERRALS = "Client ID,Referral date,Start date,End date\n"


def test_a_row_that_fills_blanks_completes_the_one_that_stands(store):
    imported(store, REFERRALS + "A1,2025-04-01,2025-04-10,\n", name="referrals.csv")
    outcome = imported(store, REFERRALS + "A1,2025-04-01,,2025-09-10\n", name="referrals.csv")
    (account,) = outcome.accounts
    assert (account.accepted, account.merged, account.completed) == (0, 1, 1)
    assert "1 filled blanks" in str(account)
    assert outcome.manifest.table("referrals").rows == 1


def test_a_row_that_contradicts_is_set_aside_and_replaces_only_where_that_is_declared(store):
    imported(store, REFERRALS + "A1,2025-04-01,2025-04-10,\n", name="referrals.csv")
    other = REFERRALS + "A1,2025-04-01,2025-04-11,\n"
    refused = imported(store, other, name="referrals.csv")
    assert (refused.accounts[0].set_aside, refused.changed) == (1, False)
    assert [message.code for message in refused.messages] == ["contradicts"]
    assert refused.messages[0].ignore
    taken = imported(store, other, name="referrals.csv", replace_standing=True)
    assert (taken.accounts[0].replaced, taken.changed) == (1, True)
    assert taken.manifest.table("referrals").rows == 1


def test_what_is_undecided_is_asked_all_at_once_and_nothing_is_brought_in(store):
    text = "Client ID,Date,Activity,Mins\nA1,03/04/2025,phone,30\n"
    with pytest.raises(Undecided) as asked:
        imported(store, text, tables=["contacts"])
    assert [question.id for question in asked.value.questions] == [
        "contacts.on_date.dates",
        "contacts.delivered_by",
    ]
    assert read_manifest(store).tables == ()
    answers = {"contacts.on_date.dates": "day first", "contacts.delivered_by": "=staff"}
    outcome = imported(store, text, tables=["contacts"], answers=answers)
    assert outcome.accounts[0].accepted == 1
    again = imported(store, text.replace("03/04", "05/06"), name="next month.csv")
    assert again.accounts[0].accepted == 1  # the mapping is known by its headings


def test_a_mapping_left_open_can_be_finished_by_hand(store):
    text = "Client ID,Date,Activity,Mins,Delivered by\nA1,03/04/2025,phone,30,staff\n"
    with pytest.raises(Undecided):
        imported(store, text)
    (draft,) = (store / "mappings").glob("*.yaml")
    draft.write_text(
        draft.read_text(encoding="utf-8").replace('dates: "?"', "dates: month first"), encoding="utf-8"
    )
    outcome = imported(store, text)
    assert outcome.accounts[0].accepted == 1


def test_an_answer_that_fits_no_option_is_said(store):
    with pytest.raises(RecordsError, match="does not answer"):
        imported(
            store,
            "Client ID,Date,Activity,Mins,Delivered by\nA1,03/04/2025,phone,30,staff\n",
            answers={"contacts.on_date.dates": "sideways"},
        )


def test_questions_are_asked_one_by_one_at_a_terminal(store):
    asked = []

    def ask(question):
        asked.append(question.id)
        return "month first"

    text = "Client ID,Date,Activity,Mins,Delivered by\nA1,03/04/2025,phone,30,staff\n"
    assert imported(store, text, ask=ask).accounts[0].accepted == 1
    assert asked == ["contacts.on_date.dates"]


def test_rows_that_name_an_agreement_that_is_not_here_go_on_and_are_told(store):
    text = "Client ID,Project,Referral date\nA1,falls,2025-04-01\nA2,fals,2025-04-01\n"
    outcome = imported(store, text, name="referrals.csv")
    (message,) = outcome.messages
    assert (message.code, message.rows, message.values, message.set_aside) == (
        "no such agreement",
        (3,),
        ("fals",),
        False,
    )
    assert outcome.accounts[0].accepted == 2


def test_people_and_what_happened_to_them_come_out_of_one_sheet(store):
    text = "CHI number,Forename,DOB,Gender,Referral date,Contract\n" + (
        "0101480014,Ann,01/01/48,F,13/04/2025,falls\n0101480014,Ann,01/01/48,F,20/04/2025,falls\n"
    )
    outcome = imported(store, text, name="joined.csv", answers={"people.role": "=served"})
    assert {account.table: (account.accepted, account.merged) for account in outcome.accounts} == {
        "people": (1, 1),
        "referrals": (2, 0),
    } or found(outcome)
    assert any("two digits" in note for note in outcome.notes)


def test_rows_stay_when_the_stores_own_sources_change(store):
    imported(store, REFERRALS + "A1,2025-04-01,2025-04-10,\n", name="referrals.csv")
    (store / "sources").mkdir()
    (store / "sources" / "referrals.csv").write_text(
        "Person,Agreement,Referred on\nlocal-1,falls,2025-05-01\n", encoding="utf-8"
    )
    manifest = bring_in(store)
    assert manifest.table("referrals").rows == 2
    assert sorted(source.imported for source in manifest.sources) == [False, True]
    (store / "sources" / "referrals.csv").unlink()
    assert bring_in(store).table("referrals").rows == 1


def test_two_imports_at_once_are_refused(store):
    from proventive.records.leftovers import alone

    with alone(store), pytest.raises(RecordsError, match="Another import"):
        imported(store, MESSY)


def test_hours_become_whole_minutes_and_what_is_none_is_told(store):
    text = CONTACTS.replace("Duration (mins)", "Time (hours)") + (
        "A1,13/04/2025,Home visit,1.5,Staff,\n"
        "A2,14/04/2025,Home visit,0:45,Staff,\n"
        "A3,14/04/2025,Home visit,0.33,Staff,\n"
        "A4,14/04/2025,Home visit,2,Staff,\n"
        "A5,14/04/2025,Home visit,about 2,Staff,\n"
    )
    outcome = imported(store, text)
    assert found(outcome) == {("not a whole number", 4, "D"), ("not a whole number", 6, "D")}
    engine = open_embedded(folders=[store])
    file = (store / outcome.manifest.table("contacts").file).as_posix()
    kept = engine.fetch(f"SELECT minutes FROM read_parquet('{file}') ORDER BY _row")
    assert kept["minutes"].tolist() == [90, 45, 120]
    assert any("“Time (hours)” is read as hours and kept as minutes" in note for note in outcome.notes)


MONTH = ["Client ID", "Date of visit", "Type of contact", "Duration (mins)", "Worker"]


def workbook(store: Path, sheets: dict[str, list[list]], merged: str | None = None) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if merged:
            sheet.merge_cells(merged)
    file = store.parent.parent / "year.xlsx"
    book.save(file)
    return file


def months(*names: str) -> dict[str, list[list]]:
    return {
        name: [MONTH, [f"A{at}", date(2025, 4 + at, 14), "phone", 20, "staff"]] for at, name in enumerate(names)
    }


def test_what_is_asked_of_sheets_with_the_same_headings_is_asked_once_and_kept_in_one_mapping(store):
    file = workbook(store, months("Apr", "May", "Jun"))
    with pytest.raises(Undecided) as raised:
        import_files([file], store=store, agreement="falls")
    assert [(each.id, each.sheet) for each in raised.value.questions] == [("contacts.delivered_by", None)]
    for saved in (store / "mappings").iterdir():
        saved.unlink()
    asked = []

    def ask(question):
        asked.append(question.id)
        return "Worker"

    outcome = import_files([file], store=store, agreement="falls", ask=ask)
    assert asked == ["contacts.delivered_by"]
    assert [account.accepted for account in outcome.accounts] == [1, 1, 1]
    assert len(list((store / "mappings").iterdir())) == 1


def test_a_sheet_that_holds_no_records_is_left_out_by_its_name_and_accounted_for(store):
    sheets = months("Apr") | {"Summary": [["Worker", "Visits"], ["Reid", 12], ["Bain", 3]]}
    answers = {"contacts.delivered_by": "Worker"}
    with pytest.raises(Undecided) as raised:
        import_files([workbook(store, sheets)], store=store, agreement="falls", answers=answers)
    (question,) = raised.value.questions
    assert (question.sheet, question.id) == ("Summary", "table")
    assert "Sheet “Summary”: What does one row" in str(question)
    assert '--answer "Summary/table=..."' in str(question)
    answers["Summary/table"] = "nothing"
    outcome = import_files([workbook(store, sheets)], store=store, agreement="falls", answers=answers)
    left = outcome.accounts[1]
    assert (left.rows, left.accepted, left.set_aside, left.merged, left.ignored) == (2, 0, 0, 0, 2)
    again = import_files([workbook(store, sheets)], store=store, agreement="falls")
    assert [account.ignored for account in again.accounts] == [0, 2]


def test_a_saved_mapping_reads_a_sheet_that_has_more_columns_and_takes_what_it_knows_of_them(store):
    first = "Client ref,Referral received,Joined,How they came\nA1,2025-04-01,2025-04-09,by bus\n"
    imported(store, first, "referrals.csv")
    later = "Client ref,Region,Referral received,Joined,Closed\nA2,north,2025-05-01,2025-05-09,2025-06-01\n"
    outcome = imported(store, later, "referrals.csv")
    assert outcome.accounts[0].accepted == 1
    assert len(list((store / "mappings").iterdir())) == 1
    assert any("nothing is kept of “Region”" in note for note in outcome.notes)
    file = store / outcome.manifest.table("referrals").file
    rows = duckdb.sql(f"SELECT ended_on FROM '{file}' ORDER BY referred_on").fetchall()
    assert rows == [(None,), (date(2025, 6, 1),)]


def test_dates_that_can_only_be_of_the_other_order_than_the_mapping_says_are_asked_about(store):
    rows = "A1,{},phone,20,staff,\nA2,{},phone,25,staff,\n"
    imported(store, CONTACTS + rows.format("14/04/2025", "05/06/2025"))
    turned = CONTACTS + rows.format("04/14/2025", "05/06/2025")
    with pytest.raises(Undecided) as raised:
        imported(store, turned)
    assert [question.id for question in raised.value.questions] == ["contacts.on_date.dates"]
    outcome = imported(store, turned, answers={"contacts.on_date.dates": "month first"})
    assert outcome.accounts[0].set_aside == 0


def test_cells_that_are_merged_down_are_told_by_name(store):
    rows = [
        MONTH,
        ["A1", date(2025, 4, 14), "phone", 20, "staff"],
        [None, date(2025, 4, 15), "phone", 25, "staff"],
    ]
    file = workbook(store, {"Apr": rows}, merged="A2:A3")
    outcome = import_files([file], store=store, agreement="falls", answers={"contacts.delivered_by": "Worker"})
    assert ("merged cells", 3, "A") in found(outcome)
    assert outcome.accounts[0].accepted == 1


def test_a_column_of_numbers_of_people_alone_is_asked_about(store):
    with pytest.raises(Undecided) as raised:
        imported(store, "CHI,Left out,Isolated\n0101501230,2,3\n", "scores.csv")
    assert [question.id for question in raised.value.questions] == ["table"]


def test_headings_with_a_full_stop_or_a_question_mark_are_known(store):
    text = "Payroll No.,Start,Leaving date,Contracted hrs/wk,Lived exp?\n007,2025-04-01,,35,Y\n"
    outcome = imported(store, text, "staff.csv")
    assert [(account.table, account.accepted) for account in outcome.accounts] == [("workforce", 1)]


def test_words_that_are_known_are_read_in_a_later_file_too(store):
    imported(store, CONTACTS + "A1,14/04/2025,phone,20,staff,\n")
    outcome = imported(store, CONTACTS + "A2,15/05/2025,tel,20,paid staff,\nA3,16/05/2025,tel,N/A,staff,\n")
    assert outcome.accounts[0].accepted == 1
    assert found(outcome) == {("empty", 3, "D")}


def test_somebody_who_is_not_in_the_list_of_people_is_told_and_goes_on(store):
    imported(store, "Client No.,DOB,Sex\nA1,14/05/1941,F\nA2,30/01/1940,M\n", "people.csv", answers=SERVED)
    visits = "A1,13/04/2025,Phone,45,Staff,\nA9,14/04/2025,Phone,45,Staff,\n"
    outcome = imported(store, CONTACTS + visits)
    assert outcome.accounts[0].accepted == 2
    [told] = outcome.messages
    assert (told.code, told.count, told.rows, told.values) == ("not in the list of people", 1, (3,), ())
    assert not imported(store, CONTACTS + visits).messages  # nothing new


def test_without_a_list_of_people_nobody_is_missed_there(store):
    assert not imported(store, CONTACTS + "A9,13/04/2025,Phone,45,Staff,\n").messages


@pytest.mark.parametrize("heading", ["Client No", "client no.", "Membership number", "Service User No"])
def test_a_number_is_a_number_however_it_is_shortened(store, heading):
    outcome = imported(store, CONTACTS.replace("Client ID", heading) + "A9,13/04/2025,Phone,45,Staff,\n")
    assert outcome.accounts[0].accepted == 1
