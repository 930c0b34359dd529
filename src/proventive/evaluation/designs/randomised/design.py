"""Two designs by lot: a waiting list drawn person by person, and whole sites."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation.checks import lots
from proventive.evaluation.checks.deaths import no_more_deaths
from proventive.evaluation.designs.lot_plans import faults_of_lot_plans
from proventive.evaluation.designs.randomised.gathering import LotInputs, gather, people_in
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
from proventive.evaluation.methods.cluster_robust import cluster_robust
from proventive.evaluation.methods.compared_by_lot import LotFit, compared_by_lot, drawn_again
from proventive.evaluation.methods.intervals import Inference, draws_of
from proventive.evaluation.question import Unanswerable
from proventive.quantities import Period, Table, Unknown, Value
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

METHOD = (
    "Everybody is counted where they were allocated (intention to treat). Use in the follow-up, offered less not "
    "offered, by least squares on the group and use in the 12 months before (analysis of covariance, Senn 2006); "
    "errors clustered by {unit}, CR2 with Satterthwaite degrees of freedom (Bell and McCaffrey 2002; Pustejovsky "
    "and Tipton 2018); relative by the delta method. Use is counted while people are alive."
)
TOO_FEW = "too few were allocated, or none of them differ"


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomisedDesign:
    """Those offered the service at once, against those who by lot were not, or not yet."""

    name: str
    by_site: bool
    method: str
    against: str
    tables: tuple[str, ...] = ("allocations", "population", "demand")
    has_counterfactual: bool = True

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """A plan promises less use of a service, and says how long people are followed."""
        return faults_of_lot_plans(agreement, self.name)

    def gather(self, records: Records, objective: Objective, period: Period) -> LotInputs | Unanswerable:
        """Everybody who was allocated in the period, from the engine."""
        return gather(records, objective, period, by_site=self.by_site)

    def estimate(self, inputs: LotInputs, plan: Plan, *, seed: int) -> Finding:
        """The effect of the offer, among those whose use can be seen."""
        seen = inputs.followed
        try:
            fit = compared_by_lot(
                inputs.after[seen], inputs.before[seen], inputs.service[seen], inputs.cluster[seen]
            )
        except ValueError as error:
            why = Unknown(unknown=f"the groups cannot be compared: {error}")
            asked = inputs.question.not_known(why, people_in(inputs))
            return unanswered(asked, method=self.method, against=self.against)
        return _finding(self, inputs, fit, seed)


WAITING_LIST = RandomisedDesign(
    name="waiting-list",
    by_site=False,
    method=METHOD.format(unit="person"),
    against="among those who had to wait",
)
CLUSTER_RANDOMISED = RandomisedDesign(
    name="cluster-randomised",
    by_site=True,
    method=METHOD.format(unit="site"),
    against="at the sites that were not drawn",
)


def _finding(design: RandomisedDesign, inputs: LotInputs, fit: LotFit, seed: int) -> Finding:
    question, seen = inputs.question, inputs.followed
    unit = f"{question.plural} per person"
    figures = figures_of(
        question,
        method=design.method,
        counts=f"{question.plural} per person offered the service, in {question.follow_up} months from allocation",
        records=inputs.records,
        seed=seed,
    )
    by_lot = bool(inputs.drawn.all())

    basis = f"{design.name}, as allocated"

    def told(value: Inference) -> Value:
        return inferred(value, unit=unit, basis=basis, why_not=TOO_FEW)

    return estimated(
        question,
        figures,
        design=design.name,
        against=design.against,
        people=figures.figure(
            "people", counted(int(inputs.service.sum()), "people"), "people offered the service in the period"
        ),
        followed=figures.figure(
            "followed",
            counted(int((inputs.service & seen).sum()), "people"),
            "people offered the service whose use can be seen",
        ),
        observed=told(fit.observed),
        counterfactual=told(fit.counterfactual),
        effect=told(fit.effect),
        relative=share_fewer(fit.relative, basis=basis, why_not=TOO_FEW),
        beside=(figures.figure("unadjusted", told(fit.unadjusted), "the difference of the plain means"),),
        tables=(_groups(inputs, figures, unit),),
        checks=_checks(inputs, fit, unit, seed),
        caution="The answer is what the offer does, among all who were offered it, taken up or not.",
        draws=draws_of(fit.effect, seed=seed, of=question.objective.id),
        placed_as="randomised" if by_lot else "",
    )


def _groups(inputs: LotInputs, figures: Figures, unit: str) -> Table:
    """The two groups as they were allocated."""

    def cells(group: np.ndarray) -> tuple[Value, ...]:
        seen = group & inputs.followed
        return (
            counted(int(group.sum()), "people"),
            counted(int(seen.sum()), "people"),
            described(float(inputs.before[seen].mean()), unit),
            described(float(inputs.after[seen].mean()), unit),
            described(float(inputs.died[seen].mean()), "share"),
        )

    return figures.table(
        "groups",
        "The groups that were compared",
        "Group",
        (
            ("allocated", "Allocated"),
            ("seen", "Use can be seen"),
            ("before", "Use in the year before"),
            ("after", "Use in the follow-up"),
            ("died", "Died"),
        ),
        [
            ("service", "Offered the service", cells(inputs.service)),
            ("comparison", "To wait, or not offered it", cells(~inputs.service)),
        ],
        counts="people allocated in the period",
    )


def _checks(inputs: LotInputs, fit: LotFit, unit: str, seed: int) -> tuple[CheckResult, ...]:
    service, seen = inputs.service, inputs.followed
    design = np.column_stack([np.ones(int(seen.sum())), service[seen].astype(np.float64)])
    died = inputs.died[seen].astype(np.float64)

    def difference(values: np.ndarray) -> Inference:
        return cluster_robust(values, design, inputs.cluster[seen]).coefficient(1)

    try:
        draw = drawn_again(inputs.after[seen], service[seen], inputs.cluster[seen], seed=seed)
    except ValueError:
        draw = None
    return (
        lots.drawn_by_lot(drawn=int(inputs.drawn.sum()), allocated=len(service)),
        lots.seen_to_the_end(
            service=(int((service & seen).sum()), int(service.sum())),
            comparison=(int((~service & seen).sum()), int((~service).sum())),
        ),
        lots.deaths(difference(died), (float(died[service[seen]].mean()), float(died[~service[seen]].mean()))),
        no_more_deaths(difference(died), lots.BY_GROUP),
        lots.alike_before(difference(inputs.before[seen]), unit),
        lots.kept_apart(
            crossed=int((~service & inputs.started).sum()),
            comparison=int((~service).sum()),
            taken_up=int((service & inputs.started).sum()),
            service=int(service.sum()),
        ),
        lots.judged_by_the_draw(draw, fit.clusters),
    )
