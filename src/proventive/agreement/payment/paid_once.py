"""One change is paid once: what happens when two agreements claim the same person's change."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from proventive.agreement.payment.claims import Participation
from proventive.agreement.payment.due import DueLine
from proventive.quantities import Money, Period, Unknown, months_as_days


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedTwice:
    """Which of an agreement's participations are claimed elsewhere too, and which are therefore not paid here."""

    also_claimed: frozenset[Participation]
    not_paid: frozenset[Participation]
    paid_under: tuple[str, ...]  # the agreements that those not paid here started under earlier


def claimed_twice(
    own: Iterable[Participation], elsewhere: Iterable[Participation], *, allowed: bool
) -> ClaimedTwice:
    """The changes that another agreement claims too, and those that only the other one pays for.

    Two participations of one person in the same change, under two agreements, with overlapping spans, are one
    change claimed twice. Unless both agreements allow it, only the earlier start is paid; on equal days the
    agreement whose id comes first. Each pair is judged alone, whatever a third agreement claims, so that every
    agreement reaches the same verdict by itself and a further claim never raises what is owed. ``allowed``
    says whether the term allows it.
    """
    participations = frozenset(own)
    others = by_change(elsewhere, {(mine.change, mine.person) for mine in participations})
    also_claimed, not_paid, paid_under = set(), set(), set()
    for mine in participations:
        for other in others[mine.change, mine.person]:
            if other.agreement == mine.agreement or not other.span.overlaps(mine.span):
                continue
            also_claimed.add(mine)
            both_allow = allowed and other.also_paid_elsewhere
            if not both_allow and (other.span.start, other.agreement) < (mine.span.start, mine.agreement):
                not_paid.add(mine)
                paid_under.add(other.agreement)
    return ClaimedTwice(
        also_claimed=frozenset(also_claimed),
        not_paid=frozenset(not_paid),
        paid_under=tuple(sorted(paid_under)),
    )


def by_change(
    participations: Iterable[Participation], wanted: set[tuple[str, str]]
) -> defaultdict[tuple[str, str], list[Participation]]:
    """Participations by change and person, of those wanted only."""
    found: defaultdict[tuple[str, str], list[Participation]] = defaultdict(list)
    for participation in participations:
        if (key := (participation.change, participation.person)) in wanted:
            found[key].append(participation)
    return found


def span_of_change(started: date, follow_up: int) -> Period:
    """The days that a claim covers: from joining to the last day of so many months of follow-up."""
    days = max(months_as_days(follow_up), 1)
    return Period(start=started, end=started + timedelta(days=days - 1))


def nobody_looked(elsewhere: Unknown, *, nothing: Money) -> DueLine:
    """The line that says that claims of other agreements were not looked at."""
    return DueLine(
        what="Changes claimed under other agreements too",
        quantity=elsewhere,
        unit="change",
        amount=nothing,
        reason=f"Not known: {elsewhere.unknown}. Nothing was taken off, so a change may be paid for twice.",
    )


def under(agreements: tuple[str, ...]) -> str:
    """``“a” or “b”``."""
    return " or ".join(f"“{agreement}”" for agreement in agreements)


def share_kept(people: int, taken_out: int) -> tuple[Decimal, Decimal]:
    """The people who remain, and the people there were: a share as its two terms, so that nothing is rounded."""
    return Decimal(max(people - taken_out, 0)), Decimal(people)
