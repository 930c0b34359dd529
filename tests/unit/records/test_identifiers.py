"""Identifiers at the door: local ids under the store's own key, and what is wrong with a number, row by row."""

import hmac
import os

import numpy as np
import pytest
from keeping_people import keep_people

from proventive.quantities import NotFound, RecordsError
from proventive.records.identity import (
    DEMO_KEY,
    admit,
    kept_people,
    local_ids,
    open_identities,
    start_identities,
)
from proventive.records.identity.keys import KEY, identities_folder, write_keys
from proventive.records.identity.numbers import check_digit_holds, digits_of
from proventive.synthetic.ids import local_ids as invented_ids


@pytest.fixture
def identities(tmp_path):
    return start_identities(tmp_path / "records" / "hub")


def codes(admitted):
    """The faults of each row, by its position."""
    return {fault.code: fault.rows.tolist() for fault in admitted.faults}


def numbers(count, seed=0):
    """Invented numbers whose check digit holds."""
    random = np.random.default_rng(seed)
    digits = random.integers(0, 10, (4 * count, 9))
    check = 11 - digits @ np.arange(10, 1, -1) % 11
    kept = check != 10
    tenth = np.where(check == 11, 0, check)[kept]
    return np.column_stack([digits[kept], tenth])[:count]


# The rule: NHS Data Dictionary, "NHS NUMBER". Vectors: phsmethods chi_check; safety.md 3.2 of the project's
# reference.


def test_the_published_vectors(identities):
    admitted = admit(identities, "CHI", ["0101011237", "0101201234", "123456789", "12345678900"])
    assert codes(admitted) == {"check-digit": [1], "not-ten-digits": [2, 3]}
    assert admitted.ids[0] is not None
    assert admitted.ids[1:].tolist() == [None] * 3


@pytest.mark.parametrize("number", ["9876543210", "0123456789", *(str(digit) * 10 for digit in range(10))])
def test_placeholders_pass_the_check_digit_and_are_named_all_the_same(identities, number):
    assert check_digit_holds(digits_of(np.array([number])))[0]
    for kind in ("CHI", "NHS number"):
        admitted = admit(identities, kind, [number])
        assert codes(admitted) == {"placeholder": [0]}
        assert admitted.ids[0] is None


def test_one_wrong_digit_and_two_that_changed_places_are_always_seen():
    right = numbers(2_000)
    assert check_digit_holds(right).all()
    random = np.random.default_rng(1)
    wrong, place = right.copy(), random.integers(0, 10, len(right))
    rows = np.arange(len(right))
    wrong[rows, place] = (wrong[rows, place] + random.integers(1, 10, len(right))) % 10
    assert not check_digit_holds(wrong).any()
    swapped, first = right.copy(), random.integers(0, 9, len(right))
    swapped[rows, first], swapped[rows, first + 1] = right[rows, first + 1], right[rows, first]
    differ = right[rows, first] != right[rows, first + 1]
    assert differ.sum() > 1_500
    assert not check_digit_holds(swapped[differ]).any()


def test_nine_in_a_hundred_strings_pass_so_that_a_pass_proves_little():
    digits = np.random.default_rng(2).integers(0, 10, (100_000, 10))
    assert abs(check_digit_holds(digits).mean() - 0.0900) < 0.003  # (1/11)(1 - 1/10 of the tens) = 0.0909 * 0.99


def with_check_digit(nine):
    digits = np.array([int(digit) for digit in nine])
    check = 11 - int(digits @ np.arange(10, 1, -1)) % 11
    assert check != 10
    return nine + str(check % 11)


LEAP = with_check_digit("290204123")  # 29 February 1904 or 2004
NO_LEAP = with_check_digit("290203124")
FEMALE, MALE = with_check_digit("150348342"), with_check_digit("150348313")


def test_a_chi_number_begins_with_a_day_that_exists(identities):
    sent = [LEAP, NO_LEAP, with_check_digit("310448123"), with_check_digit("001248123"), FEMALE]
    assert codes(admit(identities, "CHI", sent)) == {"no-such-day": [1, 2, 3]}
    assert codes(admit(identities, "NHS number", sent)) == {}


def test_a_chi_number_is_held_against_birth_and_sex_of_its_row(identities):
    sent = [FEMALE, FEMALE, FEMALE, MALE, MALE, MALE]
    birth = np.array(
        ["1948-03-15", "1948-03-16", "NaT", "1948-03-15", "2048-03-15", "1948-04-15"], "datetime64[D]"
    )
    admitted = admit(identities, "CHI", sent, birth=birth, sex=["F", "F", "M", "F", "X", None])
    assert codes(admitted) == {"another-birth": [1, 5], "another-sex": [2, 3]}
    assert [id is None for id in admitted.ids] == [False, True, False, False, False, True]  # a sex can change
    months = np.array(["1948-03", "1948-02"], "datetime64[M]")
    assert codes(admit(identities, "CHI", [FEMALE, FEMALE], birth_month=months)) == {"another-birth": [1]}


def test_what_a_spreadsheet_does_to_numbers_is_told_apart(identities):
    lost = "101011237"  # 0101011237 without its first 0
    sent = [lost, "1.01011E+09", "1.01e+9", "101011237.0", "010 101-1237", "O101011237", "", None]
    sent.append("０１０１０１１２３７")  # the digits of another keyboard
    found = codes(admit(identities, "CHI", sent))
    assert found == {
        "lost-leading-zero": [0, 3],
        "scientific-notation": [1, 2],
        "not-ten-digits": [5],
        "no-identifier": [6, 7],
    }
    restored = admit(identities, "CHI", sent, restore_zeros=True)
    assert codes(restored)["restored"] == [0, 3]
    assert "lost-leading-zero" not in codes(restored)
    same = [restored.ids[row] for row in (0, 3, 4, 8)]
    assert len(set(same)) == 1
    assert same[0] is not None


def test_ids_of_the_body_itself(identities):
    sent = [" A-1 ", "A-1", "a-1", "n/a", "", "x" * 65, "a\x07b", "12E+05", "Ａ-1"]
    admitted = admit(identities, "own", sent)
    assert codes(admitted) == {
        "placeholder": [3],
        "no-identifier": [4],
        "not-an-id": [5, 6],
        "scientific-notation": [7],
    }
    assert admitted.ids[0] == admitted.ids[1] == admitted.ids[8] != admitted.ids[2]


# Local ids


def described(store, more=""):
    store.mkdir(parents=True)
    (store / "store.yaml").write_text(f"body: hub\nname: The hub\nid_space: hub\n{more}", encoding="utf-8")
    return store


def test_local_ids_are_those_of_the_shipped_examples(tmp_path):
    store = described(tmp_path / "records" / "hub", "demonstration: true\n")
    identities = start_identities(store, pseudonyms=DEMO_KEY)
    admitted = admit(identities, "own", [f"glenmarrow/{number}" for number in range(50)])
    assert admitted.ids.tolist() == invented_ids(50).tolist()
    assert admitted.ids[7] == hmac.digest(DEMO_KEY, b"glenmarrow/7", "sha256").hex()[:16]


def test_the_same_digits_of_two_kinds_are_two_people_and_another_key_gives_other_ids(tmp_path, identities):
    assert admit(identities, "CHI", [FEMALE]).ids[0] != admit(identities, "NHS number", [FEMALE]).ids[0]
    other = start_identities(tmp_path / "records" / "other")
    assert admit(identities, "CHI", [FEMALE]).ids[0] != admit(other, "CHI", [FEMALE]).ids[0]


def test_a_batch_gives_what_its_rows_give_one_by_one(identities):
    random = np.random.default_rng(3)
    sent = ["".join(map(str, row)) for row in random.integers(0, 10, (300, 10))] + ["", "1E+05", "123", "9" * 10]
    for kind in ("CHI", "NHS number", "own"):
        whole = admit(identities, kind, sent)
        assert whole.ids.tolist() == [admit(identities, kind, [value]).ids[0] for value in sent]


# What is kept apart


def test_people_are_kept_apart_encrypted_and_come_back(tmp_path, identities):
    details = {
        "given_name": ["Morag", "Morag"],
        "family_name": ["Testperson", "Testperson"],
        "postcode": [None, ""],
    }
    admitted = admit(identities, "CHI", [FEMALE, MALE], details=details)
    keep_people(identities, admitted.people)
    keep_people(identities, admitted.people, admitted.people)
    assert len(kept_people(identities)["local_id"]) == 2
    moved = admit(identities, "CHI", [FEMALE], details={"family_name": ["Testperson-Newname"]})
    keep_people(identities, moved.people)
    kept = kept_people(open_identities(tmp_path / "records" / "hub"))
    assert len(kept["local_id"]) == 3
    assert set(kept["identifier"]) == {FEMALE, MALE}
    for file in (tmp_path / "identifiers").rglob("*"):
        if file.is_file():
            assert FEMALE.encode() not in file.read_bytes()
            assert b"Testperson" not in file.read_bytes()
            assert file.stat().st_mode & 0o077 == 0 or os.name != "posix"


def test_the_same_people_give_the_same_bytes(identities):
    one, two = (admit(identities, "CHI", [number]).people for number in (FEMALE, MALE))
    keep_people(identities, one, two)
    first = (identities.folder / "people.sealed").read_bytes()
    (identities.folder / "people.sealed").unlink()
    keep_people(identities, two, one)
    assert (identities.folder / "people.sealed").read_bytes() == first


def test_two_people_with_one_id_are_refused(identities):
    people = admit(identities, "CHI", [FEMALE, MALE]).people
    people["local_id"][:] = "0" * 16
    with pytest.raises(RecordsError, match="same local id"):
        keep_people(identities, people)
    assert len(kept_people(identities)["local_id"]) == 0


# Keys


def test_a_key_is_made_once_and_a_lost_one_is_told(tmp_path, identities):
    store = tmp_path / "records" / "hub"
    with pytest.raises(RecordsError, match="key already"):
        start_identities(store)
    assert open_identities(store, fingerprint=identities.keys.fingerprint).keys == identities.keys
    with pytest.raises(RecordsError, match="is not the one that made the ids"):
        open_identities(store, fingerprint="0" * 16)
    (identities.folder / KEY).unlink()
    with pytest.raises(NotFound, match="cannot be made again"):
        open_identities(store)


@pytest.mark.parametrize("more", ["", "demonstration: false\n", 'demonstration: "no"\n'])
def test_the_demonstration_key_opens_no_real_store(tmp_path, more):
    real = described(tmp_path / "records" / "real", more)
    with pytest.raises(RecordsError, match="Everybody has it"):
        start_identities(real, pseudonyms=DEMO_KEY)
    assert not (identities_folder(real) / KEY).exists()
    shown = described(tmp_path / "records" / "shown", "demonstration: true\n")
    shipped = start_identities(shown, pseudonyms=DEMO_KEY)
    write_keys(identities_folder(real), shipped.keys)  # somebody copies it over
    with pytest.raises(RecordsError, match="Everybody has it"):
        open_identities(real)


def test_the_demonstration_key_says_what_it_is(tmp_path):
    shown = described(tmp_path / "records" / "shown", "demonstration: true\n")
    folder = start_identities(shown, pseudonyms=DEMO_KEY).folder
    assert "For the demonstration only" in (folder / KEY).read_text()
    own = start_identities(described(tmp_path / "records" / "own")).folder
    assert "demonstration" not in (own / KEY).read_text()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_key_that_others_may_read_is_refused(tmp_path, identities):
    (identities.folder / KEY).chmod(0o644)
    with pytest.raises(RecordsError, match="read by others"):
        open_identities(tmp_path / "records" / "hub")


def test_another_key_or_a_changed_file_is_refused_and_nothing_is_quoted(tmp_path, identities):
    keep_people(identities, admit(identities, "CHI", [FEMALE]).people)
    file = identities.folder / "people.sealed"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(bytes(content))
    with pytest.raises(RecordsError, match="cannot be opened") as raised:
        kept_people(identities)
    assert FEMALE not in str(raised.value)
    (identities.folder / KEY).write_text("{}")
    with pytest.raises(RecordsError, match="cannot be read"):
        open_identities(tmp_path / "records" / "hub")


def test_no_key_and_no_identifier_shows_in_a_printed_object(identities):
    assert repr(identities).endswith("keys=Keys())")
    admitted = admit(identities, "CHI", [FEMALE, FEMALE[:-1], "Jean Testperson", "9999999999"])
    assert FEMALE not in repr(admitted)
    assert set(codes(admitted)) == {"not-ten-digits", "placeholder"}
    for fault in admitted.faults:
        assert FEMALE[:-1] not in fault.reason + fault.do
        assert "Jean" not in fault.reason + fault.do


def test_local_ids_need_the_key():
    assert local_ids(b"one key of many bytes", ["a"])[0] != local_ids(b"another key of bytes", ["a"])[0]
