"""Who joined, and what obligations are held against, from real tables. How time is counted: tests/spec."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from strathearn_case import APPRENTICES, CO_PRODUCTION, YEAR_1, agreement, days, findings

from proventive.outturn.case import Case
from proventive.outturn.claims import joined
from proventive.outturn.obligations import obligation_promises
from proventive.quantities import Number, Unknown
from proventive.records import Coverage, open_records, write_store
from proventive.records.counts import counts

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


def promises(of, obligation):
    return obligation_promises(of, obligation, counts(of.records, of.agreement.id, of.period))


def number(value, unit):
    return Number(number=Decimal(value), unit=unit)


def test_a_person_joins_once_on_the_first_day_on_which_they_started(place):
    of = case(place)
    assert joined(of.agreement, of.records, YEAR_1) == [("both", date(2025, 5, 1)), ("here", date(2025, 4, 1))]


def test_co_production_is_a_share_of_delivery_hours_and_seats_where_things_are_decided(place):
    hours, seats = promises(case(place), CO_PRODUCTION)
    # 160 minutes by people served, 115 of contact by staff; a volunteer decides for 60 and delivers for 125, of
    # which 90 may stand in the contacts too: 160 of 460, cut off after six places
    assert hours.happened.value == number("0.347826", "share of delivery hours")
    assert (hours.target_met, hours.because_of_the_service) == ("yes", "not asked")
    assert seats.happened.value == number(2, "people")
    assert (hours.id, seats.id) == ("co-production", "co-production-seats")
    assert (hours.happened.id, seats.happened.id) == ("co-production/happened", "co-production/seats-happened")
    assert seats.target_met == "yes"


def test_hours_that_nobody_recorded_are_not_known(tmp_path):
    hours, seats = promises(case(written(tmp_path, {})), CO_PRODUCTION)
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
    (promise,) = promises(case(place, as_at=as_at), replace(APPRENTICES, due=due))
    assert promise.happened.value == number(f"{happened}.00", "apprenticeship starts")
    assert promise.target_met == met
    assert promise.promised.value == number(4, "apprenticeship starts")


def test_nothing_delivered_is_0_only_where_the_store_covers_deliverables(tmp_path):
    (unknown,) = promises(case(written(tmp_path / "a", {})), APPRENTICES)
    assert (unknown.target_met, type(unknown.happened.value)) == ("not known", Unknown)
    covered = [Coverage(table="deliverables", period=YEAR_1)]
    (nothing,) = promises(case(written(tmp_path / "b", {}, covered)), APPRENTICES)
    assert nothing.happened.value == number(0, "apprenticeship starts")
    assert nothing.target_met == "no"


def test_the_order_of_records_does_not_matter(place, tmp_path):
    held = {
        name: {column: values[::-1] for column, values in of_table.items()} for name, of_table in tables().items()
    }
    turned = case(written(tmp_path, held))
    for obligation in (CO_PRODUCTION, APPRENTICES):
        assert promises(turned, obligation) == promises(case(place), obligation)
    assert joined(turned.agreement, turned.records, YEAR_1) == joined(agreement(), case(place).records, YEAR_1)
