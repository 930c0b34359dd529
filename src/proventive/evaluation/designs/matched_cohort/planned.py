"""What a plan must say for a matched cohort."""

from collections.abc import Iterator

from proventive.agreement.document import Agreement, Objective
from proventive.agreement.pointing import fault
from proventive.evaluation.designs.plans import planned
from proventive.reading.faults import Fault

SPLIT_USE = ("use.last_3_months", "use.prior_9_months")


def faults_of_plans(agreement: Agreement, design: str) -> list[Fault]:
    """What the plans that name this design lack, for every objective."""
    return [
        found for objective, path in planned(agreement, design) for found in _faults(agreement, objective, path)
    ]


def _faults(agreement: Agreement, objective: Objective, path: str) -> Iterator[Fault]:
    if objective.reduce is None:
        yield fault(
            agreement,
            "matched-cohort-without-event",
            f"{path}/plan/design",
            what=f"“{objective.id}” is an outcome on an instrument, and a matched cohort counts events.",
            why="People who did not join filled in no instrument, so there is nobody to compare with.",
            do="Use the design “before-after”, or promise to reduce an event.",
        )
    if not objective.plan.follow_up:
        yield fault(
            agreement,
            "no-follow-up",
            f"{path}/plan",
            what=f"The plan of “{objective.id}” does not say for how long people are followed.",
            why="Without it nobody knows when the result is due, or what it covers.",
            do="Add follow_up, for example “follow_up: 12 months”.",
        )
    missing = [use for use in SPLIT_USE if use not in objective.plan.match_on]
    if missing:
        yield fault(
            agreement,
            "use-not-matched",
            f"{path}/plan",
            what=f"The plan of “{objective.id}” does not match on {' and '.join(missing)}.",
            why="People join when their use is high. Unless the others are alike both in the last 3 months and in "
            "the 9 months before, their use falls back at another pace, and the difference is no effect.",
            do=f"Add to match_on: {', '.join(missing)}.",
        )
    if objective.plan.baseline is None:
        yield fault(
            agreement,
            "no-earlier-year",
            f"{path}/plan",
            what=f"The plan of “{objective.id}” names no baseline before the year that is matched on.",
            why="Without it, need that differs between the two groups cannot be taken out, and the evidence is "
            "graded lower.",
            do="Add “baseline: months 24 to 13 before”, where two years of history are on record.",
            stops=False,
        )
