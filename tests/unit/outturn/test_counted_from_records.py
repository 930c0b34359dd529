"""People, contacts, hours and money counted from real tables, under one agreement and once over all."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from strathearn_case import APPRENTICES, CO_PRODUCTION, YEAR_1, agreement, days, findings, pounds

from proventive.outturn.case import Case
from proventive.outturn.claims import joined
from proventive.outturn.counted import counts_table
from proventive.outturn.obligations import obligation_promises
from proventive.quantities import Number, Unknown
from proventive.records import Coverage, open_records, write_store

HERE, THERE = "strathearn-falls", "home-from-hospital"
REFERRALS = [
    ("both", HERE, "2025-05-01", "2025-05-01"),
    ("both", THERE, "2025-06-01", "2025-06-01"),
    ("here", HERE, "2025-04-01", "2025-04-01"),
    ("again", HERE, "2024-05-01", "2024-05-01"),  # started the year before: joining again is not joining
    ("again", HERE, "2025-08-01", "2025-08-01"),
    ("waiting", HERE, "2025-09-01", "NaT"),
    ("later", HERE, "2026-03-31", "2026-04-01"),
]
CONTACTS = [
    ("here", HERE, "2025-05-10", 60, "staff"),
    ("here", None, "2025-05-11", 30, "staff"),  # served under one agreement on that day
    ("both", None, "2025-07-01", 50, "staff"),  # served under two: half each
    ("both", THERE, "2025-07-02", 45, "staff"),
    ("nobody", None, "2025-07-03", 20, "staff"),  # served under none
    ("here", HERE, "2025-05-12", 90, "volunteer"),
    ("here", HERE, "2026-04-01", 500, "staff"),  # after the period
]
CONTRIBUTIONS = [
    ("here", HERE, "2025-06-01", "deliver", "person served", 40),
    ("here", HERE, "2025-06-02", "decide", "person served", 60),
    ("both", HERE, "2025-06-02", "decide", "person served", 60),
    ("helper", HERE, "2025-06-02", "decide", "volunteer", 60),  # a volunteer's seat is not a seat of people served
    ("both", THERE, "2025-06-02", "decide", "person served", 60),
    ("helper", HERE, "2025-06-03", "deliver", "volunteer", 125),
]


def columns(names, rows, dates=("on_date",)):
    table = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return {name: days(*values) if name in dates else values for name, values in table.items()}


def tables():
    contacts = columns(("person_id", "agreement", "on_date", "minutes", "delivered_by"), CONTACTS)
    given = columns(("person_id", "agreement", "on_date", "role", "given_by", "minutes"), CONTRIBUTIONS)
    return {
        "referrals": columns(
            ("person_id", "agreement", "referred_on", "started_on"), REFERRALS, ("referred_on", "started_on")
        ),
        "contacts": contacts | {"kind": ["meeting"] * len(CONTACTS)},
        "contributions": given | {"paid": ["yes"] * len(CONTRIBUTIONS)},
        "deliverables": columns(
            ("agreement", "obligation", "on_date", "quantity"),
            [
                (HERE, "apprentices", "2025-09-01", Decimal(2)),
                (HERE, "apprentices", "2026-02-01", Decimal(1)),
                (HERE, "apprentices", "2026-04-01", Decimal(3)),
                (THERE, "apprentices", "2025-09-01", Decimal(9)),
            ],
        ),
        "finance": columns(
            ("on_date", "account", "amount", "agreement"),
            [
                ("2025-04-30", "price", Decimal("15000.00"), HERE),
                ("2025-05-31", "price", Decimal("15000.10"), HERE),
                ("2025-05-31", "staff", Decimal("-9000.05"), HERE),
                ("2025-05-31", "grants", Decimal("400.00"), None),
            ],
        ),
    }


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The records of this page, written once."""
    return written(tmp_path_factory.mktemp("place"), tables())


def written(folder, held, coverage=()):
    write_store(
        folder / "records" / "provider",
        body="provider",
        name="The provider",
        id_space="local",
        made_by="by hand",
        coverage=coverage,
        tables=held,
    )
    return folder


def case(folder, as_at="2027-06-30", **changes):
    of = agreement(**changes)
    return Case(
        agreement=of,
        records=open_records(folder, agreement=of, as_at=as_at),
        findings=findings(),
        elsewhere=(),
        already_paid={},
    )


def counts(of):
    return {row.id: row.cells for row in counts_table(of).rows}


def number(value, unit):
    return Number(number=Decimal(value), unit=unit)


def test_a_person_joins_once_on_the_first_day_on_which_they_started(place):
    of = case(place)
    assert joined(of.agreement, of.records, YEAR_1) == [("both", date(2025, 5, 1)), ("here", date(2025, 4, 1))]


def test_people_contacts_hours_and_money_under_the_agreement_and_once_over_all(place):
    counted = counts(case(place))
    assert counted["people"] == (number(2, "people"), number(2, "people"))  # one of the two joined both
    assert counted["contacts"] == (number("3.5", "contacts"), number(6, "contacts"))
    # 60 + 30 + 50/2 + 90 minutes here; 295 minutes in all
    assert counted["contact-hours"] == (number("3.42", "hours"), number("4.92", "hours"))
    assert counted["hours-by-people-served"] == (number("2.67", "hours"), number("3.67", "hours"))
    assert counted["hours-by-volunteers"] == (number("3.08", "hours"), number("3.08", "hours"))
    assert counted["money-in"] == (pounds("30000.10"), pounds("30400.10"))
    assert counted["money-out"] == (pounds("9000.05"), pounds("9000.05"))


def test_the_parts_of_two_agreements_and_of_none_add_up_to_the_whole(place):
    here = counts(case(place))["contact-hours"]
    there = counts(case(place, id=THERE))["contact-hours"]
    nobodys = Decimal(20) / 60
    assert abs(here[0].number + there[0].number + nobodys - here[1].number) < Decimal("0.02")


def test_what_was_not_recorded_is_not_known_unless_the_store_covers_it(tmp_path):
    unknown = counts(case(written(tmp_path / "a", {})))
    assert all(isinstance(cell, Unknown) for cells in unknown.values() for cell in cells)
    coverage = [Coverage(table=table, period=YEAR_1) for table in ("referrals", "contacts", "finance")]
    known = counts(case(written(tmp_path / "b", {}, coverage)))
    assert known["people"][0] == number(0, "people")
    assert known["contacts"][0] == number(0, "contacts")
    assert known["money-in"][0] == pounds(0)
    assert isinstance(known["hours-by-volunteers"][0], Unknown)


def test_co_production_is_a_share_of_delivery_hours_and_seats_where_things_are_decided(place):
    hours, seats = obligation_promises(case(place), CO_PRODUCTION)
    # 40 minutes by people served, of 115 by staff, 40 by people served and 125 by volunteers: 1 in 7
    assert hours.happened.value == number("0.142857", "share of delivery hours")
    assert (hours.target_met, hours.because_of_the_service) == ("yes", "not asked")
    assert seats.happened.value == number(2, "seats deciding")
    assert (hours.id, seats.id) == ("co-production", "co-production-seats")
    assert (hours.happened.id, seats.happened.id) == ("co-production/happened", "co-production/seats-happened")
    assert seats.target_met == "yes"


def test_a_share_never_reaches_the_promise_by_rounding(tmp_path):
    """1 minute in 10.0000001 is not one in ten."""
    held = {
        "contacts": columns(
            ("person_id", "agreement", "on_date", "kind", "minutes", "delivered_by"),
            [(f"p{n}", HERE, "2025-05-10", "meeting", 900, "staff") for n in range(10)]
            + [("p", HERE, "2025-05-10", "meeting", 1, "staff")],
        ),
        "contributions": columns(
            ("person_id", "agreement", "on_date", "role", "given_by", "minutes", "paid"),
            [("p", HERE, "2025-05-10", "deliver", "person served", 1000, "no")],
        ),
    }
    hours, _ = obligation_promises(case(written(tmp_path, held)), CO_PRODUCTION)
    assert hours.happened.value.number < Decimal("0.1")
    assert hours.target_met == "nearly"


def test_hours_that_nobody_recorded_are_not_known(tmp_path):
    hours, seats = obligation_promises(case(written(tmp_path, {})), CO_PRODUCTION)
    assert isinstance(hours.happened.value, Unknown)
    assert (hours.target_met, seats.target_met) == ("not known", "not known")


@pytest.mark.parametrize(
    ("due", "as_at", "happened", "met"),
    [
        (None, "2026-04-30", 3, "no"),  # 3 of 4 in the period; what came after it does not count
        (None, "2025-12-31", 2, "too early"),
        (date(2027, 3, 31), "2026-04-30", 6, "yes"),  # counted from the agreement's first day to the due day
        (date(2026, 2, 28), "2026-04-30", 3, "no"),
        (date(2027, 3, 31), "2026-02-28", 3, "too early"),
    ],
)
def test_deliverables_are_counted_in_the_period_or_by_their_due_day(place, due, as_at, happened, met):
    (promise,) = obligation_promises(case(place, as_at=as_at), replace(APPRENTICES, due=due))
    assert promise.happened.value == number(f"{happened}.00", "apprenticeship starts")
    assert promise.target_met == met
    assert promise.promised.value == number(4, "apprenticeship starts")


def test_nothing_delivered_is_0_only_where_the_store_covers_deliverables(tmp_path):
    (unknown,) = obligation_promises(case(written(tmp_path / "a", {})), APPRENTICES)
    assert (unknown.target_met, type(unknown.happened.value)) == ("not known", Unknown)
    covered = [Coverage(table="deliverables", period=YEAR_1)]
    (nothing,) = obligation_promises(case(written(tmp_path / "b", {}, covered)), APPRENTICES)
    assert nothing.happened.value == number(0, "apprenticeship starts")
    assert nothing.target_met == "no"


def test_the_order_of_records_does_not_matter(place, tmp_path):
    held = {
        name: {column: values[::-1] for column, values in columns_of.items()}
        for name, columns_of in tables().items()
    }
    assert counts_table(case(written(tmp_path, held))) == counts_table(case(place))
