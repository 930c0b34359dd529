"""Does the agreed design's interval cover the truth? One seed at a time, or a table of many.

    python tests/simulation/place_coverage.py 1 50

prints the table of ``docs/validation.md``. The truth is the design's own estimand: joining now less usual care,
later joining included, for the people whom the design matched.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from proventive.agreement import period_told, read_agreement
from proventive.evaluation.designs.matched_cohort import MATCHED_COHORT
from proventive.evaluation.designs.matched_cohort.inputs import CohortInputs
from proventive.evaluation.designs.matched_cohort.pairing import match
from proventive.evaluation.finding import Finding
from proventive.quantities import Estimate
from proventive.records import open_records
from proventive.synthetic import TrueEffect, Truth, simulate_place
from proventive.synthetic.timeline import REGISTERS_AS_AT

AGREEMENT = "falls-and-friendship"
OBJECTIVE = "emergency-admissions"
EVENT = "emergency_admission"
TABLES = ("people", "referrals", "population", "demand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The finding of one place against its truth: admissions a person matched, in the 12 months after joining."""

    seed: int
    truth: TrueEffect
    estimate: Estimate
    naive: float  # a plain before-after
    regression_to_the_mean: float  # what it would have shown with no service at all, as the finding predicts it

    @property
    def covered(self) -> bool:
        assert self.estimate.low is not None and self.estimate.high is not None
        return self.estimate.low <= self.truth.effect <= self.estimate.high

    @property
    def error(self) -> float:
        return self.estimate.value - self.truth.effect


def held_against_truth(seed: int, *, people: int = 40_000, effect: float = 1.0) -> Held:
    """Simulate the place of a seed, evaluate its first agreement as it was agreed, and look up the truth."""
    with tempfile.TemporaryDirectory() as made:
        inputs, truth = gathered(Path(made), seed=seed, people=people, effect=effect)
    question = inputs.question
    finding = MATCHED_COHORT.estimate(inputs, question.objective.plan, seed=seed)
    matched = match(inputs).matched_ids()
    true = truth.effect(AGREEMENT, EVENT, period=question.period, among=set(matched.tolist()))
    assert true.people == len(matched)
    return Held(
        seed=seed,
        truth=true,
        estimate=estimate_of(finding, "effect"),
        naive=estimate_of(finding, "naive-before-after").value,
        regression_to_the_mean=estimate_of(finding, "expected-by-regression-to-the-mean").value,
    )


def gathered(made: Path, *, seed: int, people: int, effect: float = 1.0) -> tuple[CohortInputs, Truth]:
    """The place of a seed in a folder, and what its first agreement compares, as it was agreed."""
    folder = made / AGREEMENT
    with as_file(files("proventive.examples") / "place" / AGREEMENT) as shipped:
        shutil.copytree(shipped, folder)
    truth = simulate_place(made, seed=seed, people=people, tables=TABLES, events=(EVENT,), effect=effect)
    agreement = read_agreement(folder)
    records = open_records(folder, agreement=agreement, as_at=REGISTERS_AS_AT)
    objective, period = agreement.objective(OBJECTIVE), period_told(agreement, REGISTERS_AS_AT)
    inputs = MATCHED_COHORT.gather(records, objective, period)
    assert isinstance(inputs, CohortInputs)
    return inputs, truth


def estimate_of(finding: Finding, quantity: str) -> Estimate:
    """The estimate of one figure of a finding."""
    (figure,) = [figure for figure in (finding.effect, *finding.beside) if figure.id.endswith(f"/{quantity}")]
    assert isinstance(figure.value, Estimate)
    return figure.value


HEADING = (
    "| seed | matched | truth | estimate | 95 % interval | covered | naive before-after | with no service |\n"
    "| ---: | ---: | ---: | ---: | --- | --- | ---: | ---: |"
)


def row(held: Held) -> str:
    """One line of the table, in admissions for every 100 people."""
    estimate = held.estimate
    assert estimate.low is not None and estimate.high is not None
    return (
        f"| {held.seed} | {held.truth.people:,} | {100 * held.truth.effect:.1f} | {100 * estimate.value:.1f} "
        f"| {100 * estimate.low:.1f} to {100 * estimate.high:.1f} | {'yes' if held.covered else '**no**'} "
        f"| {100 * held.naive:.1f} | {100 * held.regression_to_the_mean:.1f} |"
    )


def summary(all_held: Iterable[Held]) -> str:
    """How often the truth was covered, and how far the estimates were off on average."""
    every = tuple(all_held)
    errors = np.array([held.error for held in every])
    usual = np.mean([held.truth.usual_care for held in every])
    return (
        f"Covered in {sum(held.covered for held in every)} of {len(every)}. Mean error {100 * errors.mean():.2f} "
        f"({standard_error(errors)}) admissions for every 100 people, {errors.mean() / usual:.1%} of usual care."
    )


def standard_error(errors: np.ndarray) -> str:
    """The standard error of the mean of some errors, in words."""
    if len(errors) == 1:
        return "one place alone has no standard error"
    return f"standard error {100 * errors.std(ddof=1) / np.sqrt(len(errors)):.2f}"


def main(first: str, last: str, effect: str = "1") -> None:
    every = []
    print(HEADING)
    for seed in range(int(first), int(last) + 1):
        every.append(held_against_truth(seed, effect=float(effect)))
        print(row(every[-1]), flush=True)
    print()
    print(summary(every))


if __name__ == "__main__":
    main(*sys.argv[1:])
