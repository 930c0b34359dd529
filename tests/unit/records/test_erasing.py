"""A person is erased from a store: from every file, whole or not at all, and stays out."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from proventive.engine import open_embedded
from proventive.quantities import NotFound, RecordsError
from proventive.records import bring_in
from proventive.records.erasure import removing
from proventive.records.erasure.removing import JOURNAL, READY, Journal, begin, digest
from proventive.records.identity import kept_people, open_identities, start_identities
from proventive.records.importing import import_files
from proventive.records.manifest import read_manifest
from proventive.records.rights import allow_again, erase, person_of
from proventive.records.same_people.deciding import merge
from proventive.records.sources import source_files

KEY = b"a key for tests only, 32 bytes.."
ONE, TWO = "1503480046", "0101480024"  # invented CHI numbers whose check digit holds
PEOPLE = "CHI number,Forename,Surname,DOB,Gender\n"
ON = date(2026, 11, 26)


@pytest.fixture
def store(store: Path) -> Path:
    start_identities(store, pseudonyms=KEY)
    people = f"{ONE},Morag,Testperson,15/03/1948,F\n{TWO},Isla,Invented,01/01/1948,F\n"
    imported(store, PEOPLE + people)
    one, two = (person_of(store, identifier=number, kind="CHI") for number in (ONE, TWO))
    (store / "sources").mkdir()
    (store / "sources" / "referrals.csv").write_text(
        f'Person,Agreement,Referred on\n{one},falls,2025-04-01\n{two},"fa\nlls",2025-04-02\n'
        f"{two},falls,2025-04-03\n{one},falls,2025-04-04\n",
        encoding="utf-8",
    )
    book = Workbook()
    sheet = book.active
    sheet.title = "contacts"
    sheet.append(["Person", "Agreement", "Date", "Kind", "Minutes", "Delivered by"])
    for person, minutes in ((one, 11), (two, 22), (one, 33)):
        sheet.append([person, "falls", date(2025, 5, minutes % 28), "group", minutes, "staff"])
    book.save(store / "sources" / "contacts.xlsx")
    bring_in(store)
    return store


def imported(store, text, **options):
    file = store.parent.parent / "people.csv"
    file.write_text(text, encoding="utf-8")
    return import_files([file], store=store, tables=["people"], answers={"people.role": "=served"}, **options)


def rows_of(store, table, *columns):
    manifest = read_manifest(store)
    engine = open_embedded(folders=[store])
    names = ", ".join((*columns, "_source", "_row"))
    file = (store / manifest.table(table).file).as_posix()
    found = engine.fetch(f"SELECT {names} FROM read_parquet('{file}') ORDER BY _source, _row")
    return list(zip(*(found[name].tolist() for name in (*columns, "_source", "_row")), strict=True))


def everything(*folders: Path) -> bytes:
    """All bytes of all files, with what is packed in Parquet, sealed or zipped files opened."""
    parts = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if not path.is_file():
                continue
            parts.append(path.name.encode() + path.read_bytes())
            if path.suffix == ".parquet":
                engine = open_embedded(folders=[path.parent])
                parts.append(str(engine.run(f"SELECT * FROM read_parquet('{path}')").fetchall()).encode())
            if path.suffix == ".xlsx":
                with zipfile.ZipFile(path) as book:
                    parts += [book.read(name) for name in book.namelist()]
    return b"\n".join(parts)


def test_no_byte_of_the_store_names_the_person_and_all_others_stand(store):
    one = person_of(store, identifier=ONE, kind="CHI")
    before = {table: rows_of(store, table, "person_id") for table in ("people", "referrals", "contacts")}
    erased = erase(store, one, on=ON)
    assert {part.name: part.rows for part in erased.tables} == {"people": 1, "referrals": 2, "contacts": 2}
    assert erased.files == ("contacts.xlsx", "referrals.csv")
    assert erased.identifiers == 1
    assert erased.still_in == ()
    for table, rows in before.items():
        assert rows_of(store, table, "person_id") == [row for row in rows if row[0] != one]
    kept = kept_people(open_identities(store))
    assert kept["identifier"].tolist() == [TWO]
    held = everything(store, store.parent.parent / "identifiers") + str(kept).encode()
    for trace in (one, ONE, "Morag", "Testperson"):
        assert trace.encode() not in held


def test_the_manifest_keeps_a_dated_tombstone_for_each_hash_and_nothing_of_the_person(store):
    was = read_manifest(store)
    erased = erase(store, person_of(store, identifier=ONE, kind="CHI"), on=ON)
    (erasure,) = erased.manifest.erasures
    assert erasure.on == "2026-11-26"
    assert {part.name: part.was for part in erasure.tables} == {
        name: was.table(name).hash for name in ("people", "referrals", "contacts")
    }
    assert all(part.now == erased.manifest.table(part.name).hash for part in erasure.tables)
    assert erased.manifest.hashes_before_erasures() == (was.hash,)
    assert erased.manifest.erased_since("referrals", was.table("referrals").hash) == (("2026-11-26", 2),)
    assert bring_in(store) == erased.manifest


def test_two_erasures_are_told_from_the_first_hash(store):
    was = read_manifest(store)
    for number in (ONE, TWO):
        erase(store, person_of(store, identifier=number, kind="CHI"), on=ON)
    now = read_manifest(store)
    assert now.erased_since("people", was.table("people").hash) == (("2026-11-26", 1), ("2026-11-26", 1))
    assert now.hashes_before_erasures()[-1] == was.hash


def test_a_person_who_was_erased_does_not_come_back_with_the_next_export(store):
    one = person_of(store, identifier=ONE, kind="CHI")
    erase(store, one, on=ON)
    again = imported(store, PEOPLE + f"{ONE},Morag,Testperson,15/03/1948,F\n{TWO},Isla,Invented,01/01/1948,F\n")
    (account,) = again.accounts
    assert (account.accepted, account.set_aside, account.merged) == (0, 1, 1)
    assert [(m.code, m.rows) for m in again.messages if m.set_aside] == [("erased", (2,))]
    assert kept_people(open_identities(store))["identifier"].tolist() == [TWO]
    (store / "sources" / "goals.csv").write_text(f"Person,Goal,Set on\n{one},walk,2025-05-01\n", encoding="utf-8")
    (account,) = bring_in(store).sources_of("goals")
    assert (account.accepted, account.set_aside) == (0, 1)
    assert "erased" in account.reasons[0].reason
    allow_again(store, one)
    back = imported(store, PEOPLE + f"{ONE},Morag,Testperson,15/03/1948,F\n")
    assert back.accounts[0].accepted == 1


def test_nobody_is_erased_by_an_id_that_nobody_has(store):
    was = read_manifest(store)
    with pytest.raises(NotFound, match="Nobody in this store"):
        erase(store, "0123456789abcdef", on=ON)
    with pytest.raises(NotFound, match="was not erased"):
        allow_again(store, person_of(store, identifier=ONE, kind="CHI"))
    with pytest.raises(RecordsError, match="check digit") as refused:
        person_of(store, identifier="1503480047", kind="CHI")
    assert "1503480047" not in str(refused.value)
    assert read_manifest(store) == was


def test_a_person_with_two_ids_is_erased_under_both_and_the_decision_with_them(store):
    one, two = (person_of(store, identifier=number, kind="CHI") for number in (ONE, TWO))
    merge(store, one, two, on=ON)
    erased = erase(store, two, on=ON)
    assert {part.name: part.rows for part in erased.tables} == {"people": 2, "referrals": 4, "contacts": 3}
    assert erased.identifiers == 2
    held = everything(store)
    assert one.encode() not in held
    assert two.encode() not in held


def reckoned(file: Path, formula: str, result: int) -> None:
    """Have a formula in a spreadsheet come to a result, as a program that reckons saves it. openpyxl does not."""
    with zipfile.ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    before = f"<f>{formula}</f><v/>".encode()
    assert before in parts[sheet].replace(b"<v />", b"<v/>").replace(b"<v></v>", b"<v/>")
    plain = parts[sheet].replace(b"<v />", b"<v/>").replace(b"<v></v>", b"<v/>")
    parts[sheet] = plain.replace(before, f"<f>{formula}</f><v>{result}</v>".encode())
    with zipfile.ZipFile(file, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def test_what_formulas_came_to_in_the_rows_of_others_stands(store):
    one, two = (person_of(store, identifier=number, kind="CHI") for number in (ONE, TWO))
    file = store / "sources" / "contacts.xlsx"
    book = load_workbook(file)
    book.active["E3"] = "=11*4"
    book.save(file)
    reckoned(file, "11*4", 44)
    bring_in(store)
    before = rows_of(store, "contacts", "person_id", "minutes")
    assert [row[:2] for row in before if row[0] == two] == [(two, 44)]
    erase(store, one, on=ON)
    assert rows_of(store, "contacts", "person_id", "minutes") == [row for row in before if row[0] != one]


def test_files_that_are_no_tables_and_name_the_person_are_told(store):
    one = person_of(store, identifier=ONE, kind="CHI")
    (store / "sources" / "notes.txt").write_text(f"Rang the daughter of {ONE}.\n", encoding="utf-8")
    book = Workbook()
    book.active.title = "Notes"
    book.active.append(["Who", "What"])
    book.active.append([one, "rang"])
    book.save(store / "sources" / "more notes.xlsx")
    (store / "sources" / "others.txt").write_text(f"Rang {TWO}.\n", encoding="utf-8")
    assert erase(store, one, on=ON).still_in == ("sources/more notes.xlsx", "sources/notes.txt")


def test_a_person_who_stands_only_in_a_row_that_was_set_aside_is_erased_too(store):
    file = store / "sources" / "referrals.csv"
    file.write_text("Person,Agreement,Referred on\nlocal-77,falls,soon\nlocal-78,falls,soon\n", encoding="utf-8")
    bring_in(store)
    assert erase(store, "local-77", on=ON).files == ("referrals.csv",)
    text = file.read_text(encoding="utf-8")
    assert ("local-77" in text, "local-78" in text) == (False, True)
    with pytest.raises(NotFound):
        erase(store, "local-77", on=ON)


def test_what_was_begun_is_ended_when_the_store_is_next_opened(store):
    one = person_of(store, identifier=ONE, kind="CHI")
    sources = {file.name: digest(file) for file in source_files(store)}
    begin(store, Journal(id="abc", local_ids=(one,), on="2026-11-26", sources=sources))
    manifest = bring_in(store)
    assert not (store / JOURNAL).exists()
    assert [erasure.id for erasure in manifest.erasures] == ["abc"]
    assert one not in str(rows_of(store, "people", "person_id"))


ERASE = """
import sys
from datetime import date
from proventive.records.rights import erase, erasing
begin = erasing.begin
def begun(*said):
    begin(*said)
    print("ready", flush=True)
if sys.argv[3] == "begun":
    erasing.begin = begun
else:
    print("ready", flush=True)
erase(sys.argv[1], sys.argv[2], on=date(2026, 11, 26))
"""


def killed(store: Path, local_id: str, delay: float, since: str) -> bool:
    """Kill an erasure a while after it started or was begun; says whether it was still at work."""
    process = subprocess.Popen(
        [sys.executable, "-c", ERASE, str(store), local_id, since], stdout=subprocess.PIPE, env=os.environ
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(delay)
    in_flight = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return in_flight


TABLES = ("people", "referrals", "contacts")


def after_a_kill(store: Path, delay: float, since: str) -> bool:
    """Whether the erasure was still at work when killed. The store holds the person whole, or not at all."""
    one = person_of(store, identifier=ONE, kind="CHI")
    beside = texts_beside(store)
    assert all(ONE in text for text in beside)
    whole = {table: rows_of(store, table, "person_id") for table in TABLES}
    in_flight = killed(store, one, delay, since)
    manifest = bring_in(store)
    now = {table: rows_of(store, table, "person_id") for table in TABLES}
    if since == "start" and now == whole:
        assert not manifest.erasures
        assert texts_beside(store) == beside
        assert kept_people(open_identities(store))["identifier"].tolist() == [TWO, ONE]
    else:
        assert now == {table: [row for row in rows if row[0] != one] for table, rows in whole.items()}
        assert len(manifest.erasures) == 1
        assert one.encode() not in everything(store)
        assert ONE.encode() not in everything(store)
        assert all(TWO in text for text in texts_beside(store))
        assert kept_people(open_identities(store))["identifier"].tolist() == [TWO]
    assert not (store / JOURNAL).exists()
    assert not (store / READY).exists()
    return in_flight


def texts_beside(store: Path) -> list[str]:
    """What the mapping and the rows to fix say."""
    (mapping,), (to_fix,) = (store / "mappings").glob("*.yaml"), (store / "to-fix").glob("*.xlsx")
    rows = list(load_workbook(to_fix).active.iter_rows(values_only=True))
    return [mapping.read_text(encoding="utf-8"), str(rows)]


def named_beside_the_tables(store: Path) -> None:
    """Have both people stand among the rows to fix, and in the mapping."""
    imported(store, PEOPLE + "".join(f"{number},Ann,Other,31/02/1948,F\n" for number in (ONE, TWO)))
    (mapping,) = (store / "mappings").glob("*.yaml")
    with mapping.open("a", encoding="utf-8") as text:
        text.write(f"# Left out by hand: {ONE}, {TWO}\n")


@pytest.fixture
def copies(store: Path, tmp_path: Path) -> Iterator[Path]:
    """The store with its identifiers, copied anew each time that it is asked for."""
    named_beside_the_tables(store)

    def copied() -> Iterator[Path]:
        for number in count():
            place = tmp_path / f"copy-{number}"
            for top in ("records", "identifiers"):
                shutil.copytree(tmp_path / top, place / top)
            yield place / "records" / "hub"

    return copied()


def test_a_killed_erasure_is_whole_or_not_at_all(copies):
    delays = [0.0, 0.08, 0.24]
    assert sum(after_a_kill(next(copies), delay, "start") for delay in delays) >= 2
    assert sum(after_a_kill(next(copies), delay, "begun") for delay in delays) >= 1


@pytest.mark.full
def test_200_killed_erasures_are_whole_or_not_at_all(copies):
    assert sum(after_a_kill(next(copies), 0.002 * number, "start") for number in range(100)) >= 50
    assert sum(after_a_kill(next(copies), 0.002 * number, "begun") for number in range(100)) >= 20


STEPS = ["blank_rows", "put_in_place", "forget_ready", "write_manifest", "forget", "set_tombstone"]


@pytest.mark.parametrize("step", STEPS)
def test_an_erasure_that_stops_at_a_step_is_ended_by_the_next_command(store, step, monkeypatch):
    one = person_of(store, identifier=ONE, kind="CHI")
    named_beside_the_tables(store)
    with monkeypatch.context() as broken:
        broken.setattr(removing, step, stops)
        with pytest.raises(RuntimeError, match="the lights went out"):
            erase(store, one, on=ON)
    manifest = bring_in(store)
    assert len(manifest.erasures) == 1
    assert {part.name for part in manifest.erasures[0].tables} == set(TABLES)
    assert one.encode() not in everything(store)
    assert ONE.encode() not in everything(store)
    assert kept_people(open_identities(store))["identifier"].tolist() == [TWO]
    assert imported(store, PEOPLE + f"{ONE},Morag,Testperson,15/03/1948,F\n").accounts[0].set_aside == 1


def stops(*_: object) -> None:
    raise RuntimeError("the lights went out")


def test_the_journal_is_for_its_owner_alone(store):
    begin(store, Journal(id="abc", local_ids=("x",), on="2026-11-26", sources={}))
    assert (store / JOURNAL).stat().st_mode & 0o077 == 0
    assert json.loads((store / JOURNAL).read_text())["local_ids"] == ["x"]
