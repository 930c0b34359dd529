"""A line of a value map, year by year: a gross effect, less what would have happened anyway or elsewhere.

Method: A guide to Social Return on Investment, The SROI Network, 2009 and 2012. Exact throughout: no float.
"""

from dataclasses import dataclass
from decimal import Decimal

from proventive.agreement.document import Gross
from proventive.valuation.discounting import Discounter


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfValue:
    """The value of one year, counted from the year of activity, before and after discounting."""

    year: int
    undiscounted: Decimal
    present_value: Decimal


def impact(quantity: Decimal, unit_value: Decimal, gross: Gross) -> Decimal:
    """The value of the first year: quantity at its unit value, less deadweight, displacement and attribution.

    The three are multiplied, not added: each is a share of what the one before it leaves.
    """
    kept = (1 - gross.deadweight) * (1 - gross.displacement) * (1 - gross.attribution)
    return quantity * unit_value * kept


def years_of_value(first_year_value: Decimal, gross: Gross, discounter: Discounter) -> tuple[YearOfValue, ...]:
    """The value of every year for which the outcome lasts; each is the year before it less the drop-off."""
    lag = 0 if gross.starts == "in the period of activity" else 1
    years = []
    value = first_year_value
    for year in range(1 + lag, gross.years + 1 + lag):
        years.append(YearOfValue(year=year, undiscounted=value, present_value=value * discounter.factor(year)))
        value *= 1 - gross.drop_off
    return tuple(years)


def present_value(years: tuple[YearOfValue, ...]) -> Decimal:
    """The present values of all years together."""
    return sum((year.present_value for year in years), Decimal(0))
