"""A sum for each person who improved: whose scores count, and what is paid for them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strathearn_case import (
    LONELINESS,
    LONELY,
    YEAR_1,
    HandMadeRecords,
    agreement,
    days,
    finding,
    findings,
    lonely_finding,
    participation,
    pounds,
    texts,
    worth,
)

from proventive.evaluation import evaluate
from proventive.outturn import settle
from proventive.outturn.case import Case
from proventive.outturn.person_claims import person_claims
from proventive.quantities import Unknown
from proventive.records import open_records, write_store
from proventive.records.score_windows import at_follow_up, at_joining

JOINED = date(2025, 5, 1)
SCORES = [
    # person, day from joining, score: lower is better
    ("improved", 0, 7),
    ("improved", 274, 5),
    ("by-half-a-point", 3, 7),
    ("by-half-a-point", 270, "6.5"),
    ("worse", -10, 4),
    ("worse", 280, 6),
    ("no-follow-up", 0, 8),
    ("too-late", 0, 8),
    ("too-late", 274 + 46, 3),
    ("never-asked", 274, 3),
    ("twice", 0, 9),
    ("twice", 40, 5),  # further from joining than the other
    ("twice", 250, 7),
    ("twice", 275, 8),
]


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scores")
    people = sorted({person for person, _, _ in SCORES})
    write_store(
        folder / "records" / "provider",
        body="provider",
        name="The provider",
        id_space="local",
        made_by="by hand",
        coverage=(),
        tables={
            "referrals": {
                "person_id": people,
                "agreement": ["strathearn-falls"] * len(people),
                "referred_on": days(*(JOINED.isoformat() for _ in people)),
                "started_on": days(*(JOINED.isoformat() for _ in people)),
            },
            "assessments": {
                "person_id": [person for person, _, _ in SCORES],
                "instrument": ["ucla3"] * len(SCORES),
                "on_date": days(*((JOINED + timedelta(days=day)).isoformat() for _, day, _ in SCORES)),
                "total": [Decimal(score) for _, _, score in SCORES],
            },
        },
    )
    return case_of(agreement(payment=(LONELY,), obligations=()), folder)


def case_of(of, folder):
    records = open_records(folder, agreement=of, as_at="2027-06-30")
    return Case(agreement=of, records=records, findings=findings(), elsewhere=(), already_paid={})


def test_each_person_is_claimed_with_the_scores_nearest_to_joining_and_to_follow_up(case):
    improved = {claim.participation.person: claim.improved_by for claim in person_claims(case, LONELY)}
    assert improved == {
        "improved": Decimal(2),
        "by-half-a-point": Decimal("0.5"),
        "worse": Decimal(-2),
        "twice": Decimal(1),
        "no-follow-up": Unknown(unknown="no score at follow-up"),
        "too-late": Unknown(unknown="no score at follow-up"),
        "never-asked": Unknown(unknown="no score at joining"),
    }


def test_where_more_is_promised_more_is_better(case):
    raised = replace(LONELINESS, lower=None, raise_="wellbeing")
    of = replace(case.agreement, objectives=(case.agreement.objectives[0], raised))
    claims = person_claims(replace(case, agreement=of), LONELY)
    assert {claim.participation.person: claim.improved_by for claim in claims}["worse"] == Decimal(2)


def test_who_is_paid_for_and_who_is_not_is_said_line_by_line(case):
    outturn = settle(case.agreement, case.records, case.findings, worth(), elsewhere=())
    (payment,) = outturn.payments
    assert payment.owed.value == pounds("480.00")  # two people at 240 GBP
    told = {row.heading: row.cells[0].number for row in payment.lines.rows}
    assert told == {
        "People who improved enough": Decimal(2),
        "People who improved by less, or not at all": Decimal(2),
        "People whose change is not known": Decimal(3),
    }
    assert [used.table for used in payment.owed.trail.records] == ["referrals", "assessments"]
    assert "loneliness/followed" in payment.owed.trail.rests_on


def test_who_joined_another_agreement_first_is_paid_for_there(case):
    there = participation("improved", agreement="befriending", change="ucla3", started=date(2025, 4, 20))
    outturn = settle(case.agreement, case.records, case.findings, worth(), elsewhere=(there,))
    assert outturn.owed.value == pounds("240.00")
    assert outturn.also_claimed == (
        "1 person is also counted under “befriending” for loneliness. They joined it first, so their change is "
        "not paid for here.",
    )


def test_without_a_table_of_scores_what_is_owed_is_not_known():
    why = Unknown(unknown="there are no records of assessments")
    nothing = lonely_finding(status="not known", observed=why, effect=why, happened=why, followed=why)
    of = agreement(payment=(LONELY,))
    joined = {"outturn/joined": {"person_id": texts(), "started_on": days()}}
    joined |= {"outturn/delivered": {"quantity": texts()}}
    outturn = settle(of, HandMadeRecords(joined), findings(finding(), nothing), worth(), elsewhere=())
    assert outturn.owed.value == Unknown(
        unknown="For each person who improved: loneliness: there are no records of assessments"
    )


def test_an_earlier_follow_up_than_the_one_that_is_told_falls_due_earlier():
    """At 9 months the results of year 1 are due on 31 December 2026; at 5 months on 31 August 2026."""
    objective = replace(LONELINESS, plan=replace(LONELINESS.plan, follow_up=(5, 9)))
    none = Unknown(unknown="results are due later")
    early = lonely_finding(status="too early", observed=none, effect=none, happened=none, followed=none)
    answers = {
        "outturn/joined": {"person_id": texts("a"), "started_on": days("2025-05-01")},
        "outturn/delivered": {"quantity": texts()},
        "evaluation/score_near": lambda day, **rest: {
            "person_id": texts("a"),
            "total": texts(Decimal(8 if day == 0 else 6)),
        },
    }
    terms = (replace(LONELY, id="at-5", follow_up=5), replace(LONELY, id="at-9", follow_up=9))
    of = agreement(payment=terms, objectives=(agreement().objectives[0], objective))
    for as_at, owed in ((date(2026, 8, 30), "too early"), (date(2026, 8, 31), "240.00")):
        held = HandMadeRecords(answers, as_at=as_at)
        five, nine = settle(of, held, findings(finding(), early), worth(), elsewhere=()).payments
        assert nine.owed.value == Unknown(unknown="too early: results are due on 31 December 2026")
        known = not isinstance(five.owed.value, Unknown)
        assert (five.owed.value == pounds(owed)) if known else five.owed.value.unknown.startswith(owed)
        assert known == (owed != "too early")


def test_payment_and_evaluation_count_the_same_people_and_the_same_change(case):
    found = evaluate(case.agreement, case.records).of("loneliness")
    known = [claim.improved_by for claim in person_claims(case, LONELY) if isinstance(claim.improved_by, Decimal)]
    assert found.followed.value.number == len(known) == 4
    assert found.happened.value.value == pytest.approx(float(sum(known)) / len(known))


@given(st.lists(st.integers(1, 36), min_size=1, max_size=4, unique=True))
def test_no_score_counts_both_at_joining_and_at_follow_up(follow_ups):
    assert at_joining(follow_ups).to_day < min(at_follow_up(months).from_day for months in follow_ups)


def test_the_windows_are_45_days_either_side():
    assert (at_joining([5, 9]).from_day, at_joining([5, 9]).to_day) == (-45, 45)
    assert (at_follow_up(9).day, at_follow_up(9).from_day, at_follow_up(9).to_day) == (274, 229, 319)
    assert YEAR_1.days == 365
