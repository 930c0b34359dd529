"""What is owed for an effect, from a published result to the penny: each row an agreement, settled.

``happened`` and ``expected`` are totals; ``low`` is the lower bound of the published effect.
"""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from proventive.agreement import read_agreement
from proventive.evaluation import evaluate
from proventive.outturn import settle
from proventive.quantities import Money, Unknown
from proventive.records import open_records, write_store
from proventive.valuation import value

AGREEMENT = """
proventive: 1
title: A falls service
id: falls
kind: contract
parties:
  - {{id: board, name: A health board, roles: [pays], share: 60%}}
  - {{id: council, name: A council, roles: [pays], share: 40%}}
  - {{id: service, name: A service, roles: [provides]}}
term: {{start: 2025-04-01, end: 2026-03-31}}
price_base: 2025-26
seed: 1
objectives:
  - id: admissions
    reduce: emergency_admission
    target: {{fewer_than_comparison: 15%}}
    plan: {{design: reported, follow_up: 12 months}}
payment:
  - id: demand
    effect_on_everyone_who_joined: admissions
    rate: {rate}
    pays_from: {{effect: {pays_from}, judged_on: {judged_on}, then: {then}, if_unclear: {if_unclear}}}
{cap}
"""
USUAL = {
    "rate": "400 GBP per admission avoided",
    "from": "5%",
    "judged on": "lower bound",
    "then": "all",
    "if unclear": "nothing",
    "cap": "",
}


@pytest.fixture
def settled(tmp_path):
    """The outturn of one row: an agreement, and a result that was published about 200 people."""

    def settle_row(row):
        given = USUAL | row
        (tmp_path / "falls").mkdir()
        text = AGREEMENT.format(
            rate=given["rate"],
            pays_from=given["from"],
            judged_on=given["judged on"],
            then=given["then"],
            if_unclear=given["if unclear"],
            cap=f"    cap: {given['cap']}" if given["cap"] else "",
        )
        (tmp_path / "falls" / "agreement.yaml").write_text(text, encoding="utf-8")
        write_published(tmp_path / "records" / "assessors", given)
        agreement = read_agreement(tmp_path / "falls")
        records = open_records(tmp_path / "falls", agreement=agreement, as_at=date(2027, 6, 30))
        findings = evaluate(agreement, records)
        return settle(agreement, records, findings, value(agreement, records, findings), elsewhere=())

    return settle_row


def write_published(folder, row):
    low = Decimal(row["low"].rstrip("%")) / 100 if row["low"] else None
    columns = {
        "agreement": "falls",
        "objective": "admissions",
        "period_start": np.datetime64("2025-04-01", "D"),
        "period_end": np.datetime64("2026-03-31", "D"),
        "design": "matched cohort",
        "unit": "admissions",
        "people": 200,
        "observed": Decimal(row["happened"]),
        "counterfactual": Decimal(row["expected"]),
        "low": low,
        "high": None if low is None else Decimal("0.90"),
        "source": "invented",
    }
    tables = {"reported": {name: np.array([cell]) for name, cell in columns.items()}}
    write_store(folder, body="a", name="Assessors", id_space="a", coverage=(), tables=tables, made_by="by hand")


def rows_of(text):
    lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.strip().splitlines()]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[1:]]


def told(outturn):
    return outturn.payments[0].owed.value, outturn.payments[0].reason


PROMISED_AND_DELIVERED = """
    happened | expected | low | owed     | because
    166      | 200      | 7%  | 13600.00 | 7% fewer, judged on the lower bound of the interval, reaches the 5%
    166      | 200      | 7%  | 13600.00 | 200 would have happened anyway and 166 did: 34 avoided, and all are paid
    166      | 200      | 5%  | 13600.00 | 5% fewer, judged on the lower bound of the interval, reaches the 5%
    166      | 200      | 4.9% | 0.00    | 4.9% fewer, judged on the lower bound of the interval, is below the 5%
    166      | 200      | -2% | 0.00     | 2% more, judged on the lower bound of the interval, is below the 5%
    166      | 200      |     | 0.00     | the result has no interval
    199.99   | 200      | 5%  | 4.00     | 0.01 avoided
    230      | 200      | -20% | 0.00    | 20% more, judged on the lower bound
"""


@pytest.mark.parametrize("row", rows_of(PROMISED_AND_DELIVERED), ids=lambda row: f"{row['happened']} {row['low']}")
def test_admissions_avoided_are_paid_at_the_rate_once_the_lower_bound_reaches_the_threshold(settled, row):
    owed, because = told(settled(row))
    assert owed == Money(amount=Decimal(row["owed"]))
    assert row["because"] in because


AGREED_OTHERWISE = """
    happened | expected | low | from | judged on      | then            | if unclear  | cap              | owed
    166      | 200      | 7%  | 5%   | lower bound    | above threshold | nothing     |                  | 9600.00
    166      | 200      | 2%  | 5%   | point estimate | all             | nothing     |                  | 13600.00
    166      | 200      |     | 5%   | lower bound    | all             | as measured |                  | 13600.00
    166      | 200      |     | 18%  | lower bound    | all             | as measured |                  | 0.00
    166      | 200      | 7%  | 5%   | lower bound    | all             | nothing     | 10000 GBP a year | 10000.00
    166      | 200      | 7%  | 5%   | lower bound    | all             | nothing     | 13600 GBP a year | 13600.00
"""


@pytest.mark.parametrize("row", rows_of(AGREED_OTHERWISE), ids=lambda row: f"{row['then']} {row['cap']}")
def test_the_agreement_may_say_otherwise(settled, row):
    assert told(settled(row))[0] == Money(amount=Decimal(row["owed"]))


def test_what_is_owed_is_shared_by_those_who_pay(settled):
    """34.000025 avoided at 400 GBP: 13,600.01 GBP, of which 8,160.006 and 5,440.004."""
    outturn = settled({"happened": "166", "expected": "200.000025", "low": "7%"})
    assert outturn.owed.value == Money(amount=Decimal("13600.01"))
    assert [row.cells[1].amount for row in outturn.owed_by.rows] == [Decimal("8160.01"), Decimal("5440.00")]


def test_a_price_that_was_never_published_is_owed_as_not_known(settled):
    row = {"happened": "166", "expected": "200", "low": "7%", "rate": "{unknown: not published}"}
    owed, because = told(settled(row))
    assert isinstance(owed, Unknown)
    assert "What is owed is not known" in because


def test_below_the_threshold_nothing_is_owed_whatever_the_price(settled):
    row = {"happened": "166", "expected": "200", "low": "1%", "rate": "{unknown: not published}"}
    assert told(settled(row))[0] == Money(amount=Decimal("0.00"))
