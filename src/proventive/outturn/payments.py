"""What each payment term owes for the period, line by line."""

from datetime import date, timedelta

from proventive.agreement.document import (
    EffectOnEveryoneWhoJoined,
    FixedTerm,
    PaymentTerm,
    PerPersonImproved,
)
from proventive.agreement.payment import Claim, Due, Instalments, due, instalments
from proventive.evaluation.finding import Finding
from proventive.outturn.case import Case, follow_up_of, objective_of
from proventive.outturn.claims import cohort_claim
from proventive.outturn.outturn import Payment
from proventive.outturn.person_claims import person_claims
from proventive.outturn.statement import told, unsettled
from proventive.quantities import Figure, Period, Trail, Unknown, months_as_days
from proventive.quantities.words import day_in_words

METHOD = "each line is rounded to the penny once, halves away from zero; a line for what lies above the cap"


def payment(case: Case, term: PaymentTerm) -> Payment:
    """What one term owes for the period: settled where its results are due, else Unknown with the day."""
    trail = payment_trail(case, term)
    if isinstance(term, FixedTerm):
        return told(case, term, pays(case, term, [fixed_claim(case, term)]), None, trail)
    why_not = not_yet(case, term)
    if why_not is not None:
        return unsettled(case, term, why_not, trail)
    return told(case, term, pays(case, term, change_claims(case, term)), finding_for(case, term), trail)


def pays(case: Case, term: PaymentTerm, claims: list[Claim]) -> Due:
    return due(term, claims, case.period, elsewhere=case.elsewhere, already_paid=case.already_paid.get(term.id))


def fixed_claim(case: Case, term: FixedTerm) -> Instalments:
    """The instalments that have fallen due in the period by the as-at day."""
    if case.as_at < case.period.start:
        return Instalments(term=term.id, period=case.period, times=0)
    so_far = Period(start=case.period.start, end=min(case.period.end, case.as_at))
    return instalments(term, case.agreement.term, so_far)


def change_claims(case: Case, term: PerPersonImproved | EffectOnEveryoneWhoJoined) -> list[Claim]:
    """The claims of a term that pays for a change."""
    if isinstance(term, PerPersonImproved):
        return list(person_claims(case, term))
    finding = finding_for(case, term)
    return [cohort_claim(case, term, finding)] if finding is not None else []


def finding_for(case: Case, term: PerPersonImproved | EffectOnEveryoneWhoJoined) -> Finding | None:
    """What was found for the term's objective at the term's follow-up."""
    named = objective_of(term) or ""
    return case.finding(named, follow_up_of(term, case.agreement.objective(named)))


def not_yet(case: Case, term: PerPersonImproved | EffectOnEveryoneWhoJoined) -> Unknown | None:
    """Why a term cannot be settled: too early, no result, or earlier payments under its cap not known."""
    finding = finding_for(case, term)
    return too_early(case, term, finding) or no_result(term, finding) or no_earlier_payments(case, term)


def too_early(
    case: Case, term: PerPersonImproved | EffectOnEveryoneWhoJoined, finding: Finding | None
) -> Unknown | None:
    """Until all follow-up has ended nothing is owed yet; where there is a finding, it says so."""
    results = results_on(case, term)
    if finding.status != "too early" if finding is not None else results <= case.as_at:
        return None
    return Unknown(unknown=f"too early: results are due on {day_in_words(results)}")


def no_result(term: PerPersonImproved | EffectOnEveryoneWhoJoined, finding: Finding | None) -> Unknown | None:
    """Nothing was found at the follow-up that the term names; for a person's own scores, nothing was recorded."""
    if isinstance(term, EffectOnEveryoneWhoJoined):
        nothing = Unknown(unknown="nothing was found out about its objective at the follow-up that it names")
        return nothing if finding is None else None
    if finding is None or finding.status != "not known":
        return None
    return finding.happened.value if isinstance(finding.happened.value, Unknown) else None


def no_earlier_payments(case: Case, term: PerPersonImproved | EffectOnEveryoneWhoJoined) -> Unknown | None:
    """What counts towards a cap on the whole agreement has to be known, in every period but the first."""
    over_the_agreement = term.cap is not None and term.cap.per == "agreement"
    first = case.period.start <= case.agreement.term.start
    if not over_the_agreement or first or term.id in case.already_paid:
        return None
    return Unknown(unknown="its cap covers the whole agreement, and what it paid before is not on record")


def results_on(case: Case, term: PerPersonImproved | EffectOnEveryoneWhoJoined) -> date:
    """The day after the term's follow-up has ended for those who joined on the last day of the period."""
    months = follow_up_of(term, case.agreement.objective(objective_of(term) or "")) or 0
    return case.period.end + timedelta(days=months_as_days(months) + 1)


def payment_trail(case: Case, term: PaymentTerm) -> Trail:
    """The lines of the agreement, the records and the findings that a payment rests on."""
    objective = objective_of(term)
    if isinstance(term, FixedTerm) or objective is None:
        return case.trail(f"fixed sums that fell due; {METHOD}", term.id)
    tables = ("referrals", "assessments") if isinstance(term, PerPersonImproved) else ("referrals",)
    return case.trail(
        f"agreement.payment, {type(term).__name__}; {METHOD}",
        term.id,
        objective,
        tables=tables,
        rests_on=(figure.id for figure in figures_of(finding_for(case, term))),
    )


def figures_of(finding: Finding | None) -> tuple[Figure, ...]:
    """The figures of a finding on which a payment rests."""
    if finding is None:
        return ()
    return (finding.people, finding.followed, finding.observed, finding.counterfactual, finding.relative)
