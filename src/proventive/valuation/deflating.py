"""Restating money between price bases, by a deflator that is cited; where none is held, the answer is Unknown."""

from dataclasses import dataclass
from datetime import date

from proventive.quantities import FactUsed, Money, Real, Unknown, financial_year
from proventive.reference import DatedValue, Fact, NotInForce, Reference

BY_FINANCIAL_YEAR = "index by financial year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """An amount at another price base, or why it cannot be restated, and the facts by which it was."""

    money: Money | Unknown
    facts: tuple[FactUsed, ...] = ()


def restated(amount: Money, *, to: Real, reference: Reference, paid_on: date | None = None) -> Restated:
    """An amount at the prices of another financial year.

    Cash is in the prices of the financial year in which it is paid, so it needs ``paid_on``; ValueError where
    that is missing. Within one financial year nothing changes. Otherwise the amount is multiplied by the ratio
    of a deflator by financial year; a deflator by calendar year does not fit and is not used.
    """
    year = price_year(amount, paid_on)
    if year == to.year or amount.amount == 0:
        return Restated(money=Money(amount=amount.amount, currency=amount.currency, basis=to))
    deflator = deflator_of(reference)
    if isinstance(deflator, Unknown):
        return Restated(money=Unknown(unknown=f"{year} prices cannot be restated at {to}: {deflator.unknown}"))
    before, after = index_of(deflator, year), index_of(deflator, to.year)
    if isinstance(before, Unknown):
        return Restated(money=before)
    if isinstance(after, Unknown):
        return Restated(money=after)
    money = Money(amount=amount.amount * after.value / before.value, currency=amount.currency, basis=to)
    return Restated(money=money, facts=(deflator.used(before.start), deflator.used(after.start)))


def price_year(amount: Money, paid_on: date | None) -> str:
    """The financial year whose prices an amount is in; ValueError for cash without a day."""
    if isinstance(amount.basis, Real):
        return amount.basis.year
    if paid_on is None:
        raise ValueError("cash is restated from the day on which it is paid")
    return financial_year(paid_on)


def deflator_of(reference: Reference) -> Fact | Unknown:
    """The one deflator by financial year that the reference holds, or why there is no choosing one."""
    held = [fact for fact in reference.facts.values() if fact.unit == BY_FINANCIAL_YEAR]
    if not held:
        return Unknown(unknown="no deflator by financial year is held, and one by calendar year does not fit")
    if len(held) > 1:
        return Unknown(unknown=f"{len(held)} deflators by financial year are held, and none is named")
    return held[0]


def index_of(deflator: Fact, year: str) -> DatedValue | Unknown:
    """The value of a deflator for one whole financial year."""
    first = int(year[:4])
    try:
        value = deflator.on(date(first, 4, 1))
    except NotInForce:
        return Unknown(unknown=f"the deflator “{deflator.id}” has no value for {year}")
    if (value.start, value.end) != (date(first, 4, 1), date(first + 1, 3, 31)):
        return Unknown(unknown=f"the deflator “{deflator.id}” has no value for exactly {year}")
    return value
