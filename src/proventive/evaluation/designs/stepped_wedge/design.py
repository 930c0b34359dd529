"""Every site gets the service, one after another, in an order that a lot decided."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation.checks import lots, wedges
from proventive.evaluation.checks.deaths import no_more_deaths
from proventive.evaluation.designs.area_finding import relative, shifted
from proventive.evaluation.designs.lot_plans import faults_of_lot_plans
from proventive.evaluation.designs.stepped_wedge.gathering import WedgeInputs, gather
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
from proventive.evaluation.methods.intervals import Inference, draws_of
from proventive.evaluation.methods.stepped_wedge import (
    SteppedWedgeFit,
    by_time_since_start,
    growth,
    stepped_wedge,
)
from proventive.evaluation.question import Unanswerable
from proventive.quantities import Period, Table, Unknown, Value
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

METHOD = (
    "Stepped wedge: use a person and day by site and step, on marks for sites, for steps and for having the "
    "service (Hussey and Hughes 2007, with fixed effects of sites), each site with the same weight. Everybody "
    "counts at the site where they were allocated, while they are alive and resident. Errors clustered by site, "
    "CR2 with Satterthwaite degrees of freedom (Bell and McCaffrey 2002; Pustejovsky and Tipton 2018), beside the "
    "order drawn again (Ji, Fink, Robyn and Small 2017). The effect is that of a day, over the days that people "
    "had the service; relative by the delta method."
)
BASIS = "stepped wedge, as allocated"
TOO_FEW = "too few sites were allocated, or none of them differ"
YEAR = 365  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class SteppedWedgeDesign:
    """Sites with the service, against sites whose turn is still to come."""

    name: str = "stepped-wedge"
    tables: tuple[str, ...] = ("allocations", "population", "demand")
    has_counterfactual: bool = True
    method: str = METHOD
    against: str = "at the sites whose turn was still to come"

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """A plan promises less use of a service, and says how long the last site is followed."""
        return faults_of_lot_plans(agreement, self.name)

    def gather(self, records: Records, objective: Objective, period: Period) -> WedgeInputs | Unanswerable:
        """Use by site and step."""
        return gather(records, objective, period)

    def estimate(self, inputs: WedgeInputs, plan: Plan, *, seed: int) -> Finding:
        """One effect, and by how much it depends on time since the start."""
        try:
            fit = stepped_wedge(inputs.rates, inputs.first_step, seed=seed)
        except ValueError as error:
            why = Unknown(unknown=f"the sites cannot be compared: {error}")
            people = counted(inputs.allocated, "people")
            asked = inputs.question.not_known(why, people)
            return unanswered(asked, method=self.method, against=self.against)
        return _finding(inputs, fit, seed)


STEPPED_WEDGE = SteppedWedgeDesign()


def _finding(inputs: WedgeInputs, fit: SteppedWedgeFit, seed: int) -> Finding:
    question, exposed = inputs.question, inputs.exposed
    served = int(inputs.people[exposed.any(axis=1)].sum())
    days = float(inputs.days[exposed].sum()) / served
    observed, effect = float(inputs.uses[exposed].sum()) / served, _times(fit.effect, days)
    unit = f"{question.plural} per person"
    figures = figures_of(
        question,
        method=METHOD,
        counts=f"{question.plural} per person, from the turn of their site to the end of the wedge, {days:.0f} "
        "days on average",
        records=inputs.records,
        seed=seed,
    )

    def told(value: Inference) -> Value:
        return inferred(value, unit=unit, basis=BASIS, why_not=TOO_FEW)

    return estimated(
        question,
        figures,
        design=STEPPED_WEDGE.name,
        against=STEPPED_WEDGE.against,
        people=figures.figure("people", counted(inputs.allocated, "people"), "people at the sites of the wedge"),
        followed=figures.figure(
            "followed", counted(served, "people"), "people at sites with a turn whose use can be seen"
        ),
        observed=described(observed, unit),
        counterfactual=told(shifted(effect, observed)),
        effect=told(effect),
        relative=share_fewer(relative(effect, observed), basis=BASIS, why_not=TOO_FEW),
        tables=(_since_the_start(inputs, figures),),
        checks=_checks(inputs, fit),
        caution="The answer is what the offer does, among all people of the sites, taken up or not.",
        draws=draws_of(effect, seed=seed, of=question.objective.id),
        placed_as="randomised" if inputs.drawn == inputs.allocated else "",
    )


def _since_the_start(inputs: WedgeInputs, figures: Figures) -> Table:
    """The effect in the first, second, ... step with the service."""
    unit = f"{inputs.question.plural} for each person and year"
    effects = by_time_since_start(inputs.rates, inputs.first_step)
    return figures.table(
        "since-the-start",
        "The difference, step by step since the turn of a site",
        "Step with the service",
        (("effect", "Difference"),),
        [
            (
                str(step),
                str(step),
                (inferred(_times(effect, YEAR), unit=unit, basis=BASIS, why_not=TOO_FEW),),
            )
            for step, effect in enumerate(effects, 1)
        ],
    )


def _checks(inputs: WedgeInputs, fit: SteppedWedgeFit) -> tuple[CheckResult, ...]:
    unit = f"{inputs.question.plural} for each person and year"
    grows = growth(inputs.rates, inputs.first_step)
    deaths = stepped_wedge(inputs.deaths / inputs.days, inputs.first_step, seed=0, draws=1).effect
    served = inputs.exposed
    return (
        lots.drawn_by_lot(drawn=inputs.drawn, allocated=inputs.allocated),
        wedges.order_kept(early=inputs.early, seen=inputs.seen),
        wedges.seen_in_the_wedge(seen=inputs.seen, allocated=inputs.allocated),
        wedges.steady_effect(None if grows is None else _times(grows, YEAR), unit),
        wedges.deaths_by_turn(
            deaths,
            with_service=float(np.sum(inputs.deaths[served]) / np.sum(inputs.days[served])) * YEAR,
            without=float(np.sum(inputs.deaths[~served]) / np.sum(inputs.days[~served])) * YEAR,
        ),
        no_more_deaths(_times(deaths, YEAR), wedges.DESIGNS),
        lots.judged_by_the_draw(fit.by_the_draw, fit.sites),
    )


def _times(value: Inference, factor: float) -> Inference:
    error = None if value.standard_error is None else value.standard_error * factor
    return replace(value, value=value.value * factor, standard_error=error)
