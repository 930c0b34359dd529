"""How much more an area changed than other areas, each other area with the same weight."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation.checks.areas import alike_before, trends_that_differ
from proventive.evaluation.designs.area_finding import figures_of_area, finding_of_area
from proventive.evaluation.designs.area_panel import PanelInputs, gather_panel
from proventive.evaluation.designs.area_plans import faults_of_area_plans
from proventive.evaluation.designs.synthetic_control import LEAST_OTHERS, series_table
from proventive.evaluation.finding import Finding
from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.did import changes_of, two_groups
from proventive.evaluation.methods.did.honest import (
    breakdown_relative_magnitudes,
    study_in_years,
    years_before_and_after,
)
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.question import Unanswerable
from proventive.quantities import Period
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

METHOD = (
    "Difference-in-differences of two groups: counts a day, mean of the months after the start less mean of "
    "those before, in the area less the mean of the other areas. Months are brought together into one change "
    "an area (Bertrand, Duflo and Mullainathan 2004). One area tells no error of its own: its change is "
    "assumed to vary as the changes of the other areas do, t with their number - 1 degrees of freedom (Donald "
    "and Lang 2007); relative effect by the delta method."
)
BASIS = "difference-in-differences"
TOO_LITTLE = "the other areas all changed alike, so they tell no error"
MONTHS = 12  # of a year
LEAST_BEFORE = 4  # two halves of two months


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceInDifferencesDesign:
    """What changed in an area, against what changed in others."""

    name: str = "difference-in-differences"
    tables: tuple[str, ...] = ("area_series",)
    has_counterfactual: bool = True
    method: str = METHOD
    against: str = "expected from how other areas changed"

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """A plan names the area, the start, and at least five other areas."""
        return faults_of_area_plans(agreement, self.name, least_others=LEAST_OTHERS)

    def gather(self, records: Records, objective: Objective, period: Period) -> PanelInputs | Unanswerable:
        """The monthly counts of the area and of the others."""
        return gather_panel(records, objective, period)

    def estimate(self, inputs: PanelInputs, plan: Plan, *, seed: int) -> Finding:
        """Difference, and tell. The seed serves the draws only."""
        figures = figures_of_area(inputs, method=METHOD, seed=seed)
        others = inputs.others_per_day.mean(axis=1)
        level = float((inputs.per_day - others)[: inputs.before].mean())
        return finding_of_area(
            inputs,
            effect_of(inputs.per_day, inputs.others_per_day, inputs.before),
            figures,
            design=self.name,
            against=self.against,
            basis=BASIS,
            why_no_interval=TOO_LITTLE,
            seed=seed,
            tables=(series_table(inputs, others + level, figures, others="Other areas, moved to its level"),),
            checks=(
                alike_before(
                    _before(inputs),
                    who="the area",
                    others=f"the {len(inputs.others)} others",
                    period="months",
                    design=self.name,
                ),
                trends_that_differ(_breakdown(inputs), self.name),
            ),
        )


DIFFERENCE_IN_DIFFERENCES = DifferenceInDifferencesDesign()


def effect_of(own: Floats, others: Floats, before: int) -> Inference:
    """How much more the area changed than the others."""
    changes = changes_of(np.column_stack([own, others]), before)
    return two_groups(changes, np.arange(len(changes)) == 0)


def _before(inputs: PanelInputs) -> Inference | None:
    """The same, from the first to the second half of the months before; None where they are too few."""
    if inputs.before < LEAST_BEFORE:
        return None
    own, others = inputs.per_day[: inputs.before], inputs.others_per_day[: inputs.before]
    return effect_of(own, others, inputs.before // 2)


def _breakdown(inputs: PanelInputs) -> float | None:
    """How far trends may differ from year to year (relative magnitudes); None where it cannot be told.

    As for the effect, the area is assumed to vary as the others do.
    """
    years = years_before_and_after(inputs.before, len(inputs.months) - inputs.before, MONTHS)
    others = len(inputs.others)
    if years is None or others - 1 <= len(years):
        return None
    gaps = inputs.per_day - inputs.others_per_day.mean(axis=1)
    spread = np.cov(inputs.others_per_day) * (1 + 1 / others)
    try:
        return breakdown_relative_magnitudes(study_in_years(gaps, spread, years, inputs.before, MONTHS))
    except ValueError:
        return None
