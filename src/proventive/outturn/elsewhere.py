"""Changes that another agreement of the store claims too: a sentence for each agreement and change."""

from collections.abc import Iterable, Iterator, Sequence

from proventive.agreement.document import FixedTerm, PaymentTerm
from proventive.agreement.payment import Participation, claimed_twice
from proventive.outturn.case import Case, objective_of
from proventive.outturn.claims import participations
from proventive.quantities import Unknown
from proventive.quantities.words import things


def also_claimed(case: Case) -> tuple[str, ...]:
    """What to say of changes claimed twice, for every term that pays for a change; each sentence once."""
    if isinstance(case.elsewhere, Unknown):
        return ()
    return tuple(
        dict.fromkeys(text for term in case.agreement.payment for text in of_term(case, term, case.elsewhere))
    )


def of_term(case: Case, term: PaymentTerm, elsewhere: Sequence[Participation]) -> Iterator[str]:
    """The sentences for one term: those who joined elsewhere first, those who joined here first, and both paid."""
    if isinstance(term, FixedTerm):
        return
    own = tuple(participations(case.agreement, case.records, term, case.period))
    change = (objective_of(term) or "").replace("-", " ")
    allowed = term.also_paid_elsewhere == "yes"
    for other in sorted({claim.agreement for claim in elsewhere}):
        theirs = [claim for claim in elsewhere if claim.agreement == other]
        twice = claimed_twice(own, theirs, allowed=allowed)
        paid_twice = claimed_twice(own, (claim for claim in theirs if claim.also_paid_elsewhere), allowed=allowed)
        both = paid_twice.also_claimed - twice.not_paid if allowed else frozenset()
        first_here = twice.also_claimed - twice.not_paid - both
        yield from told(
            twice.not_paid, other, change, "They joined it first, so their change is not paid for here"
        )
        yield from told(first_here, other, change, "They joined here first, so their change is not paid for there")
        yield from told(both, other, change, "Both agreements allow their change to be paid for twice")


def told(people: Iterable[Participation], other: str, change: str, verdict: str) -> Iterator[str]:
    number = len({claim.person for claim in people})
    if number:
        are = f"{things(number, 'person', 'people')} {'is' if number == 1 else 'are'}"
        yield f"{are} also counted under “{other}” for {change}. {verdict}."
