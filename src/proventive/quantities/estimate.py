"""Numbers that are counted, and numbers that are estimated with their uncertainty."""

from dataclasses import dataclass
from decimal import Decimal

from proventive.quantities.money import Money
from proventive.quantities.unknown import Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number that is counted or promised, exactly."""

    number: Decimal
    unit: str

    def __post_init__(self) -> None:
        if not isinstance(self.number, Decimal):
            raise TypeError("a Number is a Decimal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number that is inferred: never printed without its interval, or the reason why there is none."""

    value: float
    low: float | None = None
    high: float | None = None
    level: float | None = None
    unit: str
    basis: str
    no_interval: Unknown | None = None

    def __post_init__(self) -> None:
        check_interval(self.low, self.high, self.level, self.no_interval)

    @property
    def has_interval(self) -> bool:
        return self.no_interval is None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyEstimate:
    """An amount of money that is inferred, with its interval or the reason why there is none."""

    central: Money
    low: Money | None = None
    high: Money | None = None
    level: float | None = None
    no_interval: Unknown | None = None

    def __post_init__(self) -> None:
        check_interval(self.low, self.high, self.level, self.no_interval)

    @property
    def unit(self) -> str:
        return self.central.unit

    @property
    def has_interval(self) -> bool:
        return self.no_interval is None


def check_interval(low: object, high: object, level: object, no_interval: Unknown | None) -> None:
    """Raise ValueError unless there is a whole interval, or the reason why there is none."""
    parts = [part is not None for part in (low, high, level)]
    if no_interval is None and not all(parts):
        raise ValueError("an estimate has low, high and level, or an Unknown that says why it has none")
    if no_interval is not None and any(parts):
        raise ValueError("an estimate has an interval or the reason why there is none, not both")


Value = Number | Estimate | Money | MoneyEstimate | Unknown
"""What a figure can be."""
