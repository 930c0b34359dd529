"""What it cost, and what is left of the worth when what results cost is taken off too."""

from collections.abc import Sequence
from decimal import Decimal

from proventive.agreement.document import FixedTerm
from proventive.outturn.case import Case
from proventive.outturn.outturn import Payment
from proventive.outturn.owed import NOT_ALL_KNOWN, sum_of
from proventive.outturn.payments import results_on
from proventive.quantities import Column, FactUsed, Figure, Money, MoneyEstimate, Real, Row, Table, Unknown, Value
from proventive.valuation.deflating import restated
from proventive.valuation.worth import Worth


def cost_table(case: Case, worth: Worth, payments: Sequence[Payment], joined: Figure) -> Table:
    """The price, the results and the inputs of the period, and what that is for each person who joined."""
    price = [payment for payment in payments if payment.objective is None]
    results = [payment for payment in payments if payment.objective is not None]
    inputs = case.agreement.value.inputs if case.agreement.value else ()
    costs: list[tuple[str, str, Money | Unknown]] = []
    if price:
        costs.append(("price", "Price", owed_for(price)))
    if results:
        costs.append(("results", "For results", owed_for(results)))
    if inputs:
        costs.append(("inputs", "Inputs", sum_of(input.amount for input in inputs)))
    rows = [Row(id=id, heading=heading, cells=(amount,)) for id, heading, amount in costs]
    if costs:
        each = for_each(owed_for(payments) if payments else costs[0][2], joined.value)
        rows.append(Row(id="each", heading="For each person who joined", cells=(each,)))
    return Table(
        id="outturn/cost",
        title="What it cost",
        row_heading="Cost",
        columns=(Column(id="amount", heading="Amount"),),
        rows=tuple(rows),
        counts="in this period; for each person: price and results, or inputs where nothing is paid",
        trail=case.trail(
            "sums of what the terms owe, and of the inputs; divided by the people who joined",
            *(payment.term for payment in payments),
            tables=("referrals",),
            rests_on=(
                *(payment.owed.id for payment in payments),
                *((joined.id,) if joined.known else ()),
                *(figure.id for figure in worth.inputs.figures()),
            ),
        ),
    )


def owed_for(payments: Sequence[Payment]) -> Money | Unknown:
    """What terms owe together; Unknown where one of them is."""
    if any(isinstance(payment.owed.value, Unknown) for payment in payments):
        return NOT_ALL_KNOWN
    return sum_of(payment.owed.value for payment in payments)


def for_each(cost: Money | Unknown, joined: Value) -> Money | Unknown:
    """A cost for each person who joined, to the penny."""
    if isinstance(cost, Unknown):
        return cost
    people = getattr(joined, "number", None)
    if not isinstance(people, Decimal):
        return joined if isinstance(joined, Unknown) else Unknown(unknown="how many people joined is not known")
    if people == 0:
        return Unknown(unknown="nobody joined in this period")
    return Money(amount=cost.amount / people, currency=cost.currency, basis=cost.basis).to_pence()


def worth_less_owed(case: Case, worth: Worth, payments: Sequence[Payment]) -> Figure:
    """Worth less all that is owed, at the price base of the agreement.

    The worth comes net of the fixed price and inputs; here what results cost is taken off too, restated from
    the prices of the day on which they are due by a cited deflator, and not discounted.
    """
    owed, facts = results_restated(case, payments)
    net = worth.net.value
    return Figure(
        id="outturn/worth-less-owed",
        value=less(net, owed),
        counts="worth less the price, the inputs and what is owed for results, at the price base",
        trail=case.trail(
            "net worth less what is owed for results, restated at the price base by a deflator, not discounted",
            *(payment.term for payment in payments),
            rests_on=(worth.net.id, *(payment.owed.id for payment in payments)),
            facts=facts,
        ),
    )


def results_restated(case: Case, payments: Sequence[Payment]) -> tuple[Money | Unknown, tuple[FactUsed, ...]]:
    """What results cost at the price base, and the facts by which it was restated."""
    base = Real(year=case.agreement.price_base)
    amounts: list[Money] = []
    facts: list[FactUsed] = []
    for term in case.agreement.payment:
        if isinstance(term, FixedTerm):
            continue
        owed = next(payment.owed.value for payment in payments if payment.term == term.id)
        if not isinstance(owed, Money):
            return owed if isinstance(owed, Unknown) else Unknown(unknown="what is owed is not an amount"), ()
        day = results_on(case, term)
        at_base = restated(owed, to=base, reference=case.records.reference, paid_on=day)
        if isinstance(at_base.money, Unknown):
            return Unknown(unknown=f"what results cost cannot be set against it: {at_base.money.unknown}"), ()
        amounts.append(at_base.money)
        facts += [fact for fact in at_base.facts if fact not in facts]
    return sum_of(amounts) if amounts else Money(amount=Decimal(0), basis=base), tuple(facts)


def less(net: Value, owed: Money | Unknown) -> Value:
    """A worth less an amount: every part of the interval moves by the amount."""
    if isinstance(net, Unknown):
        return net
    if isinstance(owed, Unknown):
        return owed
    if owed.amount == 0:
        return net
    if isinstance(net, Money):
        return net - owed
    if not isinstance(net, MoneyEstimate):
        return Unknown(unknown="the net worth is not an amount of money")
    return MoneyEstimate(
        central=net.central - owed,
        low=net.low - owed if net.low is not None else None,
        high=net.high - owed if net.high is not None else None,
        level=net.level,
        no_interval=net.no_interval,
    )
