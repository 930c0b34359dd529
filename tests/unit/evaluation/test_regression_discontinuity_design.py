"""A score that decides, from records to finding."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation import evaluate
from proventive.evaluation.designs import design_named
from proventive.evaluation.methods.regression_discontinuity import jump
from proventive.quantities import Number, Period, Unknown
from proventive.records import Coverage, open_records, write_store
from proventive.reference import open_reference

TERM = Period(start=date(2023, 4, 1), end=date(2024, 3, 31))
DECIDED = date(2023, 6, 1)
ALL = Period(start=date(2020, 1, 1), end=date(2025, 12, 31))
LINE = 20


def agreement_with(offered="at or above", **changed):
    plan = {"cutoff": Decimal(LINE), "offered": offered, "follow_up": (6,)} | changed
    objective = Objective(
        id="admissions", reduce="emergency_admission", plan=Plan(design="regression-discontinuity", **plan)
    )
    return Agreement(
        proventive=1, title="Town", id="town", kind="grant", parties=(), term=TERM, price_base="2023-24", seed=7,
        objectives=(objective,),
    )  # fmt: skip


def finding_of(folder, people, *, offered="at or above", as_at=date(2025, 12, 31), site=None, **plan):
    """``people``: score (or None), arm, uses before and uses after."""
    ids = [f"P{number}" for number in range(len(people))]

    def column(values):
        return np.array(list(values), dtype=object)

    def days(values):
        return np.array([np.datetime64(value) for value in values], "datetime64[D]")

    used = [
        (id, DECIDED + timedelta(days=day))
        for id, (_, _, before, after) in zip(ids, people, strict=True)
        for day in [*range(-1, -before - 1, -1), *range(after)]
    ]
    tables = {
        "allocations": {
            "person_id": column(ids),
            "agreement": column("town" for _ in ids),
            "on_date": days(DECIDED for _ in ids),
            "arm": column(person[1] for person in people),
            "how": column("score" for _ in ids),
            "cluster": column(site or [None] * len(ids)),
            "score": column(None if person[0] is None else Decimal(str(person[0])) for person in people),
        },
        "population": {
            "person_id": column(ids),
            "birth_month": np.array(["1940-06"] * len(ids), "datetime64[M]"),
            "sex": column("F" for _ in ids),
            "resident_from": days(ALL.start for _ in ids),
        },
        "demand": {
            "person_id": column(row[0] for row in used),
            "on_date": days(row[1] for row in used),
            "event": column("emergency_admission" for _ in used),
            "quantity": column(1 for _ in used),
        },
    }
    write_store(
        folder / "records" / "hub", body="hub", name="Hub", id_space="town", made_by="a test", tables=tables,
        coverage=(Coverage(table="demand", event="emergency_admission", period=ALL),),
    )  # fmt: skip
    records = open_records(folder, agreement=agreement_with(offered, **plan), as_at=as_at)
    return evaluate(records.agreement, records).findings[0]


def scored(number=400, seed=4, works=1.5, below=False, against=0.0):
    """People whose use rises with their score; the service takes ``works`` uses off those on its side."""
    rng = np.random.default_rng(seed)
    score = np.round(rng.uniform(0, 40, number), 2)
    on_side = (score < LINE) if below else (score >= LINE)
    offered = on_side ^ (rng.random(number) < against)
    before = rng.poisson(1 + score / 20)
    after = rng.poisson(2 + score / 20 - works * offered)
    return [
        (float(s), "service" if o else "comparison", int(b), int(a))
        for s, o, b, a in zip(score, offered, before, after, strict=True)
    ]


def arrays(people):
    return (np.array([person[at] for person in people], float) for at in (0, 2, 3))


def test_the_finding_is_the_jump_at_the_line(tmp_path):
    people = scored()
    finding = finding_of(tmp_path, people)
    score, _, after = arrays(people)
    fit = jump(after, score, cutoff=LINE)
    effect = finding.effect.value
    assert finding.status == "estimated"
    assert (effect.value, effect.low, effect.high) == pytest.approx((fit.robust.value, *fit.robust.interval()))
    assert finding.observed.value.value == pytest.approx(fit.above.value)
    assert finding.relative.value.value == pytest.approx(-fit.robust.value / fit.below.value)
    assert finding.people.value == Number(number=Decimal(int((score >= LINE).sum())), unit="people")
    assert effect.low < -1.5 < effect.high
    assert [figure.id for figure in finding.beside] == ["admissions/conventional"]
    assert {grade.level for grade in finding.grades} >= {"4"}


def test_offered_below_the_line_is_told_from_the_other_side(tmp_path):
    people = scored(below=True)
    finding = finding_of(tmp_path, people, offered="below")
    score, _, after = arrays(people)
    fit = jump(after, score, cutoff=LINE)
    assert finding.effect.value.value == pytest.approx(-fit.robust.value)
    assert finding.observed.value.value == pytest.approx(fit.below.value)
    assert finding.effect.value.high < 0


def test_where_some_are_decided_against_their_score_all_count_on_its_side(tmp_path):
    people = scored(against=0.2)
    finding = finding_of(tmp_path, people)
    score, _, after = arrays(people)
    offered = np.array([person[1] == "service" for person in people], float)
    assert finding.effect.value.value == pytest.approx(jump(after, score, cutoff=LINE).robust.value)
    moved = next(figure for figure in finding.beside if figure.id == "admissions/those-moved")
    assert moved.value.value == pytest.approx(jump(after, score, cutoff=LINE, took_up=offered).robust.value)
    kept = {check.name: check.passed for check in finding.checks}
    assert kept["the line decided"] is False
    assert {grade.level for grade in finding.grades} <= {"1", "2", "3"}


def test_scores_moved_across_the_line_are_seen(tmp_path):
    people = [(round(LINE + (LINE - s) / 10, 4), "service", b, a) if 18 < s < LINE else (s, g, b, a)
              for s, g, b, a in scored(600)]  # fmt: skip
    checks = {check.name: check.passed for check in finding_of(tmp_path, people).checks}
    assert checks["no heap at the line"] is False


def test_people_who_crowd_above_the_line_are_seen(tmp_path):
    lucky = np.random.default_rng(8).random(1500) < 0.6
    people = [(round(2 * LINE - s + 0.01, 4), "service", b, a) if 18 < s < LINE and moved else (s, g, b, a)
              for (s, g, b, a), moved in zip(scored(1500), lucky, strict=True)]  # fmt: skip
    checks = {check.name: check.passed for check in finding_of(tmp_path, people).checks}
    assert checks["no crowding at the line"] is False


def test_scores_that_nobody_chose_pass_both(tmp_path):
    checks = {check.name: check.passed for check in finding_of(tmp_path, scored(600)).checks}
    assert checks["no crowding at the line"] is True
    assert checks["no heap at the line"] is True


def test_use_before_that_jumps_at_the_line_is_seen(tmp_path):
    people = [(s, g, b + (3 if s >= LINE else 0), a) for s, g, b, a in scored()]
    checks = {check.name: check.passed for check in finding_of(tmp_path, people).checks}
    assert checks["alike at the line"] is False


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ([(None, "service", 0, 0), *scored(60)], "1 of the 61 people allocated have no score"),
        (scored(12), "fewer than 10 people"),
    ],
)
def test_what_cannot_be_told_says_why(tmp_path, people, why):
    finding = finding_of(tmp_path, people)
    assert finding.status == "not known"
    assert isinstance(finding.effect.value, Unknown)
    assert why in finding.effect.value.unknown


def test_a_plan_names_the_line_its_side_and_the_follow_up():
    design = design_named("regression-discontinuity")
    lacking = agreement_with(offered=None, cutoff=None, follow_up=())
    assert [found.code for found in design.faults(lacking, open_reference())] == ["no-cutoff", "no-follow-up"]
    assert not design.faults(agreement_with(), open_reference())


def test_errors_cluster_by_site_where_the_plan_says_so(tmp_path):
    people = scored()
    number = np.arange(len(people)) // 4
    site = [f"practice {one}" for one in number]
    planned = finding_of(tmp_path / "a", people, site=site, clustered_by="site").effect.value
    plain = finding_of(tmp_path / "b", people, site=site).effect.value
    score, _, after = arrays(people)
    fit = jump(after, score, cutoff=LINE, cluster=number)
    assert (planned.value, planned.low, planned.high) == pytest.approx((fit.robust.value, *fit.robust.interval()))
    assert planned.low != pytest.approx(plain.low)


def test_clusters_that_are_not_recorded_are_asked_for(tmp_path):
    finding = finding_of(tmp_path, scored(), clustered_by="site")
    assert finding.status == "not known"
    assert "some people have no site" in finding.effect.value.unknown


@pytest.mark.parametrize(("sites", "status"), [(39, "not known"), (40, "estimated")])
def test_few_sites_are_refused_since_their_interval_may_be_too_short(tmp_path, sites, status):
    people = scored()
    site = [f"practice {place % sites}" for place in range(len(people))]
    finding = finding_of(tmp_path, people, site=site, clustered_by="site")
    assert finding.status == status
    if sites < 40:
        assert "people of 39 sites were allocated" in finding.effect.value.unknown
