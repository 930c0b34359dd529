"""Amounts that are added up: with their draws, so that their uncertainty is added with them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proventive.quantities import Money, MoneyEstimate, Unknown, total

LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One amount of a sum: what it is of, the amount, and the draws of it where it was estimated with draws."""

    of: str
    amount: MoneyEstimate | Unknown
    draws: tuple[float, ...] = ()


def together(parts: Sequence[Part]) -> MoneyEstimate | Unknown:
    """The sum of parts. Where one is not known, neither is the sum; an interval is made from draws added up.

    Draws of different findings are added one by one, in their order, so that whatever made them move together
    is kept. Parts that do not all have draws leave the sum without an interval, and it says why.
    """
    if len(parts) == 1:
        return parts[0].amount
    unknown = {part.of: part.amount.unknown for part in parts if isinstance(part.amount, Unknown)}
    if unknown:
        reasons = "; ".join(f"that of {of} is not known ({reason})" for of, reason in unknown.items())
        return Unknown(unknown=f"it adds values, and {reasons}")
    amounts = [part.amount for part in parts if isinstance(part.amount, MoneyEstimate)]
    if not amounts:
        return Unknown(unknown="there is nothing to add up")
    first = amounts[0].central
    central = total((amount.central for amount in amounts), currency=first.currency, basis=first.basis)
    if len({len(part.draws) for part in parts}) == 1 and parts[0].draws:
        return around(central, np.sum([part.draws for part in parts], axis=0))
    return MoneyEstimate(central=central, no_interval=_no_interval(amounts))


def around(central: Money, draws: NDArray[np.float64]) -> MoneyEstimate:
    """A central amount with the 95% interval of its draws, equal tails."""
    tail = (1 - LEVEL) / 2
    low, high = (
        Money.from_statistic(float(end), currency=central.currency, basis=central.basis)
        for end in np.quantile(draws, [tail, 1 - tail])
    )
    return MoneyEstimate(central=central, low=low, high=high, level=LEVEL)


def _no_interval(amounts: Sequence[MoneyEstimate]) -> Unknown:
    reasons = {amount.no_interval for amount in amounts}
    if len(reasons) == 1 and (reason := reasons.pop()) is not None:
        return reason
    return Unknown(unknown="its parts were not all estimated with draws, so their intervals cannot be added up")
