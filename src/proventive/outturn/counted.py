"""People, contacts, time and money: under this agreement, and once over all agreements of the store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from proventive.engine import Columns
from proventive.outturn.case import Case
from proventive.quantities import Column, Money, Number, Period, Row, Table, Unknown, Value

HUNDREDTH = Decimal("0.01")
SPLIT = (
    "what names no agreement is split equally over the agreements under which the person was served on that day; "
    "hours are rounded to 0.01"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One quantity: what belongs to this agreement, and what the whole store holds, each thing once."""

    this_agreement: Value
    all_agreements: Value


def counts_table(case: Case) -> Table:
    """What was done in the period. What was not recorded is not known, unless the store covers it."""
    counted = {
        "people": ("People who joined", people(case)),
        "contacts": ("Contacts", contacts(case)),
        "contact-hours": ("Hours of contact", contact_hours(case)),
        "hours-by-people-served": ("Hours given by people served", hours_given(case, "person served")),
        "hours-by-volunteers": ("Hours given by volunteers", hours_given(case, "volunteer")),
        "money-in": ("Money in", money(case, "in")),
        "money-out": ("Money out", money(case, "out")),
    }
    return Table(
        id="outturn/counts",
        title="People, contacts, time and money",
        row_heading="What",
        columns=(
            Column(id="agreement", heading="This agreement"),
            Column(id="all", heading="All agreements, each thing once"),
        ),
        rows=tuple(
            Row(id=id, heading=heading, cells=(both.this_agreement, both.all_agreements))
            for id, (heading, both) in counted.items()
        ),
        counts="in the period, as recorded in the stores of this agreement",
        trail=case.trail(SPLIT, tables=("referrals", "contacts", "contributions", "finance")),
    )


def people_joined(case: Case) -> Value:
    """How many people joined under the agreement in the period."""
    return people(case).this_agreement


def people(case: Case) -> Counted:
    rows = ask(case, "outturn/people_joined")
    return counted_or_unknown(
        case,
        "referrals",
        Number(number=Decimal(int(rows["this_agreement"][0])), unit="people"),
        Number(number=Decimal(int(rows["all_agreements"][0])), unit="people"),
    )


def contacts(case: Case) -> Counted:
    rows = ask(case, "outturn/contact_time")
    mine, every = split(rows, "contacts")
    return counted_or_unknown(case, "contacts", number(mine, "contacts"), number(every, "contacts"))


def contact_hours(case: Case) -> Counted:
    mine, every = split(ask(case, "outturn/contact_time"), "minutes")
    return counted_or_unknown(case, "contacts", hours(mine), hours(every))


def hours_given(case: Case, given_by: str) -> Counted:
    """Time given by people served, or by volunteers, in every role."""
    mine, every = split(ask(case, "outturn/time_given"), "minutes", where={"given_by": (given_by,)})
    return counted_or_unknown(case, "contributions", hours(mine), hours(every))


def money(case: Case, direction: str) -> Counted:
    """Money that moved in one direction. What names no agreement belongs to none, and stands in the whole."""
    rows = ask(case, "outturn/money_moved")
    amounts = [
        (amount, bool(mine))
        for amount, way, mine in zip(rows["amount"], rows["direction"], rows["this_agreement"], strict=True)
        if way == direction
    ]
    return counted_or_unknown(
        case,
        "finance",
        Money(amount=sum((amount for amount, mine in amounts if mine), Decimal(0))),
        Money(amount=sum((amount for amount, _ in amounts), Decimal(0))),
    )


def ask(case: Case, step: str) -> Columns:
    """The rows of a counting step for this agreement and period."""
    return case.records.query(
        step, agreement=case.agreement.id, first_day=case.period.start, last_day=case.period.end
    )


def split(
    rows: Columns, quantity: str, *, where: Mapping[str, Iterable[str]] | None = None
) -> tuple[Fraction, Fraction]:
    """What belongs to this agreement, its part of what is split included; and the whole, each thing once."""
    wanted = {column: frozenset(values) for column, values in (where or {}).items()}
    mine = every = Fraction(0)
    for place in range(len(rows[quantity])):
        if any(rows[column][place] not in values for column, values in wanted.items()):
            continue
        amount = Fraction(int(rows[quantity][place]))
        every += amount
        if rows["this_agreement"][place]:
            mine += amount / int(rows["split_over"][place])
    return mine, every


def counted_or_unknown(case: Case, table: str, mine: Value, every: Value) -> Counted:
    """The two counts; Unknown where nothing was recorded and the store does not say that nothing is 0."""
    if nothing_in(every) and (why := not_covered(case, table)) is not None:
        return Counted(this_agreement=why, all_agreements=why)
    return Counted(this_agreement=mine, all_agreements=every)


def nothing_in(value: Value) -> bool:
    amount = value.number if isinstance(value, Number) else value.amount if isinstance(value, Money) else None
    return amount == 0


def not_covered(case: Case, table: str) -> Unknown | None:
    """Why no row does not mean 0: the store does not cover the table in the period so far."""
    end = max(case.period.start, min(case.period.end, case.as_at))
    return case.records.covered(table, None, Period(start=case.period.start, end=end))


def hours(minutes: Fraction) -> Number:
    return number(minutes / 60, "hours")


def number(amount: Fraction, unit: str) -> Number:
    """A count that may be split, to 0.01, halves away from zero."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    rounded = exact.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
    return Number(
        number=rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded, unit=unit
    )
