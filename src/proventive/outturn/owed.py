"""What is owed in all, and by whom."""

from collections.abc import Iterable, Sequence

from proventive.outturn.case import Case
from proventive.outturn.outturn import Payment
from proventive.outturn.payers import Shares, allocate, payer_shares
from proventive.quantities import Cash, Column, Figure, Money, Number, Row, Table, Unknown, Value, total

NOT_ALL_KNOWN = Unknown(unknown="not all that is owed is known")


def owed_in_all(case: Case, payments: Sequence[Payment]) -> tuple[Figure, Figure | None]:
    """What all terms owe; and the part of it that is known, where some of it is not.

    Without payment terms nothing is owed. One term unknown makes the whole unknown.
    """
    known = sum_of(payment.owed.value for payment in payments)
    reasons = [
        f"{payment.label}: {payment.owed.value.unknown}"
        for payment in payments
        if isinstance(payment.owed.value, Unknown)
    ]
    counts = "all payment terms together" if payments else "the agreement has no payment terms"
    trail = case.trail(
        "sum of what each term owes",
        *(payment.term for payment in payments),
        rests_on=(payment.owed.id for payment in payments),
    )
    if not reasons:
        return Figure(id="outturn/owed", value=known, counts=counts, trail=trail), None
    whole = Figure(id="outturn/owed", value=Unknown(unknown="; ".join(reasons)), counts=counts, trail=trail)
    part = Figure(id="outturn/owed-known", value=known, counts="the terms whose payment is known", trail=trail)
    return whole, part


def sum_of(values: Iterable[Value]) -> Money | Unknown:
    """The sum of the amounts among values, Unknown where their currencies or price bases differ."""
    amounts = [value for value in values if isinstance(value, Money)]
    kinds = {(amount.currency, amount.basis) for amount in amounts}
    if len(kinds) > 1:
        return Unknown(unknown="its parts are in different currencies or price bases")
    currency, basis = kinds.pop() if kinds else ("GBP", Cash())
    return total(amounts, currency=currency, basis=basis).to_pence()


def owed_by(case: Case, owed: Figure, known: Figure | None) -> Table:
    """Each payer's share, to the penny; of the known part too, where what is owed in all is not known."""
    figures = (owed,) if known is None else (known, owed)
    headings = ("Owed",) if known is None else ("Owed of what is known", "Owed in all")
    shares = payer_shares(case.agreement)
    columns = (
        Column(id="share", heading="Share"),
        *(Column(id=id_of(figure), heading=heading) for figure, heading in zip(figures, headings, strict=True)),
    )
    return Table(
        id="outturn/owed-by",
        title="Who pays",
        row_heading="Payer",
        columns=columns,
        rows=payer_rows(shares, figures) if case.agreement.payment else (),
        counts="each payer's share of what is owed",
        trail=case.trail(
            "shares of the agreement; pence left over go one each to the parts that lost most by the cut, "
            "earlier payers first",
            *(party.id for party in case.agreement.with_role("pays")),
            rests_on=(figure.id for figure in figures),
        ),
    )


def id_of(figure: Figure) -> str:
    return figure.id.rsplit("/", 1)[-1]


def payer_rows(shares: Shares | Unknown, figures: Sequence[Figure]) -> tuple[Row, ...]:
    """A row for each payer: its share, and what that comes to of each figure.

    Where the agreement does not say how what is owed is divided, one row stands for whoever pays.
    """
    if isinstance(shares, Unknown):
        return (Row(id="payers", heading="Those who pay", cells=(shares, *(figure.value for figure in figures))),)
    split = [parts_of(figure.value, shares) for figure in figures]
    return tuple(
        Row(
            id=party.id,
            heading=party.name,
            cells=(Number(number=share, unit="share"), *(parts[place] for parts in split)),
        )
        for place, (party, share) in enumerate(shares)
    )


def parts_of(value: Value, shares: Shares) -> tuple[Value, ...]:
    """An amount split among the payers; what is not known in all is not known for each."""
    if isinstance(value, Money):
        return allocate(value, [share for _, share in shares])
    return (NOT_ALL_KNOWN,) * len(shares)
