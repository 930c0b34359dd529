"""Worked examples: a few invented facts, and what the terms make of them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from proventive.agreement.document import (
    Agreement,
    EffectOnEveryoneWhoJoined,
    FixedTerm,
    Given,
    PaymentTerm,
    PerPersonImproved,
    WorkedExample,
)
from proventive.agreement.payment import (
    Claim,
    CohortClaim,
    Due,
    DueLine,
    Instalments,
    Participation,
    PersonClaim,
    due,
    span_of_change,
)
from proventive.agreement.payment.wording import money, quantity
from proventive.agreement.periods import statement_periods
from proventive.agreement.pointing import fault, nearest
from proventive.quantities import BasesDiffer, Money, Period, Unknown
from proventive.reading.faults import Fault

EVIDENCE = "worked example"
ANOTHER_AGREEMENT = "(another agreement)"  # comes before any id, so that on the same day the other one is paid


def run_example(agreement: Agreement, example: WorkedExample) -> Mapping[str, Due]:
    """What each term that an example gives facts for pays.

    Nothing was paid before. A person's other agreement, where the example names a day, claims the same change and
    allows it to be paid twice, so that it is the term of this agreement that is put to the test.
    """
    period = period_of(agreement, example)
    return {
        term.id: example_due(agreement, term, given, period)
        for term in agreement.payment
        if (given := example.given.get(about(term))) is not None
    }


def example_due(agreement: Agreement, term: PaymentTerm, given: Given, period: Period) -> Due:
    change, months = change_of(agreement, term)
    here = [
        Participation(
            agreement=agreement.id,
            change=change,
            person=person.person,
            span=span_of_change(person.started, months),
        )
        for person in given.persons
    ]
    elsewhere = [
        Participation(
            agreement=ANOTHER_AGREEMENT,
            change=change,
            person=person.person,
            span=span_of_change(person.elsewhere, months),
            also_paid_elsewhere=True,
        )
        for person in given.persons
        if person.elsewhere is not None
    ]
    return due(term, claims_of(term, given, here, period), period, elsewhere=elsewhere)


def about(term: PaymentTerm) -> str:
    """What an example gives facts about: the objective that a term pays for, or a fixed term itself."""
    if isinstance(term, FixedTerm):
        return term.id
    if isinstance(term, PerPersonImproved):
        return term.per_person_improved
    return term.effect_on_everyone_who_joined


def change_of(agreement: Agreement, term: PaymentTerm) -> tuple[str, int]:
    """The change that a term pays for, and the months of follow-up that a claim covers."""
    objectives = {objective.id: objective for objective in agreement.objectives}
    objective = objectives.get(about(term))
    if objective is None or isinstance(term, FixedTerm):
        return about(term), 0
    months = term.follow_up or (objective.plan.follow_up[-1] if objective.plan.follow_up else 0)
    return objective.reduce or objective.measured_by or objective.id, months


def claims_of(term: PaymentTerm, given: Given, joined: Sequence[Participation], period: Period) -> list[Claim]:
    """The invented facts as claims."""
    if isinstance(term, FixedTerm):
        return [Instalments(term=term.id, period=period, times=given.times or 0)]
    if isinstance(term, EffectOnEveryoneWhoJoined):
        return [cohort_claim(term, given, tuple(joined), period)]
    return [
        PersonClaim(term=term.id, participation=participation, improved_by=person.improved_by, evidence=EVIDENCE)
        for person, participation in zip(given.persons, joined, strict=True)
    ]


def cohort_claim(
    term: EffectOnEveryoneWhoJoined, given: Given, joined: tuple[Participation, ...], period: Period
) -> CohortClaim:
    missing = Unknown(unknown="the worked example does not give it")
    return CohortClaim(
        term=term.id,
        period=period,
        people=len(joined) if given.people is None else given.people,
        observed=missing if given.observed is None else given.observed,
        counterfactual=missing if given.counterfactual is None else given.counterfactual,
        effect=effect_of(given),
        low=given.low,
        high=given.high,
        cohort=joined,
        more_died=given.more_died == "yes",
        evidence=EVIDENCE,
    )


def effect_of(given: Given) -> Decimal | Unknown:
    """The effect given, else one less observed over counterfactual."""
    if given.effect is not None:
        return given.effect
    if given.observed is None or not given.counterfactual:
        return Unknown(unknown="the worked example gives no effect, and nothing to reckon it from")
    return 1 - given.observed / given.counterfactual


def period_of(agreement: Agreement, example: WorkedExample) -> Period:
    """The statement period in which the first invented person joined, else the first."""
    periods = statement_periods(agreement)
    started = [person.started for given in example.given.values() for person in given.persons]
    found = [period for period in periods if started and min(started) in period]
    return (found or list(periods))[0]


def example_faults(agreement: Agreement) -> list[Fault]:
    """Every worked example that the terms do not produce to the penny, line by line, and those that cannot be "
    "run."""
    faults: list[Fault] = []
    for number, example in enumerate(agreement.worked_examples):
        path = f"worked_examples/{number}"
        outside = list(people_outside(agreement, example, path))
        faults += outside or differences(agreement, example, number)
        faults += names_unknown(agreement, example, path)
    return faults


def names_unknown(agreement: Agreement, example: WorkedExample, path: str) -> Iterator[Fault]:
    """Terms and objectives that an example speaks of, and that do not exist or meet no facts."""
    terms = {term.id: term for term in agreement.payment}
    facts = {objective.id for objective in agreement.objectives} | {
        term.id for term in agreement.payment if isinstance(term, FixedTerm)
    }
    for id in example.owed:
        if id not in terms:
            yield fault(
                agreement,
                "worked-example-unknown-term",
                f"{path}/owed/{id}",
                what=f"This worked example says what “{id}” pays, and no payment term has that id.",
                why="An example that tests no term settles no dispute.",
                do=f"Name a payment term. {nearest(id, terms)}",
            )
        elif about(terms[id]) in facts and about(terms[id]) not in example.given:
            yield fault(
                agreement,
                "worked-example-gives-nothing",
                f"{path}/owed/{id}",
                what=f"This worked example says what “{id}” pays, and gives no facts about “{about(terms[id])}”.",
                why="Without facts the term has nothing to pay for, so the example tests nothing.",
                do=f"Give facts about “{about(terms[id])}”, or leave “{id}” out.",
            )
    for id in example.given:
        if id not in facts:
            yield fault(
                agreement,
                "worked-example-unknown-objective",
                f"{path}/given/{id}",
                what=f"This worked example gives facts about “{id}”, which is no objective and no fixed payment.",
                why="Facts that belong to no promise change nothing that is owed.",
                do=f"Name an objective or a fixed payment term. {nearest(id, facts)}",
            )


def people_outside(agreement: Agreement, example: WorkedExample, path: str) -> Iterator[Fault]:
    """Invented people who joined outside the statement period that the example is run in."""
    period = period_of(agreement, example)
    for id, given in example.given.items():
        for number, person in enumerate(given.persons):
            if person.started not in period:
                yield fault(
                    agreement,
                    "worked-example-outside-period",
                    f"{path}/given/{id}/persons/{number}/started",
                    what=f"This invented person joins on {person.started}, outside {period.start} to "
                    f"{period.end}.",
                    why="A statement pays for people who joined in its own period, and an example tests one "
                    "statement.",
                    do="Let all people of an example join in the same period of the term, or write a second "
                    "example.",
                )


def differences(agreement: Agreement, example: WorkedExample, number: int) -> list[Fault]:
    """The terms for which the example and the agreement disagree."""
    try:
        results = run_example(agreement, example)
    except BasesDiffer:
        return []  # a term that pays and is capped in two currencies has a fault of its own
    return [
        difference(agreement, f"worked_examples/{number}/owed/{id}", number + 1, result, example.owed[id])
        for id, result in results.items()
        if id in example.owed and not agrees(example.owed[id], result)
    ]


def difference(agreement: Agreement, path: str, number: int, result: Due, expected: Money | str) -> Fault:
    lines = "".join(f"\n    {told(line)}" for line in result.lines)
    return fault(
        agreement,
        "worked-example-differs",
        path,
        what=f"Worked example {number} expects “{result.term}” to pay {amount(expected)}; the terms pay "
        f"{amount(result.owed)}:{lines}",
        why="Both parties sign the example with the terms. Where the two differ, a dispute is waiting.",
        do="If the terms are right, put their amount into the example; if the example is right, mend the term.",
    )


def agrees(expected: Money | str, result: Due) -> bool:
    """To the penny, or both not known."""
    if isinstance(expected, str):
        return isinstance(result.owed, Unknown)
    return result.owed == expected


def amount(owed: Money | Unknown | str) -> str:
    return money(owed) if isinstance(owed, Money) else "an amount that is not known"


def told(line: DueLine) -> str:
    """One line of what the terms produce."""
    number = "not known" if isinstance(line.quantity, Unknown) else quantity(line.quantity)
    return f"{line.what}: {number} ({line.unit}), {amount(line.amount)}. {line.reason}"
