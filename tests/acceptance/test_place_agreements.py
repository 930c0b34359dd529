"""The three agreements of the synthetic place can be held, and what each lacks is said kindly."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from proventive.agreement import period_told, read_agreement
from proventive.agreement.checks.notes import notes
from proventive.agreement.seals import seals
from proventive.evaluation.evaluating import answer
from proventive.quantities import Status, Unknown
from proventive.records import open_records
from proventive.reference import open_reference
from proventive.synthetic import simulate_place
from proventive.synthetic.place import TABLES
from proventive.synthetic.services import SERVICES
from proventive.synthetic.timeline import REGISTERS_AS_AT

PLACE = files("proventive.examples").joinpath("place")
LACKS = {
    "falls-and-friendship": set(),
    "home-from-hospital": set(),
    "kitchen-table": {"no-demand-objective", "no-preventive-partner"},
}


@pytest.mark.parametrize("agreement", sorted(LACKS))
def test_each_agreement_can_be_held_and_its_notes_are_kind(agreement: str) -> None:
    with as_file(PLACE.joinpath(agreement)) as folder:
        read = read_agreement(folder)
    assert read.id == agreement
    assert "does not exist" in (read.about or "")
    found = notes(read)
    assert {note.code for note in found} == LACKS[agreement]
    assert all("nothing is held against it" in note.do for note in found)


@pytest.mark.parametrize(
    ("agreement", "status"),
    [
        ("falls-and-friendship", "sealed by both"),
        ("home-from-hospital", "sealed by both"),
        ("kitchen-table", "sealed by one party"),
    ],
)
def test_the_plans_are_sealed_before_the_services_start(agreement: str, status: str) -> None:
    with as_file(PLACE.joinpath(agreement)) as folder:
        found = seals(folder, read_agreement(folder))
    assert found.status == status
    assert not found.changed
    assert found.late is None


def test_every_service_of_the_place_has_an_agreement() -> None:
    assert {service.agreement for service in SERVICES} == set(LACKS)
    assert "population" in TABLES


def test_home_care_is_not_known_because_it_was_not_recorded_before_april_2025(tmp_path: Path) -> None:
    with as_file(PLACE) as place:
        shutil.copytree(place / "falls-and-friendship", tmp_path / "falls-and-friendship")
    simulate_place(
        tmp_path, seed=1, people=4_000, tables=("referrals", "population", "demand"), events=("home_care_hour",)
    )
    folder = tmp_path / "falls-and-friendship"
    agreement = read_agreement(folder)
    records = open_records(folder, agreement=agreement, as_at=REGISTERS_AS_AT)
    found = answer(agreement, records, agreement.objective("home-care"), period_told(agreement, REGISTERS_AS_AT))
    assert found.status == "not known"
    assert isinstance(found.effect.value, Unknown)
    assert "before 1 April 2025" in found.effect.value.unknown


def test_every_price_of_the_place_is_assumed_and_says_that_it_is_invented() -> None:
    with as_file(PLACE) as place:
        folders = list(Path(place).glob("*/reference"))
        facts = [
            fact
            for folder in folders
            for fact in open_reference(folder).facts.values()
            if fact.id.startswith("local/")
        ]
    assert len(facts) == 5
    for fact in facts:
        for value in fact.values:
            assert value.source.status is Status.ASSUMED
            assert value.source.title == "Invented for this example"
