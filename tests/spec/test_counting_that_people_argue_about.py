"""Counting that people argue about, as tables in and numbers out: the cases stand in ``counting.yaml``."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from proventive.agreement.document import Objective, Plan
from proventive.quantities import Number, Period, Unknown
from proventive.records.measures import due, measured, measures

CASES = YAML(typ="safe", pure=True).load(Path(__file__).with_name("counting.yaml").read_text(encoding="utf-8"))
YEAR = (date(2024, 4, 1), date(2025, 3, 31))
LONELY = Objective(
    id="lonely", lower="loneliness", measured_by="ucla3", plan=Plan(design="before-after", follow_up=(5, 9))
)


def figures(tables):
    """Every figure by its id, without the chapter's name."""
    return {figure.id.removeprefix("records/"): figure.value for table in tables for figure in table.figures()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["asks"])
def test_each_case_comes_out(case, records_of):
    records = records_of(objectives=(LONELY,), **case["tables"])
    start, end = case.get("period", YEAR)
    told = figures(measured(records, "a", Period(start=start, end=end)))
    assert {id: told[id].number for id in case["gives"]} == {
        id: Decimal(str(number)) for id, number in case["gives"].items()
    }


def test_every_measure_is_declared_and_told(records_of):
    tables = measured(
        records_of(referrals=CASES[0]["tables"]["referrals"]), "a", Period(start=YEAR[0], end=YEAR[1])
    )
    rules = " ".join(table.trail.method for table in tables)
    assert all(measure.rule.strip() in rules for measure in measures().values())


@pytest.mark.parametrize("end", [date(2024, 3 + month, 28) for month in range(1, 10)])
def test_a_cumulative_count_never_goes_down(end, records_of):
    records = records_of(referrals=CASES[3]["tables"]["referrals"])
    before, after = (
        figures(measured(records, "a", Period(start=YEAR[0], end=day)))["over-time/joined-so-far/number"].number
        for day in (end, date(2024, 12, 31))
    )
    assert before <= after


def test_what_was_not_recorded_is_not_known(records_of):
    records = records_of(referrals=CASES[0]["tables"]["referrals"])
    told = figures(measured(records, "a", Period(start=YEAR[0], end=YEAR[1])))
    assert isinstance(told["staff/staff-at-start/number"], Unknown)
    assert isinstance(told["over-time/contacts-each/number"], Unknown)
    assert isinstance(told["over-time/joined-so-far/number"], Number)


def test_nobody_knows_who_became_staff_where_no_id_of_a_person_stands_beside_them(records_of):
    case = next(case for case in CASES if case["asks"].startswith("Staff who stay"))
    records = records_of(referrals=CASES[0]["tables"]["referrals"], **case["tables"])
    told = figures(measured(records, "a", Period(start=YEAR[0], end=YEAR[1])))
    assert told["staff/served-then-staff/number"] == Unknown(
        unknown="no member of staff has the id of a person beside it"
    )


REFERRALS = """
    person_id | agreement | referred_on | started_on | ended_on   | end_reason
    ann       | a         | 2024-04-01  | 2024-04-10 |            |
    ben       | a         | 2024-04-01  | 2024-04-10 | 2024-07-01 | moved
    cat       | a         | 2024-04-01  | 2024-06-01 |            |
    dan       | b         | 2024-04-01  | 2024-04-10 |            |
    eve       | a         | 2024-04-01  | 2024-04-10 |            |
"""
ASSESSMENTS = """
    person_id | instrument | on_date    | total
    ann       | ucla3      | 2024-04-12 | 8
    ann       | ucla3      | 2024-09-10 | 6
    ben       | ucla3      | 2024-04-12 | 8
    cat       | ucla3      | 2024-06-01 | 8
"""
PEOPLE = """
    person_id | role   | consent
    ann       | served | yes
    eve       | served | no
"""


def test_what_is_due_is_told_by_local_id(records_of):
    records = records_of(
        as_at="2024-11-10", objectives=(LONELY,), referrals=REFERRALS, assessments=ASSESSMENTS, people=PEOPLE
    )
    found = due(records, ahead=14)
    # cat joined on 1 June: 5 months are 152 days, so 31 October; ben moved away; eve did not agree
    assert [(one.person_id, one.moment, str(one.due_on), one.state) for one in found.follow_ups] == [
        ("cat", "5 months", "2024-10-31", "overdue")
    ]
    assert [(month.month, month.filled_in, month.due) for month in found.by_month] == [
        ("2024-04", 2, 2),
        ("2024-06", 1, 1),
        ("2024-09", 1, 1),
        ("2024-10", 0, 1),
    ]
    assert found.missed == 0


def test_a_questionnaire_too_late_to_count_is_missed(records_of):
    records = records_of(as_at="2025-03-31", objectives=(LONELY,), referrals=REFERRALS, assessments=ASSESSMENTS)
    found = due(records)
    assert ("cat", "5 months") not in [(one.person_id, one.moment) for one in found.follow_ups]
    # eve: at joining, 5 and 9 months; ann: 9 months; cat: 5 months. The 9 months of cat count until 16 April.
    assert found.missed == 5
    assert [(one.person_id, str(one.until)) for one in found.follow_ups] == [("cat", "2025-04-16")]


def test_people_who_were_not_seen_are_named_by_local_id(records_of):
    contacts = """
        person_id | agreement | on_date    | kind  | minutes | delivered_by
        ann       | a         | 2024-08-01 | phone | 10      | staff
        cat       | a         | 2024-11-01 | phone | 10      | staff
    """
    records = records_of(as_at="2024-11-10", objectives=(LONELY,), referrals=REFERRALS, contacts=contacts)
    found = due(records, not_seen_for=60)
    assert [(one.person_id, one.last_met) for one in found.not_seen] == [("ann", date(2024, 8, 1)), ("eve", None)]


def test_a_person_who_took_agreement_back_is_asked_no_more(records_of):
    people = "person_id | role | consent | consent_on\ncat | served | withdrawn | 2024-10-01"
    records = records_of(
        as_at="2024-11-10", objectives=(LONELY,), referrals=REFERRALS, assessments=ASSESSMENTS, people=people
    )
    assert "cat" not in {one.person_id for one in due(records).follow_ups}


def test_people_whose_time_to_be_kept_is_over_are_named_to_be_erased(records_of):
    people = """
        person_id | role   | lawful_basis | health_condition      | purpose           | keep_until
        ann       | served | public task  | health or social care | care and learning | 2024-11-09
        ben       | served | consent      | explicit consent      | care              | 2024-11-10
        cat       | served |              |                       |                   |
        eve       | served | public task  | health or social care | care              | 2024-01-31
    """
    found = due(records_of(as_at="2024-11-10", referrals=REFERRALS, people=people))
    assert [(one.person_id, str(one.keep_until)) for one in found.kept_too_long] == [
        ("eve", "2024-01-31"),
        ("ann", "2024-11-09"),
    ]
