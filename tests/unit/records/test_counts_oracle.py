"""Counting, held against a plain-Python count of small random stores."""

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from proventive.agreement.document import Agreement
from proventive.quantities import Period
from proventive.records import Coverage, open_records, write_store
from proventive.records.counts import counts, to_hundredth

FIRST = date(2024, 4, 1)
PERIOD = Period(start=FIRST, end=FIRST + timedelta(days=3))
AGREEMENT = Agreement(
    proventive=1, title="A", id="a", kind="grant", parties=(), term=PERIOD, price_base="2024-25", seed=1
)
DAY = st.integers(-1, 5).map(lambda days: FIRST + timedelta(days=days))
PERSON = st.sampled_from("pqrstu")
WHOSE = st.sampled_from(["a", "b", "c", None])
REFERRAL = st.tuples(
    PERSON, st.sampled_from("abc"), DAY, st.none() | st.integers(0, 2), st.none() | st.integers(0, 2)
)
CONTACT = st.tuples(PERSON, WHOSE, DAY, st.integers(1, 3), st.sampled_from(["staff", "volunteer", "peer"]))
CONTRIBUTION = st.tuples(
    PERSON,
    WHOSE,
    DAY,
    st.sampled_from(["decide", "design", "deliver", "support"]),
    st.sampled_from(["person served", "volunteer"]),
    st.integers(1, 3),
)


def days(values):
    return np.array([value or "NaT" for value in values], dtype="datetime64[D]")


def columns(rows, names):
    if not rows:
        return None
    found = dict(zip(names, zip(*rows, strict=True), strict=True))
    made = {}
    for name, values in found.items():
        made[name] = days(values) if name.endswith("_on") or name == "on_date" else np.array(values, dtype=object)
    return made


def active(referrals, person, day):
    return {
        agreement
        for who, agreement, _, started, ended in referrals
        if who == person and started is not None and started <= day and (ended is None or day <= ended)
    }


def plain(referrals, contacts, contributions, agreement):
    """The same counts in plain Python, for one agreement (None: over all)."""

    def part(person, whose, day):
        if agreement is None:
            return Fraction(1)
        if whose is not None:
            return Fraction(int(whose == agreement))
        among = active(referrals, person, day)
        return Fraction(int(agreement in among), max(1, len(among)))

    meant = {"a", "b", "c"} if agreement is None else {agreement}
    served = {
        who
        for who, whose, _, started, ended in referrals
        if whose in meant and started and started <= PERIOD.end and (ended is None or ended >= PERIOD.start)
    }
    served |= {
        who for who, whose, day, *_ in contacts if day in PERIOD and (agreement is None or whose == agreement)
    }
    joined = set()
    for who in "pqrstu":
        for whose in meant:
            starts = [started for w, a, _, started, _ in referrals if (w, a) == (who, whose) and started]
            if starts and min(starts) in PERIOD:
                joined.add(who)
    met = [(part(who, whose, day), minutes) for who, whose, day, minutes, _ in contacts if day in PERIOD]
    given = sum(
        part(who, whose, day) * minutes
        for who, whose, day, role, by, minutes in contributions
        if day in PERIOD and by == "person served" and role != "support"
    )
    seats = {
        who
        for who, whose, day, role, by, _ in contributions
        if day in PERIOD and by == "person served" and role == "decide" and part(who, whose, day) > 0
    }
    return (
        len(served),
        len(joined),
        to_hundredth(Fraction(sum(weight for weight, _ in met))),
        to_hundredth(Fraction(sum(weight * minutes for weight, minutes in met)) / 60),
        to_hundredth(Fraction(given) / 60),
        len(seats),
    )


@settings(
    max_examples=10,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    referrals=st.lists(REFERRAL, min_size=5, max_size=25, unique_by=lambda row: row[:3]),
    contacts=st.lists(CONTACT, max_size=25, unique=True),
    contributions=st.lists(CONTRIBUTION, max_size=25, unique=True),
)
def test_the_engine_counts_as_plain_python_does(tmp_path_factory, referrals, contacts, contributions):
    referrals = [
        (who, whose, referred, start, None if start is None or end is None else start + timedelta(days=end))
        for who, whose, referred, after, end in referrals
        for start in [None if after is None else referred + timedelta(days=after)]
    ]
    folder = tmp_path_factory.mktemp("counted")
    names = ("person_id", "agreement", "referred_on", "started_on", "ended_on")
    tables = {
        "referrals": columns(referrals, names),
        "contacts": columns(
            [(*row[:3], "phone", *row[3:]) for row in contacts],
            ("person_id", "agreement", "on_date", "kind", "minutes", "delivered_by"),
        ),
        "contributions": columns(
            [(*row, "no") for row in contributions],
            ("person_id", "agreement", "on_date", "role", "given_by", "minutes", "paid"),
        ),
    }
    write_store(
        folder / "records" / "x",
        body="x",
        name="X",
        id_space="x",
        coverage=[Coverage(table=name, period=PERIOD) for name in tables],
        tables={name: found for name, found in tables.items() if found is not None},
        made_by="a test",
    )
    records = open_records(folder, agreement=AGREEMENT, as_at="2025-01-01")
    for agreement in ("a", "b", "c"):
        found = counts(records, agreement, PERIOD)
        told = (
            found.people_served,
            found.people_joined,
            found.contacts,
            found.contact_hours,
            found.hours_by_people_served,
            found.seats_deciding,
        )
        assert tuple(both.agreement.number for both in told) == plain(
            referrals, contacts, contributions, agreement
        )
        assert tuple(both.overall.number for both in told) == plain(referrals, contacts, contributions, None)
    records.engine.close()
