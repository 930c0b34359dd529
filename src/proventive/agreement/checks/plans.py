"""Plans: the design exists, suits the promise, and does not use the same months twice."""

from collections.abc import Iterator

from proventive.agreement.designs import (
    GIVES_COUNTERFACTUAL,
    MATCH_VARIABLES,
    MATCHED_MONTHS,
    ONLY_WATCHES,
)
from proventive.agreement.document import Agreement
from proventive.agreement.pointing import fault, nearest
from proventive.reading.faults import Fault
from proventive.reference import Reference


def known_design(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    for number, objective in enumerate(agreement.objectives):
        design = objective.plan.design
        if design not in GIVES_COUNTERFACTUAL:
            yield fault(
                agreement,
                "unknown-design",
                f"objectives/{number}/plan/design",
                what=f"The plan of “{objective.id}” names the design “{design}”, which is not known.",
                why="The design is fixed before the data are seen, so it must be one that can be carried out.",
                do=nearest(design, GIVES_COUNTERFACTUAL),
            )


def demand_has_counterfactual(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """A fall in demand among people chosen for high demand means nothing without a comparison."""
    for number, objective in enumerate(agreement.objectives):
        design = objective.plan.design
        if design in ONLY_WATCHES:
            yield fault(
                agreement,
                "only-watched",
                f"objectives/{number}/plan/design",
                what=f"“{objective.id}” is only watched: its design, “{design}”, estimates no effect.",
                why="Whether the promise was met will be told as not known, and nothing can be paid on it.",
                do=f"Choose one of: {with_counterfactual()}. Or leave it as it is and let it be told so.",
                stops=False,
            )
        elif objective.reduce is not None and GIVES_COUNTERFACTUAL.get(design) is False:
            yield fault(
                agreement,
                "demand-without-counterfactual",
                f"objectives/{number}/plan/design",
                what=f"“{objective.id}” promises less demand, and its design, “{design}”, has no comparison.",
                why="People join when their use is high, and it would have fallen anyway (regression to the "
                "mean). Without a comparison that fall would be taken for the work of the service.",
                do=f"Choose one of: {with_counterfactual()}.",
            )


def with_counterfactual() -> str:
    return ", ".join(sorted(design for design, gives in GIVES_COUNTERFACTUAL.items() if gives))


def known_match_variables(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    for number, objective in enumerate(agreement.objectives):
        for position, variable in enumerate(objective.plan.match_on):
            if variable not in MATCH_VARIABLES:
                yield fault(
                    agreement,
                    "unknown-match-variable",
                    f"objectives/{number}/plan/match_on/{position}",
                    what=f"The plan of “{objective.id}” matches on “{variable}”, which is not known.",
                    why="Similar people are found by what the population table holds, and by use before joining.",
                    do=nearest(variable, MATCH_VARIABLES),
                )


def baseline_not_matched_on(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """The baseline year must not be one that was matched on."""
    for number, objective in enumerate(agreement.objectives):
        baseline = objective.plan.baseline
        matched = max((MATCHED_MONTHS.get(variable, 0) for variable in objective.plan.match_on), default=0)
        if baseline is not None and baseline.last <= matched:
            yield fault(
                agreement,
                "baseline-overlaps-matching",
                f"objectives/{number}/plan/baseline",
                what=f"The baseline of “{objective.id}” reaches to month {baseline.last} before joining, and "
                f"people are matched on the last {matched} months.",
                why="In months that were matched on, both groups are made alike, however different they are. A "
                "baseline there would bring regression to the mean back in.",
                do=f"Let the baseline end before month {matched}, such as “months {matched + 12} to "
                f"{matched + 1} before”.",
            )


def follow_ups_in_plan(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """Follow-up is some months after joining, each once, in order: the last is the one told."""
    for number, objective in enumerate(agreement.objectives):
        months = objective.plan.follow_up
        if list(months) != sorted({month for month in months if month > 0}):
            yield fault(
                agreement,
                "follow-up-out-of-order",
                f"objectives/{number}/plan/follow_up",
                what=f"The follow-ups of “{objective.id}” are not in order: {', '.join(map(str, months))} months.",
                why="The last follow-up is the one that is told and paid for.",
                do="Write each follow-up once, from the earliest to the last, each later than the day of joining.",
            )


PLAN_CLAUSES = (
    known_design,
    demand_has_counterfactual,
    known_match_variables,
    baseline_not_matched_on,
    follow_ups_in_plan,
)
