"""The synthetic place: the same from its seed, as messy as stated, and its truth is what its records imply."""

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from proventive.quantities import NotFound, Period, UserError
from proventive.records.identity import admit, open_identities
from proventive.records.manifest import read_manifest
from proventive.synthetic import Truth, read_truth, simulate_place
from proventive.synthetic.calibration import calibrate
from proventive.synthetic.events import ADMISSIONS, would_be_events
from proventive.synthetic.joining import Paths, follow
from proventive.synthetic.lives import live
from proventive.synthetic.people import draw_people
from proventive.synthetic.services import SERVICES
from proventive.synthetic.timeline import NEVER, REGISTERS_AS_AT, SERVICES_START, START

YEAR_1 = Period(start=SERVICES_START, end=SERVICES_START.replace(year=2026, month=3, day=31))
SMALL = 4_000
EVENTS = ("emergency_admission", "ae_attendance", "gp_contact", "home_care_hour")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    to = tmp_path_factory.mktemp("glenmarrow")
    return to, simulate_place(to, seed=1, people=SMALL)


def table(place: Path, name: str) -> str:
    (file,) = place.glob(f"records/*/tables/{name}-*.parquet")
    return f"read_parquet('{file.as_posix()}')"


def rows(sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(sql).fetchall()


def one(sql: str) -> tuple[object, ...]:
    with duckdb.connect() as connection:
        row = connection.execute(sql).fetchone()
    assert row is not None
    return row


def test_the_same_seed_makes_the_same_place_whatever_else_is_made(
    place: tuple[Path, Truth], tmp_path: Path
) -> None:
    everything, truth = place
    again = simulate_place(tmp_path, seed=1, people=SMALL, tables={"referrals", "population"}, events=())
    for name in ("referrals", "population"):
        (first,), (second,) = (list(at.glob(f"records/*/tables/{name}-*")) for at in (everything, tmp_path))
        assert first.name == second.name  # named by the hash of their content
    assert again.joiners.keys() == truth.joiners.keys()
    assert not list(tmp_path.glob("records/*/tables/demand-*"))


def test_the_place_comes_with_the_demonstration_key_and_its_people_are_found_under_it(
    place: tuple[Path, Truth],
) -> None:
    stores = sorted((place[0] / "records").iterdir())
    assert len(stores) == 2
    for store in stores:
        manifest = read_manifest(store)
        assert manifest is not None
        identities = open_identities(store, fingerprint=manifest.key)
        assert manifest.key == identities.keys.fingerprint
        numbered = admit(identities, "own", [f"glenmarrow/{number}" for number in range(SMALL)])
        people = np.array([row for (row,) in rows(f"SELECT person_id FROM {table(place[0], 'people')}")])
        assert np.isin(people, numbered.ids.astype(str)).all()


def test_another_seed_makes_another_place(place: tuple[Path, Truth], tmp_path: Path) -> None:
    simulate_place(tmp_path, seed=2, people=SMALL, tables={"population"}, events=())
    (first,), (second,) = (list(at.glob("records/*/tables/population-*")) for at in (place[0], tmp_path))
    assert first.name != second.name


def test_the_truth_is_read_back_as_it_was_written(place: tuple[Path, Truth]) -> None:
    read = read_truth(place[0] / "truth")
    for agreement in place[1].joiners:
        for event in EVENTS:
            assert read.effect(agreement, event, period=YEAR_1) == place[1].effect(agreement, event, period=YEAR_1)


def test_what_was_observed_in_truth_is_what_the_records_say(place: tuple[Path, Truth]) -> None:
    to, truth = place
    for event in EVENTS:
        found = truth.effect("falls-and-friendship", event, period=YEAR_1)
        people, used = one(
            f"""SELECT count(DISTINCT r.person_id), sum(coalesce(d.quantity, 0)) FROM {table(to, "referrals")} r
            LEFT JOIN {table(to, "demand")} d ON d.person_id = r.person_id AND d.event = '{event}'
                AND d.on_date BETWEEN r.started_on AND r.started_on + 364
            WHERE r.agreement = 'falls-and-friendship' AND r.started_on BETWEEN '2025-04-01' AND '2026-03-31'"""
        )
        assert found.people == people
        assert found.observed * found.people == pytest.approx(float(str(used)))


def test_the_truth_for_some_of_those_who_joined_counts_only_them(place: tuple[Path, Truth]) -> None:
    joiners = place[1].joiners["falls-and-friendship"]
    within = joiners.started_on <= np.datetime64(YEAR_1.end)
    some = joiners.person_id[within][:20]
    found = place[1].effect("falls-and-friendship", "emergency_admission", period=YEAR_1, among=some)
    assert found.people == 20
    assert found.observed == joiners.observed["emergency_admission", 12][within][:20].mean()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"people": 999}, "Choose 1,000 people or more"),
        ({"tables": ("people", "prescriptions")}, "no table “prescriptions”"),
        ({"events": ("bed_day",)}, "no event “bed_day”"),
    ],
)
def test_a_place_that_cannot_be_made_is_refused_with_what_to_do(
    tmp_path: Path, asked: dict[str, Any], said: str
) -> None:
    with pytest.raises(UserError, match=said):
        simulate_place(tmp_path, seed=1, **asked)
    assert not list(tmp_path.iterdir())


def test_the_smallest_place_can_be_made(tmp_path: Path) -> None:
    truth = simulate_place(tmp_path, seed=1, people=1_000)
    assert set(truth.joiners) == {service.agreement for service in SERVICES}


def test_asking_for_a_truth_that_is_not_there_says_what_is(place: tuple[Path, Truth]) -> None:
    with pytest.raises(NotFound, match="falls-and-friendship"):
        place[1].effect("another-service", "emergency_admission", period=YEAR_1)


def test_nothing_is_recorded_after_death_or_moving_away_or_before_home_care_was_recorded(
    place: tuple[Path, Truth],
) -> None:
    to, _ = place
    demand, population = table(to, "demand"), table(to, "population")
    assert one(
        f"""SELECT count(*) FROM {demand} d JOIN {population} p USING (person_id)
        WHERE d.on_date >= p.died_on OR d.on_date > p.resident_to OR d.on_date < p.resident_from"""
    ) == (0,)
    first, last = one(f"SELECT min(on_date), max(on_date) FROM {demand} WHERE event = 'home_care_hour'")
    assert (str(first), str(last)) == ("2025-04-01", "2027-03-31")


def test_gp_contacts_are_the_biggest_table_at_four_to_five_a_person_year(place: tuple[Path, Truth]) -> None:
    demand, population = table(place[0], "demand"), table(place[0], "population")
    (contacts,) = one(f"SELECT sum(quantity) FROM {demand} WHERE event = 'gp_contact'")
    (years,) = one(
        f"""SELECT sum(date_diff('day', resident_from, least(coalesce(died_on, DATE '2027-04-01'),
        coalesce(resident_to + 1, DATE '2027-04-01'), DATE '2027-04-01'))) / 365.25 FROM {population}
        WHERE resident_from < '2027-04-01'"""
    )
    assert 4.0 < float(str(contacts)) / float(str(years)) < 5.0


def test_people_who_feel_worse_are_missing_more_often_at_nine_months(place: tuple[Path, Truth]) -> None:
    """Among those who joined early enough to be asked, and did not die or move."""
    to, _ = place
    answered, silent = one(
        f"""WITH joined AS (
            SELECT r.person_id, r.started_on, p.died_on, p.resident_to FROM {table(to, "referrals")} r
            JOIN {table(to, "population")} p USING (person_id)
            WHERE r.agreement = 'falls-and-friendship' AND r.started_on < '2026-08-01'
              AND p.died_on IS NULL AND p.resident_to IS NULL),
        scores AS (
            SELECT j.person_id, min(a.total) FILTER (a.on_date < j.started_on + 30) AS at_joining,
                   count(*) FILTER (a.on_date > j.started_on + 200) AS later
            FROM joined j JOIN {table(to, "assessments")} a USING (person_id)
            WHERE a.instrument = 'ucla3' GROUP BY j.person_id)
        SELECT avg(at_joining) FILTER (later > 0), avg(at_joining) FILTER (later = 0) FROM scores"""
    )
    assert float(str(silent)) > float(str(answered))


def test_records_end_when_the_registers_end(place: tuple[Path, Truth]) -> None:
    to, _ = place
    for name, column in (("contacts", "on_date"), ("assessments", "on_date"), ("referrals", "started_on")):
        (last,) = one(f"SELECT max({column}) FROM {table(to, name)}")
        assert str(last) <= str(REGISTERS_AS_AT)


def test_where_nothing_works_the_true_effect_is_nought(tmp_path: Path) -> None:
    truth = simulate_place(tmp_path, seed=6, people=SMALL, tables=(), events=EVENTS, effect=0.0)
    for event in EVENTS:
        found = truth.effect("falls-and-friendship", event, period=YEAR_1)
        assert found.observed == found.usual_care > 0


def test_under_usual_care_nobody_joins_when_they_did_and_anybody_may_join_later() -> None:
    people = draw_people(3, SMALL)
    admissions = would_be_events(people, ADMISSIONS)
    lives = live(people, admissions)
    for index in range(len(SERVICES)):
        who, later = lives.joiners[index], lives.usual_care[index][index]
        assert ((later - START) // 7 > (lives.joined.days[index][who] - START) // 7).all()
    assert (lives.usual_care[0][0] < NEVER).any()


def test_usual_care_is_the_life_that_was_lived_until_joining() -> None:
    """Every other service joined before is joined on the same day in both lives."""
    people = draw_people(4, SMALL)
    admissions = would_be_events(people, ADMISSIONS)
    lives = live(people, admissions)
    for index in range(len(SERVICES)):
        who, start = lives.joiners[index], lives.joined.days[index][lives.joiners[index]]
        for other in set(range(len(SERVICES))) - {index}:
            lived, usual = lives.joined.days[other][who], lives.usual_care[index][other]
            before = (lived < start - 6) | (usual < start - 6)
            assert np.array_equal(lived[before], usual[before])


def test_following_the_lives_that_were_lived_again_gives_the_same_joining_days() -> None:
    people = draw_people(5, SMALL)
    admissions = would_be_events(people, ADMISSIONS)
    lived = follow(people, admissions, Paths.of_everyone(people))
    again = follow(people, admissions, Paths.of_everyone(people), reached=lived.reached)
    assert np.array_equal(lived.days, again.days)
    assert (lived.days[0] < NEVER).any()


@pytest.mark.parametrize("seed", [20250401, 1])
def test_the_place_looks_as_it_should(seed: int) -> None:
    """Dispersion near the 1.5 of the RAND experiment's admissions; the rest as the design of the place states."""
    place = calibrate(seed=seed)
    assert 0.15 <= place.admissions_a_person_year <= 0.30
    assert 1.4 <= place.dispersion <= 1.7
    assert 1_400 <= place.joined <= 1_600
    assert 1.0 <= place.admissions_year_before <= 1.4
    assert place.admissions_earlier_year < 0.7 * place.admissions_year_before
    assert 0.40 <= place.fall_with_no_service <= 0.60
    assert place.fall_before_after > place.fall_with_no_service + 0.08
    assert 0.04 <= place.comparators_joining_later <= 0.11
    assert "fall with no service" in place.told()
