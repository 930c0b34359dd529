"""A person is told all that a store holds about them, whole or not at all."""

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from proventive.quantities import NotFound, RecordsError
from proventive.records import bring_in
from proventive.records.identity import start_identities
from proventive.records.importing import import_files
from proventive.records.rights import access, person_of, subject_access
from proventive.records.rights.article_15 import NOT_WRITTEN, REPORTS

ONE, TWO = "1503480046", "0101480024"  # invented CHI numbers whose check digit holds
ON = date(2026, 11, 26)
WRITTEN_BY_US = ("What we use it for", "What allows us to hold it", "How long we keep it", "Who has been given it")


@pytest.fixture
def store(store: Path, tmp_path: Path) -> Path:
    start_identities(store, pseudonyms=b"a key for tests only, 32 bytes..")
    file = tmp_path / "people.csv"
    file.write_text(
        "CHI number,Forename,Surname,DOB,Gender\n"
        f"{ONE},Morag,=Testperson<b>,15/03/1948,F\n{TWO},Isla,Invented,01/01/1948,F\n",
        encoding="utf-8",
    )
    import_files([file], store=store, tables=["people"], answers={"people.role": "=served"})
    (store / "sources").mkdir()
    people = [person_of(store, identifier=number, kind="CHI") for number in (ONE, TWO)]
    lines = [f"{person},falls,2025-04-0{day},group,30,staff" for person in people for day in (1, 2)]
    (store / "sources" / "contacts.csv").write_text(
        "\n".join(["Person,Agreement,Date,Kind,Minutes,Delivered by", *lines]) + "\n", encoding="utf-8"
    )
    bring_in(store)
    return store


def test_all_that_is_held_and_nothing_of_others(store, tmp_path):
    one, two = (person_of(store, identifier=number, kind="CHI") for number in (ONE, TWO))
    found = subject_access(store, one, tmp_path / "out", on=ON)
    assert found.tables == {"people": 1, "contacts": 2}
    assert found.identifiers == 1
    told = json.loads((tmp_path / "out" / "about-you.json").read_text(encoding="utf-8"))
    assert told["held_by"] == "The hub"
    assert told["kept_apart"][0]["Number"] == ONE
    assert told["kept_apart"][0]["Family name"] == "=Testperson<b>"
    assert told["tables"]["people"][0]["Month of birth"] == "1948-03-01"
    assert told["tables"]["contacts"][1]["Came from"] == "contacts.csv, row 3"
    page = (tmp_path / "out" / "about-you.html").read_text(encoding="utf-8")
    assert "What The hub holds about you" in page
    assert "=Testperson&lt;b&gt;" in page
    for words in ("1 April 2025", "March 1948", "A group session", "A member of staff", "Female"):
        assert f"<td>{words}</td>" in page
    assert "2025-04" not in page and "<td>staff</td>" not in page
    book = load_workbook(tmp_path / "out" / "about-you.xlsx")
    assert [cell.value for cell in book["contacts"][2]][2:6] == [
        *("1 April 2025", "A group session", "30", "A member of staff")
    ]
    assert book.sheetnames == ["read first", "kept apart", "people", "contacts"]
    assert book["contacts"].max_row == 3
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    everything = page + json.dumps(told)
    for trace in (two, TWO, "Isla", "Invented"):
        assert trace not in everything


def test_why_it_is_held_for_how_long_and_who_has_it_is_told_or_said_not_to_be_written_down(store, tmp_path):
    one = person_of(store, identifier=ONE, kind="CHI")
    subject_access(store, one, tmp_path / "out", on=ON)
    told = json.loads((tmp_path / "out" / "about-you.json").read_text(encoding="utf-8"))["beside"]
    for heading in (
        "What we use it for",
        "What allows us to hold it",
        "How long we keep it",
        "Who has been given it",
    ):
        assert told[heading][0] == NOT_WRITTEN
    assert "Information Commissioner" in told["What you may ask"][-1]

    file = tmp_path / "basis.csv"
    file.write_text(
        "CHI number,Lawful basis,Condition for health data,Purpose,Keep until\n"
        f"{ONE},public task,health or social care,<care>,2032-03-31\n",
        encoding="utf-8",
    )
    import_files([file], store=store, tables=["people"], answers={"people.role": "=served"})
    given = ["NHS Lothian, to join it to hospital records"]
    subject_access(store, one, tmp_path / "again", on=ON, shared_with=given)
    told = json.loads((tmp_path / "again" / "about-you.json").read_text(encoding="utf-8"))["beside"]
    assert told["What we use it for"] == ["<care>"]
    assert told["What allows us to hold it"] == ["Public task (e)", "Health or social care (h)"]
    assert told["How long we keep it"] == ["Until 31 March 2032."]
    assert told["Who has been given it"] == [*given, REPORTS]
    page = (tmp_path / "again" / "about-you.html").read_text(encoding="utf-8")
    assert "<p>&lt;care&gt;</p>" in page
    assert given[0] in page
    first = load_workbook(tmp_path / "again" / "about-you.xlsx")["read first"]
    assert ("How long we keep it", "Until 31 March 2032.") in list(first.values)


def test_the_folder_is_for_its_owner_alone_and_never_put_over_another(store, tmp_path):
    one = person_of(store, identifier=ONE, kind="CHI")
    subject_access(store, one, tmp_path / "out", on=ON)
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0
    with pytest.raises(RecordsError, match="already"):
        subject_access(store, one, tmp_path / "out", on=ON)


def test_nothing_is_left_where_nobody_has_the_id_or_the_disk_fails(store, tmp_path, monkeypatch):
    with pytest.raises(NotFound, match="Nobody in this store"):
        subject_access(store, "0123456789abcdef", tmp_path / "out", on=ON)
    one = person_of(store, identifier=ONE, kind="CHI")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(access, "save_workbook", full)
    with pytest.raises(RecordsError, match="No space"):
        subject_access(store, one, tmp_path / "out", on=ON)
    assert not [path for path in tmp_path.iterdir() if "out" in path.name or "subject" in path.name]
