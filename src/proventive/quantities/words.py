"""Values in a few plain words, for one-line summaries and notebooks. The pack tells them with more care."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from proventive.quantities.estimate import Estimate, MoneyEstimate, Number, Value
from proventive.quantities.money import Money
from proventive.quantities.unknown import Unknown

# strftime would speak the machine's language
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SHARE = "share"


def day_in_words(day: date) -> str:
    """``1 April 2027``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def things(count: int, one: str, many: str) -> str:
    """``1 person``, ``1,500 people``."""
    return f"{count:,} {one if count == 1 else many}"


def in_quotes(names: Iterable[str]) -> str:
    """``“people”, “contacts”``: names that may be written, as they are written."""
    return ", ".join(f"“{name}”" for name in names)


def as_decimal(statistic: float) -> Decimal:
    """A statistic in float64 as the Decimal that it prints as: made once, never rounded here."""
    return Decimal(repr(float(statistic)))


def in_words(value: Value) -> str:
    """A value with its unit and, where it is inferred, its interval."""
    if isinstance(value, Unknown):
        return str(value)
    if isinstance(value, Money):
        return _money(value)
    if isinstance(value, MoneyEstimate):
        between = f" ({_amount(value.low)} to {_amount(value.high)})" if value.low and value.high else ""
        return _amount(value.central) + between + _prices(value.central)
    if isinstance(value, Number):
        return _quantity(value.number, value.unit)
    return _quantity(as_decimal(value.value), value.unit) + _interval(value)


def _money(money: Money) -> str:
    return _amount(money) + _prices(money)


def _prices(money: Money) -> str:
    return "" if str(money.basis) == "cash" else f" in {money.basis}"


def _amount(money: Money) -> str:
    amount = money.to_pence().amount
    sign = "-" if amount < 0 else ""
    size = f"{abs(amount):,}".removesuffix(".00")
    return f"{sign}£{size}" if money.currency == "GBP" else f"{sign}{size} {money.currency}"


def _quantity(number: Decimal, unit: str) -> str:
    if unit.split(" ")[0] == SHARE:
        return f"{_digits(number * 100, places=1)}%{unit.removeprefix(SHARE)}"
    return f"{_digits(number, places=2)} {unit}".strip()


def _interval(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return " (no interval)"
    share = estimate.unit.split(" ")[0] == SHARE
    low, high = sorted((as_decimal(estimate.low), as_decimal(estimate.high)))
    if share:
        return f" ({_digits(low * 100, places=1)}% to {_digits(high * 100, places=1)}%)"
    return f" ({_digits(low, places=2)} to {_digits(high, places=2)})"


def _digits(number: Decimal, *, places: int) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text
