"""Dates against the term, and the framework in which results are told."""

from collections.abc import Iterator

from proventive.agreement.document import Agreement, Delivered
from proventive.agreement.pointing import fault, nearest
from proventive.reading.faults import Fault
from proventive.reference import Reference


def targets_outside_term(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """A target's day, an obligation's day and the day on which a service starts lie in the term."""
    term = agreement.term
    for number, objective in enumerate(agreement.objectives):
        by = objective.target.by if objective.target else None
        if by is not None and by > term.end:
            yield fault(
                agreement,
                "target-after-term",
                f"objectives/{number}/target/by",
                what=f"The target of “{objective.id}” is to be reached by {by}, after the term ends on "
                f"{term.end}.",
                why="Nobody is bound by the agreement any more on that day.",
                do="Choose a day in the term, or let the term end later.",
            )
        elif by is not None and by < term.start:
            yield fault(
                agreement,
                "target-before-term",
                f"objectives/{number}/target/by",
                what=f"The target of “{objective.id}” is to be reached by {by}, before the term starts on "
                f"{term.start}.",
                why="Nothing that the service does could reach it.",
                do="Choose a day in the term.",
            )
        starts = objective.plan.starts
        if starts is not None and starts > term.end:
            yield fault(
                agreement,
                "service-starts-after-term",
                f"objectives/{number}/plan/starts",
                what=f"The plan of “{objective.id}” says that the service starts on {starts}, after the term "
                "ends.",
                why="Nothing would be measured that the agreement promises.",
                do=f"Choose a day not later than {term.end}.",
            )


def obligations_outside_term(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    for number, obligation in enumerate(agreement.obligations):
        due = obligation.due if isinstance(obligation, Delivered) else None
        if due is not None and due not in agreement.term:
            yield fault(
                agreement,
                "obligation-due-outside-term",
                f"obligations/{number}/due",
                what=f"“{obligation.id}” is due on {due}, outside the term of {agreement.term.start} to "
                f"{agreement.term.end}.",
                why="Nobody is bound by the agreement on that day.",
                do="Choose a day in the term.",
            )


def framework(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    if agreement.framework is not None and agreement.framework not in reference.frameworks:
        yield fault(
            agreement,
            "unknown-framework",
            "framework",
            what=f"The framework “{agreement.framework}” is not in the reference.",
            why="Results are told in the outcomes of the commissioner's own framework.",
            do=f"{nearest(agreement.framework, reference.frameworks)} You can add a framework, with its "
            "source, to the folder “reference” beside the agreement.",
        )


def outcomes_served(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """What an objective or obligation serves is an outcome of the framework."""
    held = reference.frameworks.get(agreement.framework or "")
    for path, id, serves in promises_that_serve(agreement):
        if agreement.framework is None:
            yield fault(
                agreement,
                "serves-without-framework",
                f"{path}/serves",
                what=f"“{id}” serves {' and '.join(f'“{code}”' for code in serves)}, and the agreement names no "
                "framework.",
                why="It cannot be told whose outcomes these are.",
                do="Name the framework, such as “framework: scotland-nhwo”, or delete “serves”.",
            )
        if held is None:
            continue
        codes = {outcome.code for outcome in held.outcomes}
        for position, code in enumerate(serves):
            if code not in codes:
                yield fault(
                    agreement,
                    "outcome-not-in-framework",
                    f"{path}/serves/{position}",
                    what=f"“{id}” serves “{code}”, which “{held.id}” does not have.",
                    why="The pack tells each result under the outcome that it serves.",
                    do=nearest(code, codes),
                )


def promises_that_serve(agreement: Agreement) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every objective and obligation that serves an outcome: its path, its id, and the outcomes."""
    for number, objective in enumerate(agreement.objectives):
        if objective.serves:
            yield f"objectives/{number}", objective.id, objective.serves
    for number, obligation in enumerate(agreement.obligations):
        if obligation.serves:
            yield f"obligations/{number}", obligation.id, obligation.serves


TERM_CLAUSES = (targets_outside_term, obligations_outside_term, framework, outcomes_served)
