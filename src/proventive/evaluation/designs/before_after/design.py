"""Before and after on an instrument as a design: what it needs, and the finding that it tells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.agreement.pointing import fault
from proventive.evaluation.checks import questionnaires
from proventive.evaluation.designs.before_after.gathering import FollowUp, ScoreInputs, gather
from proventive.evaluation.designs.before_after.telling import (
    ends_table,
    expected_figures,
    follow_ups_table,
    important_change_table,
    improvement,
    points,
    reliable_change_table,
    to_be_expected,
)
from proventive.evaluation.designs.plans import planned
from proventive.evaluation.figures import Figures, counted, estimated, figures_of, unanswered
from proventive.evaluation.finding import CheckResult, Finding
from proventive.evaluation.methods.paired_change import (
    ExpectedImprovement,
    PairedChange,
    floor_and_ceiling,
    followed_against_lost,
)
from proventive.evaluation.question import Unanswerable
from proventive.quantities import Period, Table, Unknown
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

METHOD = (
    "Paired change on one instrument in the same people, mean with a t interval (Student 1908). The score at "
    "joining is the one nearest to the joining date, from 45 days before to 45 after; the score at follow-up "
    "the one nearest to the follow-up day, within 45 days; both windows are narrower where they would touch. "
    "Reliable change: more than 1.96 x sqrt(2) standard errors of measurement (Jacobson and Truax 1991), "
    "where a standard error is published. Change to be expected with no service, where the mean of "
    "people in general and the correlation of two scores are published: (1 - rho) (mu - x) (Davis 1976; Barnett, "
    "van der Pols and Dobson 2005)."
)
NO_COMPARISON = Unknown(unknown="before and after only: there is no comparison")


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfterDesign:
    """The same people, earlier and later. Nothing in it says what would have happened anyway."""

    name: str = "before-after"
    tables: tuple[str, ...] = ("referrals", "assessments")
    has_counterfactual: bool = False
    method: str = METHOD
    against: str = "when they joined"

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """A plan names at least one follow-up."""
        return [
            fault(
                agreement,
                "no-follow-up",
                f"{path}/plan",
                what=f"The plan of “{objective.id}” does not say when people are asked again.",
                why="Without it nobody knows when the result is due, or which answers count.",
                do="Add follow_up, for example “follow_up: [5 months, 9 months]”.",
            )
            for objective, path in planned(agreement, self.name)
            if not objective.plan.follow_up
        ]

    def gather(self, records: Records, objective: Objective, period: Period) -> ScoreInputs | Unanswerable:
        """The scores of everybody who joined, from the engine."""
        return gather(records, objective, period)

    def estimate(self, inputs: ScoreInputs, plan: Plan, *, seed: int) -> Finding:
        """The change at the last follow-up, and at every other in a table."""
        last = inputs.follow_ups[-1]
        followed = inputs.followed(last)
        if not followed.any():
            joined = counted(len(inputs.baseline), "people")
            why = Unknown(unknown="nobody answered both at joining and at the last follow-up")
            asked = inputs.question.not_known(why, joined)
            return unanswered(asked, method=self.method, against=self.against)
        return _finding(self, inputs, last, improvement(inputs, last))


BEFORE_AFTER = BeforeAfterDesign()


def _finding(design: BeforeAfterDesign, inputs: ScoreInputs, last: FollowUp, change: PairedChange) -> Finding:
    question, better = inputs.question, inputs.instrument.better
    expected = to_be_expected(inputs, last)
    figures = figures_of(
        question,
        method=METHOD,
        counts=f"people with a score at joining and at {last.months} months ({inputs.instrument.label})",
        records=inputs.records,
    )
    return estimated(
        question,
        figures,
        design=design.name,
        against=design.against,
        people=figures.figure(
            "people", counted(len(inputs.baseline), "people"), "people who joined in the period"
        ),
        followed=figures.figure("followed", counted(change.people, "people")),
        observed=points(change.after, "points"),
        counterfactual=NO_COMPARISON,
        effect=NO_COMPARISON,
        relative=NO_COMPARISON,
        happened=points(change.improvement, f"points {better}"),
        beside=(
            figures.figure("at-joining", points(change.before, "points")),
            *expected_figures(inputs, expected, figures),
        ),
        tables=_tables(inputs, last, figures),
        checks=_checks(inputs, last, expected),
        caution="People often join when they score badly, and many would have scored better later anyway.",
    )


def _tables(inputs: ScoreInputs, last: FollowUp, figures: Figures) -> tuple[Table, ...]:
    return (
        follow_ups_table(inputs, figures),
        reliable_change_table(inputs, last, figures),
        important_change_table(inputs, last, figures),
        ends_table(inputs, last, figures),
    )


def _checks(
    inputs: ScoreInputs, last: FollowUp, expected: ExpectedImprovement | Unknown
) -> tuple[CheckResult, ...]:
    asked, followed = inputs.asked, inputs.followed(last)
    instrument = inputs.instrument
    ends = floor_and_ceiling(
        inputs.baseline[followed],
        low=float(instrument.low),
        high=float(instrument.high),
        better_is_lower=instrument.better == "lower",
    )
    return (
        questionnaires.response(joined=len(asked), asked=int(asked.sum()), followed=int(np.sum(followed))),
        questionnaires.followed_and_not(followed_against_lost(inputs.baseline[asked], followed[asked]), "points"),
        questionnaires.ends_of_the_scale(ends),
        questionnaires.regression_to_the_mean(instrument.better, expected),
    )
