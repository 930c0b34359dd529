"""The three agreements of the synthetic place can be held, and what each lacks is said kindly."""

from importlib.resources import as_file, files
from pathlib import Path

import pytest

from proventive.agreement import read_agreement
from proventive.agreement.checks.notes import notes
from proventive.quantities import Status
from proventive.reference import open_reference
from proventive.synthetic.place import TABLES
from proventive.synthetic.services import SERVICES

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


def test_every_service_of_the_place_has_an_agreement() -> None:
    assert {service.agreement for service in SERVICES} == set(LACKS)
    assert "population" in TABLES


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
