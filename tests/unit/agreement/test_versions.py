"""A folder holds an agreement and its amendments, in one form or in both."""

from datetime import date
from pathlib import Path

import pytest

from proventive.agreement import (
    agreement_hash,
    read_agreement,
    read_document,
    start_agreement,
    write_as_workbook,
)
from proventive.quantities import AgreementError, NotFound
from proventive.reading.faults import FaultsFound
from proventive.reading.yaml import parse_yaml

SKETCH = (Path(__file__).parents[2] / "data" / "agreements" / "sketch.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """A folder with the sketch of the design in it, as YAML."""
    write(tmp_path / "agreement.yaml", SKETCH)
    return tmp_path


def write(path: Path, text: str) -> None:
    if path.suffix == ".xlsx":
        write_as_workbook(parse_yaml(text, path.name), path)
    else:
        path.write_text(text, encoding="utf-8", newline="\n")


def amended(before: str, old: str, new: str) -> str:
    """A text with one thing changed, that amends the version of the text before it."""
    hash = agreement_hash(read_text(before))
    return before.split("amends:")[0].replace(old, new) + f"amends: {{hash: {hash}, reason: more people}}\n"


def read_text(text: str):
    from proventive.agreement.form import read_form

    agreement, faults = read_form(parse_yaml(text, "agreement.yaml"))
    assert not faults
    return agreement


SECOND = amended(SKETCH, "fixed: 15000 GBP", "fixed: 16000 GBP")
THIRD = amended(SECOND, "fixed: 16000 GBP", "fixed: 17000 GBP")


def codes(path: Path) -> list[str]:
    with pytest.raises(FaultsFound) as found:
        read_agreement(path)
    return [fault.code for fault in found.value.faults]


def fixed(agreement) -> int:
    return int(agreement.payment[0].fixed.amount)


@pytest.mark.parametrize("suffix", ["yaml", "yml", "xlsx"])
def test_a_folder_and_the_file_in_it_are_the_same_agreement(tmp_path, suffix):
    write(tmp_path / f"agreement.{suffix}", SKETCH)
    assert read_agreement(tmp_path) == read_agreement(tmp_path / f"agreement.{suffix}") == read_text(SKETCH)


def test_amendments_are_read_with_the_version_they_amend(folder):
    write(folder / "agreement.2026-04-01.yaml", SECOND)
    write(folder / "agreement.2027-04-01.xlsx", THIRD)
    agreement = read_agreement(folder)
    assert fixed(agreement) == 17000
    assert agreement.in_force_from == date(2027, 4, 1)
    assert [fixed(version) for version in agreement.earlier] == [15000, 16000]
    assert fixed(agreement.as_at(date(2025, 4, 1))) == 15000
    assert fixed(agreement.as_at(date(2026, 3, 31))) == 15000
    assert fixed(agreement.as_at(date(2026, 4, 1))) == 16000
    assert fixed(agreement.as_at(date(2028, 3, 31))) == 17000
    assert agreement.earlier[1].places["title"].file == "agreement.2026-04-01.yaml"
    assert agreement.places["title"].sheet == "Agreement"


def test_the_file_of_a_version_is_that_version_and_those_before_it(folder):
    write(folder / "agreement.2026-04-01.yaml", SECOND)
    write(folder / "agreement.2027-04-01.yaml", THIRD)
    second = read_agreement(folder / "agreement.2026-04-01.yaml")
    assert (fixed(second), len(second.earlier)) == (16000, 1)
    assert fixed(read_agreement(folder / "agreement.yaml")) == 17000


def test_the_chain_of_versions_is_held_together(folder):
    write(folder / "agreement.2026-04-01.yaml", SECOND)
    write(folder / "agreement.yaml", SKETCH.replace("fixed: 15000 GBP", "fixed: 15001 GBP"))
    assert len(codes(folder)) == 1


def test_faults_of_all_versions_come_at_once(folder):
    write(folder / "agreement.yaml", SKETCH.replace("kind: contract", "kind: deal"))
    write(folder / "agreement.2026-04-01.yaml", SECOND.replace("every: month", "every: fortnight"))
    write(folder / "agreement.2027-04-01.yaml", "title: [")
    assert sorted(codes(folder)) == ["bracket", "unknown-word", "unknown-word"]


@pytest.mark.parametrize("name", ["agreement.2026-4-1.yaml", "agreement.2026-02-30.yaml", "agreement.2.xlsx"])
def test_an_amendment_without_a_day_is_not_passed_over(folder, name):
    write(folder / name, SECOND)
    assert codes(folder) == ["amendment-without-a-day"]


@pytest.mark.parametrize("name", ["agreement.draft.yaml", "agreement.old.xlsx", "other.yaml", "seals.yaml"])
def test_files_of_other_names_are_not_read(folder, name):
    write(folder / name, SECOND)
    assert fixed(read_agreement(folder)) == 15000


def test_both_forms_may_stand_side_by_side_if_they_say_the_same(folder):
    write(folder / "agreement.xlsx", SKETCH)
    assert read_agreement(folder) == read_text(SKETCH)


def test_two_forms_that_differ_are_told_with_every_difference(folder):
    other = SKETCH.replace("fixed: 15000 GBP", "fixed: 15001 GBP").replace("at_least: 4", "at_least: 5")
    write(folder / "agreement.xlsx", other)
    with pytest.raises(FaultsFound) as found:
        read_agreement(folder)
    assert [fault.code for fault in found.value.faults] == ["two-files-differ"] * 2
    assert "15000 GBP" in str(found.value)
    assert "15001 GBP" in str(found.value)


def test_two_forms_in_another_order_differ_too(folder):
    lines = SKETCH.split("\n")
    place = next(number for number, line in enumerate(lines) if "id: apprentices" in line)
    lines[place], lines[place - 1] = lines[place - 1], lines[place]
    write(folder / "agreement.xlsx", "\n".join(lines))
    assert codes(folder) == ["two-files-differ"]


def test_what_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFound, match=r"holds no agreement\.yaml"):
        read_agreement(tmp_path)
    with pytest.raises(NotFound, match="is not there"):
        read_agreement(tmp_path / "agreement.yaml")
    write(tmp_path / "agreement.2026-04-01.yaml", SECOND)
    with pytest.raises(NotFound, match=r"holds no agreement\.yaml"):
        read_agreement(tmp_path)


def test_an_agreement_is_started_in_both_forms(tmp_path):
    folder = tmp_path / "new" / "service"
    text, workbook = start_agreement(folder)
    assert (text.name, workbook.name) == ("agreement.yaml", "agreement.xlsx")
    agreement = read_agreement(folder)
    assert agreement == read_document(text) == read_document(workbook)
    assert agreement.with_role("preventive partner")
    assert {type(term).__name__ for term in agreement.payment} == {
        "FixedTerm",
        "PerPersonImproved",
        "EffectOnEveryoneWhoJoined",
    }
    assert len(agreement.worked_examples) == 3


def test_the_commented_value_map_of_the_template_fits_too(tmp_path):
    text, workbook = start_agreement(tmp_path)
    workbook.unlink()
    head, value = text.read_text(encoding="utf-8").split("# value:")
    write(text, head + "value:" + value.replace("\n# ", "\n"))
    assert read_agreement(tmp_path).value is not None


def test_starting_again_overwrites_nothing(tmp_path):
    text, workbook = start_agreement(tmp_path)
    write(text, SKETCH)
    with pytest.raises(AgreementError, match="is there already"):
        start_agreement(tmp_path)
    assert text.read_text(encoding="utf-8") == SKETCH
    text.unlink()
    with pytest.raises(AgreementError, match="is there already"):
        start_agreement(tmp_path)
    assert workbook.exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    write(tmp_path / "file.yaml", SKETCH)
    with pytest.raises(AgreementError, match="cannot be written to"):
        start_agreement(tmp_path / "file.yaml" / "below")


def test_the_started_spreadsheet_is_the_same_bytes_each_time(tmp_path):
    first, second = (start_agreement(tmp_path / name)[1].read_bytes() for name in ("a", "b"))
    assert first == second
