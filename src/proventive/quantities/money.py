"""Money: an exact amount, a currency, and the basis of its price."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from proventive.quantities.errors import BasesDiffer

PENNY = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cash:
    """The price of the day on which the money moves."""

    cash: bool = True

    def __str__(self) -> str:
        return "cash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Real:
    """The prices of one financial year, such as ``2025-26``."""

    year: str

    def __post_init__(self) -> None:
        check_financial_year(self.year)

    def __str__(self) -> str:
        return f"{self.year} prices"


Basis = Cash | Real


def check_financial_year(year: str) -> None:
    """Raise ValueError unless ``year`` reads like ``2025-26``, with the second year following the first."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", year)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise ValueError(f"a financial year is written like 2025-26, not {year!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An exact amount of money. Amounts in different currencies or bases are never added.

    Rounding happens once, where an amount is settled: to the penny, halves away from zero
    (:meth:`to_pence`).
    """

    amount: Decimal
    currency: str = "GBP"
    basis: Basis = Cash()

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("an amount of money is a Decimal, made from text")
        if not self.amount.is_finite():
            raise ValueError("an amount of money is a finite number")

    def __add__(self, other: "Money") -> "Money":
        self._same_basis(other)
        return self._with(self.amount + other.amount)

    def __sub__(self, other: "Money") -> "Money":
        self._same_basis(other)
        return self._with(self.amount - other.amount)

    def __neg__(self) -> "Money":
        return self._with(-self.amount)

    def __mul__(self, times: Decimal | int) -> "Money":
        return self._with(self.amount * times)

    def __lt__(self, other: "Money") -> bool:
        self._same_basis(other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        self._same_basis(other)
        return self.amount <= other.amount

    def __str__(self) -> str:
        return f"{self.to_pence().amount:,} {self.currency} ({self.basis})"

    def to_pence(self) -> "Money":
        """The amount rounded to the penny, halves away from zero."""
        return self._with(self.amount.quantize(PENNY, rounding=ROUND_HALF_UP))

    @property
    def unit(self) -> str:
        return f"{self.currency}, {self.basis}"

    @classmethod
    def from_statistic(cls, amount: float, *, currency: str = "GBP", basis: Basis) -> "Money":
        """Money made, once, from a statistic in float64: rounded to the penny."""
        return cls(amount=Decimal(repr(float(amount))), currency=currency, basis=basis).to_pence()

    def _with(self, amount: Decimal) -> "Money":
        return Money(amount=amount, currency=self.currency, basis=self.basis)

    def _same_basis(self, other: "Money") -> None:
        if (self.currency, self.basis) != (other.currency, other.basis):
            raise BasesDiffer(
                f"{self} and {other} cannot be added or compared. They are in different currencies or price "
                "bases, so their sum would mean nothing. Restate one of them at the other's price base first."
            )


def total(amounts: Iterable[Money], *, currency: str = "GBP", basis: Basis) -> Money:
    """The sum of amounts, 0 of the given basis if there are none; raises BasesDiffer if bases differ."""
    result = Money(amount=Decimal(0), currency=currency, basis=basis)
    for amount in amounts:
        result = result + amount
    return result
