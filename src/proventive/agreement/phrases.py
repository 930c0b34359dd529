"""Small phrases that people write in agreements: “15%”, “12 months”, “400 GBP per admission avoided”."""

from dataclasses import dataclass
from typing import Literal

from proventive.quantities import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one unit pays: ``400 GBP per admission avoided``."""

    amount: Money
    per: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """The most that a term pays: ``120000 GBP a year`` (an agreement year), or over the whole agreement."""

    amount: Money
    per: Literal["year", "agreement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsBefore:
    """A window before joining: ``months 24 to 13 before``. ``first`` is the further away."""

    first: int
    last: int
