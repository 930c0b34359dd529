"""What is judged at the door of an import: a CHI number against birth and sex of its row, and area codes."""

from datetime import date

import pytest

from proventive.engine import Part, open_embedded
from proventive.quantities import NotFound, RecordsError
from proventive.records import declarations
from proventive.records.bringing_in import bring_in
from proventive.records.identity import kept_people, open_identities, start_identities
from proventive.records.identity.keys import KEY, identities_folder
from proventive.records.importing import import_files
from proventive.records.manifest import read_manifest

TEST_KEY = b"a key for tests only, 32 bytes.."
PEOPLE = "CHI number,DOB,Gender,Data zone\n"
# Invented numbers whose check digit holds: women born on 15 March 1948 and 1 January 1948, a man on 15 March 1948.
ONE, TWO, MAN = "1503480046", "0101480024", "1503480054"


@pytest.fixture
def store(store):
    start_identities(store, pseudonyms=TEST_KEY)
    return store


def imported(store, text, **answers):
    file = store.parent / "people.csv"
    file.write_text(text, encoding="utf-8")
    answers = {"people.role": "=served", **answers}
    return import_files([file], store=store, tables=["people"], as_at=date(2026, 1, 1), answers=answers)


def told(outcome):
    """Each message: what, of which rows, in which column, and whether the rows were set aside."""
    return {(m.code, m.rows, m.column.split()[0] if m.column else None, m.set_aside) for m in outcome.messages}


def kept(store, manifest, table, *columns):
    engine = open_embedded(folders=[store])
    file = (store / manifest.table(table).file).as_posix()
    found = engine.fetch(f"SELECT {', '.join(columns)} FROM read_parquet('{file}') ORDER BY _row")
    return list(zip(*(found[column].tolist() for column in columns), strict=True))


def test_the_numbers_hold_their_check_digit():
    for number in (ONE, TWO, MAN):
        assert sum(int(digit) * weight for digit, weight in zip(number, range(10, 0, -1), strict=True)) % 11 == 0


def test_a_chi_number_with_another_birth_is_set_aside_and_one_with_another_sex_is_told(store):
    outcome = imported(store, PEOPLE + f"{ONE},15/03/1948,F,\n{TWO},13/02/1948,F,\n{MAN},15/03/1948,F,\n")
    assert told(outcome) == {("another-birth", (3,), "A", True), ("another-sex", (4,), "A", False)}
    (account,) = outcome.accounts
    assert (account.rows, account.accepted, account.set_aside) == (3, 2, 1)
    said = " ".join(str(message) for message in outcome.messages)
    assert "row 3" in said
    assert not any(number in said for number in (ONE, TWO, MAN))


def test_the_same_number_is_judged_beside_each_birth_that_it_is_sent_with(store):
    outcome = imported(store, PEOPLE + f"{ONE},15/03/1948,F,\n{ONE},15/04/1948,F,\n")
    assert told(outcome) == {("another-birth", (3,), "A", True)}
    assert outcome.accounts[0].accepted == 1


def test_without_birth_and_sex_nothing_is_compared(store):
    outcome = imported(store, PEOPLE + f"{ONE},,,\n{MAN},,U,\n")
    assert told(outcome) == set()
    assert outcome.accounts[0].accepted == 2


def test_a_former_code_is_mapped_with_a_notice_and_the_edition_is_said(store):
    outcome = imported(store, PEOPLE + f"{ONE},15/03/1948,F,S12000015\n{TWO},01/01/1948,F,S01006506\n")
    assert told(outcome) == {("former-code", (2,), "D", False)}
    assert kept(store, outcome.manifest, "people", "area_code") == [("S12000047",), ("S01006506",)]
    assert any("1 × council (in force), 1 × data zone (2011)" in note for note in outcome.notes)
    assert [source.areas for source in read_manifest(store).sources] == [
        "1 × council (in force), 1 × data zone (2011)"
    ]


def test_where_a_person_lives_is_no_postcode_and_no_name(store):
    rows = f"{ONE},15/03/1948,F,PH1 5AA\n{TWO},01/01/1948,F,Perth\n{MAN},15/03/1948,M,S12000051\n"
    outcome = imported(store, PEOPLE + rows)
    assert told(outcome) == {
        ("postcode", (2,), "D", True),
        ("not-an-area-code", (3,), "D", True),
        ("no-such-area", (4,), "D", True),
    }
    said = " ".join(str(message) for message in outcome.messages)
    assert "PH1" not in said
    assert "Perth" not in said


def test_in_published_counts_a_total_is_told_and_what_has_no_code_stands(store):
    file = store.parent / "counts.csv"
    file.write_text(
        "Area,Event,From,To,Count\n"
        "S92000003,ae_attendance,2025-04-01,2025-04-30,30\n"
        "S12000015,ae_attendance,2025-04-01,2025-04-30,20\n"
        "North Cottage Hospital,ae_attendance,2025-04-01,2025-04-30,10\n",
        encoding="utf-8",
    )
    answers = {"area_series.period_start": "From", "area_series.period_end": "To"}
    outcome = import_files([file], store=store, tables=["area_series"], answers=answers)
    assert told(outcome) == {("total", (2,), "A", False), ("former-code", (3,), "A", False)}
    assert kept(store, outcome.manifest, "area_series", "area_code") == [
        ("S92000003",),
        ("S12000047",),
        ("North Cottage Hospital",),
    ]


def test_the_day_of_birth_is_compared_where_the_file_has_it_and_the_month_where_it_has_no_more(store):
    sent = f"{ONE},15/03/1948,F,\n{TWO},02/01/1948,F,\n{MAN},Mar 1948,M,\n"
    assert told(imported(store, PEOPLE + sent)) == {("another-birth", (3,), "A", True)}
    assert told(imported(store, PEOPLE + f"{ONE},Apr 1948,F,\n")) == {("another-birth", (2,), "A", True)}


def test_birth_and_sex_are_kept_apart_beside_the_identifier(store):
    outcome = imported(store, PEOPLE + f"{ONE},15/03/1948,F,\n{MAN},Mar 1948,M,\n")
    assert kept(store, outcome.manifest, "people", "birth_month") == [(date(1948, 3, 1),)] * 2
    people = kept_people(open_identities(store))
    rows = zip(people["identifier"], people["birth_date"], people["sex"], strict=True)
    assert set(rows) == {(ONE, "1948-03-15", "F"), (MAN, "1948-03", "M")}


# NHS numbers


def test_an_nhs_number_is_held_against_its_check_digit_and_not_against_birth_and_sex(store):
    """It says neither: the digits of a man born in 1948 are nobody's birth where the column holds NHS numbers."""
    sent = f"NHS number,DOB,Gender\n{MAN},21/02/1960,F\n1503480055,21/02/1960,F\n"
    outcome = imported(store, sent)
    assert told(outcome) == {("check-digit", (3,), "A", True)}
    assert kept_people(open_identities(store))["kind"].tolist() == ["NHS number"]


# The key is named in the manifest


def test_the_manifest_names_the_key_that_made_the_ids_and_no_other_is_taken(store):
    fingerprint = open_identities(store).keys.fingerprint
    assert imported(store, PEOPLE + f"{ONE},,,\n").manifest.key == fingerprint
    assert bring_in(store).key == fingerprint  # also when it is read again
    assert read_manifest(store).key == fingerprint
    (identities_folder(store) / KEY).unlink()
    with pytest.raises(NotFound, match="cannot be made again"):
        imported(store, PEOPLE + f"{TWO},,,\n")
    start_identities(store, pseudonyms=b"another key, of 32 bytes as well")
    with pytest.raises(RecordsError, match="is not the one that made the ids"):
        imported(store, PEOPLE + f"{TWO},,,\n")
    assert read_manifest(store).key == fingerprint
    assert kept(store, read_manifest(store), "people", "role") == [("served",)]


def test_a_store_whose_rows_come_with_local_ids_names_no_key(store):
    outcome = imported(store, "Person\nlocal-1\n", **{"people.person_id": "Person"})
    assert outcome.manifest.key == ""
    assert outcome.accounts[0].accepted == 1


# What is set aside leaves no identifier


def test_who_has_only_rows_that_were_set_aside_is_not_kept_until_they_are_fixed(store):
    outcome = imported(store, PEOPLE + f"{ONE},15/03/1948,F,\n{TWO},01/01/1948,F,Perth\n")
    assert outcome.accounts[0].set_aside == 1
    assert kept_people(open_identities(store))["identifier"].tolist() == [ONE]
    imported(store, PEOPLE + f"{TWO},01/01/1948,F,S01006506\n")
    assert set(kept_people(open_identities(store))["identifier"]) == {ONE, TWO}


def test_a_row_that_is_set_aside_adds_nothing_to_what_is_kept_of_a_person(store):
    headings = "CHI number,Surname,DOB,Gender,Data zone\n"
    imported(store, headings + f"{ONE},Testperson,15/03/1948,F,S01006506\n")
    again = imported(store, headings + f"{ONE},Testpersonne,15/03/1948,F,Perth\n")
    assert again.accounts[0].set_aside == 1
    assert kept_people(open_identities(store))["family_name"].tolist() == ["Testperson"]


# Totals


def test_a_total_is_never_added_to_its_parts(store):
    """Whoever counts an area counts its rows alone: a country is an area of its own beside its councils."""
    file = store.parent / "counts.csv"
    parts = [("S12000047", 20), ("S12000049", 10)]
    rows = [f"{area},ae_attendance,2025-04-01,2025-04-30,{count}" for area, count in [*parts, ("S92000003", 30)]]
    file.write_text("Area,Event,From,To,Count\n" + "\n".join(rows) + "\n", encoding="utf-8")
    answers = {"area_series.period_start": "From", "area_series.period_end": "To"}
    outcome = import_files([file], store=store, tables=["area_series"], answers=answers)
    assert told(outcome) == {("total", (4,), "A", False)}
    engine = open_embedded(folders=[store])
    part = Part(store="hub", file=store / outcome.manifest.table("area_series").file)
    engine.open_table(declarations()["area_series"], [part], date(2026, 1, 1))
    for area, count in [*parts, ("S92000003", 30)]:
        months = engine.query(
            "evaluation/area_months", area=area, event="ae_attendance", last_day=date(2026, 1, 1)
        )
        assert months["counted"].tolist() == [count]
