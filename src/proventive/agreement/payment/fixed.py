"""A fixed sum: which instalments fall due, and what they come to."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from proventive.agreement.document import FixedTerm
from proventive.agreement.payment.capped import settled
from proventive.agreement.payment.claims import Instalments
from proventive.agreement.payment.due import Due, DueLine
from proventive.agreement.payment.wording import counted, money
from proventive.quantities import Period

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def instalments(term: FixedTerm, agreement_term: Period, period: Period) -> Instalments:
    """The instalments of a fixed sum that fall due in a period.

    An instalment falls due on the first day of each month, quarter or year of the agreement, counted from the
    day on which it starts: for an agreement that starts on the first of a month, on the first day of each
    calendar month. A sum paid once falls due on the first day of the agreement.
    """
    return Instalments(
        term=term.id, period=period, times=sum(day in period for day in due_days(term, agreement_term))
    )


def due_days(term: FixedTerm, agreement_term: Period) -> list[date]:
    """Every day of the agreement on which an instalment falls due."""
    if term.every == "once":
        return [agreement_term.start]
    days = []
    day, months = agreement_term.start, 0
    while day <= agreement_term.end:
        days.append(day)
        months += MONTHS[term.every]
        day = months_later(agreement_term.start, months)
    return days


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def fixed_due(term: FixedTerm, claims: Sequence[Instalments]) -> Due:
    """So many instalments at the fixed sum, whatever happened."""
    times = sum(claim.times for claim in claims)
    each = "" if term.every == "once" else f" for every {term.every}"
    line = DueLine(
        what="Fixed price",
        quantity=Decimal(times),
        unit="instalment",
        amount=(term.fixed * times).to_pence(),
        reason=f"{money(term.fixed)}{each}; {counted(times, 'instalment')} fell due in this period."
        if times
        else "No instalment fell due in this period.",
    )
    return settled(term.id, [line], nothing=term.fixed * 0)
