"""A backup holds whoever was erased since it was made: they are erased again as it is restored, or it is told."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from proventive.cli import app
from proventive.quantities import NotFound, RecordsError
from proventive.records import bring_in
from proventive.records.backup import back_up, restore
from proventive.records.identity import kept_people, open_identities, start_identities
from proventive.records.importing import import_files
from proventive.records.manifest import read_manifest
from proventive.records.rights import erase, person_of
from proventive.records.same_people.deciding import merge

KEY = b"a key for tests only, 32 bytes.."
SECRET = b"four plain words here"
ONE, TWO, THREE = "1503480046", "0101480024", "1001420020"  # invented CHI numbers whose check digit holds
ON = date(2026, 11, 26)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return made(tmp_path / "place")


def made(place: Path, key: bytes = KEY) -> Path:
    folder = place / "records" / "hub"
    folder.mkdir(parents=True)
    (folder / "store.yaml").write_text("body: hub\nname: The hub\nid_space: hub-1\n", encoding="utf-8")
    start_identities(folder, pseudonyms=key)
    bring_three(folder)
    return folder


def bring_three(folder: Path):
    file = folder.parent.parent / "people.csv"
    file.write_text(
        f"CHI number,DOB,Gender\n{ONE},15/03/1948,F\n{TWO},01/01/1948,F\n{THREE},10/01/1942,F\n", encoding="utf-8"
    )
    return import_files([file], store=folder, tables=["people"], answers={"people.role": "=served"})


def known(folder: Path) -> set[str]:
    return set(kept_people(open_identities(folder))["identifier"].tolist())


def test_who_was_erased_since_is_erased_before_the_backup_is_in_place(store, tmp_path):
    one, two = (person_of(store, identifier=number, kind="CHI") for number in (ONE, TWO))
    back_up(store, tmp_path / "backup", secret=SECRET)
    merge(store, one, two, on=ON)
    erase(store, one, on=ON)
    back = restore(tmp_path / "backup", tmp_path / "plain", secret=SECRET)
    assert back.erased_again == 0
    assert known(tmp_path / "plain" / "records" / "hub") == {ONE, TWO, THREE}

    restored = tmp_path / "again" / "records" / "hub"
    back = restore(tmp_path / "backup", tmp_path / "again", secret=SECRET, erased_in=store)
    assert back.erased_again == 2  # the backup knows them as two
    assert known(restored) == {THREE}
    manifest = read_manifest(restored)
    assert manifest.table("people").rows == 1
    assert {erasure.on for erasure in manifest.erasures} == {"2026-11-26"}
    assert back.known == manifest.hash
    assert bring_in(restored) == manifest
    again = bring_three(restored)
    assert (again.accounts[0].accepted, again.accounts[0].set_aside) == (0, 2)


def test_who_came_only_after_the_backup_and_was_erased_stays_out_too(store, tmp_path):
    one = person_of(store, identifier=ONE, kind="CHI")
    erase(store, one, on=ON)
    back_up(store, tmp_path / "backup", secret=SECRET)
    restored = tmp_path / "again" / "records" / "hub"
    erase(store, person_of(store, identifier=TWO, kind="CHI"), on=ON)
    assert restore(tmp_path / "backup", tmp_path / "again", secret=SECRET, erased_in=store).erased_again == 1
    assert known(restored) == {THREE}
    assert bring_three(restored).accounts[0].set_aside == 2


def test_nothing_is_put_in_place_where_it_cannot_be_told_who_was_erased(store, tmp_path):
    back_up(store, tmp_path / "backup", secret=SECRET)
    other = made(tmp_path / "other", b"another key for tests, 32 bytes.")
    with pytest.raises(RecordsError, match="not the key of this backup"):
        restore(tmp_path / "backup", tmp_path / "again", secret=SECRET, erased_in=other)
    with pytest.raises(NotFound, match="no key"):
        restore(tmp_path / "backup", tmp_path / "again", secret=SECRET, erased_in=tmp_path / "nowhere" / "x")
    assert list((tmp_path / "again").iterdir()) == []


def test_it_is_told_that_the_backup_may_hold_people_who_were_erased(store, tmp_path):
    back_up(store, tmp_path / "backup", secret=SECRET)
    (tmp_path / "key").write_bytes(SECRET)
    words = ["records", "restore", str(tmp_path / "backup"), "--key-file", str(tmp_path / "key"), "--to"]
    told = CliRunner().invoke(app, [*words, str(tmp_path / "plain")])
    assert "Whoever was erased since this backup was made is in it" in told.output
    erase(store, person_of(store, identifier=ONE, kind="CHI"), on=ON)
    told = CliRunner().invoke(app, [*words, str(tmp_path / "again"), "--erased-in", str(store)])
    assert f"Erased again, as in {store}: 1 person." in told.output


def test_who_stands_only_in_a_row_that_was_set_aside_is_erased_again(store, tmp_path):
    sources = store / "sources"
    sources.mkdir()
    file = sources / "referrals.csv"
    file.write_text("Person,Agreement,Referred on\nlocal-77,falls,soon\n", encoding="utf-8")
    bring_in(store)
    back_up(store, tmp_path / "backup", secret=SECRET)
    erase(store, "local-77", on=ON)
    back = restore(tmp_path / "backup", tmp_path / "again", secret=SECRET, erased_in=store)
    assert back.erased_again == 1
    restored = tmp_path / "again" / "records" / "hub" / "sources" / "referrals.csv"
    assert "local-77" not in restored.read_text(encoding="utf-8")
