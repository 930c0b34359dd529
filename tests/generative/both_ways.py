"""A town through every step, in an engine and in plain Python, held against each other row by row."""

from datetime import date

import numpy as np
import oracle_of_counts  # noqa: F401  registers the steps that count
from oracle import ORACLE
from small_towns import AT, FIRST, LAST, known

from proventive.engine.steps import step
from proventive.records import Records
from proventive.records.unit_costs import unit_costs

PERIOD = {"first_day": FIRST, "last_day": LAST}
UNDER = {"agreement": "town", **PERIOD}
ASKED = {
    "instrument": ["ucla3", "ucla3", "swemwbs"],
    "moment": ["at joining", "2 months", "2 months"],
    "day": ["0", "61", "61"],
    "from_day": ["-45", "31", "31"],
    "to_day": ["30", "91", "91"],
}
SPANS = {"span": ["0", "1"], "first_day": ["-400", "0"], "last_day": ["-1", "29"]}
KEPT, FETCHED = "kept", "fetched"
RUNS = (
    (KEPT, "records/active_days", UNDER),
    (FETCHED, "records/seats_deciding", UNDER),
    (FETCHED, "records/people_counted", UNDER),
    (FETCHED, "records/time_spent", UNDER),
    (FETCHED, "records/people_served", {"agreement": "town"}),
    (FETCHED, "records/money_moved", UNDER),
    (FETCHED, "records/active_on", {"agreement": "town", "day": LAST}),
    (FETCHED, "records/joined_by_month", {"agreement": "town", "last_day": LAST}),
    (FETCHED, "records/contacts_each", UNDER),
    (FETCHED, "records/waits", UNDER),
    (FETCHED, "records/latest_status", {"agreement": "town", "day": LAST}),
    (FETCHED, "records/staff_counted", PERIOD),
    (FETCHED, "records/served_then_staff", UNDER),
    (FETCHED, "records/gave_time", UNDER),
    (FETCHED, "records/carers_reached", UNDER),
    (FETCHED, "records/reach", UNDER),
    (FETCHED, "records/held_after", UNDER | {"instrument": "ucla3", "near": 45, "day": 61, "near_after": 30}),
    (FETCHED, "records/follow_ups", {"agreement": "town"}),
    (FETCHED, "records/goals_counted", PERIOD),
    (FETCHED, "records/journal_counted", UNDER),
    (FETCHED, "records/kept_too_long", {"day": date(2024, 2, 29)}),
    (FETCHED, "records/not_seen", {"agreement": "town", "day": LAST, "since": date(2024, 2, 29)}),
    (FETCHED, "records/cohort", {"agreement": "town", "day": date(2024, 3, 1)}),
    (FETCHED, "records/cohort_allocations", {"agreement": "town", "day": date(2024, 3, 1)}),
    (FETCHED, "outturn/joined", UNDER),
    (FETCHED, "outturn/delivered", UNDER | {"obligation": "meals"}),
    (FETCHED, "evaluation/reported_results", UNDER | {"objective": "admissions"}),
    (FETCHED, "evaluation/area_months", {"area": "S1", "event": "bed_day", "last_day": LAST}),
    (FETCHED, "evaluation/areas_side_by_side", PERIOD | {"event": "bed_day"}),
    (KEPT, "evaluation/joiners", {"agreement": "town"}),
    (KEPT, "evaluation/use_days", {"event": "emergency_admission"}),
    (KEPT, "evaluation/residents", {"by_sex": 1, "by_deprivation": 1, "by_frailty": 1}),
    (KEPT, "evaluation/residents", {"by_sex": 0, "by_deprivation": 0, "by_frailty": 0}),
    (KEPT, "evaluation/participants", PERIOD | {"history": 100}),
    (FETCHED, "evaluation/who_joined", {}),
    (KEPT, "evaluation/people_alike", {"history": 100, "by_age": 1}),
    (KEPT, "evaluation/people_alike", {"history": 100, "by_age": 0}),
    (KEPT, "evaluation/use_before", {"recent": 91, "year": 700}),
    (KEPT, "evaluation/candidates", {"by_recent": 0, "by_prior": 0, "ratio": 1, "at_least": 5}),
    (KEPT, "evaluation/candidates", {"by_recent": 1, "by_prior": 1, "ratio": 2, "at_least": 0}),
    (FETCHED, "evaluation/candidate_pairs", {}),
    (KEPT, "evaluation/index_dates", {}),
    (FETCHED, "evaluation/use_around_joining", {"before": 700, "after": 60}),
    (KEPT, "evaluation/not_joined", PERIOD | {"history": 100}),
    (
        FETCHED,
        "evaluation/use_of_others",
        {"recent": 91, "year": 365, "follow_up": 60, "earlier_from": 730, "earlier_to": 366},
    ),
    (FETCHED, "evaluation/covariates_of_others", {}),
    (KEPT, "evaluation/pairs_of_periods", {"recent": 91, "year": 365}),
    (FETCHED, "evaluation/pairs_counted", {}),
    (FETCHED, "evaluation/use_before_and_after", {"recent": 91, "year": 365}),
    (
        FETCHED,
        "evaluation/score_near",
        PERIOD | {"instrument": "ucla3", "day": 30, "from_day": -30, "to_day": 90},
    ),
    (
        FETCHED,
        "evaluation/allocated",
        PERIOD | {"agreement": "town", "event": "emergency_admission", "before": 365, "follow_up": 60},
    ),
    (FETCHED, "evaluation/wedge_people", PERIOD | {"agreement": "town"}),
    (
        FETCHED,
        "evaluation/wedge_use",
        PERIOD | {"agreement": "town", "event": "emergency_admission", "from_day": 0, "to_day": 9000},
    ),
    (KEPT, "demand/person_months", {}),
    (FETCHED, "demand/use_by_month", {}),
    (KEPT, "demand/exposure", {"days": 60}),
    (FETCHED, "demand/aligned_use", {}),
)


def differences(records: Records, tables: dict, merged: dict[str, str] | None = None) -> list[str]:
    """What the engine and plain Python tell otherwise, step by step; the later steps read what the engine kept.

    ``merged``: who is one person, as in :func:`small_towns.known`.
    """
    seen, found = known(tables, merged), []
    kept = {name: as_dicts(codes) for name, codes in codes_of(records).items()}
    for how, name, parameters in RUNS:
        columns, plainly = ORACLE[name]
        expected = plainly(seen, kept, parameters)
        rows, told = ran(records, how, name, parameters)
        if how == KEPT:
            expected = sorted(expected, key=sortable)
            kept[step(name).table] = [dict(zip(columns, row, strict=True)) for row in expected]
        if rows != len(told["rows"]):
            found.append(f"{name}: says {rows} rows and keeps {len(told['rows'])}")
        if told["columns"] != columns:
            found.append(f"{name}: the columns are {told['columns']}, not {columns}")
        if told["rows"] != expected:
            found.append(f"{name} at {AT}: the engine tells {told['rows']}, plain Python {expected}")
    return found


def codes_of(records: Records) -> dict[str, dict]:
    """Open the small tables that steps read beside the records; gives them."""
    codes = {"unit_costs": unit_costs(records.reference).columns(), "windows": SPANS, "asked": ASKED}
    for name, columns in codes.items():
        records.engine.open_codes(name, columns)
    return codes


def ran(records: Records, how: str, name: str, parameters: dict) -> tuple[int, dict]:
    """Run a step: how many rows the engine says it has, and its rows, sorted where the step declares no order."""
    if how == FETCHED:
        told = plain(records.query(name, **parameters))
        return len(told["rows"]), told
    rows = records.materialise(name, **parameters)
    told = plain(kept_rows(records, step(name).table))
    return rows, told | {"rows": sorted(told["rows"], key=sortable)}


def as_dicts(columns: dict) -> list[dict]:
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def kept_rows(records: Records, table: str) -> dict:
    """The rows of a kept step, from whichever engine."""
    if records.engine.name == "duckdb":
        return records.engine.fetch(f"SELECT * FROM {table}")
    from proventive.engine.spark import received

    return received(records.engine._session.table(table), table)


def plain(result: dict) -> dict:
    """A result as plain values: whole numbers, days, decimals and text; None where one is missing."""
    columns = [[one(value) for value in values.tolist()] for values in result.values()]
    for name, values in result.items():
        assert values.dtype.kind in "iOMbf", f"{name} is {values.dtype}"
    rows = list(zip(*columns, strict=True)) if len(next(iter(result.values()))) else []
    return {"columns": list(result), "rows": rows}


def one(value):
    if isinstance(value, float):
        return None if np.isnan(value) else int(value)
    return value


def sortable(row):
    return tuple((value is None, str(type(value)), value if value is not None else 0) for value in row)
