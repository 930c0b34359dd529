"""Area codes carry their edition; former codes are mapped with a notice; a country is never one of its parts."""

import csv
from pathlib import Path

import numpy as np
import pytest

from proventive.records.areas import read_areas
from proventive.records.areas.reading import declared

GEOGRAPHY = Path(__file__).parents[4] / "shared" / "data" / "standards" / "deprivation_geography"
here = pytest.mark.skipif(not GEOGRAPHY.is_dir(), reason="needs ../shared/data/standards/deprivation_geography")


def codes(areas):
    return {fault.code: fault.rows.tolist() for fault in areas.faults}


def column(file, name):
    with (GEOGRAPHY / file).open(encoding="utf-8-sig", newline="") as lines:
        return [row[name] for row in csv.DictReader(lines)]


def test_kinds_and_editions_are_told():
    areas = read_areas(
        ["S01006505", "S01006506", "S01013481", "E01000001", "E01033769", "S12000047", "S08000029", "S37000032"]
    )
    assert areas.kind.tolist() == ["data zone"] * 3 + ["LSOA"] * 2 + ["council", "board", "partnership"]
    assert areas.vintage.tolist() == ["2001", "2011", "2011", "2011 and 2021", "2021"] + ["in force"] * 3
    assert areas.faults == ()


def test_a_former_council_board_or_partnership_is_mapped_with_a_notice():
    areas = read_areas(["S12000015", "s12000015 ", "S12000047", "S08000018", "S37000014", "S12000046"])
    assert areas.codes.tolist() == ["S12000047"] * 3 + ["S08000029", "S37000032", "S12000049"]
    assert codes(areas) == {"former-code": [0, 1, 3, 4, 5]}
    assert not areas.faults[0].stops


def test_what_is_no_area_code_stops_and_is_told_apart():
    sent = ["PH1 5AA", "Perth", "", None, "S12000051", "S1200004", "S13002843", "E02000001"]
    areas = read_areas(sent)
    assert codes(areas) == {"postcode": [0], "not-an-area-code": [1, 5], "no-such-area": [4]}
    assert areas.codes.tolist()[:4] == [None] * 4
    assert areas.kind.tolist()[6:] == ["other", "other"]
    said = " ".join(fault.reason + fault.do for fault in areas.faults)
    assert "PH1" not in said
    assert "Perth" not in said


def test_a_country_is_told_apart_from_its_parts():
    counts = np.array([10, 20, 30])
    areas = read_areas(["S12000047", "S12000048", "S92000003"])
    assert areas.total.tolist() == [False, False, True]
    assert counts[~areas.total].sum() == 30
    assert codes(areas) == {"total": [2]}
    assert areas.kind[2] == "country"


@here
def test_every_data_zone_of_the_lookup_is_of_2011_and_its_council_board_and_partnership_are_in_force():
    zones = read_areas(column("datazone2011_lookup.csv", "DZ2011_Code"))
    assert len(zones.codes) == 6_976
    assert set(zones.vintage.tolist()) == {"2011"}
    for name, count in (("LA_Code", 32), ("HB_Code", 14), ("HIA_Code", 31)):
        areas = read_areas(column("datazone2011_lookup.csv", name))
        assert areas.faults == ()
        assert len(set(areas.codes.tolist())) == count


@here
def test_the_editions_of_lsoas_are_those_of_the_two_indices():
    of_2011 = column("imd2019_england_lsoa11.csv", "lsoa11_code")
    of_2021 = column("imd2025_england_lsoa21.csv", "lsoa21_code")
    assert (len(of_2011), len(of_2021)) == (32_844, 33_755)
    assert set(read_areas(of_2011).vintage.tolist()) == {"2011", "2011 and 2021"}
    assert set(read_areas(of_2021).vintage.tolist()) == {"2021", "2011 and 2021"}
    both = sorted(set(of_2011) & set(of_2021))
    assert set(read_areas(both).vintage.tolist()) == {"2011 and 2021"}


@here
def test_a_former_code_and_the_code_in_force_have_one_name_in_a_lookup_of_the_publisher():
    names = dict(
        zip(column("phs_area_lookup.csv", "geo_code"), column("phs_area_lookup.csv", "area_name"), strict=True)
    )
    assert len(declared()["changed"]) == 12
    for was, now in declared()["changed"].items():
        assert names[was] == names[now]


@here
@pytest.mark.parametrize("file", ["scotland_delayed_discharge_ltla.csv", "scotland_delayed_discharge_hb.csv"])
def test_the_total_of_scotland_is_found_among_the_rows_of_its_parts(file):
    path = Path("..") / "scotland_health" / file
    with (GEOGRAPHY / path).open(encoding="utf-8-sig", newline="") as lines:
        heading = next(csv.reader(lines))
    (name,) = [found for found in heading if found.endswith("_code")]
    areas = read_areas(column(path, name))
    assert int(areas.total.sum()) == 1_650


def test_of_no_areas_nothing_is_said():
    areas = read_areas([])
    assert len(areas.codes) == len(areas.kind) == len(areas.total) == 0
    assert areas.faults == ()
