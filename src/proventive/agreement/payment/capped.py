"""From lines to what is owed: each line is rounded once, and the cap is a line of its own."""

from collections.abc import Sequence
from decimal import Decimal

from proventive.agreement.payment.due import Due, DueLine
from proventive.agreement.payment.wording import money
from proventive.agreement.phrases import Cap, Rate
from proventive.quantities import Money, Unknown, total


def settled(
    term: str,
    lines: Sequence[DueLine],
    *,
    nothing: Money,
    cap: Cap | None = None,
    already_paid: Money | None = None,
    also_claimed: int = 0,
) -> Due:
    """The sum of the lines, cut at the cap by a line that says so. One amount unknown makes the sum unknown."""
    most = None if cap is None else left_under(cap, already_paid)
    unknown = [line.amount for line in lines if isinstance(line.amount, Unknown)]
    if unknown:
        reasons = "; ".join(dict.fromkeys(amount.unknown for amount in unknown))
        return Due(
            term=term,
            owed=Unknown(unknown=reasons),
            most=most,
            lines=tuple(lines),
            also_claimed=also_claimed,
        )
    known = [line.amount for line in lines if isinstance(line.amount, Money)]
    owed = total(known, currency=nothing.currency, basis=nothing.basis).to_pence()
    shown = list(lines)
    if cap is not None and most is not None and most < owed:
        shown.append(cap_line(cap, already_paid, over=owed - most))
        owed = most
    return Due(term=term, owed=owed, most=most, lines=tuple(shown), also_claimed=also_claimed)


def left_under(cap: Cap, already_paid: Money | None) -> Money:
    """What may still be paid: the year's cap, or the agreement's less what was paid in earlier periods."""
    if cap.per == "year" or already_paid is None:
        return cap.amount.to_pence()
    left = (cap.amount - already_paid).to_pence()
    return left if left.amount > 0 else left * 0


def cap_line(cap: Cap, already_paid: Money | None, *, over: Money) -> DueLine:
    """The line that takes off what lies above the cap."""
    reason = f"This term pays at most {money(cap.amount)} a year."
    if cap.per == "agreement":
        reason = f"This term pays at most {money(cap.amount)} over the whole agreement"
        earlier = already_paid is not None and already_paid.amount > 0
        reason += f", of which {money(already_paid)} was paid before." if already_paid and earlier else "."
    return DueLine(what="Above the cap", quantity=Decimal(1), unit="cap", amount=-over, reason=reason)


def no_money(rate: Rate | Unknown, cap: Cap | None) -> Money:
    """Nothing, in the currency in which the term pays."""
    if isinstance(rate, Rate):
        return rate.amount * 0
    return cap.amount * 0 if cap is not None else Money(amount=Decimal(0))
