"""Designs for people who join on recent use, in worlds with no effect: which are unbiased, which are not?

    python tests/simulation/matched_designs_compared.py 300

prints the table of ``docs/validation.md``. Pairs are chosen, and estimates made, by the matched cohort of the
library (``pairing.match``, ``estimating.estimates_of``); only the candidates, which it has from the engine, are
made here from arrays, so that they can also be matched on other windows than it would take.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from joining_worlds import JOINING, MONTHS, NEVER, WORLDS, Lives, World, live

from proventive.agreement.document import Objective, Plan
from proventive.evaluation.designs.matched_cohort import inputs as cohort_inputs
from proventive.evaluation.designs.matched_cohort.estimating import CohortEstimates, estimates_of
from proventive.evaluation.designs.matched_cohort.inputs import AllUse, CohortInputs, Others, Persons, Use
from proventive.evaluation.designs.matched_cohort.pairing import match
from proventive.evaluation.designs.matched_cohort.windows import Days, Windows, month_days
from proventive.evaluation.methods.clusters import Components
from proventive.evaluation.methods.matched_did import MatchedFit, difference_in_differences
from proventive.evaluation.question import Question
from proventive.quantities import AgreementUsed, Period
from proventive.records.unit_costs import UnitCosts

LAST_3, PRIOR_9, LAST_12, EARLIER = (-3, -1), (-12, -4), (-12, -1), (-24, -13)
FOLLOW_UP = Days(first=0, last=364)
PLAN = Plan(design="matched-cohort", follow_up=(12,), match_on=("age", "use.last_3_months", "use.prior_9_months"))
QUESTION = Question(
    objective=Objective(id="use", reduce="emergency_admission", plan=PLAN),
    period=Period(start=date(2000, 1, 1), end=date(2001, 12, 31)),
    as_at=date(2010, 1, 1),
    label="use",
    unit="use",
    plural="uses",
    direction="fewer",
    agreement=AgreementUsed(id="worlds", hash=""),
    facts=(),
)
DESIGNS = (
    "unmatched DiD, last year as baseline",
    "A: match the 12-month total, DiD on it",
    "B: match last 3 and prior 9 months, compare follow-up",
    "C: B, but comparators who never join",
    "D: B's match, DiD on months -24 to -13",
    "E: D, with that earlier year matched too",
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One design in one run: the error, what comparators used, and whether the interval holds 0."""

    error: float
    expected: float
    covered: bool


def compared(world: World, seed: list[int]) -> dict[str, Row]:
    """Every design in one run of a world."""
    lives = live(world, np.random.default_rng(seed))
    names = iter(DESIGNS)
    split = estimated(lives, (LAST_3, PRIOR_9), earlier=EARLIER)
    total = estimated(lives, (LAST_12,), earlier=LAST_12)
    never = estimated(lives, (LAST_3, PRIOR_9), earlier=EARLIER, never_join=True)
    earlier_too = estimated(lives, (LAST_3, PRIOR_9, EARLIER), earlier=EARLIER)
    used = split.follow_up_only.counterfactual.value
    fits = (
        unmatched(lives),
        (total.main, used),
        (split.follow_up_only, used),
        (never.follow_up_only, never.follow_up_only.counterfactual.value),
        (split.main, used),
        (earlier_too.main, earlier_too.follow_up_only.counterfactual.value),
    )
    return {name: _row(*fit) for name, fit in zip(names, fits, strict=True)}


def _row(fit: MatchedFit, used: float) -> Row:
    return Row(error=fit.effect.value, expected=used, covered=fit.effect.covers(0.0))


def estimated(
    lives: Lives, matched_on: tuple[tuple[int, int], ...], *, earlier: tuple[int, int], never_join: bool = False
) -> CohortEstimates:
    """The library's own estimates, from candidates alike in age band and in use in the windows named."""
    pairs = candidates(lives, matched_on, never_join=never_join)
    return estimates_of(match(inputs_of(lives, windows_with(earlier), *pairs)))


def windows_with(earlier: tuple[int, int]) -> Windows:
    """The windows of the default, with another earlier one."""
    return Windows(
        last_3_months=_days(LAST_3), prior_9_months=_days(PRIOR_9), follow_up=FOLLOW_UP, earlier=_days(earlier)
    )


def _days(months: tuple[int, int]) -> Days:
    return Days(first=month_days(months[0]).first, last=month_days(months[1]).last)


def candidates(
    lives: Lives, matched_on: tuple[tuple[int, int], ...], *, never_join: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Candidate pairs, nearest first: alive, not yet joined, of like use, as the library's own step has it.

    Of the first window named the calipers are exact up to 4 uses, of every other within 1 up to 9, and within a
    fifth above. Of each participant at most as many as joined that month. Ties fall as the people are numbered,
    which says nothing of them.
    """
    found = [_at(lives, month, matched_on, never_join) for month in JOINING]
    participant, comparator, apart = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort(apart.T[::-1])
    return participant[order], comparator[order]


def _at(
    lives: Lives, month: int, matched_on: tuple[tuple[int, int], ...], never_join: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    own = np.flatnonzero(lives.joins == month)
    waits = lives.joins == NEVER if never_join else lives.joins > month
    others = np.flatnonzero(waits & (lives.dies > month))
    age = lives.age + month
    alike = (age[own] // 60)[:, None] == (age[others] // 60)[None, :]
    pairs, of = np.nonzero(alike)
    apart = []
    for number, (first, last) in enumerate(matched_on):
        used = lives.used(month + first, month + last).astype(np.int64)
        gap = np.abs(used[own[pairs]] - used[others[of]])
        near = gap * 5 <= used[own[pairs]] if number == 0 else (gap <= 1) | (gap * 5 <= used[own[pairs]])
        pairs, of, apart = pairs[near], of[near], [*(one[near] for one in apart), gap[near]]
    apart.append(np.abs(age[own[pairs]] - age[others[of]]))
    order = np.lexsort((others[of], *apart[::-1], pairs))
    starts = np.searchsorted(pairs[order], np.arange(len(own)))
    kept = order[np.arange(len(order)) - starts[pairs[order]] < len(own)]
    return own[pairs[kept]], others[of[kept]], np.stack([one[kept] for one in apart], axis=1)


def inputs_of(lives: Lives, windows: Windows, participant: np.ndarray, comparator: np.ndarray) -> CohortInputs:
    """What the design would have gathered."""
    joined = np.flatnonzero(lives.joins != NEVER)
    people = np.concatenate([joined, comparator])
    month = np.concatenate([lives.joins[joined], lives.joins[participant]])
    keys, seen = np.unique(people * 100 + month, return_inverse=True)
    around = lives.use[(keys // 100)[:, None], (keys % 100)[:, None] + np.arange(-24, 12)]
    row, at = np.nonzero(around)
    first_day = np.array([month_days(number).first for number in range(-24, 12)])
    everybody = _persons(lives, people, month, seen)
    joins_later = lives.joins[comparator]
    return CohortInputs(
        question=QUESTION,
        records=(),
        windows=windows,
        earlier_unseen=None,
        names=np.arange(len(lives.age)).astype(str).astype(object),
        joined=everybody.at(np.arange(len(joined))),
        standing=np.full(len(joined), "eligible", dtype=object),
        pair_participant=np.searchsorted(joined, participant),
        pair_comparator=everybody.at(np.arange(len(joined), len(people))),
        joins_later_on=np.where(joins_later == NEVER, cohort_inputs.NEVER, 1 + 30 * joins_later),
        use=Use(seen=row, day=first_day[at], quantity=around[row, at].astype(np.int64), rows=len(keys)),
        all_use=AllUse(events={}, unit_costs=UnitCosts(pence={}, facts=(), price_years=frozenset())),
        others=_nobody(),
    )


def _persons(lives: Lives, people: np.ndarray, month: np.ndarray, seen: np.ndarray) -> Persons:
    text = np.full(len(people), "", dtype=object)
    first_day = np.array([month_days(number).first for number in range(MONTHS + 1)])
    dies = 30 * month + first_day[np.clip(lives.dies[people] - month, 0, MONTHS)]  # as the design counts months
    dies = np.where(lives.dies[people] == NEVER, cohort_inputs.NEVER, dies)
    return Persons(
        person=people, joined_day=30 * month, age_months=(lives.age[people] + month).astype(float),
        deprivation=np.full(len(people), np.nan), sex=text, frailty=text, last_day=dies - 1, died_day=dies,
        seen=seen,
    )  # fmt: skip


def _nobody() -> Others:
    none, text = np.zeros(0), np.zeros(0, dtype=object)
    return Others(
        last_3_months=none, prior_9_months=none, earlier=none, after=none, people_with_pattern=none,
        sex=text, frailty=text, deprivation=none, age_months=none, people=none,
    )  # fmt: skip


def unmatched(lives: Lives) -> tuple[MatchedFit, float]:
    """Everybody who joined against everybody at risk that month: the change since a year before."""
    parts = []
    for month in JOINING:
        own = lives.joins == month
        others = (lives.joins > month) & (lives.dies > month)
        before, after = lives.used(month - 12, month - 1), lives.used(month, month + 11)
        mean = np.full((own.sum(), 2), (before[others].mean(), after[others].mean()))
        parts.append(np.column_stack([before[own], after[own], mean]))
    before, after, mean_before, mean_after = np.concatenate(parts).T
    apart = Components(of_pair=np.arange(len(before)), number=len(before), largest=1)
    fit = difference_in_differences(before, after, mean_before, mean_after, scale=1.0, clusters=apart)
    return fit, float(mean_after.mean())


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A design in a world: bias as per cent of the comparators' use, its Monte Carlo error, and coverage."""

    bias: float
    error: float
    covered: float


def table(runs: int, worlds: tuple[World, ...] = WORLDS) -> dict[tuple[str, str], Cell]:
    """Every design in every world; the seeds are fixed by the world and the number of the run."""
    cells = {}
    for world in worlds:
        rows = [compared(world, [20250416, WORLDS.index(world), run]) for run in range(runs)]
        for name in DESIGNS:
            errors = np.array([row[name].error for row in rows])
            expected = np.mean([row[name].expected for row in rows])
            cells[name, world.name] = Cell(
                bias=100 * errors.mean() / expected,
                error=100 * errors.std(ddof=1) / np.sqrt(runs) / expected,
                covered=float(np.mean([row[name].covered for row in rows])),
            )
    return cells


def printed(cells: dict[tuple[str, str], Cell]) -> Iterator[str]:
    """The table, as lines of Markdown."""
    yield "| design | " + " | ".join(world.name for world in WORLDS) + " |"
    yield "| --- |" + " ---: |" * len(WORLDS)
    for name in DESIGNS:
        row = [cells[name, world.name] for world in WORLDS]
        yield f"| {name} | " + " | ".join(f"{c.bias:+.1f} ({c.error:.1f}) / {c.covered:.2f}" for c in row) + " |"


if __name__ == "__main__":
    for line in printed(table(int(sys.argv[1]))):
        print(line, flush=True)
