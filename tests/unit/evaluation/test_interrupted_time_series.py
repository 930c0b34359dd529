"""An interrupted series: against least squares by hand, and from records to finding."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from scipy import stats

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation import evaluate
from proventive.evaluation.checks.series import ljung_box
from proventive.evaluation.methods.interrupted_series import interrupted_series
from proventive.quantities import Number, Period, Unknown
from proventive.records import Coverage, open_records, write_store

STARTS = date(2018, 1, 1)


def months(first, number):
    starts = np.arange(np.datetime64(first, "M"), np.datetime64(first, "M") + number)
    return starts.astype("datetime64[D]"), (starts + 1).astype("datetime64[D]") - 1


def finding_of(
    folder,
    counts,
    *,
    first="2014-01",
    starts=STARTS,
    gap=None,
    end=date(2019, 12, 31),
    as_at=date(2020, 6, 30),
    wash_in=None,
):
    agreement = Agreement(
        proventive=1, title="Area", id="area", kind="grant", parties=(), seed=7, price_base="2019-20",
        term=Period(start=STARTS, end=end), settle_every="term",
        objectives=(
            Objective(
                id="attendances", reduce="ae_attendance",
                plan=Plan(design="interrupted-time-series", area="X1", starts=starts, wash_in=wash_in),
            ),
        ),
    )  # fmt: skip
    begin, finish = months(first, len(counts))
    kept = np.arange(len(counts)) != (-1 if gap is None else gap)
    number = int(kept.sum())
    table = {
        "area_code": np.full(number, "X1", dtype=object),
        "period_start": begin[kept],
        "period_end": finish[kept],
        "event": np.full(number, "ae_attendance", dtype=object),
        "count": np.asarray(counts)[kept],
    }
    coverage = Coverage(
        table="area_series", event="ae_attendance", area="X1",
        period=Period(start=begin[0].item(), end=finish[-1].item()),
    )  # fmt: skip
    write_store(
        folder / "records" / "hub", body="hub", name="Hub", id_space="none", made_by="a test",
        coverage=[coverage], tables={"area_series": table},
    )  # fmt: skip
    return evaluate(agreement, open_records(folder, agreement=agreement, as_at=as_at)).findings[0]


def noisy_counts(effect=0.0, seed=1, number=72):
    """About 100 a day with a trend, a season and noise; from month 48 on, ``effect`` more a day."""
    begin, finish = months("2014-01", number)
    time = np.arange(number)
    days = (finish - begin).astype(int) + 1
    noise = np.random.default_rng(seed).normal(0, 3, number)
    rate = 100 + 0.1 * time + 5 * np.sin(time / 12 * 2 * np.pi) + noise + np.where(time >= 48, effect, 0.0)
    return np.round(rate * days).astype(np.int64), days


def test_a_series_without_noise_gives_the_effect_that_was_put_in():
    time = np.arange(72)
    exposed = (time >= 48).astype(float)
    years, month = (time - 48) / 12, time % 12 + 1
    tiny = np.random.default_rng(3).normal(0, 1e-6, 72)
    y = 50 + 2 * years + 3.0 * np.sin(month) + exposed * (-4 + 1.5 * years) + tiny
    fit = interrupted_series(y, years, month, exposed)
    expected = -4 + 1.5 * years[48:].mean()
    assert fit.effect.value == pytest.approx(expected, abs=1e-4)
    assert fit.counterfactual.value == pytest.approx(y[48:].mean() - expected, abs=1e-4)
    assert fit.relative.value == pytest.approx(1 - y[48:].mean() / (y[48:].mean() - expected), abs=1e-5)
    assert np.mean([one.value for one in fit.expected][48:]) == pytest.approx(fit.counterfactual.value)


def test_the_relative_interval_is_that_of_the_ratio():
    rng = np.random.default_rng(4)
    time = np.arange(84)
    y = 20 + rng.normal(0, 1, 84)
    fit = interrupted_series(y, (time - 60) / 12, time % 12 + 1, (time >= 60).astype(float))
    step = 1e-6
    slope = (
        (1 - fit.observed / (fit.observed - fit.effect.value - step))
        - (1 - fit.observed / (fit.observed - fit.effect.value + step))
    ) / (2 * step)
    assert fit.relative.standard_error == pytest.approx(abs(slope) * fit.effect.standard_error, rel=1e-6)


def test_observed_is_the_mean_of_counts_by_day_after_the_start(tmp_path):
    counts, days = noisy_counts(effect=-20)
    finding = finding_of(tmp_path, counts)
    assert float(finding.observed.value.number) == pytest.approx((counts / days)[48:].mean(), abs=1e-4)
    assert finding.people.value.number == int(counts[48:].sum())
    assert finding.followed.value == Number(number=Decimal(24), unit="months")
    effect = finding.effect.value
    assert effect.low < -20 < effect.high < 0
    assert effect.value == pytest.approx(
        float(finding.observed.value.number) - finding.counterfactual.value.value, abs=1e-4
    )
    assert effect.unit == "attendances per day"


def test_the_series_is_told_with_nothing_expected_before_the_start(tmp_path):
    counts, _ = noisy_counts()
    table = finding_of(tmp_path, counts).tables[0]
    assert table.id == "attendances/series"
    assert [row.id for row in table.rows[:2]] == ["2014-01", "2014-02"]
    known = [not isinstance(row.cells[1], Unknown) for row in table.rows]
    assert known == [False] * 48 + [True] * 24


def test_a_month_in_which_the_service_began_is_neither_before_nor_after(tmp_path):
    counts, _ = noisy_counts()
    finding = finding_of(tmp_path, counts, starts=date(2018, 1, 15))
    assert finding.followed.value.number == 23


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"gap": 20}, "months missing"),
        ({"starts": date(2019, 12, 15)}, "no whole month after the start"),
        ({"starts": date(2013, 1, 1)}, "say the same"),
        ({"end": date(2020, 3, 31)}, "in X1 after 31 December 2019"),
    ],
)
def test_a_series_that_cannot_carry_the_model_says_why(tmp_path, change, why):
    finding = finding_of(tmp_path, noisy_counts()[0], **change)
    assert finding.status == "not known"
    assert why in finding.effect.value.unknown


def test_before_the_term_has_ended_it_is_too_early(tmp_path):
    counts, _ = noisy_counts()
    assert finding_of(tmp_path, counts, as_at=STARTS + timedelta(days=400)).status == "too early"


def test_a_bend_before_the_start_fails_and_lowers_the_grade(tmp_path):
    counts, days = noisy_counts()
    bent = counts.copy()
    bent[24:] += 30 * days[24:]
    (tmp_path / "bent").mkdir()
    straight, broken = finding_of(tmp_path, counts), finding_of(tmp_path / "bent", bent)
    assert {check.name: check.passed for check in straight.checks}["steady before"] is True
    assert {check.name: check.passed for check in broken.checks}["steady before"] is False
    for one, other in zip(straight.grades, broken.grades, strict=True):
        assert int(other.level) == max(int(one.level) - 1, 1)


def test_a_line_carried_as_far_as_it_was_seen_is_not_trusted(tmp_path):
    counts, _ = noisy_counts()
    far = finding_of(tmp_path, counts, starts=date(2017, 1, 1))
    assert {check.name: check.passed for check in far.checks}["carried forward"] is False


def test_ljung_box_finds_a_season_left_over_and_passes_noise():
    noise = np.random.default_rng(5).normal(size=120)
    assert ljung_box(noise, lags=12) > 0.01
    assert ljung_box(noise + 2 * np.sin(np.arange(120) / 12 * 2 * np.pi), lags=12) < 1e-6


def test_ljung_box_by_hand():
    """Q = n (n + 2) sum r_k^2 / (n - k), chi-square with lags - 1 degrees of freedom."""
    x = np.array([1.0, -1.0, 2.0, 0.5, -2.0, 1.5, -0.5, -1.5])
    r = [np.sum(x[k:] * x[:-k]) / np.sum(x**2) for k in (1, 2)]
    q = 8 * 10 * (r[0] ** 2 / 7 + r[1] ** 2 / 6)
    assert ljung_box(x, lags=2) == pytest.approx(stats.chi2.sf(q, 1))


def test_months_of_the_wash_in_tell_nothing():
    """Whatever stands in them; and the others are fitted as if they had not been seen, without noise."""
    time = np.arange(72)
    exposed, years, month = (time >= 48).astype(float), (time - 48) / 12, time % 12 + 1
    tiny = np.random.default_rng(3).normal(0, 1e-6, 72)
    y = 50 + 2 * years + 3.0 * np.sin(month) + exposed * (-4 + 1.5 * years) + tiny
    settling = (time >= 48) & (time < 51)
    told = [
        interrupted_series(np.where(settling, y + odd, y), years, month, exposed, left_out=settling)
        for odd in (0.0, 37.0)
    ]
    assert told[0].effect.value == pytest.approx(told[1].effect.value, rel=1e-6)
    assert told[0].effect.value == pytest.approx(-4 + 1.5 * years[51:].mean(), abs=1e-4)
    assert told[0].effect.standard_error == pytest.approx(told[1].effect.standard_error, rel=1e-4)
    assert told[0].after.sum() == 21
    assert told[1].observed == pytest.approx(y[51:].mean())


def test_a_planned_wash_in_is_left_out_of_the_finding(tmp_path):
    counts, _ = noisy_counts(effect=-10)
    odd = counts.copy()
    odd[48:50] *= 3
    plain = finding_of(tmp_path / "a", counts, wash_in=2)
    assert finding_of(tmp_path / "b", odd, wash_in=2).effect.value.value == pytest.approx(plain.effect.value.value)
    assert plain.followed.value == Number(number=Decimal(22), unit="months")
    series = next(table for table in plain.tables if table.id == "attendances/series")
    told = {row.id: row.cells[1] for row in series.rows}
    assert told["2018-02"] == Unknown(unknown="it is left out while the service settles in")
    assert not isinstance(told["2018-03"], Unknown)


def test_a_wash_in_that_leaves_no_month_says_so(tmp_path):
    finding = finding_of(tmp_path, noisy_counts()[0], wash_in=30)
    assert finding.status == "not known"
    assert "no whole month after the start" in finding.effect.value.unknown
