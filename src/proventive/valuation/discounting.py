"""Present values: what an amount in a later year is worth now, by a schedule whose rate changes with time."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from proventive.quantities import FactUsed
from proventive.reference import NotInForce, Schedule

FirstYear = Literal["discounted once", "not discounted"]


def discount_factor(schedule: Schedule, years_ahead: int) -> Decimal:
    """What 1 in so many years is worth now: the product of the yearly factors, each at its own year's rate.

    It is not (1 + rate) to the power of the years: where the rate falls after year 30, the first 30 years keep
    the higher rate. Method: HM Treasury, The Green Book, discounting. Raises NotInForce for years beyond the
    schedule.
    """
    factor = Decimal(1)
    for year in range(1, years_ahead + 1):
        factor /= 1 + rate_of(schedule, year)
    return factor


def rate_of(schedule: Schedule, year: int) -> Decimal:
    """The yearly rate of one year ahead; raises NotInForce beyond the schedule."""
    for band in schedule.bands:
        if band.first <= year <= band.last:
            return band.rate
    raise NotInForce(
        f"The discount schedule “{schedule.id}” ({schedule.place}) has no rate for year {year}; its last is for "
        f"year {max(band.last for band in schedule.bands)}. Without a rate a later year has no present value. "
        "Count fewer years, or name a schedule that goes as far."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Discounter:
    """A schedule with its convention for the first year, which belongs to the edition of the method."""

    schedule: Schedule
    first_year: FirstYear

    def factor(self, year: int) -> Decimal:
        """What 1 of year 1, 2, ... is worth now."""
        ahead = year if self.first_year == "discounted once" else year - 1
        return discount_factor(self.schedule, ahead)

    @property
    def said(self) -> str:
        return f"discounted by “{self.schedule.id}”, first year {self.first_year}"

    @property
    def used(self) -> FactUsed:
        return self.schedule.used()
