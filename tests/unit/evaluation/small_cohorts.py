"""Small towns whose every number can be reckoned by hand, for tests of the matched cohort."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.agreement.phrases import MonthsBefore
from proventive.evaluation import evaluate
from proventive.evaluation.designs.matched_cohort import MATCHED_COHORT
from proventive.evaluation.designs.matched_cohort.pairing import match
from proventive.quantities import Period
from proventive.records import Coverage, open_records, write_store

FIRST, LAST = date(2020, 1, 1), date(2025, 12, 31)
TERM = Period(start=date(2023, 4, 1), end=date(2024, 3, 31))
PLAN = Plan(
    design="matched-cohort",
    follow_up=(12,),
    baseline=MonthsBefore(first=24, last=13),
    match_on=("age", "sex", "simd_decile", "frailty", "use.last_3_months", "use.prior_9_months"),
)


def agreement_with(plan=PLAN):
    return Agreement(
        proventive=1,
        title="A town",
        id="town",
        kind="grant",
        parties=(),
        term=TERM,
        price_base="2023-24",
        seed=7,
        objectives=(Objective(id="admissions", reduce="emergency_admission", plan=plan),),
    )


@dataclass
class Person:
    id: str
    born: str = "1940-06"
    sex: str = "F"
    decile: int | None = 3
    frailty: str | None = "mild"
    since: date = FIRST
    until: date | None = None
    died: date | None = None
    joined: date | None = None
    used: tuple[date, ...] = ()
    consent: str = "yes"


def records_of(folder, people, *, agreement=None, covered_from=FIRST, as_at=LAST):
    """A town written as one store, and opened."""

    def column(values):
        return np.array(list(values), dtype=object)

    def days(values):
        return np.array(
            [np.datetime64(value) if value else np.datetime64("NaT") for value in values], "datetime64[D]"
        )

    use = sorted(Counter((one.id, day) for one in people for day in one.used).items())
    joined = [one for one in people if one.joined]
    linked = [one for one in people if one.sex != "U"]  # here: U stands for a person nobody could link
    tables = {
        "population": {
            "person_id": column(one.id for one in linked),
            "birth_month": np.array([one.born for one in linked], "datetime64[M]"),
            "sex": column(one.sex for one in linked),
            "simd_decile": column(one.decile for one in linked),
            "frailty": column(one.frailty for one in linked),
            "resident_from": days(one.since for one in linked),
            "resident_to": days(one.until for one in linked),
            "died_on": days(one.died for one in linked),
        },
        "people": {
            "person_id": column(one.id for one in joined),
            "role": column("served" for one in joined),
            "consent": column(one.consent for one in joined),
        },
        "referrals": {
            "person_id": column(one.id for one in joined),
            "agreement": column("town" for _ in joined),
            "referred_on": days(one.joined for one in joined),
            "started_on": days(one.joined for one in joined),
        },
        "demand": {
            "person_id": column(id for (id, _), _ in use),
            "on_date": days(day for (_, day), _ in use),
            "event": column("emergency_admission" for _ in use),
            "quantity": np.array([number for _, number in use], dtype=np.int64),
        },
    }
    write_store(
        folder / "records" / "hub",
        body="hub",
        name="Hub",
        id_space="town",
        made_by="a test",
        coverage=[
            Coverage(table="demand", event="emergency_admission", period=Period(start=covered_from, end=LAST))
        ],
        tables={name: table for name, table in tables.items() if len(table["person_id"])},
    )
    return open_records(folder, agreement=agreement or agreement_with(), as_at=as_at)


def cohort_of(records):
    agreement = records.agreement
    return match(MATCHED_COHORT.gather(records, agreement.objectives[0], TERM))


def finding_of(records):
    return evaluate(records.agreement, records).findings[0]


def random_town(seed, size=70):
    rng = np.random.default_rng(seed)

    def day(first, last):
        return first + timedelta(days=int(rng.integers((last - first).days + 1)))

    people = []
    for number in range(size):
        chance = rng.random(4)
        used = tuple(day(date(2021, 3, 1), date(2025, 3, 31)) for _ in range(rng.poisson(5)))
        people.append(
            Person(
                id=f"P{number:03d}",
                born=f"19{rng.integers(38, 46)}-{rng.integers(1, 13):02d}",
                sex="FM"[rng.integers(2)],
                decile=int(rng.integers(1, 5)),
                frailty=("fit", "mild")[rng.integers(2)],
                since=day(date(2021, 1, 1), date(2022, 3, 1)) if chance[0] < 0.15 else FIRST,
                until=day(date(2023, 1, 1), LAST) if chance[1] < 0.1 else None,
                died=day(date(2023, 1, 1), LAST) if chance[2] < 0.1 else None,
                joined=date(2023, 4, 1) + timedelta(days=int(rng.integers(0, 6)) * 100)
                if chance[3] < 0.4
                else None,
                used=used,
            )
        )
    return people


def twins(number, *, joined=date(2023, 6, 1), own=(), other=(), **more):
    """A participant and somebody exactly like them, with the given days of use after joining."""
    before = joined - timedelta(days=30)

    def used(offsets):
        return (before, *(joined + timedelta(days=offset) for offset in offsets))

    born = f"1940-{1 + number % 12:02d}" if number < 12 else f"19{20 + number}-01"
    return (
        Person(id=f"A{number}", joined=joined, used=used(own), born=born, **more),
        Person(id=f"B{number}", used=used(other), born=born, **more),
    )
