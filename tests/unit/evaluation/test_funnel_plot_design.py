"""A funnel plot from an agreement and records to a finding: where areas lie, nobody ranked, and no effect."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from proventive.agreement.checks.plans import demand_has_counterfactual
from proventive.agreement.document import Agreement, Objective, Plan
from proventive.disclosure import rules_named
from proventive.evaluation import evaluate
from proventive.evaluation.evaluating import faults
from proventive.evaluation.handing_over.areas import behind_areas
from proventive.evaluation.handing_over.leaving import leaving
from proventive.outturn.met import has_comparison
from proventive.quantities import Number, Period, Unknown
from proventive.records import Coverage, open_records, write_store
from proventive.reference import open_reference

YEAR = Period(start=date(2019, 1, 1), end=date(2019, 12, 31))
AREAS = tuple(f"X{number:02d}" for number in range(1, 31))
PLAN = Plan(design="funnel-plot", area="X01", comparison=AREAS[1:])
MONTHS = np.arange(np.datetime64("2019-01"), np.datetime64("2020-01"))


def agreement_with(plan: Plan) -> Agreement:
    return Agreement(
        proventive=1, title="Areas", id="areas", kind="grant", parties=(), seed=7, price_base="2019-20",
        term=YEAR, settle_every="term",
        objectives=(Objective(id="attendances", reduce="ae_attendance", plan=plan),),
    )  # fmt: skip


def finding_of(folder, rates, *, plan=PLAN, sizes=None, covered=AREAS, left_out=()):
    """30 areas of 500 to 20,000 people; ``rates`` a month for each person."""
    sizes = np.linspace(500, 20_000, 30).astype(int) if sizes is None else sizes
    rng = np.random.default_rng(11)
    counts = rng.poisson(np.outer(rates * sizes, np.ones(12)))
    area, month = (each.ravel() for each in np.meshgrid(np.arange(30), np.arange(12), indexing="ij"))
    kept = np.array([(AREAS[a], int(m)) not in left_out for a, m in zip(area, month, strict=True)])
    starts = MONTHS[month]
    agreement = agreement_with(plan)
    rows = {
        "area_code": np.array(AREAS, dtype=object)[area],
        "period_start": starts.astype("datetime64[D]"),
        "period_end": (starts + 1).astype("datetime64[D]") - 1,
        "event": np.full(len(area), "ae_attendance", dtype=object),
        "count": counts[area, month],
        "denominator": np.array(sizes)[area],
    }
    write_store(
        folder / "records" / "hub", body="hub", name="Hub", id_space="none", made_by="a test",
        coverage=[
            Coverage(table="area_series", event="ae_attendance", area=one, period=YEAR) for one in covered
        ],
        tables={"area_series": {name: values[kept] for name, values in rows.items()}},
    )  # fmt: skip
    records = open_records(folder, agreement=agreement, as_at=date(2020, 6, 30))
    return evaluate(agreement, records).findings[0], counts, sizes


def places(finding) -> dict[str, str]:
    return {row.id: row.cells[-1] for row in finding.tables[0].rows}


def test_only_who_differs_is_marked_in_the_order_of_codes_and_no_effect_is_told(tmp_path):
    rates = np.full(30, 0.03)
    rates[0], rates[20] = 0.06, 0.02
    finding, counts, sizes = finding_of(tmp_path, rates)
    lie = places(finding)
    assert list(lie) == list(AREAS)
    assert lie["X01"] == "above the outer limit"
    assert lie["X21"] == "below the outer limit"
    assert sum(place != "within the limits" for place in lie.values()) <= 5
    assert finding.observed.value.number == pytest.approx(1000 * counts[0].sum() / (12 * sizes[0]), abs=1e-3)
    (of_all,) = finding.beside
    assert float(of_all.value.number) == pytest.approx(1000 * counts.sum() / (12 * sizes.sum()), abs=1e-3)
    for figure in (finding.counterfactual, finding.effect, finding.relative, finding.happened):
        assert isinstance(figure.value, Unknown)
    assert not finding.grades
    assert not has_comparison(finding)
    assert "estimates no effect" in finding.sentence()
    assert "never who is better" in finding.sentence()
    assert "X01 lies above the outer limit" in finding.checks[1].text
    assert {check.passed for check in finding.checks} == {None}


def test_limits_are_wider_where_an_area_is_smaller(tmp_path):
    finding, _, _ = finding_of(tmp_path, np.full(30, 0.03))
    widths = [float(row.cells[6].number - row.cells[3].number) for row in finding.tables[0].rows]
    assert widths == sorted(widths, reverse=True)
    assert "chance alone" in finding.checks[0].name
    assert "Limits are those of chance alone" in finding.checks[0].text


def test_where_areas_differ_of_themselves_the_limits_are_widened(tmp_path):
    rates = 0.03 * np.exp(np.random.default_rng(5).normal(0, 0.25, 30))
    finding, _, _ = finding_of(tmp_path, rates)
    assert "Limits are widened" in finding.checks[0].text
    marked = [place for place in places(finding).values() if place != "within the limits"]
    assert len(marked) <= 6


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"left_out": {("X05", 3)}}, "series of X05 has months missing"),
        ({"covered": AREAS[:-1]}, "X30"),
        ({"sizes": np.where(np.arange(30) == 4, 0, 700)}, "X05 does not say out of how many"),
    ],
)
def test_what_cannot_be_set_side_by_side_is_not_known(tmp_path, asked, why):
    finding, _, _ = finding_of(tmp_path, np.full(30, 0.03), **asked)
    assert finding.status == "not known"
    assert why in finding.effect.value.unknown


def test_where_nothing_was_counted_there_is_nothing_to_set_side_by_side(tmp_path):
    finding, _, _ = finding_of(tmp_path, np.zeros(30))
    assert finding.status == "not known"
    assert "were counted in any of the areas" in finding.effect.value.unknown


def test_a_term_that_begins_within_a_month_is_told_of_its_whole_months(tmp_path):
    agreement = replace(agreement_with(PLAN), term=Period(start=date(2019, 1, 15), end=YEAR.end))
    finding_of(tmp_path, np.full(30, 0.03))
    records = open_records(tmp_path, agreement=agreement, as_at=date(2020, 6, 30))
    finding = evaluate(agreement, records).findings[0]
    assert "11 months, 30 areas" in finding.observed.counts
    assert isinstance(finding.followed.value, Number) and finding.followed.value.number == 30


def test_what_a_plan_lacks_is_said_and_that_it_is_only_watched():
    reference = open_reference()
    assert not faults(agreement_with(PLAN), reference)
    assert [fault.code for fault in demand_has_counterfactual(agreement_with(PLAN), reference)] == ["only-watched"]
    lacking = faults(agreement_with(Plan(design="funnel-plot", comparison=("X02", "X03"))), reference)
    assert [fault.code for fault in lacking] == ["no-area", "too-few-areas"]
    score = replace(agreement_with(PLAN).objectives[0], reduce=None, lower="loneliness", measured_by="ucla3")
    found = faults(replace(agreement_with(PLAN), objectives=(score,)), reference)
    assert "series-without-event" in [fault.code for fault in found]


def test_what_leaves_holds_the_area_of_the_plan_and_no_table(tmp_path):
    finding, _, _ = finding_of(tmp_path, np.full(30, 0.03))
    agreement = agreement_with(PLAN)
    records = open_records(tmp_path, agreement=agreement, as_at=date(2020, 6, 30))
    rules = rules_named("hide-7-round-5")
    behind = behind_areas(records, agreement, told_until=())
    left = leaving(finding, rules, behind["attendances"])
    assert left.status == "estimated"
    assert left.observed == finding.observed.value
    assert left.tables == ()
    assert "funnel" in left.withheld
    assert leaving(finding, rules).status == "not known"
