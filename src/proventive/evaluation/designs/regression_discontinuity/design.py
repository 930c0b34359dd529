"""A score and a line: the jump in use at the line, at which nothing else changes."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.agreement.pointing import fault
from proventive.evaluation.designs.regression_discontinuity.diagnosing import checks_of
from proventive.evaluation.designs.regression_discontinuity.gathering import ScoredInputs, gather
from proventive.evaluation.figures import (
    counted,
    estimated,
    figures_of,
    inferred,
    share_fewer,
    unanswered,
)
from proventive.evaluation.finding import Finding
from proventive.evaluation.methods.arrays import Booleans
from proventive.evaluation.methods.intervals import Inference, draws_of
from proventive.evaluation.methods.regression_discontinuity import JumpFit, jump, turned
from proventive.evaluation.question import Unanswerable
from proventive.quantities import Period, Unknown, Value
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

METHOD = (
    "Everybody is counted on the side of the line where their score puts them (intention to treat). The jump of "
    "use in the follow-up at the line, by local linear regression with triangular weights, a mean-squared-error "
    "optimal bandwidth and the robust bias-corrected interval (Calonico, Cattaneo and Titiunik 2014); relative by "
    "the delta method. Use is counted while people are alive. Where planned, errors cluster by site (CR1)."
)
AGAINST = "just on the other side of the line"
TOO_FEW = "too few people stand near the line, or none of them differ"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegressionDiscontinuity:
    """Those whose score was just enough, against those whose score was just not enough."""

    name: str = "regression-discontinuity"
    method: str = METHOD
    against: str = AGAINST
    tables: tuple[str, ...] = ("allocations", "population", "demand")
    has_counterfactual: bool = True

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """A plan promises less use, names the line and its side, and says how long people are followed."""
        return [
            found
            for number, objective in enumerate(agreement.objectives)
            if objective.plan.design == self.name
            for found in _faults(agreement, objective, f"objectives/{number}/plan")
        ]

    def gather(self, records: Records, objective: Objective, period: Period) -> ScoredInputs | Unanswerable:
        """Everybody who was scored in the period, from the engine."""
        return gather(records, objective, period)

    def estimate(self, inputs: ScoredInputs, plan: Plan, *, seed: int) -> Finding:
        """The effect of the offer on those near the line."""
        try:
            seen = inputs.followed
            fit = jump(inputs.after[seen], inputs.score[seen], cutoff=line_of(plan), cluster=inputs.sites_of(seen))
        except ValueError as error:
            why = Unknown(unknown=f"the two sides of the line cannot be compared: {error}")
            asked = inputs.question.not_known(why, counted(len(inputs.score), "people"))
            return unanswered(asked, method=METHOD, against=AGAINST)
        return _finding(inputs, plan, fit, seed)


REGRESSION_DISCONTINUITY = RegressionDiscontinuity()


def _faults(agreement: Agreement, objective: Objective, path: str) -> Iterator[Fault]:
    plan = objective.plan
    if objective.reduce is None:
        yield fault(
            agreement,
            "score-without-event",
            f"{path}/design",
            what=f"“{objective.id}” is an outcome on an instrument, and this design counts the use of services.",
            why="People who were not offered the service are seldom asked the questionnaire.",
            do="Use the design “before-after”, or promise to reduce an event.",
        )
    if plan.cutoff is None or plan.offered is None:
        yield fault(
            agreement,
            "no-cutoff",
            path,
            what=f"The plan of “{objective.id}” does not say which score decides, or which side is offered it.",
            why="A line chosen after the data are seen can be chosen for its answer.",
            do="Add “cutoff: 20” and “offered: at or above” (or “below”).",
        )
    if not plan.follow_up:
        yield fault(
            agreement,
            "no-follow-up",
            path,
            what=f"The plan of “{objective.id}” does not say how long people are followed.",
            why="Both sides of the line are compared over the same time from the decision.",
            do="Add follow_up, for example “follow_up: 12 months”.",
        )


def _finding(inputs: ScoredInputs, plan: Plan, fit: JumpFit, seed: int) -> Finding:
    question, above = inputs.question, plan.offered == "at or above"
    unit = f"{question.plural} per person"
    observed, expected = (fit.above, fit.below) if above else (fit.below, fit.above)
    effect = fit.robust if above else turned(fit.robust)
    offered_side = (inputs.score >= line_of(plan)) == above
    figures = figures_of(
        question,
        method=METHOD,
        counts=f"{question.plural} per person at the line, in {question.follow_up} months from the decision",
        records=inputs.records,
        seed=seed,
    )
    basis = "regression discontinuity, by score"

    def told(value: Inference) -> Value:
        return inferred(value, unit=unit, basis=basis, why_not=TOO_FEW)

    beside = [("conventional", fit.conventional, "as if the local line were the truth")]
    if (moved := _of_those_moved(inputs, line_of(plan), offered_side)) is not None:
        beside.append(("those-moved", moved, "people whom the line moved to the service (fuzzy)"))
    return estimated(
        question,
        figures,
        design="regression-discontinuity",
        against=AGAINST,
        people=figures.figure(
            "people",
            counted(int(offered_side.sum()), "people"),
            "people on the side of the line that is offered it",
        ),
        followed=figures.figure(
            "followed", counted(fit.people[1 if above else 0], "people"), "of whom near the line and followed"
        ),
        observed=told(observed),
        counterfactual=told(expected),
        effect=told(effect),
        relative=share_fewer(_share(observed, expected), basis=basis, why_not=TOO_FEW),
        beside=tuple(
            figures.figure(name, told(value if above or name == "those-moved" else turned(value)), counts)
            for name, value, counts in beside
        ),
        checks=checks_of(inputs, fit, line=line_of(plan), offered_side=offered_side, unit=unit),
        caution="The answer is for people near the line, and says nothing of those far from it.",
        draws=draws_of(effect, seed=seed, of=question.objective.id),
    )


def line_of(plan: Plan) -> float:
    """The line, once the plan has been checked."""
    if plan.cutoff is None:
        raise ValueError("the plan names no line")
    return float(plan.cutoff)


def _share(observed: Inference, expected: Inference) -> Inference | None:
    """1 - observed / expected by the delta method; the two sides hold different people."""
    if expected.value <= 0 or observed.standard_error is None or expected.standard_error is None:
        return None
    ratio = observed.value / expected.value
    error = math.hypot(observed.standard_error, ratio * expected.standard_error) / expected.value
    return Inference(value=1 - ratio, standard_error=error, degrees_of_freedom=observed.degrees_of_freedom)


def _of_those_moved(inputs: ScoredInputs, line: float, offered_side: Booleans) -> Inference | None:
    """The fuzzy estimate, where some were decided against their score; None where it cannot be had."""
    seen = inputs.followed
    if (inputs.offered == offered_side).all():
        return None
    try:
        took_up = inputs.offered[seen].astype(np.float64)
        sites = inputs.sites_of(seen)
        return jump(inputs.after[seen], inputs.score[seen], cutoff=line, took_up=took_up, cluster=sites).robust
    except ValueError:
        return None
