"""What went in, in the same period: the fixed price, instalment by instalment, and the inputs of the value map."""

from dataclasses import dataclass
from decimal import Decimal

from proventive.agreement.document import FixedTerm, Input
from proventive.agreement.payment.fixed import due_days
from proventive.quantities import Column, FactUsed, Figure, Money, Row, Table, Unknown
from proventive.valuation.appraisal import Appraisal
from proventive.valuation.deflating import restated

METHOD = "instalments of the fixed price that fall due in the period, and inputs, at the price base"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoingIn:
    """One thing that went in, at the price base, and the facts by which it was restated."""

    id: str
    what: str
    who: str
    amount: Money | Unknown
    facts: tuple[FactUsed, ...] = ()


def going_in(appraisal: Appraisal) -> tuple[GoingIn, ...]:
    """The fixed price of the period and the inputs of the value map, each at the price base."""
    agreement = appraisal.agreement
    prices = [fixed_price(term, appraisal) for term in agreement.payment if isinstance(term, FixedTerm)]
    inputs = [_input(written, appraisal) for written in (agreement.value.inputs if agreement.value else ())]
    return (*prices, *inputs)


def fixed_price(term: FixedTerm, appraisal: Appraisal) -> GoingIn:
    """What a fixed term costs in the period; each instalment is in the prices of the year in which it is paid."""
    amount: Money | Unknown = Money(amount=Decimal(0), currency=term.fixed.currency, basis=appraisal.base)
    facts: list[FactUsed] = []
    for day in due_days(term, appraisal.agreement.term):
        if day not in appraisal.period:
            continue
        instalment = restated(term.fixed, to=appraisal.base, reference=appraisal.reference, paid_on=day)
        facts.extend(instalment.facts)
        amount = _plus(amount, instalment.money)
    payers = ", ".join(party.name for party in appraisal.agreement.with_role("pays")) or "who pays"
    return GoingIn(id=term.id, what="fixed price", who=payers, amount=amount, facts=tuple(dict.fromkeys(facts)))


def cost_figure(going_in: tuple[GoingIn, ...], appraisal: Appraisal) -> Figure:
    """Everything that went in, together, as ``worth/fixed-cost``."""
    amount: Money | Unknown
    if going_in:
        amount = going_in[0].amount
        for more in going_in[1:]:
            amount = _plus(amount, more.amount)
    elif appraisal.agreement.payment:
        amount = Money(amount=Decimal(0), basis=appraisal.base)
    else:
        amount = Unknown(unknown="the agreement names no price and no inputs")
    return Figure(
        id="worth/fixed-cost",
        value=amount,
        counts="the fixed price of the period and the inputs of the value map; not what results cost",
        trail=appraisal.trail(
            METHOD, *(one.id for one in going_in), facts=[fact for one in going_in for fact in one.facts]
        ),
    )


def cost_table(going_in: tuple[GoingIn, ...], appraisal: Appraisal) -> Table:
    """A row for each thing that went in, as ``worth/inputs``."""
    return Table(
        id="worth/inputs",
        title="What went in",
        row_heading="What",
        columns=(Column(id="who", heading="From whom"), Column(id="amount", heading="Amount")),
        rows=tuple(Row(id=one.id, heading=one.what, cells=(one.who, one.amount)) for one in going_in),
        counts="each fixed price of the period, and each input of the value map",
        trail=appraisal.trail(
            METHOD, *(one.id for one in going_in), facts=[fact for one in going_in for fact in one.facts]
        ),
    )


def _input(written: Input, appraisal: Appraisal) -> GoingIn:
    """An input is valued like the lines of the map, at the price base."""
    amount = Money(amount=written.amount.amount, currency=written.amount.currency, basis=appraisal.base)
    return GoingIn(
        id=written.id, what=written.what, who=written.who, amount=amount, facts=appraisal.stated(written)
    )


def _plus(amount: Money | Unknown, more: Money | Unknown) -> Money | Unknown:
    if isinstance(amount, Unknown):
        return amount
    return more if isinstance(more, Unknown) else amount + more
