"""Objectives: a promised change with one direction, on something that can be measured, with a target that fits."""

from collections.abc import Iterator
from decimal import Decimal

from proventive.agreement.document import Agreement, Levels, Objective
from proventive.agreement.payment.wording import percent, plain
from proventive.agreement.pointing import fault, nearest
from proventive.reading.faults import Fault
from proventive.reference import Reference


def directions(objective: Objective) -> list[str]:
    """Which of reduce, lower and raise an objective says, as they are written."""
    said = {"reduce": objective.reduce, "lower": objective.lower, "raise": objective.raise_}
    return [word for word, value in said.items() if value is not None]


def known_measure(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """A demand is an event that is held; an outcome is measured by an instrument that is held."""
    for number, objective in enumerate(agreement.objectives):
        path = f"objectives/{number}"
        if objective.reduce is not None:
            yield from known_event(agreement, reference, objective, path)
        elif directions(objective):
            yield from known_instrument(agreement, reference, objective, path)


def known_event(agreement: Agreement, reference: Reference, objective: Objective, path: str) -> Iterator[Fault]:
    event = objective.reduce or ""
    if event not in reference.events:
        yield fault(
            agreement,
            "unknown-event",
            f"{path}/reduce",
            what=f"“{objective.id}” is to reduce “{event}”, and the reference has no such event.",
            why="Without knowing what is counted, and by which date, nothing can be counted.",
            do=f"{nearest(event, reference.events)} You can add an event to the folder “reference” beside the "
            "agreement.",
        )
    if objective.measured_by is not None:
        yield fault(
            agreement,
            "event-with-instrument",
            f"{path}/measured_by",
            what=f"“{objective.id}” reduces an event, and names the instrument “{objective.measured_by}” too.",
            why="Events are counted. An instrument is filled in by people.",
            do="Delete “measured_by”, or write “lower” or “raise” in place of “reduce”.",
        )


def known_instrument(
    agreement: Agreement, reference: Reference, objective: Objective, path: str
) -> Iterator[Fault]:
    if objective.measured_by is None:
        yield fault(
            agreement,
            "no-instrument",
            path,
            what=f"“{objective.id}” does not say by which instrument it is measured.",
            why="An outcome is promised on a named instrument, so that both parties read the same score.",
            do=f"Add “measured_by”. Known are: {', '.join(sorted(reference.instruments))}.",
        )
    elif objective.measured_by not in reference.instruments:
        yield fault(
            agreement,
            "unknown-instrument",
            f"{path}/measured_by",
            what=f"“{objective.id}” is measured by “{objective.measured_by}”, and the reference has no such "
            "instrument.",
            why="Without its range and direction a score means nothing.",
            do=f"{nearest(objective.measured_by, reference.instruments)} You can add an instrument to the folder "
            "“reference” beside the agreement.",
        )


def direction_fits(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """Lower only where lower is better, raise only where higher is."""
    for number, objective in enumerate(agreement.objectives):
        instrument = reference.instruments.get(objective.measured_by or "")
        said = directions(objective)
        if instrument is None or said not in (["lower"], ["raise"]):
            continue
        if said == ["lower" if instrument.better == "higher" else "raise"]:
            other = "raise" if instrument.better == "higher" else "lower"
            yield fault(
                agreement,
                "direction-does-not-fit",
                f"objectives/{number}/{said[0]}",
                what=f"“{objective.id}” is to {said[0]} “{instrument.label}”, on which {instrument.better} is "
                "better.",
                why="The agreement would pay for people getting worse.",
                do=f"Write “{other}”, or name an instrument on which {said[0]} is right.",
            )


def target_fits(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """Points belong to instruments, a share fewer to events."""
    for number, objective in enumerate(agreement.objectives):
        target, path = objective.target, f"objectives/{number}/target"
        if target is None:
            continue
        if target.points is not None and objective.reduce is not None:
            yield fault(
                agreement,
                "target-does-not-fit",
                f"{path}/points",
                what=f"“{objective.id}” reduces an event, and its target is in points.",
                why="Events are counted against the comparison. Points are read off an instrument.",
                do="Write “fewer_than_comparison: 15%”.",
            )
        elif target.fewer_than_comparison is not None and objective.reduce is None and directions(objective):
            yield fault(
                agreement,
                "target-does-not-fit",
                f"{path}/fewer_than_comparison",
                what=f"“{objective.id}” changes a score, and its target is a share fewer.",
                why="A score has points. A share of it means nothing, since most scales do not begin at 0.",
                do="Write “points: 1.0”.",
            )


def levels_in_order(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    for path, number in target_numbers(agreement):
        told = percent if path.endswith("fewer_than_comparison") else plain
        if isinstance(number, Levels) and not number.low <= number.median <= number.high:
            yield fault(
                agreement,
                "levels-out-of-order",
                path,
                what=f"The levels of this target are out of order: low {told(number.low)}, median "
                f"{told(number.median)}, high {told(number.high)}.",
                why="A low level is the least that is promised, a high level the most that is hoped for.",
                do="Write low, median and high so that each is at least the one before.",
            )


def target_numbers(agreement: Agreement) -> Iterator[tuple[str, Decimal | Levels]]:
    """Every number that is promised for an objective, with its path."""
    for number, objective in enumerate(agreement.objectives):
        target, path = objective.target, f"objectives/{number}/target"
        if target and target.fewer_than_comparison is not None:
            yield f"{path}/fewer_than_comparison", target.fewer_than_comparison
        if target and target.points is not None:
            yield f"{path}/points", target.points


def levels(number: Decimal | Levels) -> tuple[Decimal, ...]:
    return (number.low, number.median, number.high) if isinstance(number, Levels) else (number,)


def points_within_instrument(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """Nobody can improve by more points than the instrument has."""
    for number, objective in enumerate(agreement.objectives):
        instrument = reference.instruments.get(objective.measured_by or "")
        points = objective.target.points if objective.target else None
        if instrument is None or points is None:
            continue
        span = instrument.high - instrument.low
        if any(not 0 < level <= span for level in levels(points)):
            yield fault(
                agreement,
                "points-outside-instrument",
                f"objectives/{number}/target/points",
                what=f"The target of “{objective.id}” cannot be reached on “{instrument.label}”, which spans "
                f"{plain(span)} points.",
                why="A promise that nobody can keep, or that is kept by standing still, promises nothing.",
                do=f"Write a number of points above 0 and not above {plain(span)}.",
            )


OBJECTIVE_CLAUSES = (
    known_measure,
    direction_fits,
    target_fits,
    levels_in_order,
    points_within_instrument,
)
