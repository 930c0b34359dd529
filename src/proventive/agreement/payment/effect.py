"""A sum for each unit avoided among everyone who joined, from an agreed effect on."""

from collections.abc import Sequence
from decimal import Decimal

from proventive.agreement.document import EffectOnEveryoneWhoJoined, PaysFrom
from proventive.agreement.payment.capped import no_money, settled
from proventive.agreement.payment.claims import CohortClaim, Participation
from proventive.agreement.payment.due import Due, DueLine
from proventive.agreement.payment.paid_once import ClaimedTwice, claimed_twice, nobody_looked, share_kept, under
from proventive.agreement.payment.wording import counted, money, percent, quantity
from proventive.agreement.phrases import Rate
from proventive.quantities import Money, Unknown

MORE_DIED = (
    "Nothing is due: more of those who joined died than of the comparison, by more than sampling error, and this "
    "term pays nothing then."
)


def effect_due(
    term: EffectOnEveryoneWhoJoined,
    claims: Sequence[CohortClaim],
    *,
    elsewhere: Sequence[Participation] | Unknown = (),
    already_paid: Money | None = None,
) -> Due:
    """The rate for each unit avoided, where the effect reaches the agreed threshold.

    An increase is not paid for and claws nothing back. An amount is unknown only where something is due.
    """
    nothing = no_money(term.rate, term.cap)
    others = () if isinstance(elsewhere, Unknown) else elsewhere
    lines: list[DueLine] = []
    also_claimed = 0
    for claim in sorted(claims, key=lambda claim: (claim.period, claim.evidence, str(claim.effect))):
        twice = claimed_twice(claim.cohort, others, allowed=term.also_paid_elsewhere == "yes")
        lines += cohort_lines(term, claim, twice, nothing=nothing)
        also_claimed += len(twice.also_claimed)
    if not claims:
        lines.append(not_due(term, "Nothing is due: nothing was claimed for this period.", nothing=nothing))
    if isinstance(elsewhere, Unknown):
        lines.append(nobody_looked(elsewhere, nothing=nothing))
    return settled(
        term.id,
        lines,
        nothing=nothing,
        cap=term.cap,
        already_paid=already_paid,
        also_claimed=also_claimed,
    )


def cohort_lines(
    term: EffectOnEveryoneWhoJoined, claim: CohortClaim, twice: ClaimedTwice, *, nothing: Money
) -> list[DueLine]:
    """What is due for one cohort, and what is taken out because another agreement pays for it."""
    reached, judgement = verdict(term.pays_from, claim)
    if isinstance(reached, Unknown):
        return [unknown_line(term, reached)]
    if not reached:
        return [not_due(term, judgement, nothing=nothing)]
    avoided = payable(term.pays_from, claim)
    if isinstance(avoided, Unknown):
        return [unknown_line(term, both_unknown(avoided, term.rate), judgement)]
    if avoided <= 0:
        return [not_due(term, f"{judgement} Nothing is due: {no_fewer(claim)}", nothing=nothing)]
    taken_out = len({participation.person for participation in twice.not_paid})
    kept, people = share_kept(claim.people, taken_out)
    paid = avoided * kept / people if taken_out and people else avoided
    reason = f"{judgement} {arithmetic(term.pays_from, claim)}"
    both = len({own.person for own in twice.also_claimed}) - taken_out
    if both:
        reason += f" The change of {counted(both, 'person')} is claimed under another agreement too."
    lines = [DueLine(what=what(term), quantity=paid, unit=unit(term), amount=at_rate(term, paid), reason=reason)]
    if taken_out:
        lines.append(taken_out_line(term, claim, twice, taken_out, avoided - paid, nothing=nothing))
    return lines


def verdict(pays_from: PaysFrom, claim: CohortClaim) -> tuple[bool | Unknown, str]:
    """Whether the unrounded effect reaches the threshold, and the sentence that says so."""
    if isinstance(claim.effect, Unknown):
        return claim.effect, ""
    if claim.more_died and pays_from.if_more_die == "nothing":
        return False, MORE_DIED
    judged, judged_on = claim.effect, "the point estimate"
    if pays_from.judged_on == "lower bound":
        if claim.low is not None:
            judged, judged_on = claim.low, "the lower bound of the interval"
        elif pays_from.if_unclear == "nothing":
            return False, "Nothing is due: it is judged on the lower bound, and the result has no interval."
        else:
            judged_on = "the point estimate, since the result has no interval"
    threshold = pays_from.effect
    said = f"{fewer(judged, beside=threshold)}, judged on {judged_on}"
    if judged >= threshold:
        return True, f"{said}, reaches the {percent(threshold)} from which this term pays."
    return False, f"Nothing is due: {said}, is below the {percent(threshold)} from which this term pays."


def fewer(share: Decimal, *, beside: Decimal) -> str:
    return f"{percent(-share)} more" if share < 0 else f"{percent(share, beside=beside)} fewer"


def payable(pays_from: PaysFrom, claim: CohortClaim) -> Decimal | Unknown:
    """Units avoided that the term pays for: all, or those above the threshold's share of the counterfactual."""
    if isinstance(claim.counterfactual, Unknown):
        return claim.counterfactual
    if isinstance(claim.observed, Unknown):
        return claim.observed
    avoided = claim.counterfactual - claim.observed
    return avoided if pays_from.then == "all" else avoided - pays_from.effect * claim.counterfactual


def arithmetic(pays_from: PaysFrom, claim: CohortClaim) -> str:
    """Expected less happened, in numbers."""
    if isinstance(claim.counterfactual, Unknown) or isinstance(claim.observed, Unknown):
        return ""
    expected, happened = claim.counterfactual, claim.observed
    text = (
        f"Among the {whom(claim)}, {quantity(expected)} would have happened anyway and {quantity(happened)} did: "
        f"{quantity(expected - happened)} avoided"
    )
    if pays_from.then == "all":
        return text + ", and all are paid."
    first = pays_from.effect * expected
    return text + f"; the first {quantity(first)} ({percent(pays_from.effect)}) are not paid."


def whom(claim: CohortClaim) -> str:
    """The people whom the totals are of."""
    joined = f"{counted(claim.people, 'person')} who joined"
    if claim.compared is None or claim.compared >= claim.people:
        return joined
    return f"{claim.compared:,} of {joined} who have a similar person to compare with"


def no_fewer(claim: CohortClaim) -> str:
    """Why an effect that reached its threshold pays nothing all the same."""
    if isinstance(claim.counterfactual, Unknown) or isinstance(claim.observed, Unknown):
        return "nothing is left to pay for."
    if claim.observed > claim.counterfactual:
        return (
            f"{quantity(claim.observed)} happened among everyone who joined, against "
            f"{quantity(claim.counterfactual)} expected. An increase is not paid for, and takes nothing back."
        )
    return "no more was avoided than the share that is not paid."


def taken_out_line(
    term: EffectOnEveryoneWhoJoined,
    claim: CohortClaim,
    twice: ClaimedTwice,
    taken_out: int,
    not_paid: Decimal,
    *,
    nothing: Money,
) -> DueLine:
    """The people whose change another agreement pays for, at the cohort's average effect."""
    return DueLine(
        what="Avoided among people paid for elsewhere",
        quantity=not_paid,
        unit=unit(term),
        amount=nothing,
        reason=(
            f"Not paid here: {counted(taken_out, 'person')} of {claim.people:,} joined {under(twice.paid_under)} "
            "first, which claims the same change, and the two agreements do not both allow it to be paid twice. "
            "They are taken out at the average effect of everyone who joined."
        ),
    )


def unknown_line(term: EffectOnEveryoneWhoJoined, why: Unknown, judgement: str = "") -> DueLine:
    reason = f"{judgement} What is owed is not known: {why.unknown}.".strip()
    return DueLine(what=what(term), quantity=why, unit=unit(term), amount=why, reason=reason)


def not_due(term: EffectOnEveryoneWhoJoined, reason: str, *, nothing: Money) -> DueLine:
    return DueLine(what=what(term), quantity=Decimal(0), unit=unit(term), amount=nothing, reason=reason)


def at_rate(term: EffectOnEveryoneWhoJoined, paid: Decimal) -> Money | Unknown:
    if isinstance(term.rate, Rate):
        return (term.rate.amount * paid).to_pence()
    return rate_unknown(term.rate)


def rate_unknown(rate: Unknown) -> Unknown:
    return Unknown(unknown=f"the rate of this term is not known ({rate.unknown})")


def both_unknown(why: Unknown, rate: Rate | Unknown) -> Unknown:
    """What is missing to reckon the amount: the units avoided, and the rate where that is not known either."""
    return why if isinstance(rate, Rate) else Unknown(unknown=f"{why.unknown}; {rate_unknown(rate).unknown}")


def unit(term: EffectOnEveryoneWhoJoined) -> str:
    return term.rate.per if isinstance(term.rate, Rate) else "unit avoided"


def what(term: EffectOnEveryoneWhoJoined) -> str:
    each = f", at {money(term.rate.amount)} each" if isinstance(term.rate, Rate) else ""
    return f"Avoided among everyone who joined{each}"
