"""What any term pays: the right mechanism for the term, on its own claims of the period."""

from collections.abc import Iterable
from datetime import date

from proventive.agreement.document import FixedTerm, PaymentTerm, PerPersonImproved
from proventive.agreement.payment.claims import Claim, CohortClaim, Instalments, Participation, PersonClaim
from proventive.agreement.payment.due import Due
from proventive.agreement.payment.effect import effect_due
from proventive.agreement.payment.fixed import fixed_due
from proventive.agreement.payment.per_person import per_person_due
from proventive.quantities import Money, Period, Unknown


def due(
    term: PaymentTerm,
    claims: Iterable[Claim],
    period: Period,
    *,
    elsewhere: Iterable[Participation] | Unknown = (),
    already_paid: Money | None = None,
) -> Due:
    """What a term pays for the claims of one period, and why, line by line.

    A claim belongs to the period in which it starts: claims of other terms or periods are left alone, and a
    claim given twice is one claim. ``elsewhere`` holds what other agreements claim, or an Unknown that says
    why nobody looked. ``already_paid`` is what the term paid in earlier periods: it counts towards a cap on
    the whole agreement (None: nothing). The same claims in any order give an equal answer.

    Raises BasesDiffer if the rate and the cap are in different currencies.
    """
    own = {claim for claim in claims if claim.term == term.id and first_day(claim) in period}
    others = elsewhere if isinstance(elsewhere, Unknown) else tuple(elsewhere)
    if isinstance(term, FixedTerm):
        return fixed_due(term, [claim for claim in own if isinstance(claim, Instalments)])
    if isinstance(term, PerPersonImproved):
        people = [claim for claim in own if isinstance(claim, PersonClaim)]
        return per_person_due(term, people, elsewhere=others, already_paid=already_paid)
    cohorts = [claim for claim in own if isinstance(claim, CohortClaim)]
    return effect_due(term, cohorts, elsewhere=others, already_paid=already_paid)


def first_day(claim: Claim) -> date:
    """The day on which what is claimed begins: a person's joining, or the first day of the period claimed."""
    return claim.participation.span.start if isinstance(claim, PersonClaim) else claim.period.start
