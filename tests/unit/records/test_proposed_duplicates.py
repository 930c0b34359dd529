"""Who may stand twice is proposed by local id and in words; names are shown to who asks for them and has the
key."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from proventive.cli import app
from proventive.quantities import NotFound
from proventive.records import same_people
from proventive.records.identity import kept_people, open_identities
from proventive.records.identity.keys import KEY, identities_folder
from proventive.records.importing import import_files

HEADINGS = "Client ID,First name,Surname,DOB,Gender,Postcode\n"
ON = date(2026, 1, 15)
GIVEN = ("Ada", "Ben", "Clara", "Duncan", "Edith", "Fergus", "Gwen", "Hector", "Iris", "Keir")
FAMILY = (
    "Aitken",
    "Baird",
    "Cowan",
    "Dunbar",
    "Elder",
    "Fyfe",
    "Gunn",
    "Hogg",
    "Innes",
    "Kerr",
    "Laird",
    "Moffat",
)
OTHERS = [
    (
        f"C{number}",
        GIVEN[number % 10],
        FAMILY[number % 12],
        f"{1 + number % 28:02}/0{1 + number % 9}/19{30 + number}",
    )
    for number in range(50)
]


@pytest.fixture
def store(store):
    """Fifty people who are nobody else, and two ways of writing one."""
    rows = [f"{id},{given},{family},{born},F,ZZ1 {n % 9}AB" for n, (id, given, family, born) in enumerate(OTHERS)]
    rows += ["X1,Margaret,Rutherford,15/03/1948,F,ZZ7 7QQ", "X2,Peggy,Ruterford,15/03/1948,F,ZZ9 1ZZ"]
    send(store, rows)
    return store


def send(store, rows):
    file = store.parent / "people.csv"
    file.write_text(HEADINGS + "\n".join(rows) + "\n", encoding="utf-8")
    return import_files([file], store=store, tables=["people"], as_at=ON, answers={"people.role": "=served"})


def run(*words):
    result = CliRunner().invoke(app, ["records", *[str(word) for word in words]])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def id_of(store, identifier):
    people = kept_people(open_identities(store))
    return dict(zip(people["identifier"], people["local_id"], strict=True))[identifier]


def test_a_nickname_and_a_slip_are_proposed_with_the_reason_and_no_name(store):
    output = run("duplicates", store)
    assert "1 pair of local ids may be one person each. Nothing was merged." in output
    assert id_of(store, "X1") in output
    assert id_of(store, "X2") in output
    assert (
        "In common: given names of which one is short for the other, family names that are spelled almost alike, "
        "the same day of birth; not the postcode: they may have moved." in output
    )
    for personal in ("Margaret", "Peggy", "Ruter", "1948", "ZZ7", "ZZ9", "X1", "X2"):
        assert personal not in output


def test_names_are_shown_on_request(store):
    output = run("duplicates", store, "--names")
    assert f"{id_of(store, 'X1')}  Margaret, Rutherford, 1948-03-15, F, ZZ7 7QQ" in output
    assert "Peggy, Ruterford" in output
    assert json.loads(run("duplicates", store, "--json"))[0]["names"] is None


def test_what_was_decided_is_not_proposed_again(store):
    one, two = id_of(store, "X1"), id_of(store, "X2")
    run("merge", store, one, two, "--on", ON)
    assert "Nobody seems to stand twice." in run("duplicates", store)
    run("unmerge", store, two, "--on", ON)
    assert "1 pair" in run("duplicates", store)
    run("apart", store, two, one, "--on", ON)
    assert "Nobody seems to stand twice." in run("duplicates", store)


def test_a_third_way_of_writing_is_proposed_against_the_person_once_decided_by_any_of_their_ids(store):
    send(store, ["X3,Margaret,Rutherford,15/03/1948,F,ZZ7 7QQ"])
    one, two, three = (id_of(store, name) for name in ("X1", "X2", "X3"))
    assert "3 pairs" in run("duplicates", store)
    same_people.merge(store, one, two, on=ON)
    assert "2 pairs" in run("duplicates", store)
    same_people.say_apart(store, two, three, on=ON)  # of the person, whichever id was named
    assert "Nobody seems to stand twice." in run("duplicates", store)


def test_a_kept_number_of_the_health_service_is_the_one_to_keep(store):
    file = store.parent / "numbered.csv"
    file.write_text(
        "CHI number,First name,Surname,DOB,Gender\n1503480046,Margaret,Rutherford,15/03/1948,F\n", encoding="utf-8"
    )
    import_files([file], store=store, tables=["people"], as_at=ON, answers={"people.role": "=served"})
    numbered = id_of(store, "1503480046")
    found = same_people.proposals(store)
    assert {each.kept for each in found if numbered in (each.kept, each.other)} == {numbered}


def test_without_the_key_nobody_is_proposed(store):
    (identities_folder(store) / KEY).unlink()
    with pytest.raises(NotFound, match="no key for this store"):
        same_people.proposals(store)


def test_a_store_that_keeps_nobody_apart_has_nobody_to_propose(store, tmp_path):
    people = identities_folder(store) / "people.sealed"
    people.unlink()
    assert same_people.proposals(store) == ()
