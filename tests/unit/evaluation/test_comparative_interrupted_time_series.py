"""An interrupted series beside others: as one regression on both, and from records to finding."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation import evaluate
from proventive.evaluation.designs.registry import design_named
from proventive.evaluation.methods.interrupted_series import interrupted_series
from proventive.quantities import Number, Period, Unknown
from proventive.records import Coverage, open_records, write_store
from proventive.reference import open_reference

MONTHS, START = 72, 48
ALL = np.arange(MONTHS)


def agreed(**plan):
    given = {"design": "comparative-interrupted-time-series", "area": "X1", "starts": date(2018, 1, 1)}
    return Agreement(
        proventive=1, title="Area", id="area", kind="grant", parties=(), seed=7, price_base="2019-20",
        term=Period(start=date(2018, 1, 1), end=date(2019, 12, 31)), settle_every="term",
        objectives=(
            Objective(
                id="attendances", reduce="ae_attendance", plan=Plan(**(given | {"comparison": ("Y1",)} | plan))
            ),
        ),
    )  # fmt: skip


def finding_of(folder, counts, **plan):
    begin = np.arange(np.datetime64("2014-01"), np.datetime64("2014-01") + MONTHS)
    first, last = begin.astype("datetime64[D]"), (begin + 1).astype("datetime64[D]") - 1
    table = {
        "area_code": np.repeat(np.array(list(counts), dtype=object), MONTHS),
        "period_start": np.tile(first, len(counts)),
        "period_end": np.tile(last, len(counts)),
        "event": np.full(MONTHS * len(counts), "ae_attendance", dtype=object),
        "count": np.concatenate(list(counts.values())),
    }
    coverage = [
        Coverage(
            table="area_series", event="ae_attendance", area=area,
            period=Period(start=first[0].item(), end=last[-1].item()),
        )
        for area in counts
    ]  # fmt: skip
    write_store(
        folder / "records" / "hub", body="hub", name="Hub", id_space="none", made_by="a test",
        coverage=coverage, tables={"area_series": table},
    )  # fmt: skip
    agreement = agreed(**plan)
    return evaluate(agreement, open_records(folder, agreement=agreement, as_at=date(2020, 6, 30))).findings[0]


def towns(*, effect, shock=0.0, seed=2, slope=0.0):
    """Two areas with one season and, from the start on, one shock; the first with an effect of its own."""
    begin = np.arange(np.datetime64("2014-01"), np.datetime64("2014-01") + MONTHS)
    days = ((begin + 1).astype("datetime64[D]") - begin.astype("datetime64[D]")).astype(int)
    rng = np.random.default_rng(seed)
    both = 100 + 0.1 * ALL + 5 * np.sin(ALL / 12 * 2 * np.pi) + np.where(ALL >= START, shock, 0.0)
    own = both + 20 + slope * ALL + np.where(ALL >= START, effect, 0.0) + rng.normal(0, 2, MONTHS)
    other = both + rng.normal(0, 2, MONTHS)
    return {"X1": np.round(own * days).astype(np.int64), "Y1": np.round(other * days).astype(np.int64)}


def test_on_the_difference_least_squares_is_the_regression_on_both_series():
    """The terms of Linden (2015) for two groups: those with the treated group's mark are the difference's."""
    rng = np.random.default_rng(3)
    own, other = rng.normal(50, 3, MONTHS), rng.normal(40, 3, MONTHS)
    years, exposed, month = (ALL - START) / 12, (ALL >= START).astype(float), ALL % 12 + 1
    fit = interrupted_series(own, years, month, exposed, comparator=other, errors="fixed-b")
    seasons = [month == number for number in range(2, 13)]
    changes = [exposed, exposed * np.maximum(years, 0)]
    one = np.column_stack([np.ones(MONTHS), years, *seasons, *changes]).astype(float)
    both = np.block([[one, one], [one, np.zeros_like(one)]])
    joint = np.linalg.lstsq(both, np.concatenate([own, other]), rcond=None)[0][one.shape[1] :]
    assert fit.effect.value == pytest.approx(joint[-2] + joint[-1] * years[START:].mean())
    assert fit.slope_before.value == pytest.approx(joint[1])


@pytest.mark.parametrize("errors", ["AR(1)-REML", "fixed-b"])
def test_what_moves_both_areas_drops_out(tmp_path, errors):
    finding = finding_of(tmp_path, towns(effect=-6.0, shock=30.0), errors=errors)
    effect = finding.effect.value
    assert effect.low < -6 < effect.high < 0
    assert effect.value == pytest.approx(
        float(finding.observed.value.number) - finding.counterfactual.value.value, abs=1e-4
    )
    assert finding.followed.value == Number(number=Decimal(24), unit="months")
    alone = finding_of(tmp_path, towns(effect=-6.0, shock=30.0), errors=errors, design="interrupted-time-series")
    assert alone.effect.value.low > 0  # the shock, taken for an effect


def test_the_expected_months_stand_on_the_other_area(tmp_path):
    finding = finding_of(tmp_path, towns(effect=-6.0, shock=30.0))
    expected = [row.cells[1] for row in finding.tables[0].rows]
    assert [isinstance(cell, Unknown) for cell in expected] == [True] * START + [False] * (MONTHS - START)
    mean = np.mean([cell.value for cell in expected[START:]])
    assert mean == pytest.approx(finding.counterfactual.value.value, abs=0.1)  # the months stand on the line
    assert expected[-1].low < expected[-1].value < expected[-1].high


def test_by_fixed_b_months_are_told_without_intervals_and_the_mean_with_one(tmp_path):
    finding = finding_of(tmp_path, towns(effect=-6.0), errors="fixed-b")
    assert finding.tables[0].rows[-1].cells[1].low is None
    assert finding.effect.value.low is not None
    checks = {check.name: check for check in finding.checks}
    assert checks["autocorrelation"].passed is None
    assert "36 months" in checks["autocorrelation"].text


def test_a_slope_of_its_own_fails_and_lowers_the_grade(tmp_path):
    same, other = (finding_of(tmp_path / str(slope), towns(effect=0.0, slope=slope)) for slope in (0.0, 0.5))
    assert {check.name: check.passed for check in same.checks}["same slope before"] is True
    assert {check.name: check.passed for check in other.checks}["same slope before"] is False
    for one, lower in zip(same.grades, other.grades, strict=True):
        assert int(lower.level) == int(one.level) - 1


def test_a_comparison_area_without_a_series_is_named(tmp_path):
    finding = finding_of(tmp_path, towns(effect=0.0), comparison=("Y1", "Y2"))
    assert finding.status == "not known"
    assert "for the area Y2" in finding.effect.value.unknown


def test_a_plan_without_another_area_is_at_fault():
    design = design_named("comparative-interrupted-time-series")
    codes = [found.code for found in design.faults(agreed(comparison=()), open_reference())]
    assert codes == ["too-few-areas"]
    assert not design.faults(agreed(), open_reference())
