"""The design: what it needs, what it gathers, and the finding that it tells."""

from collections.abc import Sequence
from dataclasses import dataclass

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation.checks import areas as checks
from proventive.evaluation.designs.area_finding import relative, shifted
from proventive.evaluation.designs.staggered_adoption.estimating import AdoptionFit, estimate
from proventive.evaluation.designs.staggered_adoption.gathering import AdoptionInputs, gather
from proventive.evaluation.designs.staggered_adoption.planned import faults_of_adoptions
from proventive.evaluation.figures import (
    Figures,
    counted,
    described,
    estimated,
    figures_of,
    inferred,
    share_fewer,
    unanswered,
)
from proventive.evaluation.finding import CheckResult, Finding
from proventive.evaluation.methods.did import NEVER, moments_of
from proventive.evaluation.methods.intervals import Inference, draws_of
from proventive.evaluation.question import Unanswerable
from proventive.quantities import Estimate, Figure, Period, Table, Unknown
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

METHOD = (
    "Staggered difference-in-differences (Callaway and Sant'Anna 2021): counts a day by quarter; the effect "
    "on the areas that began together, in each quarter, is their change since the last quarter before less "
    "that of areas that never began (or had not begun yet, where the plan says so); the mean over all "
    "quarters from the start on, weighted by the number of areas. Errors by cohort, divided by its size less "
    "one (CR2: Bell and McCaffrey 2002), t with the degrees of freedom of Welch (1947); relative effect by "
    "the delta method. Adjusted for covariates: doubly robust (Sant'Anna and Zhao 2020), errors for many "
    "areas."
)
BASIS = "staggered difference-in-differences"
TOO_LITTLE = "the areas do not vary, so they tell no error"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaggeredAdoptionDesign:
    """What changed in areas as a service came to them, against areas that had not got it."""

    name: str = "staggered-adoption"
    tables: tuple[str, ...] = ("area_series",)
    has_counterfactual: bool = True
    method: str = METHOD
    against: str = "expected from how areas without the service changed"

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """A plan names the areas with their starts and those compared with; it follows no people."""
        return faults_of_adoptions(agreement, self.name)

    def gather(self, records: Records, objective: Objective, period: Period) -> AdoptionInputs | Unanswerable:
        """The quarterly counts of all areas."""
        return gather(records, objective, period)

    def estimate(self, inputs: AdoptionInputs, plan: Plan, *, seed: int) -> Finding:
        """Difference by cohort and quarter, bring together, and tell."""
        try:
            fit = estimate(inputs, plan.compare_with, seed=seed)
        except ValueError as error:
            why = Unknown(unknown=f"the areas cannot be compared: {error}")
            asked = inputs.question.not_known(why)
            return unanswered(asked, method=self.method, against=self.against)
        return _finding(self, inputs, fit, seed)


STAGGERED_ADOPTION = StaggeredAdoptionDesign()


def _finding(design: StaggeredAdoptionDesign, inputs: AdoptionInputs, fit: AdoptionFit, seed: int) -> Finding:
    question, after = inputs.question, fit.compared
    unit, areas = f"{question.plural} per day", int(after.any(axis=1).sum())
    figures = figures_of(
        question,
        method=METHOD,
        counts=f"{question.plural} per day and area, mean of {int(after.sum())} quarters from the start on in "
        f"{areas} areas",
        records=inputs.records,
        seed=seed,
    )
    observed = float(inputs.panel.values[after].mean())

    def told(value: Inference) -> Estimate:
        return inferred(value, unit=unit, basis=BASIS, why_not=TOO_LITTLE)

    total = counted(int(inputs.counts[after].sum()), question.plural)
    return estimated(
        question,
        figures,
        design=design.name,
        against=design.against,
        people=figures.figure("counted", total, f"{question.plural} in the quarters from the start on"),
        followed=figures.figure(
            "areas", counted(areas, "areas"), "areas to which the service came, and that are compared"
        ),
        observed=described(observed, unit),
        counterfactual=told(shifted(fit.effect, observed)),
        effect=told(fit.effect),
        relative=share_fewer(relative(fit.effect, observed), basis=BASIS, why_not=TOO_LITTLE),
        beside=(_two_way(fit, figures, unit),),
        tables=(_study(fit, figures, unit), _cohorts(inputs, figures)),
        checks=_checks(inputs, fit),
        caution="Whatever else began in these areas as the service came to them is part of the difference.",
        draws=draws_of(fit.effect, seed=seed, of=question.objective.id),
        placed_as="difference-in-differences",
    )


def _two_way(fit: AdoptionFit, figures: Figures, unit: str) -> Figure:
    """The number that a regression with effects of area and quarter gives. It never stands without its warning."""
    value = Estimate(
        value=fit.two_way.two_way,
        unit=unit,
        basis="two-way fixed effects",
        no_interval=Unknown(unknown=fit.two_way.warning()),
    )
    return figures.figure("two-way", value, f"a regression on area and quarter. {fit.two_way.warning()}")


def _study(fit: AdoptionFit, figures: Figures, unit: str) -> Table:
    """The event study: by quarter since the start."""
    base = Unknown(unknown="the quarter against which the others are held")
    return figures.table(
        "event-study",
        "Difference by quarter since the start",
        "Quarters since the start",
        (("effect", "Difference a day and area"),),
        [
            (
                str(since),
                str(since),
                (base if since == -1 else inferred(one, unit=unit, basis=BASIS, why_not=TOO_LITTLE),),
            )
            for since, one in zip(fit.since.tolist(), fit.study, strict=True)
        ],
        counts="areas that have the quarter, each set of areas that began together weighted by its size",
    )


def _cohorts(inputs: AdoptionInputs, figures: Figures) -> Table:
    """How many areas began in each quarter; those that began after the last are told with those that never did."""
    m = moments_of(inputs.panel)
    return figures.table(
        "areas-by-start",
        "Areas by the quarter in which the service came",
        "Quarter",
        (("areas", "Areas"),),
        [
            ("never" if start == NEVER else _named(start), _named(start), (counted(size, "areas"),))
            for start, size in zip(m.starts.tolist(), m.sizes.tolist(), strict=True)
        ],
        counts="areas in the comparison",
    )


def _named(quarter: int) -> str:
    return "Not by the end" if quarter == NEVER else f"{quarter // 4}-Q{quarter % 4 + 1}"


def _checks(inputs: AdoptionInputs, fit: AdoptionFit) -> tuple[CheckResult, ...]:
    m, adjusted = moments_of(inputs.panel), inputs.covariates is not None
    began = m.starts != NEVER
    return (
        checks.cohorts_large_enough(m.sizes[began], int(m.sizes[~began].sum()), adjusted=adjusted),
        checks.alike_before(
            fit.earlier,
            who="the areas that began",
            others="those they are compared with",
            period="quarters",
            design="staggered-adoption",
        ),
        checks.trends_that_differ(fit.breakdown, "staggered-adoption"),
        checks.by_order_of_starts(fit.by_order),
        checks.two_way_number(fit.two_way),
    )
