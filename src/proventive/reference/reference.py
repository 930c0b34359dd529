"""The reference: every fact that is held, found by its id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from proventive.quantities import FactError, FactUsed
from proventive.reference.facts import Fact
from proventive.reference.schedules import Schedule
from proventive.reference.vocabulary import Event, Framework, Instrument, Scale

Held = TypeVar("Held")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Facts, events, instruments, frameworks, scales and schedules, shipped and local, with one hash over all."""

    facts: Mapping[str, Fact]
    events: Mapping[str, Event]
    instruments: Mapping[str, Instrument]
    frameworks: Mapping[str, Framework]
    scales: Mapping[str, Scale]
    schedules: Mapping[str, Schedule]
    hash: str

    def fact(self, id: str) -> Fact:
        """The fact of that id; raises FactError."""
        return _found(self.facts, id, "fact")

    def schedule(self, id: str) -> Schedule:
        """The discount schedule of that id; raises FactError."""
        return _found(self.schedules, id, "discount schedule")

    def used(self, fact: str, day: date) -> FactUsed:
        """A fact as a trail shows it; raises FactError where it is not held, NotInForce where not in force."""
        return self.fact(fact).used(day)

    def review_due(self, day: date) -> tuple[Fact, ...]:
        """Facts whose publisher should be looked at again by ``day``."""
        due = [fact for fact in self.facts.values() if fact.review_by is not None and fact.review_by <= day]
        return tuple(sorted(due, key=lambda fact: fact.id))


def _found(held: Mapping[str, Held], id: str, what: str) -> Held:
    if id in held:
        return held[id]
    near = get_close_matches(id, held, n=1)
    meant = f"Did you mean “{near[0]}”? " if near else ""
    raise FactError(
        f"There is no {what} “{id}” in the reference. Without it nothing that rests on it can be reckoned. "
        f"{meant}Add it, with its source, to the folder “reference” beside the agreement, or name one held."
    )
