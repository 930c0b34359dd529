"""The closed list of units in which a reference fact may be given, with the range that is plausible for each."""

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The least and the most that a value in a unit can sensibly be; a value outside is refused."""

    least: Decimal
    most: Decimal

    def __contains__(self, value: Decimal) -> bool:
        return self.least <= value <= self.most


MONEY = Limits(least=Decimal(0), most=Decimal(1_000_000))
PRICED = (
    "admission",
    "attendance",
    "bed day",
    "contact",
    "event",
    "hour",
    "person",
    "point",
    "reconviction event",
    "session",
    "visit",
    "week",
    "year",
)

UNITS = MappingProxyType(
    {
        "share": Limits(least=Decimal(0), most=Decimal(1)),
        "points": Limits(least=Decimal(0), most=Decimal(1_000)),
        "index by calendar year": Limits(least=Decimal(1), most=Decimal(1_000)),
        "index by financial year": Limits(least=Decimal(1), most=Decimal(1_000)),
        **{f"GBP per {thing}": MONEY for thing in PRICED},
    }
)
"""Every unit that a fact may have. A price names what one of it buys: ``GBP per admission``."""
