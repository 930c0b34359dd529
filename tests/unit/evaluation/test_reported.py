"""A published result is told as published."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation import evaluate
from proventive.quantities import Number, Period, Unknown
from proventive.records import open_records, write_store

TERM = Period(start=date(2010, 9, 1), end=date(2015, 6, 30))
NO_INTERVAL = Unknown(unknown="the publication gives no interval")


def finding_of(folder, *results):
    """``results``: (last day, people, observed, counterfactual, effect, low, high), the design being matching."""
    agreement = Agreement(
        proventive=1, title="Prison", id="prison", kind="contract", parties=(), term=TERM, price_base="2010-11",
        seed=7, settle_every="term",
        objectives=(Objective(id="reconvictions", reduce="reconviction_event", plan=Plan(design="reported")),),
    )  # fmt: skip

    def column(place):
        values = [row[place] for row in results]
        return np.array([None if value is None else Decimal(str(value)) for value in values], dtype=object)

    number = len(results)
    table = {
        "agreement": np.full(number, "prison", dtype=object),
        "objective": np.full(number, "reconvictions", dtype=object),
        "period_start": np.full(number, np.datetime64("2010-09-01")),
        "period_end": np.array([np.datetime64(row[0]) for row in results], "datetime64[D]"),
        "design": np.full(number, "Propensity score matching", dtype=object),
        "unit": np.full(number, "reconviction events per 100 people", dtype=object),
        "people": np.array([row[1] for row in results], dtype=object),
        "observed": column(2),
        "counterfactual": column(3),
        "effect": column(4),
        "low": column(5),
        "high": column(6),
        "source": np.array([f"Report {place}" for place in range(number)], dtype=object),
    }
    write_store(
        folder / "records" / "assessors", body="assessors", name="Assessors", id_space="none", made_by="a test",
        coverage=(), tables={"reported": table} if number else {},
    )  # fmt: skip
    records = open_records(folder, agreement=agreement, as_at=date(2017, 8, 31))
    return evaluate(agreement, records).findings[0]


FIRST = (date(2012, 6, 30), 1000, 142, 155, None, None, None)


def test_the_share_is_that_of_both_sides_unrounded(tmp_path):
    """142 against 155 per 100: 8.387 % below (Peterborough cohort 1; civilsociety.co.uk, 7 August 2014)."""
    finding = finding_of(tmp_path, FIRST)
    assert finding.relative.value.value == pytest.approx(13 / 155, abs=1e-15)
    assert round(100 * finding.relative.value.value, 3) == 8.387
    assert finding.effect.value.value == -13
    assert finding.relative.value.no_interval == finding.effect.value.no_interval == NO_INTERVAL
    assert finding.observed.value == Number(number=Decimal(142), unit="reconviction events per 100 people")
    assert finding.draws == ()


def test_the_latest_result_is_told_and_the_others_stand_beside_it(tmp_path):
    finding = finding_of(tmp_path, FIRST, (date(2015, 6, 30), None, None, None, "0.09", None, None))
    assert finding.relative.value.value == 0.09
    assert isinstance(finding.observed.value, Unknown)
    assert isinstance(finding.effect.value, Unknown)
    assert isinstance(finding.people.value, Unknown)
    assert [row.heading for row in finding.tables[0].rows] == ["Report 1", "Report 0"]


def test_a_published_interval_is_told(tmp_path):
    finding = finding_of(tmp_path, (date(2015, 6, 30), 10, None, None, "0.09", "-0.01", "0.19"))
    value = finding.relative.value
    assert (value.low, value.high) == (-0.01, 0.19)
    assert "no reliable evidence of a change" in finding.sentence()


def test_without_an_interval_the_sentence_does_not_judge(tmp_path):
    sentence = finding_of(tmp_path, FIRST).sentence()
    assert "no reliable evidence" not in sentence
    assert "the publication gives no interval" in sentence


def test_it_is_graded_by_the_design_of_the_publication(tmp_path):
    levels = {grade.edition: grade.level for grade in finding_of(tmp_path, FIRST).grades}
    assert levels["guide to scoring evidence, June 2016"] == "3"  # propensity score matching at level 3


def test_no_result_is_not_nought(tmp_path):
    finding = finding_of(tmp_path)
    assert finding.status == "not known"
    assert isinstance(finding.effect.value, Unknown)
