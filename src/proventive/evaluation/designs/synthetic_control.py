"""An area against a mixture of other areas that followed it before the service began."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation.checks import donors as checks
from proventive.evaluation.designs.area_finding import Bounds, figures_of_area, finding_of_area
from proventive.evaluation.designs.area_panel import PanelInputs, gather_panel
from proventive.evaluation.designs.area_plans import faults_of_area_plans
from proventive.evaluation.figures import Figures, described
from proventive.evaluation.finding import CheckResult, Finding
from proventive.evaluation.methods.synthetic_control import (
    ConformalInterval,
    SyntheticControl,
    conformal_interval,
    leave_one_out,
    placebo_in_time,
    placebos_in_space,
    synthetic_control,
)
from proventive.evaluation.question import Unanswerable
from proventive.quantities import Period, Table
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

METHOD = (
    "Synthetic control (Abadie, Diamond and Hainmueller 2010): counts a day of other areas, weighted so that they "
    "come nearest to the area in the months before the start; weights not negative, summing to 1, no intercept, "
    "no covariates, solved exactly. The effect is the mean over the months after the start. Interval of a "
    "constant effect by conformal inference with moving blocks (Chernozhukov, Wüthrich and Zhu 2021); placebos in "
    "every other area, without each area in turn, and at an earlier start."
)
BASIS = "synthetic control"
TOO_FEW_MONTHS = "with so few months the permutations cannot bound the effect"
LEAST_OTHERS = 5
TRIED = 161  # effects tried for the interval, evenly over four times the largest gap on either side


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticControlDesign:
    """What happened in an area, against a mixture of others."""

    name: str = "synthetic-control"
    tables: tuple[str, ...] = ("area_series",)
    has_counterfactual: bool = True
    method: str = METHOD
    against: str = "in a mixture of similar areas"

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """A plan names the area, the start, and at least five other areas."""
        return faults_of_area_plans(agreement, self.name, least_others=LEAST_OTHERS)

    def gather(self, records: Records, objective: Objective, period: Period) -> PanelInputs | Unanswerable:
        """The monthly counts of the area and of the others."""
        return gather_panel(records, objective, period)

    def estimate(self, inputs: PanelInputs, plan: Plan, *, seed: int) -> Finding:
        """Weigh, compare, and tell. Nothing is drawn, so the seed is not used."""
        fit = synthetic_control(inputs.per_day, inputs.others_per_day, inputs.before)
        reach = 4 * float(np.abs(fit.gaps).max())
        tried = np.linspace(-reach, reach, TRIED)
        interval = conformal_interval(inputs.per_day, inputs.others_per_day, inputs.before, tried)
        return finding_of(self, inputs, fit, interval)


SYNTHETIC_CONTROL = SyntheticControlDesign()


def finding_of(
    design: SyntheticControlDesign, inputs: PanelInputs, fit: SyntheticControl, interval: ConformalInterval
) -> Finding:
    """The finding of a synthetic control."""
    figures = figures_of_area(inputs, method=METHOD)
    return finding_of_area(
        inputs,
        Bounds(value=fit.effect, low=interval.low, high=interval.high),
        figures,
        design=design.name,
        against=design.against,
        basis=BASIS,
        why_no_interval=TOO_FEW_MONTHS,
        tables=(series_table(inputs, fit.synthetic, figures), weights_table(inputs, fit.weights, figures)),
        checks=checks_of(inputs, fit),
    )


def series_table(
    inputs: PanelInputs, synthetic: np.ndarray, figures: Figures, *, others: str = "Mixture of other areas"
) -> Table:
    """What was seen each month, and what the other areas had."""
    unit = f"{inputs.question.plural} per day"
    return figures.table(
        "series",
        f"{inputs.question.plural.capitalize()} by month",
        "Month",
        (("observed", "What happened"), ("counterfactual", others)),
        [
            (f"{month:%Y-%m}", f"{month:%Y-%m}", (described(seen, unit), described(mixed, unit)))
            for month, seen, mixed in zip(inputs.months, inputs.per_day, synthetic, strict=True)
        ],
    )


def weights_table(inputs: PanelInputs, weights: np.ndarray, figures: Figures) -> Table:
    """Which areas stand in, with what weight."""
    held = sorted(zip(inputs.others, weights, strict=True), key=lambda pair: (-pair[1], pair[0]))
    return figures.table(
        "weights",
        "The other areas in the mixture",
        "Area",
        (("weight", "Weight"),),
        [(area, area, (described(weight, "share"),)) for area, weight in held if weight >= 0.00005],
        counts="weights of other areas; they sum to 1",
    )


def checks_of(inputs: PanelInputs, fit: SyntheticControl) -> tuple[CheckResult, ...]:
    own, others, before = inputs.per_day, inputs.others_per_day, inputs.before
    earlier = placebo_in_time(own, others, before, start=2 * before // 3).effect if before >= 9 else None
    return (
        checks.fit_before(fit.fit, own[:before]),
        checks.placebo_areas(placebos_in_space(own, others, before)),
        checks.one_area(fit.effect, leave_one_out(own, others, before), inputs.others),
        checks.start_before(earlier, fit.effect),
    )
