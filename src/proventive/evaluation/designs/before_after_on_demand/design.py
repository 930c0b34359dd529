"""Before and after on demand as a design: what it needs, and the finding that it tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.agreement.pointing import fault
from proventive.evaluation.checks import foretold
from proventive.evaluation.checks.refusals import refusals
from proventive.evaluation.designs.before_after_on_demand.gathering import DemandInputs, gather
from proventive.evaluation.designs.matched_cohort.windows import YEAR_MONTHS
from proventive.evaluation.designs.plans import planned
from proventive.evaluation.figures import Figures, counted, estimated, figures_of, inferred, unanswered
from proventive.evaluation.finding import BEFORE, BEYOND, EXPECTED, NAIVE, CheckResult, Finding
from proventive.evaluation.methods.guarded_change import GuardedChange, guarded_change
from proventive.evaluation.methods.intervals import Inference, mean_of
from proventive.evaluation.question import Unanswerable
from proventive.quantities import Estimate, Figure, Period, Unknown
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

METHOD = (
    "Use in the 12 months after joining less use in the 12 months before, of the same people, beside the change "
    "foretold with no service: the least-squares line of use in a year on use in the last 3 and the 9 months "
    "before it (linear credibility, Buhlmann 1967), from pairs of years in people alive, resident and not yet "
    "joined on the first day of each month in which somebody joined; later joiners stay. Errors clustered by "
    "person (Liang and Zeger 1986), t with Welch's degrees of freedom. Use is counted while alive and resident. "
    "There is no comparison: no effect is estimated."
)
NO_COMPARISON = Unknown(
    unknown="a before-after has no comparison; the change since joining stands beside what is to be expected of it"
)
TOO_FEW = "too few people joined, or none of them differ"
CAUTION = (
    "People join when their use is high, and it falls back with no service at all. What is foretold of that fall "
    "rests on use alone: healthier people who join look like a success, and frailer ones hide it. This design "
    "never shows that the service is the reason."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfterOnDemandDesign:
    """The same people's use, earlier and later, never without what regression to the mean foretells of it."""

    name: str = "before-after-on-demand"
    tables: tuple[str, ...] = ("referrals", "population", "demand")
    has_counterfactual: bool = False
    method: str = METHOD
    against: str = "in the 12 months before joining"

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """A plan promises less use of a service, and follows people for as long as it looks back."""
        return [
            found
            for objective, path in planned(agreement, self.name)
            for found in _faults(agreement, objective, f"{path}/plan")
        ]

    def gather(self, records: Records, objective: Objective, period: Period) -> DemandInputs | Unanswerable:
        """Use before and after joining, and pairs of periods in people who had not joined, from the engine."""
        return gather(records, objective, period)

    def estimate(self, inputs: DemandInputs, plan: Plan, *, seed: int) -> Finding:
        """The change, what was foretold of it, and what is beyond. No lot is drawn, so the seed is not used."""
        seen = inputs.looked_up
        try:
            found = guarded_change(inputs.before[seen], inputs.after[seen], inputs.own, inputs.others)
        except ValueError as error:
            why = Unknown(unknown=f"what is to be expected with no service cannot be told: {error}")
            people = counted(inputs.joined, "people")
            asked = inputs.question.not_known(why, people)
            return unanswered(asked, method=self.method, against=self.against)
        return _finding(self, inputs, found)


BEFORE_AFTER_ON_DEMAND = BeforeAfterOnDemandDesign()


def _faults(agreement: Agreement, objective: Objective, path: str) -> Iterator[Fault]:
    if objective.reduce is None:
        yield fault(
            agreement,
            "on-demand-without-event",
            f"{path}/design",
            what=f"“{objective.id}” is an outcome on an instrument, and this design counts the use of services.",
            why="What is to be expected with no service is told from the use of people who did not join.",
            do="Use the design “before-after”, or promise to reduce an event.",
        )
    if tuple(objective.plan.follow_up) != (YEAR_MONTHS,):
        yield fault(
            agreement,
            "not-a-year",
            path,
            what=f"The plan of “{objective.id}” does not follow people for 12 months.",
            why="A year is held against the year before it: shorter periods have their seasons.",
            do="Write “follow_up: 12 months”.",
        )


def _finding(design: BeforeAfterOnDemandDesign, inputs: DemandInputs, found: GuardedChange) -> Finding:
    question, seen = inputs.question, inputs.looked_up
    unit = f"{question.plural} per person"
    figures = figures_of(
        question,
        method=METHOD,
        counts=f"{question.plural} per person who joined, in the 12 months from joining, while alive and resident",
        records=inputs.records,
    )
    return estimated(
        question,
        figures,
        design=design.name,
        against=design.against,
        people=figures.figure("people", counted(inputs.joined, "people"), "people who joined in the period"),
        followed=figures.figure(
            "followed", counted(int(seen.sum()), "people"), "people who joined whose use can be seen"
        ),
        observed=_told(found.after, unit, "use after joining"),
        counterfactual=NO_COMPARISON,
        effect=NO_COMPARISON,
        relative=NO_COMPARISON,
        beside=_beside(inputs, found, figures, unit),
        checks=_checks(inputs, found, unit),
        caution=CAUTION,
        placed_as="before-after",
    )


def _told(value: Inference, unit: str, basis: str) -> Estimate:
    return inferred(value, unit=unit, basis=basis, why_not=TOO_FEW)


def _beside(inputs: DemandInputs, found: GuardedChange, figures: Figures, unit: str) -> tuple[Figure, ...]:
    """The change, and what makes it bearable: what was to be expected of it, and what is beyond."""
    before = mean_of(inputs.before[inputs.looked_up].sum(axis=1))
    return (
        figures.figure(
            BEFORE, _told(before, unit, "use before joining"), "the same people, in the 12 months before joining"
        ),
        figures.figure(
            NAIVE,
            _told(found.change, unit, "before-after, no comparison"),
            "the same people: use in the 12 months after joining less use in the 12 months before",
        ),
        figures.figure(
            EXPECTED,
            _told(found.foretold, unit, "pairs of years in people who had not joined"),
            "the change that followed the same use in people who had not joined",
        ),
        figures.figure(
            BEYOND,
            _told(found.beyond, unit, "before-after, less what regression to the mean foretells"),
            "the change since joining less the change that was to be expected",
        ),
    )


def _checks(inputs: DemandInputs, found: GuardedChange, unit: str) -> tuple[CheckResult, ...]:
    seen = inputs.looked_up
    used = np.tensordot(inputs.others.people, inputs.others.squares[:, 0, :], axes=1)
    used = used + inputs.own.squares[:, 0, :].sum(axis=0)
    return (
        foretold.looked_up(looked_up=int(seen.sum()), joined=inputs.joined),
        foretold.had_not_joined(
            people=inputs.people_before,
            pairs=inputs.pairs,
            mean=float((used[1] + used[2]) / used[0]),
            mean_of_joined=found.before,
            unit=unit,
        ),
        foretold.one_period(found.least_fall, unit),
        foretold.left(
            died=int((inputs.died & seen).sum()), moved=int((inputs.moved & seen).sum()), looked_up=int(seen.sum())
        ),
        *refusals(refused=inputs.refused),
        foretold.false_falls(),
    )
