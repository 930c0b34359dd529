"""How much more an area changed than others that moved alike, other areas and months weighted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation.checks import donors as checks
from proventive.evaluation.designs.area_finding import Bounds, figures_of_area, finding_of_area
from proventive.evaluation.designs.area_panel import PanelInputs, gather_panel
from proventive.evaluation.designs.area_plans import faults_of_area_plans
from proventive.evaluation.designs.synthetic_control import LEAST_OTHERS, series_table, weights_table
from proventive.evaluation.finding import Finding
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.synthetic_control import (
    SyntheticDid,
    least_areas,
    permutation_interval,
    permuted_effects,
    placebo_error,
    synthetic_difference_in_differences,
)
from proventive.evaluation.question import Unanswerable
from proventive.quantities import Period
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

METHOD = (
    "Synthetic difference-in-differences (Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021): weights on "
    "other areas and on the months before make the past of the area and of the others alike but for a level; the "
    "effect is how much more the area changed. With 19 other areas or more its interval holds the constant "
    "effects that leave the area no further out than 95 in 100 of all areas, each in turn against all the rest "
    "(Firpo and Possebom 2018); with fewer, standard error from placebos in every other area, t with their number "
    "- 1 degrees of freedom. Relative effect from the ends of the effect, or by the delta method."
)
BASIS = "synthetic difference-in-differences"
TOO_LITTLE = "the other areas do not vary, so they tell no error, or no effect can be ruled out"


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
        return finding_of(self, inputs, fit, effect_of(inputs, fit, seed), seed)


SYNTHETIC_DIFFERENCE_IN_DIFFERENCES = SyntheticDidDesign()


def effect_of(inputs: PanelInputs, fit: SyntheticDid, seed: int) -> Inference | Bounds:
    """The effect with what it may be: exactly where there are areas enough, else with the error of placebos."""
    own, others, before = inputs.per_day, inputs.others_per_day, inputs.before
    if len(inputs.others) >= least_areas():
        exact = permutation_interval(own, others, before)
        return Bounds(value=fit.effect, low=exact.low, high=exact.high)
    return Inference(
        value=fit.effect,
        standard_error=placebo_error(others, before, seed=seed),
        degrees_of_freedom=float(len(inputs.others) - 1),
    )


def finding_of(
    design: SyntheticDidDesign, inputs: PanelInputs, fit: SyntheticDid, effect: Inference | Bounds, seed: int
) -> Finding:
    """The finding, with the mixture shifted to the level of the area."""
    figures = figures_of_area(inputs, method=METHOD, seed=seed)
    mixture = inputs.others_per_day @ fit.unit_weights
    level = float(fit.time_weights @ (inputs.per_day - mixture)[: inputs.before])
    return finding_of_area(
        inputs,
        effect,
        figures,
        design=design.name,
        against=design.against,
        basis=BASIS,
        why_no_interval=TOO_LITTLE,
        seed=seed,
        tables=(series_table(inputs, mixture + level, figures), weights_table(inputs, fit.unit_weights, figures)),
        checks=(
            checks.fit_before(_spread(inputs, mixture), inputs.per_day[: inputs.before]),
            checks.changes_elsewhere(
                fit.effect, permuted_effects(inputs.per_day, inputs.others_per_day, inputs.before)
            ),
            checks.start_before(_earlier(inputs), fit.effect),
        ),
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
