"""Synthetic control and synthetic difference-in-differences from an agreement and records to a finding."""

from datetime import date

import numpy as np
import pytest

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation import evaluate
from proventive.evaluation.evaluating import faults
from proventive.quantities import Estimate, Period, Unknown
from proventive.records import Coverage, open_records, write_store
from proventive.reference import open_reference

STARTS = date(2018, 1, 1)
OTHERS = tuple(f"Y{number}" for number in range(1, 13))
DESIGNS = ("synthetic-control", "synthetic-difference-in-differences")


def agreement_with(design: str, **plan) -> Agreement:
    planned = {"area": "X1", "starts": STARTS, "comparison": OTHERS} | plan
    return Agreement(
        proventive=1, title="Area", id="area", kind="grant", parties=(), seed=7, price_base="2019-20",
        term=Period(start=STARTS, end=date(2019, 12, 31)), settle_every="term",
        objectives=(Objective(id="attendances", reduce="ae_attendance", plan=Plan(design=design, **planned)),),
    )  # fmt: skip


def counts_of(effect: float, seed: int = 3) -> dict[str, np.ndarray]:
    """72 months of thirteen areas that share a season and a drift; from month 48 on, ``effect`` a day."""
    rng = np.random.default_rng(seed)
    months = np.arange(72)
    common = 10 * np.sin(2 * np.pi * months / 12) + rng.normal(0, 2, 72).cumsum()
    levels = rng.uniform(80, 120, len(OTHERS))
    load = rng.uniform(0.5, 1.5, len(OTHERS))
    others = levels + common[:, None] * load + rng.normal(0, 1, (72, len(OTHERS)))
    mix = rng.dirichlet(np.ones(len(OTHERS)))
    own = others @ mix + rng.normal(0, 1, 72) + np.where(months >= 48, effect, 0)
    days = np.diff(np.arange(np.datetime64("2014-01"), np.datetime64("2020-02")).astype("datetime64[D]")).astype(
        int
    )
    per_day = dict(zip(("X1", *OTHERS), (own, *others.T), strict=True))
    return {area: np.round(values * days).astype(np.int64) for area, values in per_day.items()}


def finding_of(folder, design, effect, *, lacking=None, **plan):
    agreement = agreement_with(design, **plan)
    starts = np.arange(np.datetime64("2014-01"), np.datetime64("2020-01"))
    rows = {area: counts for area, counts in counts_of(effect).items() if area != lacking}
    whole = Period(start=date(2014, 1, 1), end=date(2019, 12, 31))
    write_store(
        folder / "records" / "hub", body="hub", name="Hub", id_space="none", made_by="a test",
        coverage=[Coverage(table="area_series", event="ae_attendance", area=area, period=whole) for area in rows],
        tables={
            "area_series": {
                "area_code": np.repeat(np.array(list(rows), dtype=object), 72),
                "period_start": np.tile(starts.astype("datetime64[D]"), len(rows)),
                "period_end": np.tile((starts + 1).astype("datetime64[D]") - 1, len(rows)),
                "event": np.full(72 * len(rows), "ae_attendance", dtype=object),
                "count": np.concatenate(list(rows.values())),
            }
        },
    )  # fmt: skip
    records = open_records(folder, agreement=agreement, as_at=date(2020, 6, 30))
    return evaluate(agreement, records).findings[0]


@pytest.mark.parametrize("design", DESIGNS)
def test_a_known_fall_is_found_with_its_interval(tmp_path, design):
    finding = finding_of(tmp_path, design, -15.0)
    effect, share = finding.effect.value, finding.relative.value
    assert isinstance(effect, Estimate) and isinstance(share, Estimate)
    assert effect.low <= -15 <= effect.high < 0
    assert effect.value == pytest.approx(-15, abs=2)
    observed, expected = float(finding.observed.value.number), finding.counterfactual.value.value
    assert expected == pytest.approx(observed - effect.value, abs=1e-3)
    assert share.value == pytest.approx(1 - observed / expected, abs=1e-4)
    assert share.low <= share.value <= share.high
    assert {check.name: check.passed for check in finding.checks if check.name != "season"} == {
        check.name: True for check in finding.checks
    }
    series = next(table for table in finding.tables if table.id == "attendances/series")
    assert len(series.rows) == 72
    weights = next(table for table in finding.tables if table.id == "attendances/weights")
    assert float(sum(row.cells[0].number for row in weights.rows)) == pytest.approx(1, abs=0.001)
    assert bool(finding.grades) == (design == "synthetic-control")  # no scale that is held places the other
    assert "areas" in finding.sentence()


def test_with_19_other_areas_the_interval_is_that_of_the_permutations(tmp_path, monkeypatch):
    others = tuple(f"Y{number}" for number in range(1, 20))
    monkeypatch.setattr("test_synthetic_designs.OTHERS", others)
    finding = finding_of(tmp_path, DESIGNS[1], -15.0, comparison=others)
    effect, share = finding.effect.value, finding.relative.value
    assert effect.low <= -15 <= effect.high < 0
    assert share.low == pytest.approx(-effect.high / finding.counterfactual.value.low, rel=1e-3)
    assert finding.draws == ()  # bounds alone are no distribution


@pytest.mark.parametrize("design", DESIGNS)
def test_where_nothing_changed_nothing_is_claimed(tmp_path, design):
    finding = finding_of(tmp_path, design, 0.0)
    assert finding.effect.value.low < 0 < finding.effect.value.high
    assert "no reliable evidence" in finding.sentence()


@pytest.mark.parametrize("design", DESIGNS)
def test_an_area_without_a_series_is_named(tmp_path, design):
    finding = finding_of(tmp_path, design, 0.0, lacking="Y3")
    assert finding.status == "not known"
    assert isinstance(finding.effect.value, Unknown)
    assert "Y3" in finding.effect.value.unknown


def test_the_month_that_the_start_cuts_is_left_out(tmp_path):
    finding = finding_of(tmp_path, DESIGNS[0], -15.0, starts=date(2018, 1, 10))
    series = next(table for table in finding.tables if table.id == "attendances/series")
    assert len(series.rows) == 71
    assert "2018-01" not in [row.id for row in series.rows]


@pytest.mark.parametrize("design", DESIGNS)
def test_a_plan_names_the_area_the_start_and_the_others(design):
    lacking = agreement_with(design, area=None, starts=None, comparison=("Y1", "Y1"))
    assert {found.code for found in faults(lacking, open_reference())} >= {"no-area-or-start", "too-few-areas"}
    assert not faults(agreement_with(design), open_reference())


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize(("others", "found"), [((*OTHERS, "S92000003"), ["whole-country"]), (OTHERS, [])])
def test_a_whole_country_is_never_compared_with_its_parts(design, others, found):
    plan = agreement_with(design, comparison=others)
    assert [fault.code for fault in faults(plan, open_reference()) if fault.code == "whole-country"] == found
