"""A control chart from an agreement and records to a finding: what is marked, and no effect."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from proventive.agreement.checks.payment import effect_has_counterfactual, mechanism_fits
from proventive.agreement.checks.plans import demand_has_counterfactual
from proventive.agreement.document import (
    Agreement,
    EffectOnEveryoneWhoJoined,
    Objective,
    PaysFrom,
    PerPersonImproved,
    Plan,
)
from proventive.agreement.phrases import Rate
from proventive.evaluation import evaluate
from proventive.evaluation.evaluating import faults
from proventive.outturn.met import has_comparison
from proventive.quantities import Money, Period, Unknown
from proventive.records import Coverage, open_records, write_store
from proventive.reference import open_reference

WHOLE = Period(start=date(2016, 1, 1), end=date(2019, 12, 31))
PLAN = Plan(design="control-chart", area="X1", starts=date(2018, 1, 1))


def agreement_with(plan: Plan) -> Agreement:
    return Agreement(
        proventive=1, title="Area", id="area", kind="grant", parties=(), seed=7, price_base="2019-20",
        term=Period(start=date(2018, 1, 1), end=WHOLE.end), settle_every="term",
        objectives=(Objective(id="attendances", reduce="ae_attendance", plan=plan),),
    )  # fmt: skip


def finding_of(folder, fall: float, plan: Plan = PLAN):
    """48 months that swing by 2 a day around 100; from month 24 on ``fall`` lower."""
    starts = np.arange(np.datetime64("2016-01"), np.datetime64("2020-01"))
    days = ((starts + 1).astype("datetime64[D]") - starts.astype("datetime64[D]")).astype(int)
    per_day = 100 + np.tile([0, 2, 1, -2, -1, 2], 8) - np.where(np.arange(48) >= 24, fall, 0)
    agreement = agreement_with(plan)
    write_store(
        folder / "records" / "hub", body="hub", name="Hub", id_space="none", made_by="a test",
        coverage=[Coverage(table="area_series", event="ae_attendance", area="X1", period=WHOLE)],
        tables={
            "area_series": {
                "area_code": np.full(48, "X1", dtype=object),
                "period_start": starts.astype("datetime64[D]"),
                "period_end": (starts + 1).astype("datetime64[D]") - 1,
                "event": np.full(48, "ae_attendance", dtype=object),
                "count": (per_day * days).astype(np.int64),
            }
        },
    )  # fmt: skip
    records = open_records(folder, agreement=agreement, as_at=date(2020, 6, 30))
    return evaluate(agreement, records).findings[0]


def marked(finding) -> list[str]:
    return [row.id for row in finding.tables[0].rows if row.cells[-1]]


def test_a_fall_is_marked_and_no_effect_is_told(tmp_path):
    finding = finding_of(tmp_path, fall=20)
    assert marked(finding) == [row.id for row in finding.tables[0].rows[24:]]
    assert finding.tables[0].rows[24].cells[-1] == "outside the limits"
    for figure in (finding.counterfactual, finding.effect, finding.relative, finding.happened):
        assert isinstance(figure.value, Unknown)
    assert not finding.grades
    assert not has_comparison(finding)
    assert "estimates no effect" in finding.sentence()
    assert {check.name: check.passed for check in finding.checks} == {
        "steady months before": True,
        "signals": None,
    }


def test_where_nothing_changed_nothing_is_marked(tmp_path):
    finding = finding_of(tmp_path, fall=0)
    assert marked(finding) == []
    limits = [tuple(cell.number for cell in row.cells[1:4]) for row in finding.tables[0].rows]
    assert len(set(limits)) == 1
    lower, mean, upper = limits[0]
    assert lower < mean < upper


def test_a_promise_that_is_only_watched_may_stand_but_not_be_paid_for():
    """Watching alone is a note; as soon as a payment rests on it, the agreement is stopped."""
    agreement = agreement_with(PLAN)
    paid = EffectOnEveryoneWhoJoined(
        id="demand",
        effect_on_everyone_who_joined="attendances",
        rate=Rate(amount=Money(amount=Decimal(40), currency="GBP"), per="attendance avoided"),
        pays_from=PaysFrom(effect=Decimal("0.05"), judged_on="lower bound"),
    )
    promised = replace(agreement, payment=(paid,))
    reference = open_reference()
    assert [(one.code, one.stops) for one in demand_has_counterfactual(promised, reference)] == [
        ("only-watched", False)
    ]
    stopped = list(effect_has_counterfactual(promised, reference))
    assert [(one.code, one.stops) for one in stopped] == [("effect-payment-without-counterfactual", True)]
    assert "control-chart" in str(stopped[0]) and "Before and after" not in str(stopped[0])
    assert not list(effect_has_counterfactual(agreement, reference))
    per_person = PerPersonImproved(
        id="better",
        per_person_improved="attendances",
        rate=Rate(amount=Money(amount=Decimal(40), currency="GBP"), per="person improved"),
        by=Decimal(1),
    )
    found = list(mechanism_fits(replace(agreement, payment=(per_person,)), reference))
    assert [(one.code, one.stops) for one in found] == [("per-person-on-demand", True)]


def test_fewer_than_twelve_months_before_are_too_few(tmp_path):
    finding = finding_of(tmp_path, 0, replace_start(date(2016, 12, 1)))
    assert finding.status == "not known"
    assert "11 months before the start" in finding.effect.value.unknown


def replace_start(starts: date) -> Plan:
    return replace(PLAN, starts=starts)


def test_the_agreement_is_told_that_the_promise_is_only_watched():
    reference = open_reference()
    found = list(demand_has_counterfactual(agreement_with(PLAN), reference))
    assert [(fault.code, fault.stops) for fault in found] == [("only-watched", False)]
    assert not faults(agreement_with(PLAN), reference)
    lacking = faults(agreement_with(Plan(design="control-chart")), reference)
    assert [fault.code for fault in lacking] == ["no-area-or-start"]
    with pytest.raises(StopIteration):
        next(iter(demand_has_counterfactual(agreement_with(replace(PLAN, design="synthetic-control")), reference)))
