"""A stepped wedge from records to finding: against the regression by hand, and what breaks it."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
import statsmodels.api as sm

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation import evaluate
from proventive.evaluation.designs import design_named
from proventive.evaluation.methods.stepped_wedge import growth
from proventive.quantities import Period, Unknown
from proventive.records import Coverage, open_records, write_store
from proventive.reference import open_reference

FIRST = date(2023, 4, 1)
TURNS = [FIRST + timedelta(days=days) for days in (0, 120, 240, 360)]
TERM = Period(start=FIRST, end=date(2024, 3, 31))
ALL = Period(start=date(2020, 1, 1), end=date(2025, 12, 31))
FOLLOW_UP = 183  # 6 months in days, rounded up
EDGES = [-FOLLOW_UP, 0, 120, 240, 360, 360 + FOLLOW_UP]
SITES, PEOPLE = 8, 12


def agreement_with(**promise):
    objective = Objective(
        id="admissions", plan=Plan(design="stepped-wedge", follow_up=(6,)),
        **(promise or {"reduce": "emergency_admission"}),
    )  # fmt: skip
    return Agreement(
        proventive=1, title="Town", id="town", kind="grant", parties=(), term=TERM, price_base="2023-24", seed=7,
        objectives=(objective,),
    )  # fmt: skip


def column(values):
    return np.array(list(values), dtype=object)


def days_of(values):
    return np.array(["NaT" if value is None else np.datetime64(value) for value in values], "datetime64[D]")


def finding_of(
    folder, *, turn_of, use, died=None, started=None, how="lottery", as_at=date(2025, 12, 31), odd=None
):
    """``turn_of``: of each site; ``use(site, day)``: of the people of a site on days from the first turn."""
    agreement = agreement_with()
    people = [(f"P{site}-{number}", site) for site in range(len(turn_of)) for number in range(PEOPLE)]
    used = [
        (id, FIRST + timedelta(days=day), quantity)
        for id, site in people
        for day in range(EDGES[0], EDGES[-1])
        if (quantity := use(site, day, id))
    ]
    tables = {
        "allocations": {
            "person_id": column(id for id, _ in people),
            "agreement": column("town" for _ in people),
            "on_date": days_of((odd or {}).get(id, turn_of[site]) or FIRST for id, site in people),
            "arm": column("service" if turn_of[site] else "comparison" for _, site in people),
            "how": column(how for _ in people),
            "cluster": column(f"site {site}" for _, site in people),
        },
        "population": {
            "person_id": column(id for id, _ in people),
            "birth_month": np.array(["1940-06"] * len(people), "datetime64[M]"),
            "sex": column("F" for _ in people),
            "resident_from": days_of(ALL.start for _ in people),
            "died_on": days_of((died or {}).get(id) for id, _ in people),
        },
        "demand": {
            "person_id": column(row[0] for row in used),
            "on_date": days_of(row[1] for row in used),
            "event": column("emergency_admission" for _ in used),
            "quantity": column(row[2] for row in used),
        },
        "referrals": {
            "person_id": column(id for id, _ in people),
            "agreement": column("town" for _ in people),
            "referred_on": days_of(ALL.start for _ in people),
            "started_on": days_of((started or {}).get(id) for id, _ in people),
        },
    }
    write_store(
        folder / "records" / "hub", body="hub", name="Hub", id_space="town", made_by="a test", tables=tables,
        coverage=(Coverage(table="demand", event="emergency_admission", period=ALL),),
    )  # fmt: skip
    return evaluate(agreement, open_records(folder, agreement=agreement, as_at=as_at)).findings[0]


def two_a_step(seed=1):
    """Two sites a turn, the order drawn."""
    order = np.random.default_rng(seed).permutation(np.repeat(np.arange(4), 2))
    return [TURNS[step] for step in order]


def drawn_use(turn_of, *, effect, seed=2, grows=0.0):
    """Poisson use by person and day: a level for each site, a drift, and ``effect`` as a share from the turn."""
    generator = np.random.default_rng(seed)
    level = generator.uniform(0.008, 0.012, len(turn_of))
    numbers = {}
    for site, turn in enumerate(turn_of):
        days = np.arange(EDGES[0], EDGES[-1])
        since = days - (turn - FIRST).days if turn else np.full(len(days), -1)
        works = np.where(since >= 0, effect + grows * since / 120, 0.0)
        rate = level[site] * (1 + 0.0003 * days) * (1 + works)
        for number in range(PEOPLE):
            numbers[f"P{site}-{number}"] = dict(zip(days.tolist(), generator.poisson(rate).tolist(), strict=True))
    return lambda site, day, id: numbers[id][day]


def checks_of(finding):
    return {check.name: check for check in finding.checks}


def test_the_effect_is_that_of_the_regression_by_hand_over_the_days_with_the_service(tmp_path):
    turn_of = two_a_step()
    use = drawn_use(turn_of, effect=-0.5)
    finding = finding_of(tmp_path, turn_of=turn_of, use=use)
    steps = list(pairwise(EDGES))
    rates, exposed, site, period = [], [], [], []
    for one, turn in enumerate(turn_of):
        for step, (begin, end) in enumerate(steps):
            events = sum(use(one, day, f"P{one}-{who}") for who in range(PEOPLE) for day in range(begin, end))
            rates.append(events / (end - begin) / PEOPLE)
            exposed.append(begin >= (turn - FIRST).days)
            site.append(one)
            period.append(step)
    marks = [np.equal(site, one) for one in range(SITES)] + [np.equal(period, one) for one in range(1, len(steps))]
    fit = sm.OLS(np.array(rates), np.column_stack([exposed, *marks]).astype(float)).fit()
    with_service = np.mean([EDGES[-1] - (turn - FIRST).days for turn in turn_of])
    effect = finding.effect.value
    assert effect.value == pytest.approx(fit.params[0] * with_service)
    assert effect.low < effect.value < effect.high < 0
    uses = sum(
        use(one, day, f"P{one}-{who}")
        for one, turn in enumerate(turn_of) for who in range(PEOPLE)
        for day in range((turn - FIRST).days, EDGES[-1])
    )  # fmt: skip
    assert float(finding.observed.value.number) == pytest.approx(uses / (SITES * PEOPLE), abs=1e-4)
    assert finding.counterfactual.value.value == pytest.approx(uses / (SITES * PEOPLE) - effect.value)
    assert effect.unit == "admissions per person"
    assert finding.placed_as == "randomised"
    assert {grade.level for grade in finding.grades} >= {"5"}


def test_a_draw_that_was_kept_passes_every_check_and_says_that_the_sites_are_few(tmp_path):
    turn_of = two_a_step()
    checks = checks_of(finding_of(tmp_path, turn_of=turn_of, use=drawn_use(turn_of, effect=-0.3)))
    decided = {name: check.passed for name, check in checks.items() if check.passed is not None}
    passed = ("drawn by lot", "order kept", "seen to the end", "steady effect", "deaths")
    assert decided == dict.fromkeys(passed, True)
    assert "8 were allocated, which is few" in checks["judged by the draw"].text


def test_an_effect_that_grows_fails_and_is_told_step_by_step(tmp_path):
    turn_of = two_a_step()
    finding = finding_of(tmp_path, turn_of=turn_of, use=drawn_use(turn_of, effect=0.0, grows=1.5))
    assert checks_of(finding)["steady effect"].passed is False
    effects = [row.cells[0].value for row in finding.tables[0].rows]
    assert [row.id for row in finding.tables[0].rows] == ["1", "2", "3", "4"]
    assert effects == sorted(effects) and effects[-1] > 2 * effects[0]
    assert "5" not in {grade.level for grade in finding.grades}


def test_growth_is_the_slope_that_was_put_in():
    first = np.array([1, 1, 2, 2, 3, 3])
    since = np.arange(5)[None, :] - first[:, None]
    outcome = np.where(since >= 0, -2.0 - 0.5 * since, 0.0) + np.arange(5) + np.arange(6)[:, None]
    assert growth(outcome, first).value == pytest.approx(-0.5)
    assert growth(np.zeros((2, 2)), np.array([1, 2])) is None


def test_people_served_before_their_turn_break_the_order(tmp_path):
    turn_of = two_a_step()
    early = {f"P{site}-{who}": FIRST - timedelta(days=30) for site in (0, 1) for who in range(6)}
    on_time = {f"P7-{who}": turn_of[7] for who in range(6)}
    finding = finding_of(tmp_path, turn_of=turn_of, use=drawn_use(turn_of, effect=-0.3), started=early | on_time)
    assert checks_of(finding)["order kept"].passed is False
    assert checks_of(finding)["order kept"].text.startswith("12 of the 96 people")


def test_days_after_a_death_are_not_days_on_which_people_were_well(tmp_path):
    """Use stays at one a day for everybody alive, however many died: no effect is seen."""
    turn_of = two_a_step()
    died = {f"P{site}-{who}": turn_of[site] for site in range(SITES) for who in range(4)}
    gone = {id: (day - FIRST).days for id, day in died.items()}
    finding = finding_of(
        tmp_path, turn_of=turn_of, died=died,
        use=lambda site, day, id: int(day <= gone.get(id, 10_000)),
    )  # fmt: skip
    assert finding.effect.value.value == pytest.approx(0, abs=1e-9)
    assert checks_of(finding)["deaths"].passed is False
    assert checks_of(finding)["no more deaths"].passed is False


def test_a_site_that_never_has_a_turn_is_compared_throughout(tmp_path):
    turn_of = [*two_a_step()[:-1], None]
    finding = finding_of(tmp_path, turn_of=turn_of, use=drawn_use(turn_of, effect=-0.3))
    assert finding.status == "estimated"
    assert finding.followed.value.number == (SITES - 1) * PEOPLE


@pytest.mark.parametrize(
    ("turn_of", "odd", "why"),
    [
        ([TURNS[0]] * SITES, None, "all sites have their turn on one day"),
        (two_a_step(), {"P0-0": TURNS[0] + timedelta(days=1)}, "different turns"),
    ],
)
def test_what_is_no_wedge_says_why(tmp_path, turn_of, odd, why):
    finding = finding_of(tmp_path, turn_of=turn_of, use=lambda *_: 1, odd=odd)
    assert finding.status == "not known"
    assert isinstance(finding.effect.value, Unknown) and why in finding.effect.value.unknown


def test_without_a_lot_it_is_not_placed_as_randomised(tmp_path):
    turn_of = two_a_step()
    finding = finding_of(tmp_path, turn_of=turn_of, use=drawn_use(turn_of, effect=-0.3), how="other")
    assert finding.placed_as == "" and not finding.grades
    assert checks_of(finding)["drawn by lot"].passed is False


def test_it_is_too_early_until_the_last_site_has_been_followed(tmp_path):
    finding = finding_of(tmp_path, turn_of=two_a_step(), use=lambda *_: 1, as_at=date(2024, 6, 1))
    assert finding.status == "too early"


def test_a_plan_says_how_long_and_promises_an_event():
    lacking = agreement_with(lower="loneliness", measured_by="ucla3")
    found = [fault.code for fault in design_named("stepped-wedge").faults(lacking, open_reference())]
    assert found == ["lot-without-event"]
    assert not design_named("stepped-wedge").faults(agreement_with(), open_reference())
