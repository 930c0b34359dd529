"""Present values: what an amount in a later year is worth now, by a schedule whose rate changes with time."""

from decimal import Decimal
from typing import Literal

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


def years_discounted(year: int, first_year: FirstYear) -> int:
    """How often an amount of year 1, 2, ... is discounted: the convention belongs to the edition of the method."""
    return year if first_year == "discounted once" else year - 1
