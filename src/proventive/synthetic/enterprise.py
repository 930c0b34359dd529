"""The enterprise itself: staff, money, what it delivered besides, what happened to it, people's goals."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from proventive.synthetic.chance import stream
from proventive.synthetic.lives import Lives
from proventive.synthetic.support import Stay
from proventive.synthetic.timeline import END, NEVER, dates

Columns = Mapping[str, np.ndarray]
MONTHS = tuple(date(2025 + (3 + n) // 12, (3 + n) % 12 + 1, 28) for n in range(27))  # April 2025 to June 2027

STAFF = (
    ("2019-08-05", None, "35", "no"),
    ("2021-03-01", None, "35", "yes"),
    ("2022-10-17", "2026-01-31", "30", "no"),
    ("2024-05-06", None, "28", "yes"),
    ("2025-03-24", None, "35", "no"),
    ("2025-04-07", None, "21", "yes"),
    ("2025-06-02", None, "35", "not said"),
    ("2025-09-01", None, "30", "no"),
    ("2025-09-01", None, "30", "yes"),
    ("2026-02-09", None, "30", "no"),
    ("2026-08-31", None, "30", "no"),
)

MONTHLY_MONEY = (  # account, pounds, agreement: on the 28th of every month
    ("price", "15000.00", "falls-and-friendship"),
    ("price", "6500.00", "home-from-hospital"),
    ("staff", "-12350.00", "falls-and-friendship"),
    ("staff", "-5600.00", "home-from-hospital"),
    ("people served", "-940.00", "falls-and-friendship"),
    ("partners", "-500.00", "falls-and-friendship"),
    ("other costs", "-1870.00", None),
)
OTHER_MONEY = (
    ("2025-04-14", "grants", "9000.00", "kitchen-table"),
    ("2026-04-13", "grants", "9000.00", "kitchen-table"),
    ("2027-04-12", "grants", "9000.00", "kitchen-table"),
    ("2025-10-06", "other costs", "-3400.00", "kitchen-table"),
    ("2026-10-05", "other costs", "-3650.00", "kitchen-table"),
    ("2025-12-08", "other income", "1225.50", None),
)

DELIVERED = (
    ("falls-and-friendship", "apprentices", "2025-09-01", "2", "two contracts of 1 September 2025"),
    ("falls-and-friendship", "apprentices", "2026-08-31", "1", "contract of 31 August 2026"),
    ("falls-and-friendship", "quarterly-reports", "2025-07-31", "1", "report of July 2025"),
    ("falls-and-friendship", "quarterly-reports", "2025-10-30", "1", "report of October 2025"),
    ("falls-and-friendship", "quarterly-reports", "2026-01-29", "1", "report of January 2026"),
    ("falls-and-friendship", "quarterly-reports", "2026-03-31", "1", "report of March 2026"),
    ("home-from-hospital", "yearly-report", "2026-03-27", "1", "report for the first year"),
    ("kitchen-table", "shared-meals", "2025-10-20", "24", "kitchen diary, April to October"),
    ("kitchen-table", "shared-meals", "2026-03-30", "26", "kitchen diary, October to March"),
)

JOURNAL = (
    (
        "falls-and-friendship",
        "2024-11-18",
        "the council",
        "before",
        "two rounds of questions about who pays for what",
        "signing moved from January to March",
    ),
    (
        "falls-and-friendship",
        "2025-05-12",
        "the provider",
        "starting",
        "referrals from practices came slowly",
        "a worker sat in two practices for six weeks",
    ),
    (
        "falls-and-friendship",
        "2025-12-01",
        "the health board",
        "running",
        "the post that answered for the contract was vacant for ten weeks",
        "the quarterly meeting was held without the board",
    ),
    (
        "home-from-hospital",
        "2026-01-12",
        "the hospital",
        "running",
        "winter pressure on the discharge team",
        "people were referred two days later than agreed",
    ),
    (
        "home-from-hospital",
        "2025-04-01",
        "the linking body",
        "starting",
        "home-care hours had not been recorded for each person before this day",
        "no earlier year to compare home care with",
    ),
    (
        "kitchen-table",
        "2025-09-15",
        "the provider",
        "running",
        "the hall was closed for repairs",
        "meals moved to the school for five weeks",
    ),
)


def workforce() -> Columns:
    return _columns(
        ("staff_id", "started_on", "left_on", "paid_hours", "lived_experience"),
        [(f"STAFF-{number:02d}", *row) for number, row in enumerate(STAFF, start=1)],
        days=("started_on", "left_on"),
        decimals=("paid_hours",),
    )


def finance() -> Columns:
    monthly = [(month.isoformat(), *money) for month in MONTHS for money in MONTHLY_MONEY]
    rows = sorted([*monthly, *OTHER_MONEY], key=lambda row: (row[0], row[1], row[2]))
    return _columns(("on_date", "account", "amount", "agreement"), rows, days=("on_date",), decimals=("amount",))


def deliverables() -> Columns:
    names = ("agreement", "obligation", "on_date", "quantity", "evidence")
    return _columns(names, DELIVERED, days=("on_date",), decimals=("quantity",))


def journal() -> Columns:
    names = ("agreement", "on_date", "actor", "stage", "barrier", "consequence")
    return _columns(names, JOURNAL, days=("on_date",))


def _columns(
    names: Sequence[str],
    rows: Sequence[Sequence[str | None]],
    *,
    days: Sequence[str] = (),
    decimals: Sequence[str] = (),
) -> Columns:
    columns: dict[str, np.ndarray] = {}
    for name, values in zip(names, zip(*rows, strict=True), strict=True):
        if name in days:
            columns[name] = np.array([value or "NaT" for value in values], dtype="datetime64[D]")
        elif name in decimals:
            columns[name] = np.array([Decimal(value or "0") for value in values], dtype=object)
        else:
            columns[name] = np.array(values, dtype=object)
    return columns


def goals(lives: Lives, stay: Stay, ids: np.ndarray) -> Columns:
    """One goal each for six in ten of those who joined; most are rated three months later."""
    chance = stream(lives.people.seed, "enterprise/goals")
    sets = chance.random(len(stay.person)) < 0.6
    person, set_on = stay.person[sets], stay.started[sets] + 7
    rated_on = set_on + 84 + chance.integers(0, 22, len(person))
    rated = (chance.random(len(person)) < 0.75) & (rated_on < np.minimum(lives.people.leaves[person], END))
    here = (set_on < lives.people.leaves[person]) & (set_on < END)
    rating = np.clip(np.rint(chance.normal(6.2, 2.1, len(person))), 0, 10).astype(np.int64)
    return {
        "person_id": ids[person][here],
        "goal": np.full(int(here.sum()), "goal 1"),
        "set_on": dates(set_on[here]),
        "rated_on": dates(np.where(rated, rated_on, NEVER)[here]),
        "rating": _rated(rating, rated)[here],
    }


def _rated(rating: np.ndarray, rated: np.ndarray) -> np.ndarray:
    """The ratings that were given, else None."""
    given = rating.astype(object)
    given[~rated] = None
    return given
