"""A person is erased: mappings and rows to fix are rewritten without them, and all that is of others stands."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from proventive.cli.records.rights import lines
from proventive.quantities import NotFound, RecordsError
from proventive.records.backup import back_up, restore
from proventive.records.erasure import removing
from proventive.records.identity import start_identities
from proventive.records.importing import import_files
from proventive.records.importing.mapping_file import read_mapping
from proventive.records.rights import erase, erasing, person_of, rows_to_fix

KEY = b"a key for tests only, 32 bytes.."
ONE, TWO, THREE = "1503480046", "0101480024", "1001420020"  # invented CHI numbers whose check digit holds
ON = date(2026, 11, 26)
HEADINGS = "CHI number,Forename,DOB,Gender"
SECRET = b"four plain words here"


@pytest.fixture
def store(store: Path) -> Path:
    start_identities(store, pseudonyms=KEY)
    sent(store, f"{ONE},Ann,15/03/1948,F", f"{TWO},Isla,01/01/1948,F", f"{THREE},Una,10/01/1942,F")
    return store


def sent(folder: Path, *rows: str, name: str = "people.csv", headings: str = HEADINGS, **options: object):
    file = folder.parent.parent / name
    file.write_text("\n".join((headings, *rows)) + "\n", encoding="utf-8")
    answers = {"people.role": "=served"}
    return import_files([file], store=folder, tables=["people"], answers=answers, **options)  # type: ignore[arg-type]


def local(folder: Path, number: str) -> str:
    return person_of(folder, identifier=number, kind="CHI")


def rows_in(file: Path) -> list[tuple[object, ...]]:
    """The rows of a sheet that are not blank, below its headings, without what to fix."""
    rows = list(load_workbook(file).active.iter_rows(values_only=True))
    return [row[1:] for row in rows[1:] if any(row)]


def one_mapping(folder: Path, change: Callable[[str], str]) -> Path:
    (file,) = (folder / "mappings").glob("*.yaml")
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    return file


def test_only_the_rows_of_the_person_are_taken_out_of_the_rows_to_fix(store):
    sent(store, f"{TWO},Isla,31/02/1948,F", f"{ONE},Ann,31/02/1948,F", f"{THREE},Una,soon,F")
    (file,) = (store / "to-fix").glob("*.xlsx")
    before = rows_in(file)
    assert [row[0] for row in before] == [2, 3, 4]
    erased = erase(store, local(store, ONE), on=ON)
    assert rows_in(file) == [before[0], before[2]]
    assert (erased.rewritten, erased.removed) == ((f"to-fix/{file.name}",), ())
    assert (erased.to_fix, erased.unclear, erased.still_in) == (1, 0, ())
    assert any(line == f"  to-fix/{file.name} was rewritten without them" for line in lines(erased))


def test_rows_to_fix_of_others_alone_are_not_touched(store):
    sent(store, f"{TWO},Isla,31/02/1948,F", f"{THREE},Una,31/02/1948,F")
    (file,) = (store / "to-fix").glob("*.xlsx")
    content = file.read_bytes()
    erased = erase(store, local(store, ONE), on=ON)
    assert (erased.rewritten, erased.removed) == ((), ())
    assert file.read_bytes() == content


def test_rows_whose_number_cannot_be_read_are_taken_out_too_and_told(store):
    sent(store, f"{ONE[:-1]}7,Ann,15/03/1948,F", f"{TWO},Isla,31/02/1948,F", ",Una,10/01/1942,F")
    (file,) = (store / "to-fix").glob("*.xlsx")
    erased = erase(store, local(store, ONE), on=ON)
    assert [row[1] for row in rows_in(file)] == [TWO]
    assert (erased.to_fix, erased.unclear) == (0, 2)
    assert any("2 rows to fix went too" in line for line in lines(erased))


def test_a_file_of_rows_to_fix_with_nobody_else_in_it_goes_as_a_whole(store):
    sent(store, f"{ONE},Ann,31/02/1948,F")
    (file,) = (store / "to-fix").glob("*.xlsx")
    erased = erase(store, local(store, ONE), on=ON)
    assert (erased.rewritten, erased.removed) == ((), (f"to-fix/{file.name}",))
    assert not file.exists()
    assert any("Deleted as a whole" in line and file.name in line for line in lines(erased))


def test_a_file_of_rows_to_fix_that_no_mapping_reads_goes_as_a_whole(store):
    sent(store, f"{TWO},Isla,31/02/1948,F")
    (file,) = (store / "to-fix").glob("*.xlsx")
    for mapping in (store / "mappings").glob("*.yaml"):
        mapping.unlink()
    assert erase(store, local(store, ONE), on=ON).removed == (f"to-fix/{file.name}",)
    assert not file.exists()


@pytest.mark.parametrize(("codec", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", "\t")])
def test_rows_to_fix_that_were_saved_as_csv_are_rewritten_too(store, codec, delimiter):
    rows = [
        ["What to fix", "Row in your file", *HEADINGS.split(",")],
        ["Column C", "2", ONE, "Zoë", "31/02/1948", "F"],
        ["Column C", "3", TWO, "Zoë", "31/02/1948", "F"],
    ]
    file = store / "to-fix" / "people to fix.csv"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes("".join(delimiter.join(row) + "\r\n" for row in rows).encode(codec))
    erase(store, local(store, ONE), on=ON)
    left = file.read_bytes().decode(codec).split("\r\n")
    assert left == [delimiter.join(rows[0]), "", delimiter.join(rows[2]), ""]


def test_what_somebody_wrote_into_the_rows_to_fix_of_others_stands(store):
    sent(store, f"{TWO},Isla,31/02/1948,F", f"{ONE},Ann,31/02/1948,F")
    (file,) = (store / "to-fix").glob("*.xlsx")
    book = load_workbook(file)
    book.active["E2"] = date(1948, 2, 1)
    book.save(file)
    erase(store, local(store, ONE), on=ON)
    ((_, number, _, born, _),) = rows_in(file)
    assert (number, born.date()) == (TWO, date(1948, 2, 1))


def test_a_person_who_stands_only_among_rows_to_fix_is_erased(store):
    nobody = "2002330042"
    with pytest.raises(NotFound):
        erase(store, local(store, nobody), on=ON)
    assert not (store / removing.READY).exists()
    sent(store, f"{TWO},Isla,31/02/1948,F", f"{nobody},Eve,31/02/1933,F")
    erased = erase(store, local(store, nobody), on=ON)
    (file,) = (store / "to-fix").glob("*.xlsx")
    assert (erased.rows, erased.to_fix, [row[1] for row in rows_in(file)]) == (0, 1, [TWO])


def test_an_answer_that_is_a_number_of_the_person_is_masked_and_all_else_stands(store):
    spaced = f"{ONE[:6]} {ONE[6:]}"

    def with_answers(text: str) -> str:
        return text + f"    left_out: # by hand\n      CHI number: [\"{spaced}\", '{TWO}']\n  # as {ONE} said\n"

    file = one_mapping(store, with_answers)
    was, before = file.read_text(encoding="utf-8"), read_mapping(file)
    assert before.tables[0].left_out == {"CHI number": (spaced, TWO)}
    erased = erase(store, local(store, ONE), on=ON)
    after = read_mapping(file)
    assert after.tables[0].left_out == {"CHI number": ("erased 1", TWO)}
    assert after.headings == before.headings
    assert after.tables[0].columns == before.tables[0].columns
    assert file.read_text(encoding="utf-8") == was.replace(spaced, "erased 1").replace(ONE, "erased")
    assert (erased.rewritten, erased.still_in) == ((f"mappings/{file.name}",), ())


def test_a_coded_answer_is_masked_and_a_second_person_gets_a_mask_of_their_own(store):
    def coded(text: str) -> str:
        assert "      sex: {heading: Gender}" in text
        codes = f'{{"{ONE}": F, "{TWO}": F, "F": F}}'
        return text.replace("      sex: {heading: Gender}", f"      sex: {{heading: Gender, codes: {codes}}}")

    file = one_mapping(store, coded)
    for number in (ONE, TWO):
        erase(store, local(store, number), on=ON)
    assert read_mapping(file).tables[0].columns["sex"].codes == {"erased 1": "F", "erased 2": "F", "F": "F"}


def test_a_short_id_of_the_body_is_masked_only_in_the_column_of_the_person(store, tmp_path):
    answers = {"people.role": "=served", "people.person_id.identifier": "own"}
    file = tmp_path / "own.csv"
    file.write_text("Client ref,DOB,Gender\n1,15/03/1948,1\n2,01/01/1948,1\n", encoding="utf-8")
    one_mapping(store, lambda text: text).unlink()
    import_files([file], store=store, tables=["people"], answers=answers | {"people.sex.codes.1": "F"})
    (mapping,) = (store / "mappings").glob("*.yaml")
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(text + '    left_out: {Client ref: ["1", "3"], Gender: ["1"]}\n', encoding="utf-8")
    erase(store, person_of(store, identifier="1", kind="own"), on=ON)
    assert read_mapping(mapping).tables[0].left_out == {"Client ref": ("erased 1", "3"), "Gender": ("1",)}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("Forename", f"Notes on {ONE}"),
        lambda text: text.replace("name: people", f'name: "people {ONE}"'),
        lambda text: text.replace("{heading: CHI number,", f'{{value: "{ONE}",'),
        lambda text: text + f"  broken: [{ONE}\n",
    ],
    ids=["heading", "name", "value of all rows", "no mapping"],
)
def test_a_mapping_that_would_not_be_the_same_without_the_person_goes_as_a_whole(store, change):
    file = one_mapping(store, change)
    erased = erase(store, local(store, ONE), on=ON)
    assert (erased.rewritten, erased.removed) == ((), (f"mappings/{file.name}",))
    assert not file.exists()
    assert any("Deleted as a whole" in line and file.name in line for line in lines(erased))


def test_a_mapping_without_the_person_is_not_touched(store):
    file = one_mapping(store, lambda text: text + f"# Left out by hand: {TWO}, and 1503480047\n")
    content = file.read_bytes()
    assert erase(store, local(store, ONE), on=ON).rewritten == ()
    assert file.read_bytes() == content


def test_nothing_is_changed_until_all_is_ready(store, monkeypatch):
    sent(store, f"{TWO},Isla,31/02/1948,F", f"{ONE},Ann,31/02/1948,F")
    one_mapping(store, lambda text: text + f"# Left out by hand: {ONE}\n")
    before = {file: file.read_bytes() for file in store.rglob("*") if file.is_file()}
    with monkeypatch.context() as broken:
        broken.setattr("proventive.records.rights.making_ready.whole", full)
        with pytest.raises(RecordsError, match="No space left"):
            erase(store, local(store, ONE), on=ON)
    assert {file: file.read_bytes() for file in store.rglob("*") if file.is_file()} == before


def full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_whoever_was_erased_is_erased_from_the_rows_to_fix_of_a_backup(store, tmp_path):
    nobody = "2002330042"
    sent(store, f"{TWO},Isla,31/02/1948,F", f"{nobody},Eve,31/02/1933,F")
    back_up(store, tmp_path / "backup", secret=SECRET)
    erase(store, local(store, nobody), on=ON)
    back = restore(tmp_path / "backup", tmp_path / "again", secret=SECRET, erased_in=store)
    assert back.erased_again == 1
    (file,) = (tmp_path / "again" / "records" / "hub" / "to-fix").glob("*.xlsx")
    assert [row[1] for row in rows_in(file)] == [TWO]


@pytest.mark.parametrize(
    "place", [(rows_to_fix, "take_out"), (rows_to_fix.shutil, "copyfile"), (erasing, "begin")]
)
def test_a_full_disk_is_told_and_nobody_is_half_erased(store, monkeypatch, place):
    sent(store, f"{TWO},Isla,31/02/1948,F", f"{ONE},Ann,31/02/1948,F")
    one = local(store, ONE)
    before = {
        file: file.read_bytes() for file in store.rglob("*.*") if file.suffix in (".parquet", ".xlsx", ".yaml")
    }
    with monkeypatch.context() as patched:
        patched.setattr(*place, full)
        with pytest.raises(RecordsError, match="No space left on device"):
            erase(store, one, on=ON)
    assert {file: file.read_bytes() for file in before} == before
    assert erase(store, one, on=ON).rewritten
