"""The value map: facts and schedules that are held, objectives that exist, changes that last."""

from collections.abc import Iterator

from proventive.agreement.document import Agreement, FactValue, GrossLine, NetLine
from proventive.agreement.pointing import fault, nearest
from proventive.reading.faults import Fault
from proventive.reference import Reference


def lines(agreement: Agreement) -> Iterator[tuple[str, GrossLine | NetLine]]:
    """Every line of the value map, with its path."""
    for number, line in enumerate(agreement.value.lines if agreement.value else ()):
        yield f"value/lines/{number}", line


def net_objective_exists(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    known = {objective.id for objective in agreement.objectives}
    for path, line in lines(agreement):
        if isinstance(line, NetLine) and line.objective not in known:
            yield fault(
                agreement,
                "value-without-objective",
                f"{path}/objective",
                what=f"The value line “{line.id}” values “{line.objective}”, and no objective has that id.",
                why="Worth follows from a finding, and there is none for it.",
                do=nearest(line.objective, known),
            )


def facts_held(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    for path, line in lines(agreement):
        if isinstance(line.unit_value, FactValue) and line.unit_value.fact not in reference.facts:
            yield fault(
                agreement,
                "unknown-fact",
                f"{path}/unit_value/fact",
                what=f"The value line “{line.id}” rests on the fact “{line.unit_value.fact}”, which is not in "
                "the reference.",
                why="A price without a source cannot be used.",
                do=f"{nearest(line.unit_value.fact, reference.facts)} You can add a price, with its source, to "
                "the folder “reference” beside the agreement.",
            )


def schedule_held(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    schedule = agreement.value.discounting.schedule if agreement.value else None
    if schedule is not None and schedule not in reference.schedules:
        yield fault(
            agreement,
            "unknown-discount-schedule",
            "value/discounting/schedule",
            what=f"The discount schedule “{schedule}” is not in the reference.",
            why="Money of later years is discounted by a published schedule.",
            do=nearest(schedule, reference.schedules),
        )


def lasts_some_time(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    for path, line in lines(agreement):
        if isinstance(line, GrossLine) and line.gross.years < 1:
            yield fault(
                agreement,
                "duration-below-one-year",
                f"{path}/gross/years",
                what=f"“{line.id}” lasts {line.gross.years} years.",
                why="A change that lasts no year is worth nothing.",
                do="Write a whole number of years, 1 or more.",
            )


VALUE_CLAUSES = (net_objective_exists, facts_held, schedule_held, lasts_some_time)
