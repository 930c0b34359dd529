"""Costed person-months and use around an index date, held against plain Python on small random stores."""

from collections import defaultdict
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proventive.agreement.document import Agreement
from proventive.quantities import FactError, Period
from proventive.records import open_records, write_store
from proventive.records.unit_costs import unit_costs
from proventive.records.use_and_cost import aligned_use, person_months, use_by_month
from proventive.reference import open_reference

AT = date(2023, 6, 30)
EPOCH = date(2000, 1, 1)
AGREEMENT = Agreement(
    proventive=1,
    title="A",
    id="a",
    kind="grant",
    parties=(),
    term=Period(start=date(2022, 4, 1), end=date(2023, 3, 31)),
    price_base="2022-23",
    seed=1,
)
PENCE = {("emergency_admission", 2021): 280050, ("emergency_admission", 2022): 290001, ("bed_day", 2022): 35000}
PRICES = {
    "admission": """
kind: quantity
description: an admission
unit: GBP per admission
prices: emergency_admission
source: {title: Invented for this test, publisher: Nobody, status: assumed}
values:
  - {from: 2021-04-01, to: 2022-03-31, value: "2800.495", price_year: 2022-23}
  - {from: 2022-04-01, to: 2023-03-31, value: "2900.01", price_year: 2022-23}
""",
    "bed-day": """
kind: quantity
description: a night
unit: GBP per bed day
prices: bed_day
source: {title: Invented for this test, publisher: Nobody, status: assumed}
values:
  - {from: 2021-10-01, to: 2023-05-31, value: "350", price_year: 2022-23}
""",
}
DAY = st.sampled_from(
    [
        date(2022, 3, 31),
        date(2022, 4, 1),
        date(2022, 2, 28),
        date(2020, 2, 29),
        date(2022, 4, 30),
        AT,
        date(2023, 4, 1),
    ]
)
DEMAND = st.lists(
    st.tuples(
        st.sampled_from("pqr"),
        DAY,
        st.sampled_from(["emergency_admission", "bed_day", "gp_contact"]),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row[:3],
)
GONE = st.none() | st.sampled_from([date(2022, 3, 31), date(2022, 4, 1), date(2022, 4, 2), date(2023, 1, 1)])
LIVES = st.fixed_dictionaries({person: st.tuples(GONE, GONE) for person in "pqr"})
INDEX = st.lists(
    st.tuples(st.sampled_from("pqr"), st.sampled_from([date(2022, 3, 31), date(2022, 4, 1)])), unique=True
)
SPANS = {"before": (-365, -1), "after": (0, 29)}
BEFORE_PENCE = ("months", "event", "people", "quantity")
EXPOSURE = """SELECT person_id, index_day, days_at_risk, left_by FROM exposure
ORDER BY person_id NULLS LAST, index_day NULLS LAST"""
FEW = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def days(values):
    return np.array([value or "NaT" for value in values], dtype="datetime64[D]")


def text(values):
    return np.array(list(values), dtype=object)


def opened(folder, demand, lives=None):
    lives = lives or dict.fromkeys("pqr", (None, None))
    reference = folder / "agreement" / "reference"
    reference.mkdir(parents=True, exist_ok=True)
    for name, price in PRICES.items():
        (reference / f"{name}.yaml").write_text(price, encoding="utf-8")
    people, on, events, quantities = zip(*demand, strict=True)
    write_store(
        folder / "records" / "hub",
        body="hub",
        name="Hub",
        id_space="town",
        made_by="a test",
        coverage=[],
        tables={
            "demand": {
                "person_id": text(people),
                "on_date": days(on),
                "event": text(events),
                "quantity": np.array(quantities, dtype=np.int64),
            },
            "population": {
                "person_id": text(lives),
                "birth_month": np.array(["1940-06"] * len(lives), "datetime64[M]"),
                "sex": text("F" for _ in lives),
                "resident_from": days(date(2000, 1, 1) for _ in lives),
                "resident_to": days(moved for moved, _ in lives.values()),
                "died_on": days(died for _, died in lives.values()),
            },
        },
    )
    return open_records(folder / "agreement", agreement=AGREEMENT, as_at=AT)


def financial_year(day):
    return day.year - (day.month < 4)


def missing_as_none(values):
    return [None if value is None or value != value else int(value) for value in values.tolist()]


def test_a_unit_cost_counts_for_the_financial_years_that_it_covers_whole(tmp_path):
    records = opened(tmp_path, [("p", AT, "bed_day", 1)])
    found = unit_costs(records.reference)
    assert dict(found.pence) == PENCE  # halves of a penny away from zero; a bed day of part of a year has none
    assert found.price_years == {"2022-23"}
    assert len(found.facts) == 3


@given(demand=DEMAND)
@FEW
def test_person_months_cost_what_plain_python_says(tmp_path_factory, demand):
    records = opened(tmp_path_factory.mktemp("store"), demand)
    panel, summed = defaultdict(int), defaultdict(lambda: [0, 0, 0, 0])
    for person, day, event, quantity in demand:
        panel[(person, day.year * 12 + day.month, event, PENCE.get((event, financial_year(day))))] += quantity
    for (_, months, event, pence), quantity in panel.items():
        one = summed[(months, event)]
        one[0] += 1
        one[1] += quantity
        one[2] += 0 if pence is None else quantity * pence
        one[3] += pence is None
    assert person_months(records) == len(panel)
    found = use_by_month(records)
    pence = missing_as_none(found["pence"])
    before, after = [[found[name].tolist() for name in names] for names in (BEFORE_PENCE, ("without_cost",))]
    rows = zip(*before, pence, *after, strict=True)
    expected = [
        (*key, people, quantity, cost if people > without else None, without)
        for key, (people, quantity, cost, without) in sorted(summed.items())
    ]
    assert list(rows) == expected


@given(demand=DEMAND, lives=LIVES, index=INDEX)
@FEW
def test_use_around_an_index_date_ends_with_life_and_residence(tmp_path_factory, demand, lives, index):
    records = opened(tmp_path_factory.mktemp("store"), demand, lives)
    numbers = [(day - EPOCH).days for _, day in index]
    records.engine.stage(
        "index_dates",
        {"person_id": text(person for person, _ in index), "index_day": np.array(numbers, dtype=np.int64)},
        {"index_day": "INTEGER"},
    )
    found = aligned_use(records, SPANS, follow_up=30)
    expected = {}
    for person, index_day in index:
        last = min([AT, *(day for day in lives[person] if day is not None)])
        for who, day, event, quantity in demand:
            for span, (first, end) in SPANS.items():
                inside = first <= (day - index_day).days <= end
                if who == person and inside and day <= last:
                    key = (person, (index_day - EPOCH).days, span, event)
                    price = PENCE.get((event, financial_year(day)))
                    total, cost = expected.get(key, (0, 0))
                    cost = None if price is None or cost is None else cost + quantity * price
                    expected[key] = (total + quantity, cost)
    named = [found[name].tolist() for name in ("person_id", "index_day", "span", "event", "quantity")]
    rows = zip(*named, missing_as_none(found["pence"]), strict=True)
    in_order = sorted(expected.items(), key=lambda item: (*item[0][:2], list(SPANS).index(item[0][2]), item[0][3]))
    assert list(rows) == [(*key, *value) for key, value in in_order]
    exposure = records.engine.fetch(EXPOSURE)
    assert list(zip(*(exposure[name].tolist() for name in exposure), strict=True)) == sorted(
        followed(person, day, lives[person]) for person, day in index
    )


def followed(person, index_day, life):
    """How many of 30 days somebody was followed, and how they left; on the same day, death counts."""
    moved, died = life
    last_day = index_day + timedelta(days=29)
    gone = [day for day in life if day is not None and day <= AT]
    days_at_risk = max(0, (min([last_day, *gone]) - index_day).days + 1)
    left = "followed"
    if moved is not None and moved <= last_day:
        left = "moved away"
    if died is not None and died <= last_day and (moved is None or died <= moved):
        left = "died"
    return person, (index_day - EPOCH).days, days_at_risk, left


def test_wrong_unit_costs_are_told_all_at_once(tmp_path):
    folder = tmp_path / "reference"
    folder.mkdir()
    (folder / "a.yaml").write_text(PRICES["admission"], encoding="utf-8")
    (folder / "b.yaml").write_text(PRICES["admission"], encoding="utf-8")
    (folder / "c.yaml").write_text(
        PRICES["bed-day"].replace("prices: bed_day", "prices: a_night"), encoding="utf-8"
    )
    (folder / "d.yaml").write_text(PRICES["bed-day"].replace("bed_day", "ae_attendance"), encoding="utf-8")
    with pytest.raises(FactError) as refused:
        open_reference(folder)
    said = str(refused.value)
    assert "so does “local/a”" in said
    assert "“a_night”, which is no demand event" in said
    assert "Write “GBP per attendance”" in said
