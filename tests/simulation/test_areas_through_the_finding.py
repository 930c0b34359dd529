"""Designs for areas as a whole, from inputs to the finding: how often the interval told holds the true effect.

Counts a day with levels, a common season, shocks that last from quarter to quarter; few areas, and the service
comes to some of them one after another, or to one. With 2,000 runs per world and an interval that is right, the
share lies between 94 and 96 % in about 96 of 100 tries.
"""

from datetime import date

import numpy as np
import pytest

from proventive.agreement.document import Objective, Plan
from proventive.evaluation.designs import difference_in_differences as two_groups
from proventive.evaluation.designs.area_panel import PanelInputs
from proventive.evaluation.designs.staggered_adoption import STAGGERED_ADOPTION, estimating
from proventive.evaluation.designs.staggered_adoption.gathering import AdoptionInputs
from proventive.evaluation.grades import failed_checks
from proventive.evaluation.methods.did import (
    NEVER,
    Panel,
    after_the_start,
    group_time_effects,
    moments_of,
)
from proventive.evaluation.question import Question
from proventive.quantities import AgreementUsed, Period

PLAN = Plan(design="staggered-adoption", compare_with="not yet treated")
QUESTION = Question(
    objective=Objective(id="attendances", reduce="ae_attendance", plan=PLAN),
    period=Period(start=date(2018, 1, 1), end=date(2019, 12, 31)), as_at=date(2020, 6, 30), label="attendances",
    unit="attendance", plural="attendances", direction="fewer",
    agreement=AgreementUsed(id="areas", hash="0" * 64), facts=(),
)  # fmt: skip
QUARTERS = 24
COHORTS = {"three by three": ((3, 3, 3), 10), "alone": ((1, 1), 20), "many": ((10, 10, 10), 30)}


def inputs_of(seed: int, sizes, never, effect: float, *, spread: float = 1.0) -> AdoptionInputs:
    rng = np.random.default_rng(seed)
    began = [np.full(size, 12 + 3 * at) for at, size in enumerate(sizes)]
    starts = np.concatenate([*began, np.full(never, NEVER)])
    areas = len(starts)
    shocks = rng.normal(0, 3, (areas, QUARTERS))
    for quarter in range(1, QUARTERS):
        shocks[:, quarter] += 0.5 * shocks[:, quarter - 1]
    shocks[starts != NEVER] *= spread
    after = np.arange(QUARTERS) >= starts[:, None]
    values = 300 + rng.normal(0, 30, (areas, 1)) + rng.normal(0, 5, QUARTERS) + shocks + effect * after
    return AdoptionInputs(
        question=QUESTION, records=(), covariates=None, counts=np.round(values * 91).astype(np.int64),
        panel=Panel(units=np.arange(areas), periods=np.arange(QUARTERS), values=values, starts=starts),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """What is not looked at here takes the longest: how far trends may differ, and starts dealt to other areas."""
    monkeypatch.setattr(estimating, "_breakdown", lambda *given: None)
    monkeypatch.setattr(estimating, "ARRANGEMENTS", 2)
    monkeypatch.setattr(two_groups, "_breakdown", lambda *given: None)


def shares(seeds: range, world: str, effect: float, **made) -> tuple[float, float, float]:
    """How often the interval holds the effect, how often it leaves zero out, how often the grade falls."""
    held = clear = lowered = 0
    for seed in seeds:
        inputs = inputs_of(seed, *COHORTS[world], effect, **made)
        finding = STAGGERED_ADOPTION.estimate(inputs, PLAN, seed=1)
        told = finding.effect.value
        held += told.low <= effect <= told.high
        clear += not told.low <= 0 <= told.high
        lowered += bool(failed_checks(finding))
    return held / len(seeds), clear / len(seeds), lowered / len(seeds)


@pytest.mark.parametrize("world", COHORTS)
def test_the_interval_holds_the_effect_and_nothing_is_found_where_nothing_is(world):
    held, _, lowered = shares(range(150), world, -8.0)
    assert 0.9 <= held <= 0.99
    _, clear, _ = shares(range(1000, 1150), world, 0.0)
    assert clear <= 0.1
    assert lowered == 1 if world == "alone" else lowered <= 0.12  # 5 % by the check of changes before


@pytest.mark.full
@pytest.mark.parametrize("world", COHORTS)
def test_the_interval_holds_the_effect(world):
    held, _, _ = shares(range(10_000, 12_000), world, -8.0)
    assert 0.94 <= held <= 0.975  # with cohorts of three it is a little too wide, never too narrow


def test_where_areas_began_alone_and_vary_more_the_interval_fails_and_the_grade_says_so():
    """The reason for the check: the area's own error cannot be seen. Errors for many units are worse still."""
    held, _, lowered = shares(range(300), "alone", -8.0, spread=2.0)
    assert held < 0.85 and lowered == 1
    analytic = 0
    for seed in range(300):
        inputs = inputs_of(seed, (1,), 20, -8.0)
        analytic += after_the_start(group_time_effects(moments_of(inputs.panel))).inferences()[0].covers(-8.0)
    assert 0.2 < analytic / 300 < 0.4  # 30 % in the simulation that decided this


def one_area(seeds: range, effect: float) -> tuple[float, float]:
    """The same of two groups: one area and twelve others, 48 months before the start and 24 after."""
    held = clear = 0
    months = np.arange(np.datetime64("2014-01"), np.datetime64("2020-01"))
    for seed in seeds:
        rng = np.random.default_rng(seed)
        shocks = rng.normal(0, 3, (72, 13))
        for month in range(1, 72):
            shocks[month] += 0.5 * shocks[month - 1]
        values = 300 + rng.normal(0, 30, 13) + rng.normal(0, 5, (72, 1)) + shocks
        values[48:, 0] += effect
        inputs = PanelInputs(
            question=QUESTION,
            records=(),
            months=tuple(months.astype("datetime64[D]").tolist()),
            before=48,
            counts=np.round(values[:, 0] * 30).astype(np.int64),
            per_day=values[:, 0],
            others=tuple(f"Y{number}" for number in range(12)),
            others_per_day=values[:, 1:],
        )
        told = two_groups.DIFFERENCE_IN_DIFFERENCES.estimate(inputs, PLAN, seed=1).effect.value
        held += told.low <= effect <= told.high
        clear += not told.low <= 0 <= told.high
    return held / len(seeds), clear / len(seeds)


def test_one_area_against_others():
    assert 0.9 <= one_area(range(150), -8.0)[0] <= 0.99
    assert one_area(range(1000, 1150), 0.0)[1] <= 0.1


@pytest.mark.full
def test_one_area_against_others_at_length():
    held, _ = one_area(range(10_000, 12_000), -8.0)
    assert 0.94 <= held <= 0.96
    _, clear = one_area(range(20_000, 22_000), 0.0)
    assert 0.04 <= clear <= 0.06
