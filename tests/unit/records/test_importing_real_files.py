"""Real files of Public Health Scotland, as standards.md section 2.3 of the shared reference counts them."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from proventive.records.importing import Undecided, import_files

SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "standards" / "scotland_health"
SHARED = SHARED if SHARED.is_dir() else Path(__file__).parents[4] / "shared/data/standards/scotland_health"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the files are in ../shared")

STORE = """body: phs
name: Public Health Scotland
id_space: none
coverage:
""" + "".join(
    f"  - {{table: area_series, event: {event}, from: 2007-01-01, to: 2025-12-31}}\n"
    for event in ("ae_attendance", "delayed_bed_day", "home_care_people", "home_care_people_census")
)

ATTENDANCE = """proventive_mapping: 1
name: attendance
headings: [hospital_code, hospital_name, date, attendances, within_4_hours, over_4_hours]
tables:
  - table: area_series
    columns:
      area_code: {heading: hospital_code}
      period_start: {heading: date, period: month, edge: first}
      period_end: {heading: date, period: month, edge: last}
      event: {value: ae_attendance}
      count: {heading: attendances}
"""

DELAYS = """proventive_mapping: 1
name: delays
headings: [ltla_code, date, age_group, delay_reason, num_delayed_bed_days, average_daily_delayed_beds]
tables:
  - table: area_series
    columns:
      area_code: {heading: ltla_code}
      period_start: {heading: date, period: month, edge: first}
      period_end: {heading: date, period: month, edge: last}
      event: {value: delayed_bed_day}
      count: {heading: num_delayed_bed_days}
    only: {age_group: [18plus], delay_reason: [All Delay Reasons]}
    left_out: {ltla_code: [S92000003, NA]}
"""

PART = """  - table: area_series
    columns:
      area_code: {{heading: Location}}
      period_start: {{heading: Financial Quarter, period: {period}, edge: first}}
      period_end: {{heading: Financial Quarter, period: {period}, edge: last}}
      event: {{value: {event}}}
      count: {{heading: Value}}
    only: {{Time Period: [{kind}], Measure: [Number of People], Age Group: [All Ages]}}
    left_out: {{Location: [Scotland (Estimated)]}}
"""
KINDS = {"Financial Quarter": 17_325, "Census Week": 5_643, "Financial Year": 4_158}
CARE = """proventive_mapping: 1
name: care
headings: [Time Period, Financial Quarter, Location, Age Group, Measure, Value]
tables:
""" + "".join(
    PART.format(
        kind=kind, period=kind.lower(), event="home_care_people_census" if "Census" in kind else "home_care_people"
    )
    for kind in KINDS
)


def brought(tmp_path: Path, name: str, mapping: str):
    store = tmp_path / "records" / "phs"
    store.mkdir(parents=True)
    (store / "store.yaml").write_text(STORE, encoding="utf-8")
    file = tmp_path / "mapping.yaml"
    file.write_text(mapping, encoding="utf-8")
    return import_files([SHARED / name], store=store, mapping=file)


def test_attendance_comes_in_with_its_74_double_months_reported(tmp_path):
    outcome = brought(tmp_path, "scotland_ae_attendance.csv", ATTENDANCE)
    (account,) = outcome.accounts
    assert account.rows == 17_844
    twice = sum(message.count for message in outcome.messages if message.code == "same key twice")
    assert twice + account.merged == 74
    assert account.accepted == 17_844 - 74


def test_a_month_that_is_written_as_its_last_day_is_not_taken_for_a_day(tmp_path):
    store = tmp_path / "records" / "phs"
    store.mkdir(parents=True)
    (store / "store.yaml").write_text(STORE, encoding="utf-8")
    answers = {f"area_series.period_{end}": "date" for end in ("start", "end")}
    answers["area_series.event"] = "=ae_attendance"
    said = {"store": store, "tables": ["area_series"]}
    with pytest.raises(Undecided) as raised:
        import_files([SHARED / "scotland_ae_attendance.csv"], **said, answers=answers)
    (asked,) = raised.value.questions
    assert asked.id == "area_series.period_start.period"
    outcome = import_files([SHARED / "scotland_ae_attendance.csv"], **said, answers=answers | {asked.id: "month"})
    assert outcome.accounts[0].accepted == 17_844 - 74
    (file,) = (store / "tables").glob("area_series*")
    days = "SELECT MIN(period_end - period_start), MAX(period_end - period_start), MIN(period_start) FROM "
    assert duckdb.sql(f"{days} read_parquet('{file}')").fetchall() == [(27, 30, date(2007, 7, 1))]


def test_the_total_of_scotland_is_kept_apart_from_the_councils(tmp_path):
    outcome = brought(tmp_path, "scotland_delayed_discharge_ltla.csv", DELAYS)
    (account,) = outcome.accounts
    assert account.rows == 56_100
    left = {message.code: message.count for message in outcome.messages}
    assert left == {"left out": 2 * 1_650}
    months = 110  # July 2016 to August 2025
    assert account.accepted == 32 * months


def test_the_mixed_periods_of_care_at_home_are_told_apart(tmp_path):
    outcome = brought(tmp_path, "phs_care_at_home_raw.csv", CARE)
    assert [account.rows for account in outcome.accounts] == [27_126] * 3
    assert all(account.set_aside == 0 for account in outcome.accounts), outcome.messages[:3]
    quarters, weeks, years = (account.accepted for account in outcome.accounts)
    assert (quarters, weeks, years) == (800, 480, 192)
