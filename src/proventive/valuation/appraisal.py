"""What a valuation is made under: the agreement, the facts, the period and the price base."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from proventive.agreement import agreement_used, path_of
from proventive.agreement.document import Agreement, FactValue, GrossLine, Input
from proventive.agreement.pointing import place_of
from proventive.quantities import FactUsed, Money, Period, Place, Real, Trail, Unknown
from proventive.reference import Reference
from proventive.valuation.deflating import restated


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """The value of one unit at the price base, and how much older than that the price was."""

    money: Money | Unknown
    facts: tuple[FactUsed, ...] = ()
    years_old: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """One agreement, valued for one period at its price base."""

    agreement: Agreement
    reference: Reference
    period: Period

    @property
    def base(self) -> Real:
        return Real(year=self.agreement.price_base)

    def price(self, unit_value: Money | FactValue) -> Price:
        """A unit value at the price base.

        A price written in the agreement is at its price base. A fact is the value in force on the first day of
        the period, restated from its own price year. Raises FactError, NotInForce.
        """
        if isinstance(unit_value, Money):
            return self._restated(unit_value)
        used = self.reference.used(unit_value.fact, self.period.start)
        fact = self.reference.fact(unit_value.fact).on(self.period.start)
        if fact.price_year is None:
            return Price(money=Unknown(unknown=f"“{unit_value.fact}” does not say its price year"), facts=(used,))
        price = self._restated(Money(amount=fact.value, basis=Real(year=fact.price_year)))
        return Price(money=price.money, facts=(used, *price.facts), years_old=price.years_old)

    def stated(self, written: GrossLine | Input) -> tuple[FactUsed, ...]:
        """A row of a value map as a fact with its source, where the map or the line names one."""
        value = self.agreement.value
        source = (written.source if isinstance(written, GrossLine) else None) or (value.source if value else None)
        if source is None:
            return ()
        amount = written.unit_value if isinstance(written, GrossLine) else written.amount
        path = path_of(self.agreement, written.id)
        return (
            FactUsed(
                id=written.id,
                value=format(amount.amount, "f") if isinstance(amount, Money) else amount.fact,
                unit=str(self.base),
                in_force="this agreement",
                source=source,
                place=place_of(self.agreement, path) or Place(file=self.agreement.id),
            ),
        )

    def _restated(self, money: Money) -> Price:
        result = restated(money, to=self.base, reference=self.reference)
        written = money.basis.year if isinstance(money.basis, Real) else self.base.year
        return Price(money=result.money, facts=result.facts, years_old=int(self.base.year[:4]) - int(written[:4]))

    def trail(
        self,
        method: str,
        *ids: str,
        facts: Sequence[FactUsed] = (),
        rests_on: Sequence[str] = (),
    ) -> Trail:
        """The trail of a figure that rests on the lines of the agreement with these ids."""
        paths = [path_of(self.agreement, id) for id in ids] or ["value"]
        return Trail(
            method=method,
            agreement=agreement_used(self.agreement, *paths),
            facts=tuple(dict.fromkeys(facts)),
            rests_on=tuple(rests_on),
        )


def in_money(amount: Decimal, like: Money) -> Money:
    """An amount in the currency and basis of another."""
    return Money(amount=amount, currency=like.currency, basis=like.basis)
