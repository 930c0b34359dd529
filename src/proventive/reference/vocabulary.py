"""The words in which promises are made: events, instruments, frameworks of outcomes, scales of evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from proventive.quantities import FactUsed, Place, Source, Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A use of a public service that an agreement may promise to reduce."""

    id: str
    label: str  # “emergency admissions”
    noun: str  # of one: “admission”
    plural: str  # “admissions”
    counted_by: str  # which date it counts by: “the day of admission”
    source: Source
    place: Place

    def used(self) -> FactUsed:
        """The event as a trail shows it."""
        words = f"{self.label}, counted by {self.counted_by}"
        return _used(self.id, words, self.noun, "this list", self.source, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A figure of its own, with the publication that it stands in."""

    value: Decimal
    source: Source


NOT_GIVEN = Unknown(unknown="no figure is given with the instrument")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A published questionnaire by which an outcome is scored. Only totals are held, never the wording."""

    id: str
    label: str  # “UCLA 3-item loneliness scale”
    outcome: str  # what it measures, in a word: “loneliness”
    low: Decimal
    high: Decimal
    better: Literal["lower", "higher"]
    scored: str  # how a total is made
    reliable_change: Decimal | Unknown  # points beyond which a person's change is more than measurement error
    standard_error: Decimal | None = None  # of measurement, in points, where published
    important_change: Published | Unknown = NOT_GIVEN  # points at which people call themselves better
    population_mean: Published | Unknown = NOT_GIVEN  # in points, of people in general
    retest: Published | Unknown = NOT_GIVEN  # correlation of two scores with no change between
    source: Source
    reliable_change_source: Source | None = None
    place: Place

    def cited(self) -> tuple[FactUsed, ...]:
        """The figures that stand in publications of their own, as a trail shows them."""
        held = (
            ("important change", self.important_change, "points"),
            ("mean of people in general", self.population_mean, "points"),
            ("correlation of two scores", self.retest, "share"),
        )
        return tuple(
            _used(f"{self.id}, {name}", str(one.value), unit, "this edition", one.source, self.place)
            for name, one, unit in held
            if isinstance(one, Published)
        )

    def used(self) -> FactUsed:
        """The instrument as a trail shows it."""
        span = f"{self.low} to {self.high}, {self.better} is better"
        words = f"{self.label}, {span}; reliable change {self.reliable_change}"
        source = self.reliable_change_source or self.source
        return _used(self.id, words, "points", "this edition", source, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One outcome of a framework."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A commissioner's own list of outcomes, in one edition."""

    id: str
    label: str
    edition: str
    outcomes: tuple[Outcome, ...]
    source: Source
    place: Place

    def used(self) -> FactUsed:
        """The framework as a trail shows it."""
        return _used(self.id, self.label, f"{len(self.outcomes)} outcomes", self.edition, self.source, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleLevel:
    """One level of a scale of evidence, and what would raise a study above it."""

    level: str
    meaning: str
    next_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A published scale of the strength of evidence, in one edition. Editions disagree and are never merged."""

    id: str
    label: str
    edition: str
    levels: tuple[ScaleLevel, ...]  # weakest first
    designs: Mapping[str, str]  # design by name: the level that it can reach
    source: Source
    place: Place

    def level(self, name: str) -> ScaleLevel:
        """The level of that name; KeyError if the scale has none."""
        return {level.level: level for level in self.levels}[name]

    def used(self) -> FactUsed:
        """The scale as a trail shows it."""
        return _used(self.id, self.label, f"{len(self.levels)} levels", self.edition, self.source, self.place)


def _used(id: str, value: str, unit: str, in_force: str, source: Source, place: Place) -> FactUsed:
    return FactUsed(id=id, value=value, unit=unit, in_force=in_force, source=source, place=place)
