"""Discount schedules: a yearly rate for each band of years ahead."""

from dataclasses import dataclass
from decimal import Decimal

from proventive.quantities import FactUsed, Place, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """From one year ahead to another, both included, and the yearly rate within it."""

    first: int
    last: int
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A discount schedule in one edition. It says nothing about years beyond its last band."""

    id: str
    label: str
    edition: str
    bands: tuple[Band, ...]
    source: Source
    place: Place

    def used(self) -> FactUsed:
        """The schedule as a trail shows it."""
        bands = "; ".join(f"{band.rate.normalize():f} in years {band.first} to {band.last}" for band in self.bands)
        return FactUsed(
            id=self.id, value=bands, unit="a year", in_force=self.edition, source=self.source, place=self.place
        )
