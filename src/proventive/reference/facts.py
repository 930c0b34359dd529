"""Quantities with dates: a value is in force from one day to another, and nothing is known outside them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from proventive.quantities import FactError, FactUsed, Place, Source


class NotInForce(FactError):
    """A fact has no value on the day asked for. Nothing is carried forward or back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue:
    """One value of a fact, the days on which it is in force, its price year and its own source."""

    start: Annotated[date, Field(alias="from")]
    end: Annotated[date, Field(alias="to")]
    value: Decimal
    price_year: str | None = None  # of a price: the financial year whose prices it is in
    source: Source
    place: Place

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def in_force(self) -> str:
        return f"{self.start} to {self.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A quantity that somebody published or chose: a price, an index, a share."""

    id: str
    description: str
    unit: str
    prices: str | None = None  # of a unit cost: the demand event of which one costs that much
    values: tuple[DatedValue, ...]  # in the order of their dates, none overlapping
    review_by: date | None = None
    place: Place

    def on(self, day: date) -> DatedValue:
        """The value in force on a day; raises NotInForce."""
        for value in self.values:
            if day in value:
                return value
        raise NotInForce(
            f"“{self.id}” has no value for {day}; {self._nearest(day)}. "
            "Without a value in force nothing can be reckoned with it, and nothing is carried forward or back. "
            "Add a value with its source, or choose another period."
        )

    def used(self, day: date) -> FactUsed:
        """The fact as a trail shows it; raises NotInForce."""
        value = self.on(day)
        prices = f", {value.price_year} prices" if value.price_year else ""
        return FactUsed(
            id=self.id,
            value=format(value.value, "f"),
            unit=self.unit + prices,
            in_force=value.in_force,
            source=value.source,
            place=value.place,
        )

    def _nearest(self, day: date) -> str:
        earlier = [value for value in self.values if value.end < day]
        later = [value for value in self.values if value.start > day]
        said = []
        if earlier:
            said.append(f"the last before it ends on {earlier[-1].end} ({earlier[-1].place})")
        if later:
            said.append(f"the first after it starts on {later[0].start} ({later[0].place})")
        return " and ".join(said)
