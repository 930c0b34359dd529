"""What a plan must say where chance decides who is offered a service, or when."""

from collections.abc import Iterator

from proventive.agreement.document import Agreement, Objective
from proventive.agreement.pointing import fault
from proventive.evaluation.designs.plans import planned
from proventive.reading.faults import Fault


def faults_of_lot_plans(agreement: Agreement, design: str) -> list[Fault]:
    """A plan that names the design promises less use, and says how long people are followed."""
    return [
        found
        for objective, path in planned(agreement, design)
        for found in _faults(agreement, objective, f"{path}/plan")
    ]


def _faults(agreement: Agreement, objective: Objective, path: str) -> Iterator[Fault]:
    if objective.reduce is None:
        yield fault(
            agreement,
            "lot-without-event",
            f"{path}/design",
            what=f"“{objective.id}” is an outcome on an instrument, and this design counts the use of services.",
            why="People who wait are seldom asked the questionnaire at the same times.",
            do="Use the design “before-after”, or promise to reduce an event.",
        )
    if not objective.plan.follow_up:
        yield fault(
            agreement,
            "no-follow-up",
            path,
            what=f"The plan of “{objective.id}” does not say how long people are followed.",
            why="Those who wait are a comparison only until they get the service too.",
            do="Add follow_up, no longer than the wait, for example “follow_up: 6 months”.",
        )
