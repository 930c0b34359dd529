"""What a plan must name where a service came to several areas one after another."""

from collections.abc import Iterator, Sequence

from proventive.agreement.document import Agreement, Objective
from proventive.agreement.pointing import fault
from proventive.evaluation.designs.area_plans import counts_no_event, no_whole_country
from proventive.evaluation.designs.plans import planned
from proventive.reading.faults import Fault

LEAST_NEVER = 5
LEAST_BEGAN = 2


def faults_of_adoptions(agreement: Agreement, design: str) -> Sequence[Fault]:
    """The faults of every plan that names the design."""
    return [
        found for objective, path in planned(agreement, design) for found in _faults(agreement, objective, path)
    ]


def _faults(agreement: Agreement, objective: Objective, path: str) -> Iterator[Fault]:
    plan, named = objective.plan, f"“{objective.id}”"
    yield from counts_no_event(agreement, objective, path)
    if plan.follow_up or plan.baseline or plan.match_on:
        yield fault(
            agreement,
            "people-not-areas",
            f"{path}/plan/design",
            what=f"The plan of {named} follows or matches people, and “{plan.design}” compares whole areas.",
            why="People join when their use has just been high, and it would have fallen anyway. Held against "
            "their last months, a comparison of joining dates takes that fall for the work of the service.",
            do="For people, use “matched-cohort” or “waiting-list”. For areas, leave out “follow_up”, "
            "“baseline” and “match_on”.",
        )
    began = [adoption.area for adoption in plan.adoptions]
    if len(began) < LEAST_BEGAN or plan.area or plan.starts:
        yield fault(
            agreement,
            "no-adoptions",
            f"{path}/plan",
            what=f"The plan of {named} names {len(began)} areas to which the service came, with their first days; "
            f"{LEAST_BEGAN} or more are needed, and neither “area” nor “starts” beside them.",
            why="Areas or starts chosen after the data are seen can be chosen for their answer.",
            do="Add “adoptions: [S08000030 from 2018-04-01, S08000031 from 2018-10-01]”. For one area, use "
            "“difference-in-differences”.",
        )
    every = [*began, *plan.comparison]
    if len(set(every)) < len(every):
        yield fault(
            agreement,
            "area-named-twice",
            f"{path}/plan",
            what=f"The plan of {named} names an area twice among “adoptions” and “comparison”.",
            why="An area begins once, or never.",
            do="Name each area once.",
        )
    yield from no_whole_country(agreement, objective, path)
    yield from _somebody_to_compare_with(agreement, objective, path)


def _somebody_to_compare_with(agreement: Agreement, objective: Objective, path: str) -> Iterator[Fault]:
    plan = objective.plan
    starts = {adoption.starts for adoption in plan.adoptions}
    later = plan.compare_with == "not yet treated" and len(starts) > 1
    if len(plan.comparison) >= LEAST_NEVER or later:
        return
    yield fault(
        agreement,
        "too-few-areas",
        f"{path}/plan",
        what=f"The plan of “{objective.id}” names {len(plan.comparison)} areas without the service; "
        f"{LEAST_NEVER} or more are needed.",
        why="What would have happened anyway is read from areas where nothing had begun.",
        do="Add “comparison:” with their codes. Or write “compare_with: not yet treated” where areas began at "
        "different times.",
    )
