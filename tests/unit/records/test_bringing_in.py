"""What was sent comes in: every row accepted or set aside with the reason, all or nothing."""

import io
import json
import os
import sys
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from proventive.quantities import RecordsError
from proventive.records import bring_in
from proventive.records.manifest import read_manifest
from proventive.records.sources import SourcesRefused

DEMAND = "person_id,on_date,event,quantity\n"


@pytest.fixture
def store(tmp_path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "store.yaml").write_text(
        "body: hub\nname: The hub\nid_space: hub-1\n"
        "coverage:\n  - {table: demand, event: taxi_ride, from: 2024-04-01, to: 2025-03-31}\n",
        encoding="utf-8",
    )
    return tmp_path


def sent(store: Path, name: str, content: str | bytes) -> None:
    data = content.encode("utf-8") if isinstance(content, str) else content
    (store / "sources" / name).write_bytes(data)


def told(manifest, name="demand.csv"):
    (account,) = [account for account in manifest.sources if account.name == name]
    assert account.rows == account.accepted + account.set_aside
    return account


def reason(account, column):
    (found,) = [reason for reason in account.reasons if reason.column == column]
    return found


def test_good_rows_go_on_and_bad_rows_are_set_aside_with_their_place(store):
    rows = [
        "a,2024-05-01,emergency_admission,1",
        "b,2024-02-30,emergency_admission,1",
        "c,2024-05-01,emergency_admision,1",
        "d,2024-05-01,gp_contact,0",
        ",2024-05-01,gp_contact,1",
        "e,2024-05-01,gp_contact,1.5",
        "f,2024-05-01,taxi_ride,2",
        "a,2024-05-01,emergency_admission,1",
        "f,2024-05-01,taxi_ride,3",
        "g,2024-05-01,gp_contact,1,x",
    ]
    sent(store, "demand.csv", DEMAND + "\n".join(rows) + "\n")
    manifest = bring_in(store)
    account = told(manifest)
    assert (account.rows, account.accepted, account.set_aside) == (10, 2, 8)
    assert manifest.table("demand").rows == 2
    assert (reason(account, "on_date").rows, reason(account, "on_date").values) == ((3,), ("2024-02-30",))
    assert reason(account, "event").values == ("emergency_admision",)
    assert reason(account, "person_id").rows == (6,)
    assert {r.reason: r.rows for r in account.reasons if r.column == "quantity"} == {
        "“Quantity” is below 1": (5,),
        "“Quantity” is not a whole number": (7,),
    }
    assert {r.reason: r.rows for r in account.reasons if r.column is None} == {
        "another row has the same “Person”, “Date”, “Event” but says something else": (10,),
        "the row has more cells than there are headings": (11,),
        "the same row stands here already": (9,),
    }


def test_a_personal_value_is_never_shown(store):
    sent(store, "people.csv", "Person,Month of birth,Role\na,Ann Smith,served\nb,1948-05,a friend\n")
    account = told(bring_in(store), "people.csv")
    assert reason(account, "birth_month").values == ()
    assert reason(account, "role").values == ("a friend",)
    assert "Smith" not in (store / "manifest.json").read_text(encoding="utf-8")


def test_codes_may_be_sent_as_their_labels_and_headings_as_people_write_them(store):
    sent(store, "people.csv", "\ufeffPERSON ,Sex,  role *\na,female,An unpaid carer\n\n , ,\n")
    account = told(bring_in(store), "people.csv")
    assert (account.rows, account.accepted) == (1, 1)


def test_example_rows_are_left_out_and_counted(store):
    sent(store, "demand.csv", DEMAND + "EXAMPLE-1,2024-05-01,gp_contact,1\na,2024-05-01,gp_contact,1\n")
    account = told(bring_in(store))
    assert (account.rows, account.accepted, account.examples) == (1, 1, 1)


def test_the_same_files_again_change_nothing(store):
    sent(store, "demand.csv", DEMAND + "a,2024-05-01,gp_contact,1\n")
    first = bring_in(store)
    before = {file: file.stat().st_mtime_ns for file in store.rglob("*") if file.is_file()}
    assert bring_in(store) == first
    assert {file: file.stat().st_mtime_ns for file in store.rglob("*") if file.is_file()} == before


def test_a_row_in_two_files_counts_once(store):
    sent(store, "demand 2024-05.csv", DEMAND + "a,2024-05-01,gp_contact,1\nb,2024-05-02,gp_contact,1\n")
    sent(store, "demand 2024-06.csv", DEMAND + "b,2024-05-02,gp_contact,1\nb,2024-06-02,gp_contact,1\n")
    manifest = bring_in(store)
    assert manifest.table("demand").rows == 3
    assert told(manifest, "demand 2024-06.csv").set_aside == 1


def test_the_order_of_rows_and_files_does_not_change_the_hash(store, tmp_path_factory):
    rows = ["a,2024-05-01,gp_contact,1", "b,2024-05-02,gp_contact,1", "c,2024-05-03,gp_contact,2"]
    sent(store, "demand.csv", DEMAND + "\n".join(rows))
    other = tmp_path_factory.mktemp("other")
    (other / "sources").mkdir()
    (other / "store.yaml").write_bytes((store / "store.yaml").read_bytes())
    sent(other, "demand-1.csv", DEMAND + rows[2])
    sent(other, "demand-2.csv", DEMAND + "\n".join(rows[:2]))
    one, two = bring_in(store), bring_in(other)
    assert one.hash == two.hash
    assert one.tables[0].hash == two.tables[0].hash


def test_a_workbook_says_the_same_as_csv(store, tmp_path_factory):
    book = Workbook()
    sheet = book.active
    sheet.title = "demand"
    sheet.append(["Person", "Date", "Event", "Quantity", None])
    sheet.append(["a", datetime.combine(date(2024, 5, 1), time(0)), "gp_contact", 1.0, None])
    sheet.append([None, None, None, None, None])
    sheet.append(["b", date(2024, 5, 2), "gp_contact", 2, None])
    sheet.append(["#REF!", "31/05/2024", "gp_contact", 2.5, None])
    book.create_sheet("What is this").append(["Notes"])
    book.save(store / "sources" / "all.xlsx")
    manifest = bring_in(store)
    account = told(manifest, "all.xlsx, sheet “demand”")
    assert (account.rows, account.accepted) == (3, 2)
    assert [r.rows for r in account.reasons] == [(5,), (5,), (5,)]
    assert manifest.not_read == ("all.xlsx, sheet “What is this”",)
    csv = tmp_path_factory.mktemp("csv")
    (csv / "sources").mkdir()
    (csv / "store.yaml").write_bytes((store / "store.yaml").read_bytes())
    sent(csv, "demand.csv", DEMAND + "a,2024-05-01,gp_contact,1\nb,2024-05-02,gp_contact,2\n")
    assert bring_in(csv).tables[0].hash == manifest.tables[0].hash


def test_every_fault_of_the_files_is_told_at_once(store):
    sent(store, "demand.csv", "person,day,event,event,quantity\n")
    sent(store, "people.csv", "person_id;role\na;served\n")
    sent(store, "journal.csv", "")
    sent(store, "goals.xlsx", b"<html>not a workbook</html>")
    with pytest.raises(SourcesRefused) as refused:
        bring_in(store)
    codes = [(fault.where.file, fault.code) for fault in refused.value.faults]
    assert codes == [
        ("demand.csv", "heading-twice"),
        ("demand.csv", "missing-column"),
        ("demand.csv", "unknown-heading"),
        ("goals.xlsx", "web-page"),
        ("journal.csv", "missing-column"),
        ("people.csv", "not-commas"),
    ]
    assert refused.value.exit_code == RecordsError.exit_code
    assert not (store / "manifest.json").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (DEMAND.encode() + "a,2024-05-01,gp_contact,1\nb,2024-05-01,gp_contact £,1\n".encode("cp1252"), "line 3"),
        (
            b'person_id,on_date,event,quantity\na,2024-05-01,"gp_contact,1\nb,2024-05-01,gp_contact,1\n',
            "do not close",
        ),
        (b"person_id,on_date,event,quantity\na,2024-05-01,gp_contact," + b"1" * 40_000, "more than 32,767"),
        (DEMAND.encode("utf-16"), "not in UTF-8"),
        (DEMAND.encode() + "a,£,gp_contact,1\n".encode() + "a,£,gp_contact,1\n".encode("cp1252"), "line 3"),
        (b"PK\x03\x04\xff", "."),
    ],
    ids=["cp1252", "open quote", "long cell", "utf-16", "two encodings", "no text"],
)
def test_a_file_that_cannot_be_read_is_refused_whole_with_its_place(store, content, said):
    sent(store, "demand.csv", content)
    with pytest.raises(SourcesRefused, match=said):
        bring_in(store)
    assert not (store / "manifest.json").exists()
    assert not list(store.rglob("*.part"))


def spreadsheet() -> bytes:
    book = Workbook()
    book.active.title = "demand"
    for row in (["Person", "Date", "Event", "Quantity"], ["a", "2024-05-01", "gp_contact", "1"]):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A workbook with one part put in the place of another."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as parts,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for each in parts.namelist():
            copy.writestr(each, part if each == name else parts.read(each))
    return changed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hosts">]><worksheet>&e;</worksheet>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (spreadsheet()[:2000], "not-a-workbook"),
        (with_part(spreadsheet(), SHEET, b"<worksheet><sheetData><row>"), "not-a-workbook"),
        (with_part(spreadsheet(), SHEET, ENTITY), "entities"),
        (with_part(spreadsheet(), SHEET, b" " * 60_000_000), "too-large-inside"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-excel"),
        (DEMAND.encode() + b"a,2024-05-01,gp_contact,1\n", "not-a-workbook"),
    ],
    ids=["cut off", "broken sheet", "outside entity", "bomb", "xls", "csv"],
)
def test_a_hostile_workbook_is_refused_with_one_plain_reason(store, content, code):
    sent(store, "demand.xlsx", content)
    with pytest.raises(SourcesRefused) as refused:
        bring_in(store)
    assert [fault.code for fault in refused.value.faults] == [code]


def test_nul_and_control_characters_are_set_aside(store):
    sent(store, "demand.csv", DEMAND + "a\0b,2024-05-01,gp_contact,1\nc\x1b,2024-05-01,gp_contact,1\n")
    account = told(bring_in(store))
    assert (account.rows, account.accepted) == (2, 0)


def test_true_and_false_of_a_spreadsheet_are_yes_and_no(store):
    book = Workbook()
    book.active.title = "people"
    for row in (["Person", "Role", "Consent"], ["a", "served", True], ["b", "served", False]):
        book.active.append(row)
    book.save(store / "sources" / "people.xlsx")
    assert told(bring_in(store), "people.xlsx, sheet “people”").accepted == 2


def test_a_row_of_the_wrong_width_may_run_over_several_lines(store):
    sent(store, "demand.csv", DEMAND + '"a\nb",2024-05-01\nc,2024-05-01,gp_contact,1\n')
    account = told(bring_in(store))
    assert (account.rows, account.accepted) == (2, 1)
    assert reason(account, "event").rows == (2,)


def test_an_empty_workbook_holds_no_table(store):
    Workbook().save(store / "sources" / "notes.xlsx")
    assert bring_in(store).sources == ()


def test_a_short_row_lacks_its_last_cells(store):
    sent(store, "demand.csv", DEMAND + "a,2024-05-01\n")
    account = told(bring_in(store))
    assert {r.column for r in account.reasons} == {"event", "quantity"}


def test_a_refused_import_leaves_what_was_there(store):
    sent(store, "demand.csv", DEMAND + "a,2024-05-01,gp_contact,1\n")
    before = bring_in(store)
    sent(store, "demand.csv", "nonsense\n")
    with pytest.raises(SourcesRefused):
        bring_in(store)
    assert read_manifest(store) == before


def test_a_table_file_that_is_gone_is_made_again(store):
    sent(store, "demand.csv", DEMAND + "a,2024-05-01,gp_contact,1\n")
    before = bring_in(store)
    (store / before.tables[0].file).unlink()
    assert bring_in(store) == before
    assert (store / before.tables[0].file).is_file()


def test_an_old_table_file_is_removed_when_a_new_one_stands(store):
    sent(store, "demand.csv", DEMAND + "a,2024-05-01,gp_contact,1\n")
    bring_in(store)
    sent(store, "demand.csv", DEMAND + "a,2024-05-01,gp_contact,2\n")
    manifest = bring_in(store)
    assert [file.name for file in (store / "tables").iterdir()] == [Path(manifest.tables[0].file).name]


@pytest.mark.skipif(
    sys.platform == "win32" or (hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="an administrator may write everywhere",
)
def test_a_folder_that_may_not_be_written_is_said(store):
    sent(store, "demand.csv", DEMAND + "a,2024-05-01,gp_contact,1\n")
    store.chmod(0o500)
    try:
        with pytest.raises(RecordsError, match="cannot be written"):
            bring_in(store)
    finally:
        store.chmod(0o700)


def test_a_folder_that_cannot_be_written_is_said(store, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    sent(store, "demand.csv", DEMAND + "a,2024-05-01,gp_contact,1\n")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(RecordsError, match="Nothing was changed"):
        bring_in(store)
    monkeypatch.undo()
    assert not list(store.rglob("*.part"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is empty"),
        ("body: [", "not readable YAML"),
        ("body: x\nname: y\n", "missing: id_space"),
        ("body: x\nname: y\nid_space: z\ncolour: red\n", "not known: colour"),
        (
            "body: x\nname: y\nid_space: z\ncoverage: [{table: demand, from: 2024-01-01, to: 2024-02-01}]",
            "Name the event",
        ),
        (
            "body: x\nname: y\nid_space: z\ncoverage: [{table: demnd, from: 2024-01-01, to: 2024-02-01}]",
            "not a record",
        ),
        (
            "body: x\nname: y\nid_space: z\ncoverage: [{table: people, from: 2024-03-01, to: 2024-02-01}]",
            "two dates",
        ),
    ],
)
def test_a_description_that_cannot_be_read_is_said(store, text, said):
    (store / "store.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RecordsError, match=said):
        bring_in(store)


def test_what_is_covered_can_be_mended_in_a_store_that_a_program_wrote(tmp_path):
    from proventive.records import write_store

    write_store(
        tmp_path,
        body="b",
        name="n",
        id_space="i",
        coverage=(),
        made_by="test",
        tables={"people": {"person_id": ["a"], "role": ["served"]}},
    )
    before = read_manifest(tmp_path)
    text = (tmp_path / "store.yaml").read_text(encoding="utf-8")
    assert bring_in(tmp_path).tables == before.tables
    (tmp_path / "store.yaml").write_text(
        text.replace("coverage: []", "coverage: [{table: people, from: 2024-01-01, to: 2024-02-01}]"),
        encoding="utf-8",
    )
    after = bring_in(tmp_path)
    assert after.tables == before.tables
    assert after.hash != before.hash


def test_the_manifest_is_readable_json(store):
    sent(store, "demand.csv", DEMAND + "a,2024-05-01,gp_contact,1\n")
    bring_in(store)
    plain = json.loads((store / "manifest.json").read_text(encoding="utf-8"))
    assert plain["sources"][0]["name"] == "demand.csv"
