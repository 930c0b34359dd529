"""What a plan must name where an area is compared with others."""

from collections.abc import Iterator

from proventive.agreement.document import Agreement, Objective
from proventive.agreement.pointing import fault
from proventive.evaluation.designs.plans import planned
from proventive.reading.faults import Fault
from proventive.records.areas import read_areas


def faults_of_area_plans(
    agreement: Agreement, design: str, *, least_others: int, with_start: bool = True
) -> list[Fault]:
    """The faults of every plan that names the design: its area, its start, and the areas compared with.

    ``with_start``: whether the design needs the day on which the service began.
    """
    return [
        found
        for objective, path in planned(agreement, design)
        for found in _faults(agreement, objective, path, least_others, with_start)
    ]


def _faults(
    agreement: Agreement, objective: Objective, path: str, least_others: int, with_start: bool
) -> Iterator[Fault]:
    plan, named = objective.plan, f"“{objective.id}”"
    yield from counts_no_event(agreement, objective, path)
    if plan.area is None and not with_start:
        yield fault(
            agreement,
            "no-area",
            f"{path}/plan",
            what=f"The plan of {named} does not say which area or provider is looked at.",
            why="One that is chosen after the data are seen can be chosen for where it lies.",
            do="Add “area:” with its code.",
        )
    if with_start and (plan.area is None or plan.starts is None):
        yield fault(
            agreement,
            "no-area-or-start",
            f"{path}/plan",
            what=f"The plan of {named} does not say in which area the service began, or on which day.",
            why="An area or a start chosen after the data are seen can be chosen for its answer.",
            do="Add “area:” with a code and “starts:” with a date.",
        )
    others = set(plan.comparison) - {plan.area}
    if len(others) < least_others or len(others) < len(plan.comparison):
        yield fault(
            agreement,
            "too-few-areas",
            f"{path}/plan",
            what=f"The plan of {named} names {len(others)} other areas; {least_others} or more are needed.",
            why="What would have happened anyway is read from areas where nothing began.",
            do="Add “comparison:” with the codes of areas that have no such service, each once.",
        )
    yield from no_whole_country(agreement, objective, path)


def no_whole_country(agreement: Agreement, objective: Objective, path: str) -> Iterator[Fault]:
    """A whole country holds the areas in it, so that it is never compared with them."""
    plan = objective.plan
    areas = [code for code in (plan.area, *plan.comparison, *(each.area for each in plan.adoptions)) if code]
    whole = sorted({code for code, total in zip(areas, read_areas(areas).total, strict=True) if total})
    if whole and len(areas) > 1:
        yield fault(
            agreement,
            "whole-country",
            f"{path}/plan",
            what=f"The plan of “{objective.id}” compares areas with a whole country ({', '.join(whole)}).",
            why="Its counts hold those of the areas in it, that of the service among them.",
            do="Name areas of one kind, such as councils or health boards.",
        )


def counts_no_event(agreement: Agreement, objective: Objective, path: str) -> Iterator[Fault]:
    """An area series counts events, so an outcome on an instrument cannot be read from it."""
    if objective.reduce is None:
        yield fault(
            agreement,
            "series-without-event",
            f"{path}/plan/design",
            what=f"“{objective.id}” is an outcome on an instrument, and an area series counts events.",
            why="No area is asked a questionnaire every month.",
            do="Use the design “before-after”, or promise to reduce an event.",
        )
