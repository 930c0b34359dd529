"""How much more an area changed than others that moved alike, other areas and months weighted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation.checks import donors as checks
from proventive.evaluation.designs.area_panel import PanelInputs, gather_panel
from proventive.evaluation.designs.area_plans import faults_of_area_plans
from proventive.evaluation.designs.synthetic_control import LEAST_OTHERS, series_table, weights_table
from proventive.evaluation.figures import counted, described, figures_of, inferred
from proventive.evaluation.finding import Finding
from proventive.evaluation.methods.intervals import Inference, draws_of
from proventive.evaluation.methods.synthetic_control import (
    SyntheticDid,
    placebo_error,
    synthetic_difference_in_differences,
)
from proventive.evaluation.question import Unanswerable
from proventive.quantities import Period, Unknown, Value
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

METHOD = (
    "Synthetic difference-in-differences (Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021): weights on "
    "other areas and on the months before make the past of the area and of the others alike but for a level; the "
    "effect is how much more the area changed. Standard error from placebos in every other area, t with their "
    "number - 1 degrees of freedom; relative effect by the delta method."
)
BASIS = "synthetic difference-in-differences"
TOO_LITTLE = "the other areas do not vary, so they tell no error"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticDidDesign:
    """What changed in an area, against what changed in weighted others."""

    name: str = "synthetic-difference-in-differences"
    tables: tuple[str, ...] = ("area_series",)
    has_counterfactual: bool = True
    method: str = METHOD
    against: str = "expected from similar areas"

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """A plan names the area, the start, and at least five other areas."""
        return faults_of_area_plans(agreement, self.name, least_others=LEAST_OTHERS)

    def gather(self, records: Records, objective: Objective, period: Period) -> PanelInputs | Unanswerable:
        """The monthly counts of the area and of the others."""
        return gather_panel(records, objective, period)

    def estimate(self, inputs: PanelInputs, plan: Plan, *, seed: int) -> Finding:
        """Weigh, difference, and tell."""
        fit = synthetic_difference_in_differences(inputs.per_day, inputs.others_per_day, inputs.before)
        error = placebo_error(inputs.others_per_day, inputs.before, seed=seed)
        effect = Inference(
            value=fit.effect, standard_error=error, degrees_of_freedom=float(len(inputs.others) - 1)
        )
        return finding_of(self, inputs, fit, effect, seed)


SYNTHETIC_DIFFERENCE_IN_DIFFERENCES = SyntheticDidDesign()


def finding_of(
    design: SyntheticDidDesign, inputs: PanelInputs, fit: SyntheticDid, effect: Inference, seed: int
) -> Finding:
    """The finding, with the mixture shifted to the level of the area."""
    question, after = inputs.question, len(inputs.months) - inputs.before
    unit = f"{question.plural} per day"
    figures = figures_of(
        question,
        method=METHOD,
        counts=f"{question.plural} per day in {question.objective.plan.area}, mean of {after} months",
        records=inputs.records,
        seed=seed,
    )
    observed = float(inputs.per_day[inputs.before :].mean())

    def told(value: Inference, unit: str) -> Value:
        return inferred(value, unit=unit, basis=BASIS, why_not=TOO_LITTLE)

    share = relative(effect, observed)
    none = Unknown(unknown="nothing was expected, so there is no share of it")
    as_share = told(share, "share fewer") if share else none
    mixture = inputs.others_per_day @ fit.unit_weights
    level = float(fit.time_weights @ (inputs.per_day - mixture)[: inputs.before])
    total = int(inputs.counts[inputs.before :].sum())
    return Finding(
        objective=question.objective.id,
        label=question.label,
        unit=question.unit,
        direction=question.direction,
        design=design.name,
        status="estimated",
        period=question.period,
        follow_up=question.follow_up,
        people=figures.figure(
            "counted", counted(total, question.plural), f"{question.plural} in the months after the start"
        ),
        followed=figures.figure("months", counted(after, "months"), "months after the start"),
        observed=figures.figure("observed", described(observed, unit)),
        counterfactual=figures.figure("counterfactual", told(shifted(effect, observed), unit)),
        effect=figures.figure("effect", told(effect, unit)),
        relative=figures.figure("relative", as_share),
        happened=figures.figure("happened", as_share),
        tables=(series_table(inputs, mixture + level, figures), weights_table(inputs, fit.unit_weights, figures)),
        checks=(
            checks.fit_before(_spread(inputs, mixture), inputs.per_day[: inputs.before]),
            checks.start_before(_earlier(inputs), fit.effect),
        ),
        caution="One area: whatever else began there at the same time is part of the difference.",
        draws=draws_of(effect, seed=seed, of=question.objective.id),
        against=design.against,
    )


def shifted(effect: Inference, observed: float) -> Inference:
    """The counterfactual: observed less the effect."""
    return Inference(
        value=observed - effect.value,
        standard_error=effect.standard_error,
        degrees_of_freedom=effect.degrees_of_freedom,
    )


def relative(effect: Inference, observed: float) -> Inference | None:
    """1 - observed / counterfactual by the delta method; None where nothing was expected."""
    expected = observed - effect.value
    if expected <= 0 or effect.standard_error is None:
        return None
    return Inference(
        value=-effect.value / expected,
        standard_error=observed / expected**2 * effect.standard_error,
        degrees_of_freedom=effect.degrees_of_freedom,
    )


def _spread(inputs: PanelInputs, mixture: np.ndarray) -> float:
    """How far the area lay from its mixture in the months before, but for a level."""
    return float(np.std((inputs.per_day - mixture)[: inputs.before]))


def _earlier(inputs: PanelInputs) -> float | None:
    """The effect of a start two thirds of the way through the months before; None where they are too few."""
    start = 2 * inputs.before // 3
    if inputs.before < 9:
        return None
    own, others = inputs.per_day[: inputs.before], inputs.others_per_day[: inputs.before]
    return synthetic_difference_in_differences(own, others, start).effect
