"""A waiting list and sites drawn by lot, from records to finding."""

from datetime import date, timedelta

import numpy as np
import pytest
import statsmodels.api as sm

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation import evaluate
from proventive.evaluation.designs import design_named
from proventive.evaluation.methods.compared_by_lot import compared_by_lot, drawn_again
from proventive.quantities import Period, Unknown
from proventive.records import Coverage, open_records, write_store
from proventive.reference import open_reference

TERM = Period(start=date(2023, 4, 1), end=date(2024, 3, 31))
DRAWN = date(2023, 6, 1)
ALL = Period(start=date(2020, 1, 1), end=date(2025, 12, 31))


def agreement_with(design, follow_up=(6,), **promise):
    plan = Plan(design=design, follow_up=follow_up)
    objective = Objective(id="admissions", plan=plan, **(promise or {"reduce": "emergency_admission"}))
    return Agreement(
        proventive=1, title="Town", id="town", kind="grant", parties=(), term=TERM, price_base="2023-24", seed=7,
        objectives=(objective,),
    )  # fmt: skip


def finding_of(folder, people, *, design="waiting-list", as_at=date(2025, 12, 31), how="lottery"):
    """``people``: arm, site, uses before, uses after, and the day of death or None."""
    agreement = agreement_with(design)
    ids = [f"P{number}" for number in range(len(people))]

    def column(values):
        return np.array(list(values), dtype=object)

    def days(values):
        return np.array(["NaT" if value is None else np.datetime64(value) for value in values], "datetime64[D]")

    used = [
        (id, DRAWN + timedelta(days=day))
        for id, (_, _, before, after, _) in zip(ids, people, strict=True)
        for day in [*range(-1, -before - 1, -1), *range(after)]
    ]
    tables = {
        "allocations": {
            "person_id": column(ids),
            "agreement": column("town" for _ in ids),
            "on_date": days(DRAWN for _ in ids),
            "arm": column(person[0] for person in people),
            "how": column(how for _ in ids),
            "cluster": column(person[1] for person in people),
        },
        "population": {
            "person_id": column(ids),
            "birth_month": np.array(["1940-06"] * len(ids), "datetime64[M]"),
            "sex": column("F" for _ in ids),
            "resident_from": days(ALL.start for _ in ids),
            "died_on": days(person[4] for person in people),
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
    records = open_records(folder, agreement=agreement, as_at=as_at)
    return evaluate(agreement, records).findings[0]


def drawn(number, seed=3, sites=8):
    generator = np.random.default_rng(seed)
    site = np.arange(number) % sites
    lots = generator.permutation(sites) % 2 == 0
    before = generator.poisson(2, number)
    after = generator.poisson(np.where(lots[site], 1.0, 2.0))
    return [
        ("service" if lots[where] else "comparison", f"site {where}", int(b), int(a), None)
        for where, b, a in zip(site, before, after, strict=True)
    ]


def arrays(people):
    service = np.array([person[0] == "service" for person in people])
    before, after = (np.array([person[at] for person in people], float) for at in (2, 3))
    return after, before, service


def test_a_waiting_list_is_the_analysis_of_covariance_with_hc2_errors(tmp_path):
    people = drawn(80)
    finding = finding_of(tmp_path, people)
    after, before, service = arrays(people)
    fit = sm.OLS(after, np.column_stack([np.ones(80), service, before - before[service].mean()])).fit(
        cov_type="HC2"
    )
    effect = finding.effect.value
    assert finding.status == "estimated"
    assert effect.value == pytest.approx(fit.params[1])
    assert (effect.high - effect.low) / 2 == pytest.approx(fit.bse[1] * 1.99, rel=0.01)  # t with about 75
    assert finding.observed.value.value == pytest.approx(after[service].mean())
    assert finding.relative.value.value == pytest.approx(-fit.params[1] / fit.params[0])
    assert finding.placed_as == "randomised"
    assert {grade.level for grade in finding.grades} >= {"5"}


def test_sites_drawn_whole_have_the_wider_interval_of_sites(tmp_path):
    people = drawn(80)
    alone = finding_of(tmp_path / "a", people).effect.value
    whole = finding_of(tmp_path / "b", people, design="cluster-randomised").effect.value
    assert whole.value == pytest.approx(alone.value)
    assert whole.high - whole.low != pytest.approx(alone.high - alone.low, rel=0.01)


def test_without_a_lot_no_scale_places_it_as_randomised(tmp_path):
    finding = finding_of(tmp_path, drawn(40), how="other")
    assert finding.placed_as == ""
    assert not finding.grades
    assert {check.name: check.passed for check in finding.checks}["drawn by lot"] is False


def test_more_deaths_among_those_offered_the_service_fail_the_check(tmp_path):
    people = [
        (arm, site, before, 0, DRAWN + timedelta(days=40))
        if arm == "service" and number % 3
        else (arm, site, before, after, None)
        for number, (arm, site, before, after, _) in enumerate(drawn(80))
    ]
    checks = {check.name: check for check in finding_of(tmp_path, people).checks}
    assert checks["deaths"].passed is False
    assert checks["no more deaths"].passed is False
    assert "0.0% of the others died" in checks["deaths"].text


def test_it_is_too_early_until_all_follow_up_has_ended(tmp_path):
    assert finding_of(tmp_path, drawn(20), as_at=date(2024, 6, 1)).status == "too early"


def test_one_site_on_a_side_tells_nothing(tmp_path):
    people = [("service" if at < 5 else "comparison", f"site {at // 5}", 1, at % 3, None) for at in range(20)]
    finding = finding_of(tmp_path, people, design="cluster-randomised")
    assert finding.status == "not known"
    assert isinstance(finding.effect.value, Unknown) and "fewer than 2" in finding.effect.value.unknown


def test_people_without_a_site_are_not_taken_for_a_site(tmp_path):
    people = [(arm, None, before, after, died) for arm, _, before, after, died in drawn(20)]
    assert finding_of(tmp_path, people, design="cluster-randomised").status == "not known"


def test_a_plan_says_how_long_and_promises_an_event():
    for design in ("waiting-list", "cluster-randomised"):
        lacking = agreement_with(design, follow_up=(), lower="loneliness", measured_by="ucla3")
        found = {fault.code for fault in design_named(design).faults(lacking, open_reference())}
        assert found == {"no-follow-up", "lot-without-event"}
        assert not design_named(design).faults(agreement_with(design), open_reference())


def test_a_site_in_both_groups_was_not_drawn_whole():
    with pytest.raises(ValueError, match="both groups"):
        drawn_again(np.ones(4), np.array([True, False, True, False]), np.array([0, 0, 1, 2]), seed=1)


def test_the_size_of_the_interval_holds_where_nothing_works():
    """12 sites, 400 draws, no effect: the interval excludes zero in about 5 of 100."""
    generator, missed = np.random.default_rng(11), 0
    for _ in range(400):
        site = np.repeat(np.arange(12), generator.integers(5, 25, 12))
        service = (generator.permutation(12) < 6)[site]
        need = generator.gamma(1.0, 1.0, len(site)) * generator.gamma(4.0, 0.25, 12)[site]
        before, after = generator.poisson(need), generator.poisson(need)
        missed += not compared_by_lot(after.astype(float), before.astype(float), service, site).effect.covers(0.0)
    assert 0.02 <= missed / 400 <= 0.08
