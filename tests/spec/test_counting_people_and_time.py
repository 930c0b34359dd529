"""How people, contacts, time and money are counted: per agreement, and once overall."""

from datetime import date
from decimal import Decimal

import pytest

from proventive.quantities import Money, Number, Period, Unknown
from proventive.records.counts import counts, counts_table

YEAR = Period(start=date(2024, 4, 1), end=date(2025, 3, 31))

REFERRALS = """
    person_id | agreement | referred_on | started_on | ended_on
    ann       | a         | 2024-03-01  | 2024-03-10 | 2024-04-01
    ben       | a         | 2024-05-01  | 2024-05-10 |
    ben       | b         | 2024-05-01  | 2024-06-10 | 2024-12-31
    cat       | b         | 2024-05-01  | 2024-05-10 |
    dan       | a         | 2024-01-01  | 2024-01-10 | 2024-03-31
    eve       | a         | 2025-03-01  |            |
    fay       | a         | 2023-01-01  | 2023-01-10 | 2023-06-30
    fay       | a         | 2024-07-01  | 2024-07-10 |
"""


def seen(counted) -> tuple:
    """The two numbers of a count."""
    return tuple(v.number if isinstance(v, Number) else v for v in (counted.agreement, counted.overall))


def test_people_are_counted_once_however_many_agreements_serve_them(records_of):
    found = counts(records_of(referrals=REFERRALS), "a", YEAR)
    # ann on her last day, ben, fay under a; cat under b; dan had ended the day before; eve has not started
    assert seen(found.people_served) == (3, 4)


def test_a_person_joins_an_agreement_once_on_the_first_day_they_started(records_of):
    # fay came back: she joined in 2023; ann joined before the period
    assert seen(counts(records_of(referrals=REFERRALS), "a", YEAR).people_joined) == (1, 2)


def test_a_contact_in_the_period_is_enough_to_be_served(records_of):
    contacts = """
        person_id | agreement | on_date    | kind  | minutes | delivered_by
        gil       | a         | 2024-08-01 | phone | 30      | staff
        hal       | a         | 2024-03-31 | phone | 30      | staff
    """
    assert seen(counts(records_of(referrals=REFERRALS, contacts=contacts), "a", YEAR).people_served) == (4, 5)


def test_a_contact_without_an_agreement_is_split_over_those_that_serve_the_person_that_day(records_of):
    contacts = """
        person_id | agreement | on_date    | kind       | minutes | delivered_by
        ben       |           | 2024-06-09 | home visit | 60      | staff
        ben       |           | 2024-06-10 | home visit | 60      | staff
        ben       |           | 2024-12-31 | home visit | 60      | staff
        ben       |           | 2025-01-01 | home visit | 60      | staff
        cat       |           | 2024-06-10 | home visit | 60      | staff
        ben       | b         | 2024-06-11 | home visit | 60      | staff
        zoe       |           | 2024-06-11 | home visit | 60      | staff
    """
    found = counts(records_of(referrals=REFERRALS, contacts=contacts), "a", YEAR)
    # 1 before b began, two halves, 1 after b ended; the last two are another's and nobody's
    assert seen(found.contacts) == (3, 7)
    assert seen(found.contact_hours) == (3, 7)
    assert seen(counts(records_of(referrals=REFERRALS, contacts=contacts), "b", YEAR).contacts) == (3, 7)


def test_hours_given_by_people_served_are_a_share_of_all_hours_of_delivery(records_of):
    contacts = """
        person_id | agreement | on_date    | kind  | minutes | delivered_by
        ben       | a         | 2024-06-10 | phone | 300     | staff
        ben       | a         | 2024-06-11 | phone | 60      | volunteer
        ben       | a         | 2024-06-12 | group | 90      | peer
    """
    contributions = """
        person_id | agreement | on_date    | role    | given_by      | minutes | paid
        fay       | a         | 2024-08-01 | deliver | person served | 60      | yes
        fay       | a         | 2024-08-02 | decide  | person served | 30      | yes
        fay       | a         | 2024-08-03 | design  | person served | 30      | no
        fay       | a         | 2024-08-04 | support | person served | 600     | no
        val       | a         | 2024-08-04 | decide  | volunteer     | 120     | no
        val       | a         | 2024-08-04 | deliver | volunteer     | 60      | no
        fay       | b         | 2024-08-01 | deliver | person served | 60      | yes
    """
    found = counts(records_of(contacts=contacts, contributions=contributions), "a", YEAR)
    assert seen(found.hours_by_people_served) == (2, 3)
    assert seen(found.hours_by_volunteers) == (3, 3)
    # 120 of 120 + 300 by staff + 120 and 60 by the volunteer, once; the peer's contact is there already
    assert seen(found.share_by_people_served) == (Decimal("0.2"), Decimal("0.272727"))


def test_the_share_of_people_served_is_never_too_high_wherever_volunteers_are_recorded(records_of):
    contacts = """
        person_id | agreement | on_date    | kind  | minutes | delivered_by
        ben       | a         | 2024-06-10 | phone | 60      | staff
        ben       | a         | 2024-06-11 | phone | 300     | volunteer
    """
    contributions = """
        person_id | agreement | on_date    | role    | given_by      | minutes | paid
        fay       | a         | 2024-08-01 | deliver | person served | 40      | yes
        val       | a         | 2024-08-04 | deliver | volunteer     | 60      | no
    """
    found = counts(records_of(contacts=contacts, contributions=contributions), "a", YEAR)
    assert seen(found.share_by_people_served)[0] == Decimal("0.1")


def test_seats_are_people_who_decide_each_counted_once(records_of):
    contributions = """
        person_id | agreement | on_date    | role   | given_by      | minutes | paid
        ben       |           | 2024-06-10 | decide | person served | 30      | yes
        ben       | a         | 2024-07-10 | decide | person served | 30      | yes
        cat       |           | 2024-07-10 | decide | person served | 30      | yes
        fay       | a         | 2024-08-02 | design | person served | 30      | yes
        val       | a         | 2024-08-02 | decide | volunteer     | 30      | no
    """
    records = records_of(referrals=REFERRALS, contributions=contributions)
    assert seen(counts(records, "a", YEAR).seats_deciding) == (1, 2)
    assert seen(counts(records, "b", YEAR).seats_deciding) == (2, 2)


def test_money_is_exact_and_what_names_no_agreement_stands_in_the_whole_alone(records_of):
    finance = """
        on_date    | account     | amount    | agreement
        2024-04-01 | price       | 100.10    | a
        2024-04-02 | price       | 0.20      | a
        2024-04-03 | grants      | 50.00     |
        2024-04-04 | staff       | -70.05    | a
        2025-04-01 | price       | 999.00    | a
    """
    found = counts(records_of(finance=finance), "a", YEAR)
    assert found.money_in.agreement == Money(amount=Decimal("100.30"))
    assert found.money_in.overall == Money(amount=Decimal("150.30"))
    assert found.money_out.agreement == Money(amount=Decimal("70.05"))


def test_what_was_not_recorded_is_not_known_and_what_is_covered_is_zero(records_of):
    found = counts(records_of(referrals=REFERRALS, covered=("referrals", "contacts")), "a", YEAR)
    assert seen(found.contacts) == (0, 0)
    assert isinstance(found.hours_by_people_served.agreement, Unknown)
    assert isinstance(found.share_by_people_served.overall, Unknown)
    assert isinstance(found.money_in.overall, Unknown)


def test_only_what_was_known_is_counted(records_of):
    records = records_of(as_at="2024-05-31", referrals=REFERRALS)
    assert seen(counts(records, "a", YEAR).people_joined) == (1, 2)
    assert seen(counts(records, "b", YEAR).people_joined) == (1, 2)  # ben starts under b later


@pytest.mark.parametrize("agreement", ["a", "b"])
def test_the_parts_of_all_agreements_make_the_whole(records_of, agreement):
    contacts = """
        person_id | agreement | on_date    | kind       | minutes | delivered_by
        ben       |           | 2024-06-10 | home visit | 50      | staff
        ben       | b         | 2024-06-10 | home visit | 25      | staff
        fay       |           | 2024-07-10 | home visit | 45      | staff
    """
    records = records_of(referrals=REFERRALS, contacts=contacts)
    hours = [counts(records, id, YEAR).contact_hours for id in ("a", "b")]
    assert sum(seen(both)[0] for both in hours) == seen(hours[0])[1] == 2


def test_the_table_names_what_it_rests_on(records_of):
    table = counts_table(records_of(referrals=REFERRALS), "a", YEAR)
    assert table.rows[0].heading == "People served"
    assert [used.table for used in table.trail.records] == ["referrals"]
    assert len({figure.id for figure in table.figures()}) == 20
