"""A sum for each person who improved."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from proventive.agreement.document import PerPersonImproved
from proventive.agreement.payment.capped import no_money, settled
from proventive.agreement.payment.claims import Participation, PersonClaim
from proventive.agreement.payment.due import Due, DueLine
from proventive.agreement.payment.paid_once import ClaimedTwice, claimed_twice, nobody_looked, under
from proventive.agreement.payment.wording import counted, money, plain
from proventive.agreement.phrases import Rate
from proventive.quantities import Money, Unknown


def per_person_due(
    term: PerPersonImproved,
    claims: Sequence[PersonClaim],
    *,
    elsewhere: Sequence[Participation] | Unknown = (),
    already_paid: Money | None = None,
) -> Due:
    """The rate for each person whose score improved by enough, once, and why the others are not paid."""
    nothing = no_money(term.rate, term.cap)
    first, repeated = once_each(claims)
    twice = claimed_twice(
        [claim.participation for claim in first],
        () if isinstance(elsewhere, Unknown) else elsewhere,
        allowed=term.also_paid_elsewhere == "yes",
    )
    lines = [
        line
        for line in (
            paid_line(term, first, twice, nothing=nothing),
            below_line(term, first, nothing=nothing),
            unknown_line(first, nothing=nothing),
            elsewhere_line(term, first, twice, nothing=nothing),
            repeated_line(repeated, nothing=nothing),
        )
        if line is not None
    ]
    if isinstance(elsewhere, Unknown):
        lines.append(nobody_looked(elsewhere, nothing=nothing))
    return settled(
        term.id,
        lines,
        nothing=nothing,
        cap=term.cap,
        already_paid=already_paid,
        also_claimed=len(twice.also_claimed),
    )


def once_each(claims: Sequence[PersonClaim]) -> tuple[list[PersonClaim], int]:
    """The first claim of each person, those that do not overlap it, and how many were left out.

    Where two claims of a person start on one day, the smaller improvement stands.
    """
    kept: defaultdict[str, list[PersonClaim]] = defaultdict(list)
    left_out = 0
    for claim in sorted(claims, key=by_start):
        earlier = kept[claim.participation.person]
        if earlier and earlier[-1].participation.span.overlaps(claim.participation.span):
            left_out += 1
        else:
            earlier.append(claim)
    return [claim for own in kept.values() for claim in own], left_out


def by_start(claim: PersonClaim) -> tuple[object, ...]:
    """The order in which claims are met: by person, then start, then the smaller improvement."""
    improved = claim.improved_by
    known = isinstance(improved, Decimal)
    span = claim.participation.span
    return (claim.participation.person, span.start, known, improved if known else Decimal(0), span.end)


def enough(term: PerPersonImproved, claim: PersonClaim) -> bool:
    return isinstance(claim.improved_by, Decimal) and claim.improved_by >= term.by


def paid_line(
    term: PerPersonImproved, claims: Sequence[PersonClaim], twice: ClaimedTwice, *, nothing: Money
) -> DueLine:
    """Those who are paid for; also those whom another agreement pays for too, where both allow it."""
    paid = [claim for claim in claims if enough(term, claim) and claim.participation not in twice.not_paid]
    both = sum(claim.participation in twice.also_claimed for claim in paid)
    reason = f"Their score improved by at least {points(term.by)}{at_rate(term.rate)}."
    if both:
        reason += f" The change of {counted(both, 'person')} is claimed under another agreement too."
    if not paid:
        reason = f"Nobody is paid for: no score that may be claimed here improved by at least {points(term.by)}."
    return DueLine(
        what="People who improved enough",
        quantity=Decimal(len(paid)),
        unit="person",
        amount=amount(term.rate, len(paid), nothing=nothing),
        reason=reason,
    )


def below_line(term: PerPersonImproved, claims: Sequence[PersonClaim], *, nothing: Money) -> DueLine | None:
    """Those whose score improved by less, or got worse."""
    below = sum(isinstance(claim.improved_by, Decimal) and not enough(term, claim) for claim in claims)
    return not_paid(
        "People who improved by less, or not at all",
        below,
        f"Not paid: their score improved by less than {points(term.by)}, stayed the same or got worse.",
        nothing=nothing,
    )


def unknown_line(claims: Sequence[PersonClaim], *, nothing: Money) -> DueLine | None:
    """Those without a score at follow-up."""
    why = sorted({claim.improved_by.unknown for claim in claims if isinstance(claim.improved_by, Unknown)})
    return not_paid(
        "People whose change is not known",
        sum(isinstance(claim.improved_by, Unknown) for claim in claims),
        f"Not paid: without a score at follow-up no improvement can be claimed ({'; '.join(why)}).",
        nothing=nothing,
    )


def elsewhere_line(
    term: PerPersonImproved, claims: Sequence[PersonClaim], twice: ClaimedTwice, *, nothing: Money
) -> DueLine | None:
    """Those who improved enough, but joined another agreement first, which claims the same change."""
    taken = sum(enough(term, claim) and claim.participation in twice.not_paid for claim in claims)
    return not_paid(
        "People who improved enough, and are paid for elsewhere",
        taken,
        f"Not paid here: the same change is claimed under {under(twice.paid_under)}, which they joined first, and "
        "the two agreements do not both allow it to be paid twice.",
        nothing=nothing,
    )


def repeated_line(repeated: int, *, nothing: Money) -> DueLine | None:
    """Second claims for a person within the follow-up of the first."""
    return not_paid(
        "Second claims for the same person",
        repeated,
        "Not paid: they joined again while their first follow-up was still running, and one change is paid once.",
        nothing=nothing,
        unit="claim",
    )


def not_paid(what: str, number: int, reason: str, *, nothing: Money, unit: str = "person") -> DueLine | None:
    """A line that pays nothing and says why; none where there is nobody to say it of."""
    if not number:
        return None
    return DueLine(what=what, quantity=Decimal(number), unit=unit, amount=nothing, reason=reason)


def amount(rate: Rate | Unknown, people: int, *, nothing: Money) -> Money | Unknown:
    """So many people at the rate, to the penny; not known only where somebody is to be paid for."""
    if isinstance(rate, Rate):
        return (rate.amount * people).to_pence()
    return Unknown(unknown=f"the rate of this term is not known ({rate.unknown})") if people else nothing


def at_rate(rate: Rate | Unknown) -> str:
    return f"; {money(rate.amount)} per {rate.per}" if isinstance(rate, Rate) else ""


def points(number: Decimal) -> str:
    return f"{plain(number)} point" if number == 1 else f"{plain(number)} points"
