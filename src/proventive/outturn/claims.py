"""Claims: who joined, which change is claimed for them, and what the evaluation found."""

import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from proventive.agreement.document import (
    Agreement,
    EffectOnEveryoneWhoJoined,
    FixedTerm,
    PaymentTerm,
)
from proventive.agreement.payment import CohortClaim, Participation, span_of_change
from proventive.evaluation.checks.deaths import NO_MORE_DEATHS
from proventive.evaluation.finding import Finding
from proventive.outturn.case import Case, change_of, follow_up_of, objective_of
from proventive.quantities import Estimate, Number, Period, Unknown, Value, to_json
from proventive.quantities.words import as_decimal
from proventive.records import Records

HUNDREDTH = Decimal("0.01")
PER = " per "
RATES = {"person": 1, "100 people": 100}
"""Rates that can be made a total: of how many people each is."""


def claims(agreement: Agreement, records: Records, period: Period) -> tuple[Participation, ...]:
    """The changes that an agreement claims for those who joined under it in a period, each once.

    This is what a sibling agreement of the same store claims: ``settle`` takes it as ``elsewhere``. A person
    stands in it once for each change that a payment term pays for, whether or not anything came of it.
    """
    changes = (change for term in agreement.payment for change in participations(agreement, records, term, period))
    return tuple(dict.fromkeys(changes))


def participations(
    agreement: Agreement, records: Records, term: PaymentTerm, period: Period
) -> Iterator[Participation]:
    """Everyone who joined in the period, with the change for which one term pays; none for a fixed sum."""
    named = objective_of(term)
    if named is None or isinstance(term, FixedTerm):
        return
    objective = agreement.objective(named)
    months = follow_up_of(term, objective) or 0
    for person, started in joined(agreement, records, period):
        yield Participation(
            agreement=agreement.id,
            change=change_of(objective),
            person=person,
            span=span_of_change(started, months),
            also_paid_elsewhere=term.also_paid_elsewhere == "yes",
        )


def joined(agreement: Agreement, records: Records, period: Period) -> list[tuple[str, date]]:
    """Who joined under an agreement in a period, and on which day first."""
    rows = records.query("outturn/joined", agreement=agreement.id, first_day=period.start, last_day=period.end)
    return list(zip(rows["person_id"].tolist(), rows["started_on"].tolist(), strict=True))


def cohort_claim(case: Case, term: EffectOnEveryoneWhoJoined, finding: Finding) -> CohortClaim:
    """What was found for everyone who joined, as the term's rule for people without a comparator has it.

    Observed and counterfactual rates per person become totals here, once: over the matched where the unmatched
    are taken to have no effect (for them, what happened is what would have happened anyway, so both totals leave
    them out), over everyone who joined where they are taken as matched. Where nobody says how many were matched,
    as in a published result, they are those whom the publication counts. Totals are rounded to 0.01 of an event,
    halves away from zero; a published total stands as published.
    """
    matched_only = term.unmatched == "no effect" and finding.followed.known
    counted = finding.followed if matched_only else finding.people
    people, of_them = whole(finding.people.value), whole(counted.value)
    low, high = interval(finding.relative.value)
    return CohortClaim(
        term=term.id,
        period=case.period,
        people=people if isinstance(people, int) else 0,
        observed=total("how many happened", finding.observed.value, counted.value),
        counterfactual=total("how many would have happened anyway", finding.counterfactual.value, counted.value),
        effect=exactly(finding.relative.value),
        low=low,
        high=high,
        compared=of_them if matched_only and isinstance(of_them, int) else None,
        more_died=any(check.name == NO_MORE_DEATHS and check.passed is False for check in finding.checks),
        cohort=tuple(participations(case.agreement, case.records, term, case.period)),
        evidence=hashlib.sha256(to_json(finding).encode()).hexdigest(),
    )


def total(what: str, rate: Value, people: Value) -> Decimal | Unknown:
    """The total over so many people; where it is not known, the reason says of what."""
    found = over_people(rate, people)
    return found if isinstance(found, Decimal) else Unknown(unknown=f"{what} is not known ({found.unknown})")


def over_people(rate: Value, people: Value) -> Decimal | Unknown:
    """A rate per person as the total over so many people, to 0.01 of an event; a total stays as it is."""
    number = exactly(rate)
    if isinstance(number, Unknown) or not isinstance(rate, Number | Estimate) or PER not in rate.unit:
        return number
    of = RATES.get(rate.unit.partition(PER)[2])
    if of is None:
        return Unknown(unknown=f"it is a rate ({rate.unit}), and nothing says how many make the total")
    count = exactly(people)
    if isinstance(count, Unknown):
        return Unknown(
            unknown=f"it is a rate ({rate.unit}), and of how many people is not known ({count.unknown})"
        )
    return (number * count / of).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def exactly(value: Value) -> Decimal | Unknown:
    """The number of a value as a Decimal, unrounded."""
    if isinstance(value, Number):
        return value.number
    if isinstance(value, Estimate):
        return as_decimal(value.value)
    return value if isinstance(value, Unknown) else Unknown(unknown="it is an amount of money, not a number")


def whole(value: Value) -> int | Unknown:
    """A count of people."""
    number = exactly(value)
    return number if isinstance(number, Unknown) else int(number)


def interval(value: Value) -> tuple[Decimal | None, Decimal | None]:
    """The ends of an interval as Decimals, unrounded; none where there is no interval."""
    if isinstance(value, Estimate) and value.low is not None and value.high is not None:
        return as_decimal(value.low), as_decimal(value.high)
    return None, None
