"""The trail of a figure: everything it rests on."""

from dataclasses import dataclass

from proventive.quantities.place import Place
from proventive.quantities.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementUsed:
    """The version of the agreement, and the lines of it, that a figure rests on."""

    id: str
    hash: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file that somebody sent, by its hash, with the rows that were read from it."""

    name: str
    hash: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsUsed:
    """A record table of a store: its content hash, its rows, how many were used, and where they came from."""

    store: str
    table: str
    hash: str
    rows: int
    used: int | None = None
    sources: tuple[SourceFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactUsed:
    """A reference fact as it was used: value, unit, dates in force, source, and the file that holds it."""

    id: str
    value: str
    unit: str
    in_force: str
    source: Source
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """What a figure was made from and how. ``rests_on`` names other figures, whose trails go further."""

    method: str
    agreement: AgreementUsed
    records: tuple[RecordsUsed, ...] = ()
    facts: tuple[FactUsed, ...] = ()
    rests_on: tuple[str, ...] = ()
    seed: int | None = None
