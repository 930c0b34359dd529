"""Payment terms: each pays for a promise that exists, in its own unit, under a cap that leaves room for one."""

from collections.abc import Iterator

from proventive.agreement.checks.plans import with_counterfactual
from proventive.agreement.designs import GIVES_COUNTERFACTUAL
from proventive.agreement.document import (
    Agreement,
    EffectOnEveryoneWhoJoined,
    FixedTerm,
    Objective,
    PerPersonImproved,
)
from proventive.agreement.payment.wording import money, plain
from proventive.agreement.phrases import Rate
from proventive.agreement.pointing import fault, nearest
from proventive.quantities import Money
from proventive.reading.faults import Fault
from proventive.reference import Reference

ForResults = PerPersonImproved | EffectOnEveryoneWhoJoined


def paid_objective(term: ForResults) -> tuple[str, str]:
    """The key by which a term names its objective, and the objective."""
    if isinstance(term, PerPersonImproved):
        return "per_person_improved", term.per_person_improved
    return "effect_on_everyone_who_joined", term.effect_on_everyone_who_joined


def for_results(agreement: Agreement) -> Iterator[tuple[str, ForResults, Objective | None]]:
    """Every term that pays for a result, with its path, and the objective where it exists."""
    objectives = {objective.id: objective for objective in agreement.objectives}
    for number, term in enumerate(agreement.payment):
        if not isinstance(term, FixedTerm):
            yield f"payment/{number}", term, objectives.get(paid_objective(term)[1])


def objective_exists(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    for path, term, objective in for_results(agreement):
        key, id = paid_objective(term)
        if objective is None:
            yield fault(
                agreement,
                "payment-without-objective",
                f"{path}/{key}",
                what=f"“{term.id}” pays for “{id}”, and no objective has that id.",
                why="A payment for a change that nobody promised can never fall due.",
                do=nearest(id, (objective.id for objective in agreement.objectives)),
            )


def mechanism_fits(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """People improve on instruments; events are avoided by everyone who joined, against a counterfactual."""
    for path, term, objective in for_results(agreement):
        if objective is None:
            continue
        key, id = paid_objective(term)
        if isinstance(term, PerPersonImproved) and objective.reduce is not None:
            yield fault(
                agreement,
                "per-person-on-demand",
                f"{path}/{key}",
                what=f"“{term.id}” pays for each person who improved, and “{id}” reduces an event.",
                why="Nobody can tell of one person what they would have used anyway: people whose use was high "
                "use less later without any service.",
                do="Write “effect_on_everyone_who_joined”, with “pays_from”, in place of “per_person_improved”.",
            )
        elif isinstance(term, EffectOnEveryoneWhoJoined) and objective.reduce is None:
            yield fault(
                agreement,
                "effect-payment-on-outcome",
                f"{path}/{key}",
                what=f"“{term.id}” pays for events avoided, and “{id}” changes a score.",
                why="A score has no events that could be avoided and counted.",
                do="Write “per_person_improved”, with “by”, in place of “effect_on_everyone_who_joined”.",
            )


def effect_has_counterfactual(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    for path, term, objective in for_results(agreement):
        if not isinstance(term, EffectOnEveryoneWhoJoined) or objective is None:
            continue
        if GIVES_COUNTERFACTUAL.get(objective.plan.design) is False:
            yield fault(
                agreement,
                "effect-payment-without-counterfactual",
                f"{path}/effect_on_everyone_who_joined",
                what=f"“{term.id}” pays for the effect on “{objective.id}”, whose design is "
                f"“{objective.plan.design}”.",
                why="It shows a change, not an effect: what would have happened anyway would be paid for.",
                do=f"Give “{objective.id}” one of the designs {with_counterfactual()}, or pay for it in "
                "another way.",
            )


def unit_fits(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """The rate is for what is counted: ``admission avoided``, or a person."""
    for path, term, objective in for_results(agreement):
        if objective is None or not isinstance(term.rate, Rate):
            continue
        event = reference.events.get(objective.reduce or "")
        if isinstance(term, PerPersonImproved):
            fitting = ["person", "person improved"]
        elif event is not None:
            fitting = [f"{event.noun} avoided"]
        else:
            continue
        if term.rate.per not in fitting:
            yield fault(
                agreement,
                "unit-does-not-fit",
                f"{path}/rate",
                what=f"“{term.id}” pays per “{term.rate.per}”, and what is counted is “{fitting[0]}”.",
                why="The price would be multiplied by a number of something else.",
                do=f"Write “{plain(term.rate.amount.amount)} {term.rate.amount.currency} per {fitting[0]}”, "
                "with the price of that unit.",
            )


def room_for_one(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """A cap leaves room for one unit at least, in the currency of the rate."""
    for path, term, _ in for_results(agreement):
        if term.cap is None or not isinstance(term.rate, Rate):
            continue
        cap, one = term.cap.amount, term.rate.amount
        if (cap.currency, cap.basis) != (one.currency, one.basis):
            yield fault(
                agreement,
                "cap-in-another-currency",
                f"{path}/cap",
                what=f"“{term.id}” pays in {one.currency} and is capped in {cap.currency}.",
                why="It cannot be told when the cap is reached.",
                do="Write the cap and the rate in the same currency.",
            )
        elif cap.amount < one.amount:
            yield fault(
                agreement,
                "cap-below-one-unit",
                f"{path}/cap",
                what=f"“{term.id}” is capped at {money(cap)}, below the price of one unit, {money(one)}.",
                why="Not even one result could be paid for in full.",
                do="Raise the cap, or check the price.",
            )


def follow_up_in_plan(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    for path, term, objective in for_results(agreement):
        if objective and term.follow_up is not None and term.follow_up not in objective.plan.follow_up:
            months = ", ".join(map(str, objective.plan.follow_up)) or "none"
            yield fault(
                agreement,
                "payment-follow-up-not-in-plan",
                f"{path}/follow_up",
                what=f"“{term.id}” pays at {term.follow_up} months, and the plan of “{objective.id}” follows "
                f"people up at: {months}.",
                why="Nobody would measure what is to be paid for.",
                do="Name a follow-up of the plan, or add this one to it.",
            )


def improvement_can_be_made(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """A person is paid for when they improved by more than nothing, and no more than the instrument has."""
    for path, term, objective in for_results(agreement):
        if not isinstance(term, PerPersonImproved):
            continue
        instrument = reference.instruments.get(objective.measured_by or "") if objective else None
        if term.by <= 0 or (instrument and term.by > instrument.high - instrument.low):
            yield fault(
                agreement,
                "improvement-outside-instrument",
                f"{path}/by",
                what=f"“{term.id}” pays for people who improved by {plain(term.by)} points"
                + (f", on a scale of {plain(instrument.high - instrument.low)}." if instrument else "."),
                why="It would pay for people who did not improve, or for an improvement that nobody can make.",
                do="Write a number of points above 0, within the span of the instrument.",
            )


def prices(agreement: Agreement) -> Iterator[tuple[str, str, Money]]:
    """What each term pays, with its path and its id."""
    for number, term in enumerate(agreement.payment):
        if isinstance(term, FixedTerm):
            yield f"payment/{number}/fixed", term.id, term.fixed
        elif isinstance(term.rate, Rate):
            yield f"payment/{number}/rate", term.id, term.rate.amount


def one_currency(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """What the terms owe is added up, so all pay in one currency."""
    first: tuple[str, Money] | None = None
    for path, id, price in prices(agreement):
        first = first or (id, price)
        if price.unit != first[1].unit:
            yield fault(
                agreement,
                "two-currencies",
                path,
                what=f"“{id}” pays in {price.currency}, and “{first[0]}” in {first[1].currency}.",
                why="What is owed is added up over all terms, and different currencies cannot be added.",
                do="Write all payment terms in one currency.",
            )


def cap_fits_statement(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    for path, term, _ in for_results(agreement):
        if agreement.settle_every == "term" and term.cap is not None and term.cap.per == "year":
            yield fault(
                agreement,
                "yearly-cap-settled-by-term",
                f"{path}/cap",
                what=f"“{term.id}” is capped by the year, and the agreement settles once for its whole term.",
                why="No year is ever settled alone, so it cannot be told when a year's cap is reached.",
                do="Cap the whole agreement, or write “settle_every: year”.",
            )


PAYMENT_CLAUSES = (
    objective_exists,
    mechanism_fits,
    effect_has_counterfactual,
    unit_fits,
    room_for_one,
    follow_up_in_plan,
    improvement_can_be_made,
    one_currency,
    cap_fits_statement,
)
