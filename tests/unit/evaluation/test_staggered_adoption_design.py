"""Staggered adoption from an agreement and records to a finding."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.agreement.phrases import Adoption
from proventive.evaluation import evaluate
from proventive.evaluation.designs.staggered_adoption.estimating import estimate
from proventive.evaluation.designs.staggered_adoption.gathering import AdoptionInputs
from proventive.evaluation.evaluating import faults
from proventive.evaluation.grades import failed_checks
from proventive.evaluation.methods.did import NEVER, Panel
from proventive.quantities import Estimate, Period, Unknown
from proventive.records import Coverage, open_records, write_store
from proventive.reference import open_reference

FIRST, MONTHS = np.datetime64("2014-01"), 72
BEGAN = {"X1": "2017-04-01", "X2": "2017-04-01", "X3": "2018-01-15", "X4": "2018-01-01", "X5": "2018-07-01",
         "X6": "2018-07-01"}  # fmt: skip
THREE_AND_THREE = tuple(
    Adoption(area=area, starts=date(2018, 1 if number < 3 else 7, 1)) for number, area in enumerate(BEGAN)
)
NEVER_BEGAN = tuple(f"Y{number}" for number in range(1, 11))
WHOLE = Period(start=date(2014, 1, 1), end=date(2019, 12, 31))


def agreement_with(**plan) -> Agreement:
    planned = {
        "design": "staggered-adoption",
        "adoptions": tuple(Adoption(area=area, starts=date.fromisoformat(day)) for area, day in BEGAN.items()),
        "comparison": NEVER_BEGAN,
    } | plan
    return Agreement(
        proventive=1, title="Areas", id="areas", kind="grant", parties=(), seed=7, price_base="2019-20",
        term=Period(start=date(2017, 4, 1), end=WHOLE.end), settle_every="term",
        objectives=(Objective(id="attendances", reduce="ae_attendance", plan=Plan(**planned)),),
    )  # fmt: skip


def counts_of(effect: float, *, drift: float = 0.0, seed: int = 3) -> dict[str, np.ndarray]:
    """Sixteen areas that share a season; from the quarter of its start on, ``effect`` a day in six of them."""
    rng = np.random.default_rng(seed)
    months = np.arange(MONTHS)
    common = 10 * np.sin(2 * np.pi * months / 12) + rng.normal(0, 2, MONTHS).cumsum()
    days = np.diff((FIRST + np.arange(MONTHS + 1)).astype("datetime64[D]")).astype(int)
    found = {}
    for area in (*BEGAN, *NEVER_BEGAN):
        per_day = rng.uniform(80, 120) + common + rng.normal(0, 2, MONTHS)
        if area in BEGAN:
            start = int((np.datetime64(BEGAN[area], "M") - FIRST).astype(int)) // 3 * 3
            per_day += np.where(months >= start, effect, 0) + drift * months
        found[area] = np.round(per_day * days).astype(np.int64)
    return found


def finding_of(folder, effect, *, lacking=None, drift=0.0, **plan):
    starts = FIRST + np.arange(MONTHS)
    rows = {area: counts for area, counts in counts_of(effect, drift=drift).items() if area != lacking}
    events = ("ae_attendance", "emergency_admission")
    write_store(
        folder / "records" / "hub", body="hub", name="Hub", id_space="none", made_by="a test",
        coverage=[
            Coverage(table="area_series", event=event, area=area, period=WHOLE)
            for area in rows
            for event in events
        ],
        tables={
            "area_series": {
                "area_code": np.tile(np.repeat(np.array(list(rows), dtype=object), MONTHS), 2),
                "period_start": np.tile(starts.astype("datetime64[D]"), 2 * len(rows)),
                "period_end": np.tile((starts + 1).astype("datetime64[D]") - 1, 2 * len(rows)),
                "event": np.repeat(np.array(events, dtype=object), MONTHS * len(rows)),
                "count": np.concatenate([*rows.values(), *(np.sort(one) // 10 for one in rows.values())]),
            }
        },
    )  # fmt: skip
    records = open_records(folder, agreement=agreement_with(**plan), as_at=date(2020, 6, 30))
    return evaluate(agreement_with(**plan), records).findings[0]


def check_of(finding, name):
    return next(check for check in finding.checks if check.name == name)


@pytest.mark.parametrize("compare_with", ["never treated", "not yet treated"])
def test_a_known_fall_is_found_with_its_interval(tmp_path, compare_with):
    finding = finding_of(tmp_path, -15.0, compare_with=compare_with)
    effect, share = finding.effect.value, finding.relative.value
    assert isinstance(effect, Estimate) and isinstance(share, Estimate)
    assert effect.low <= -15 <= effect.high < 0
    observed, expected = float(finding.observed.value.number), finding.counterfactual.value.value
    assert expected == pytest.approx(observed - effect.value, abs=1e-3)
    assert share.value == pytest.approx(1 - observed / expected, abs=1e-4)
    assert finding.happened.value == share
    assert not failed_checks(finding)
    assert check_of(finding, "trends that differ").passed
    assert finding.placed_as == "difference-in-differences" and finding.grades
    assert "areas without the service" in finding.sentence()


def test_the_event_study_tells_every_quarter(tmp_path):
    finding = finding_of(tmp_path, -15.0)
    study = next(table for table in finding.tables if table.id == "attendances/event-study")
    told = {int(row.id): row.cells[0] for row in study.rows}
    assert isinstance(told.pop(-1), Unknown)
    assert min(told) == -18 and max(told) == 10  # the latest start has 18 quarters before, the first 11 from it on
    before = [value.low <= 0 <= value.high for quarter, value in told.items() if quarter < 0]
    after = [value.low <= -15 <= value.high for quarter, value in told.items() if quarter >= 0]
    assert np.mean(before) >= 0.8 and np.mean(after) >= 0.8
    began = next(table for table in finding.tables if table.id == "attendances/areas-by-start")
    assert {row.id: int(row.cells[0].number) for row in began.rows} == {
        "2017-Q2": 2, "2018-Q1": 2, "2018-Q3": 2, "never": 10
    }  # fmt: skip


def test_where_nothing_changed_nothing_is_claimed(tmp_path):
    finding = finding_of(tmp_path, 0.0)
    assert finding.effect.value.low < 0 < finding.effect.value.high
    assert "no reliable evidence" in finding.sentence()
    assert check_of(finding, "trends that differ").passed is None
    assert "not clear even if" in check_of(finding, "trends that differ").text


def test_areas_that_moved_apart_before_lower_the_grade(tmp_path):
    finding = finding_of(tmp_path, 0.0, drift=-0.3)
    assert failed_checks(finding) == ("changed alike before", "trends that differ")
    assert check_of(finding, "trends that differ").passed is False
    assert finding.grades != finding_of(tmp_path / "again", 0.0).grades


def test_an_area_that_began_alone_lowers_the_grade(tmp_path):
    alone = tuple(
        Adoption(area=area, starts=date.fromisoformat(day)) for area, day in BEGAN.items() if area != "X2"
    )
    finding = finding_of(tmp_path, -15.0, adoptions=alone)
    assert failed_checks(finding) == ("areas that began together",)
    assert "one area tells nothing about its own error" in check_of(finding, "areas that began together").text
    assert finding.effect.value.low <= -15 <= finding.effect.value.high


def test_a_two_way_number_never_stands_without_its_warning(tmp_path):
    finding = finding_of(tmp_path, -15.0)
    two_way = next(figure for figure in finding.beside if figure.id == "attendances/two-way")
    assert "takes effects off effects" in two_way.value.no_interval.unknown
    assert "takes effects off effects" in two_way.counts
    assert "takes effects off effects" in check_of(finding, "two-way number").text


def test_the_plan_adjusts_for_earlier_counts_of_other_events(tmp_path):
    plain = finding_of(tmp_path / "plain", -15.0)
    finding = finding_of(
        tmp_path / "adjusted", -15.0, adjust_for=("emergency_admission",),
        adoptions=tuple(Adoption(area=area, starts=date(2018, 1, 1)) for area in BEGAN),
    )  # fmt: skip
    assert isinstance(finding.effect.value, Estimate)
    assert finding.effect.value.value != plain.effect.value.value
    assert "areas that began together" in failed_checks(finding)  # errors for many areas, and few are compared


def test_once_every_area_has_begun_nothing_more_is_compared(tmp_path):
    """Without areas that never begin, the last to begin serve for comparison only, until they begin."""
    finding = finding_of(tmp_path, -15.0, comparison=(), compare_with="not yet treated", adoptions=THREE_AND_THREE)
    effect = finding.effect.value
    assert effect.low <= -15 <= effect.high
    assert int(finding.followed.value.number) == 3
    counted = counts_of(-15.0)
    two_quarters = sum(int(counted[area][48:54].sum()) for area in ("X1", "X2", "X3"))  # January to June 2018
    assert int(finding.people.value.number) == two_quarters
    assert float(finding.observed.value.number) == pytest.approx(two_quarters / 3 / 181, abs=0.05)
    two_way = next(figure for figure in finding.beside if figure.id == "attendances/two-way")
    assert "takes effects off effects" in two_way.counts  # the later three are compared with the earlier ones too
    together = tuple(Adoption(area=area, starts=date(2018, 1, 1)) for area in BEGAN)
    once = finding_of(tmp_path / "once", -15.0, adoptions=together)
    assert "no effects off effects" in next(one for one in once.beside if one.id == "attendances/two-way").counts


def test_areas_that_do_not_vary_tell_no_interval():
    """Tied to the last digit: the estimate stands, and says why it has no interval."""
    starts = np.array([3, 3, NEVER, NEVER, NEVER, NEVER, NEVER])
    values = np.full((7, 6), 100.0) - 5.0 * (np.arange(6) >= starts[:, None])
    fit = estimate(
        AdoptionInputs(
            question=None, records=(), counts=values.astype(np.int64), covariates=None,
            panel=Panel(units=np.arange(7), periods=np.arange(6), values=values, starts=starts),
        ),
        "never treated",
        seed=1,
    )  # fmt: skip
    assert fit.effect.value == -5 and not fit.effect.has_interval
    assert fit.breakdown is None


def test_what_cannot_be_adjusted_is_not_known(tmp_path):
    finding = finding_of(
        tmp_path,
        -15.0,
        adjust_for=("emergency_admission", "ae_attendance"),
        comparison=NEVER_BEGAN[:3],
        compare_with="not yet treated",
        adoptions=THREE_AND_THREE,
    )
    assert finding.status == "not known"
    assert "for the cohort that began in" in finding.effect.value.unknown


def test_an_area_without_a_series_is_named(tmp_path):
    finding = finding_of(tmp_path, 0.0, lacking="Y3")
    assert finding.status == "not known" and "Y3" in finding.effect.value.unknown


def test_a_start_before_the_first_quarter_leaves_no_before(tmp_path):
    early = (Adoption(area="X1", starts=date(2014, 2, 1)), Adoption(area="X2", starts=date(2018, 1, 1)))
    finding = finding_of(tmp_path, 0.0, adoptions=early)
    assert finding.status == "not known" and "too few whole quarters" in finding.effect.value.unknown


def codes(**plan) -> list[str]:
    return [found.code for found in faults(agreement_with(**plan), open_reference())]


def test_what_a_plan_lacks_is_told():
    assert codes() == []
    assert codes(follow_up=(12,)) == ["people-not-areas"]
    assert codes(match_on=("age",)) == ["people-not-areas"]
    assert codes(adoptions=()) == ["no-adoptions"]
    assert codes(area="X1") == ["no-adoptions"]
    assert codes(comparison=NEVER_BEGAN[:4]) == ["too-few-areas"]
    assert codes(comparison=(*NEVER_BEGAN, "S92000003")) == ["whole-country"]
    assert codes(comparison=(), compare_with="not yet treated") == []
    assert codes(comparison=("X1", *NEVER_BEGAN)) == ["area-named-twice"]
    same = tuple(Adoption(area=area, starts=date(2018, 1, 1)) for area in BEGAN)
    assert codes(comparison=(), compare_with="not yet treated", adoptions=same) == ["too-few-areas"]
    planned = agreement_with()
    outcome = replace(planned.objectives[0], reduce=None, lower="loneliness")
    found = faults(replace(planned, objectives=(outcome,)), open_reference())
    assert [one.code for one in found] == ["series-without-event"]
    with_people = faults(agreement_with(follow_up=(12,)), open_reference())[0]
    assert "would have fallen anyway" in str(with_people)
