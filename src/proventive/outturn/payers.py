"""Each payer's share of what is owed, to the penny, so that the parts add up to the whole."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from proventive.agreement.document import Agreement, Party
from proventive.quantities import Money, Unknown
from proventive.quantities.money import PENNY

Shares = tuple[tuple[Party, Decimal], ...]
"""Who pays, and which share of it."""


def payer_shares(agreement: Agreement) -> Shares | Unknown:
    """Every party that pays with its share; a single payer who names none bears the whole."""
    payers = agreement.with_role("pays")
    if not payers:
        return Unknown(unknown="the agreement names nobody who pays")
    if len(payers) == 1 and payers[0].share is None:
        return ((payers[0], Decimal(1)),)
    shares = [(payer, payer.share) for payer in payers if payer.share is not None]
    if len(shares) < len(payers) or sum(share for _, share in shares) != 1:
        return Unknown(unknown="the agreement does not say how those who pay divide what is owed")
    return tuple(shares)


def allocate(whole: Money, shares: Sequence[Decimal]) -> tuple[Money, ...]:
    """Split an amount in whole pence by shares that add up to 1: the parts add up to the amount exactly.

    Rule: each part is its share cut off at the penny; the pence left over go one each to the parts that lost
    most by the cut (largest remainder), earlier payers first where two lost the same.
    """
    pence = whole.to_pence()
    exact = [pence.amount * share for share in shares]
    parts = [part.quantize(PENNY, rounding=ROUND_DOWN) for part in exact]
    left_over = pence.amount - sum(parts)
    penny = PENNY if left_over >= 0 else -PENNY
    by_loss = sorted(range(len(parts)), key=lambda i: (-abs(exact[i] - parts[i]), i))
    for i in by_loss[: int(left_over / penny)]:
        parts[i] += penny
    return tuple(Money(amount=part, currency=pence.currency, basis=pence.basis) for part in parts)
