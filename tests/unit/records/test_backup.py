"""A backup holds everything, keys included; it comes back whole to an empty place, or not at all."""

import os
from datetime import date

import numpy as np
import pytest
from keeping_people import keep_people

from proventive.quantities import NotFound, Period, RecordsError
from proventive.records import Coverage, write_store
from proventive.records.backup import back_up, restore
from proventive.records.backup.encrypted import PIECE, EncryptedReader, EncryptedWriter
from proventive.records.identity import admit, kept_people, open_identities, start_identities
from proventive.records.manifest import read_manifest

SECRET = b"four plain words here"
YEAR = Period(start=date(2025, 1, 1), end=date(2025, 12, 31))


@pytest.fixture
def store(tmp_path):
    folder = tmp_path / "place" / "records" / "hub"
    identities = start_identities(folder)
    admitted = admit(identities, "own", [f"client-{number}" for number in range(40)])
    keep_people(identities, admitted.people)
    write_store(
        folder,
        body="hub",
        name="The hub",
        id_space="hub-1",
        coverage=[Coverage(table="people", period=YEAR)],
        tables={"people": {"person_id": admitted.ids, "role": np.full(40, "served")}},
        made_by="a test",
    )
    return folder


def everything(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_restored_store_is_the_same_to_the_byte(tmp_path, store):
    made = back_up(store, tmp_path / "backup", secret=SECRET)
    assert made.keys
    put_back = restore(tmp_path / "backup", tmp_path / "elsewhere", secret=SECRET)
    assert put_back == made
    assert everything(tmp_path / "elsewhere") == everything(tmp_path / "place")
    assert read_manifest(tmp_path / "elsewhere" / "records" / "hub") == read_manifest(store)
    again = open_identities(tmp_path / "elsewhere" / "records" / "hub")
    assert set(kept_people(again)["identifier"]) == {f"client-{number}" for number in range(40)}


def test_nothing_of_it_can_be_read_without_the_secret(tmp_path, store):
    back_up(store, tmp_path / "backup", secret=SECRET)
    content = (tmp_path / "backup").read_bytes()
    key = open_identities(store).keys.pseudonyms
    for telling in (b"client-1", b"person_id", b"PAR1", b"served", b"hub-1", key):
        assert telling not in content
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0 or os.name != "posix"
    with pytest.raises(RecordsError, match="cannot be opened with this passphrase"):
        restore(tmp_path / "backup", tmp_path / "elsewhere", secret=b"some other four words")
    assert everything(tmp_path / "elsewhere") == {}


def test_a_changed_or_cut_backup_puts_nothing_in_place(tmp_path, store):
    back_up(store, tmp_path / "backup", secret=SECRET)
    whole = (tmp_path / "backup").read_bytes()
    random = np.random.default_rng(1)
    places = [0, 20, len(whole) - 1, *random.integers(0, len(whole), 3).tolist()]
    flipped = [whole[:p] + bytes([whole[p] ^ 4]) + whole[p + 1 :] for p in places]
    broken = [*flipped, whole[: len(whole) // 2], whole[:-1], whole + b"x", b""]
    for number, content in enumerate(broken):
        file = tmp_path / f"broken-{number}"
        file.write_bytes(content)
        with pytest.raises(RecordsError):
            restore(file, tmp_path / "elsewhere", secret=SECRET)
    assert everything(tmp_path / "elsewhere") == {}


def test_pieces_can_be_neither_moved_nor_left_out(tmp_path):
    path = tmp_path / "file"
    with path.open("wb") as file:
        writer = EncryptedWriter(file, SECRET, "backup")
        writer.write(b"a" * PIECE + b"b" * PIECE + b"c" * 10)
        writer.finish()
    whole = path.read_bytes()
    start = whole.index(b"\n") + 1
    long = PIECE + 16 + 4
    header, one, two, last = (
        whole[:start],
        whole[start:][:long],
        whole[start + long :][:long],
        whole[start + 2 * long :],
    )
    for pieces, right in (
        ([one, two, last], True),
        ([two, one, last], False),
        ([one, last], False),
        ([one, two], False),
    ):
        path.write_bytes(header + b"".join(pieces))
        with path.open("rb") as file:
            reader = EncryptedReader(file, SECRET, "backup")
            if right:
                assert reader.read() == b"a" * PIECE + b"b" * PIECE + b"c" * 10
            else:
                with pytest.raises(RecordsError):
                    reader.read()


def test_it_neither_replaces_a_backup_nor_goes_over_what_is_there(tmp_path, store):
    back_up(store, tmp_path / "backup", secret=SECRET)
    with pytest.raises(RecordsError, match="never replaces"):
        back_up(store, tmp_path / "backup", secret=SECRET)
    with pytest.raises(RecordsError, match="never put over"):
        restore(tmp_path / "backup", tmp_path / "place", secret=SECRET)
    with pytest.raises(RecordsError, match="characters"):
        back_up(store, tmp_path / "other", secret=b"short")
    with pytest.raises(NotFound, match="no store"):
        back_up(tmp_path, tmp_path / "other", secret=SECRET)
    with pytest.raises(NotFound, match="no file"):
        restore(tmp_path / "nothing", tmp_path / "elsewhere", secret=SECRET)


def test_a_lost_key_comes_back_with_the_backup_and_ids_stay_the_same(tmp_path, store):
    manifest = read_manifest(store)
    before = admit(open_identities(store), "own", ["client-7"]).ids
    back_up(store, tmp_path / "backup", secret=SECRET)
    (tmp_path / "place" / "identifiers" / "hub" / "key.json").unlink()
    with pytest.raises(NotFound, match="records restore"):
        open_identities(store)
    assert read_manifest(store) == manifest  # the records can still be counted
    restore(tmp_path / "backup", tmp_path / "elsewhere", secret=SECRET)
    again = open_identities(tmp_path / "elsewhere" / "records" / "hub")
    assert admit(again, "own", ["client-7"]).ids.tolist() == before.tolist()


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path, store, monkeypatch):
    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(EncryptedWriter, "write", full)
    with pytest.raises(RecordsError, match="No space left"):
        back_up(store, tmp_path / "backup", secret=SECRET)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["place"]
