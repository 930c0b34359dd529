"""What a term pays, and why."""

from dataclasses import dataclass
from decimal import Decimal

from proventive.quantities import Money, Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """One line of a statement: what was claimed, what it pays, and the reason in words."""

    what: str
    quantity: Decimal | Unknown
    unit: str
    amount: Money | Unknown
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What one term pays in one period. ``most`` is what it could have paid at its cap, None where uncapped."""

    term: str
    owed: Money | Unknown
    most: Money | None
    lines: tuple[DueLine, ...]
    also_claimed: int = 0  # changes that another agreement claims too
