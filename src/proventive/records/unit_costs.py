"""What one use of a public service costs, by financial year, as the reference facts have it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from proventive.quantities import FactUsed
from proventive.reference import Reference

PENCE = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCosts:
    """Pence by event and financial year (named by the year in which it begins), and where they stand."""

    pence: Mapping[tuple[str, int], int]
    facts: tuple[FactUsed, ...]
    price_years: frozenset[str | None]  # in whose prices they are; one only, where costs can be added

    def columns(self) -> dict[str, list[str]]:
        """As the engine takes them."""
        rows = sorted(self.pence.items())
        return {
            "event": [event for (event, _), _ in rows],
            "financial_year": [str(year) for (_, year), _ in rows],
            "pence": [str(pence) for _, pence in rows],
        }


def unit_costs(reference: Reference) -> UnitCosts:
    """The unit costs of a reference: its facts with ``prices: <event>``.

    A value counts for a financial year (1 April to 31 March) if it is in force on all of its days; for other
    years there is no cost.
    """
    pence: dict[tuple[str, int], int] = {}
    facts: list[FactUsed] = []
    price_years: set[str | None] = set()
    for id, fact in sorted(reference.facts.items()):
        for value in fact.values if fact.prices is not None else ():
            for year in range(value.start.year - 1, value.end.year + 1):
                if date(year, 4, 1) in value and date(year + 1, 3, 31) in value:
                    exact = (value.value * PENCE).quantize(Decimal(1), rounding=ROUND_HALF_UP)
                    pence[(fact.prices or "", year)] = int(exact)
                    facts.append(reference.used(id, date(year, 4, 1)))
                    price_years.add(value.price_year)
    return UnitCosts(pence=pence, facts=tuple(dict.fromkeys(facts)), price_years=frozenset(price_years))
