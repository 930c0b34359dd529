"""People, contacts, time and money: under one agreement, and once over all agreements of the stores.

- A person is *served* who started and had not ended before the period, or who had a contact in it. A person
  *joins* an agreement once, on the first day on which they started under it.
- A contact or contribution that names no agreement is split equally over the agreements under which the person
  was served on that day; where there is none it stands in the whole alone. Money is not split.
- *Hours given by people served* are their contributions in deciding, designing and delivering. Their *share* is
  held against all hours of delivery, each once: those hours, contacts delivered by staff, and the time of
  volunteers in deciding, designing and delivering. A peer's contacts are not added, since a peer's time stands in
  the contributions. A volunteer's delivering may stand in either table: the larger counts, so that the share of
  people served is never too high. It is cut off after six places, so that it reaches no promise by rounding.
- *Seats deciding* are people served who took part where things are decided, each counted once.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from proventive.agreement import agreement_used
from proventive.engine import Columns
from proventive.quantities import Column, Money, Number, Period, Row, Table, Trail, Unknown, Value
from proventive.records.opened import Records

HUNDREDTH = Decimal("0.01")
MILLIONTH = Decimal("0.000001")
GIVEN = ("decide", "design", "deliver")
THOUGHT = ("decide", "design")
TABLES = ("referrals", "contacts", "contributions", "finance")
RULE = (
    "What names no agreement is split equally over the agreements under which the person was served on that day. "
    "Hours are rounded to 0.01."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One quantity: what belongs to the agreement, and the whole, each thing once."""

    agreement: Value
    overall: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was done in a period. What was not recorded is not known, unless the stores cover the table."""

    people_served: Counted
    people_joined: Counted
    contacts: Counted
    contact_hours: Counted
    hours_by_people_served: Counted
    share_by_people_served: Counted
    hours_by_volunteers: Counted
    seats_deciding: Counted
    money_in: Counted
    money_out: Counted


HEADINGS = {
    "people_served": "People served",
    "people_joined": "People who joined",
    "contacts": "Contacts",
    "contact_hours": "Hours of contact",
    "hours_by_people_served": "Hours given by people served",
    "share_by_people_served": "Their share of delivery hours",
    "hours_by_volunteers": "Hours given by volunteers",
    "seats_deciding": "People served who take part in deciding",
    "money_in": "Money in",
    "money_out": "Money out",
}


def counts(records: Records, agreement: str, period: Period) -> Counts:
    """Count what was done in a period under an agreement (its id), and over all agreements of the stores."""
    asked: dict[str, str | date] = {"agreement": agreement, "first_day": period.start, "last_day": period.end}
    records.materialise("records/active_days", **asked)
    people = records.query("records/people_counted", **asked)
    time = records.query("records/time_spent", **asked)
    seats = records.query("records/seats_deciding", **asked)
    money = records.query("records/money_moved", **asked)
    known = Known(records, period)
    contacts = split(time, "times", contact)
    given, delivered = split(time, "minutes", by_people_served), delivery(time)
    return Counts(
        people_served=known("referrals", *pair(people, "served_under_agreement", "served"), "people"),
        people_joined=known("referrals", *pair(people, "joined_under_agreement", "joined"), "people"),
        contacts=known("contacts", *contacts, "contacts"),
        contact_hours=known("contacts", *in_hours(split(time, "minutes", contact)), "hours"),
        hours_by_people_served=known("contributions", *in_hours(given), "hours"),
        share_by_people_served=known.shares(given, delivered),
        hours_by_volunteers=known("contributions", *in_hours(split(time, "minutes", by_volunteers)), "hours"),
        seats_deciding=known("contributions", *pair(seats, "under_agreement", "over_all"), "people"),
        money_in=known.money(money, "in"),
        money_out=known.money(money, "out"),
    )


def counts_table(records: Records, agreement: str, period: Period, *, id: str = "records/counts") -> Table:
    """The counts as a table of figures, with the trail of the record tables that they rest on."""
    counted = counts(records, agreement, period)
    return Table(
        id=id,
        title="People, contacts, time and money",
        row_heading="What",
        columns=(
            Column(id="agreement", heading="This agreement"),
            Column(id="all", heading="All agreements, each thing once"),
        ),
        rows=tuple(
            Row(
                id=field.name.replace("_", "-"), heading=HEADINGS[field.name], cells=(both.agreement, both.overall)
            )
            for field in fields(counted)
            for both in [getattr(counted, field.name)]
        ),
        counts=f"from {period.start} to {period.end}, as recorded in the stores of this agreement",
        trail=Trail(
            method=RULE,
            agreement=agreement_used(records.agreement),
            records=tuple(used for table in TABLES for used in records.used(table)),
        ),
    )


Wanted = Callable[[str, str, str], bool]
"""Whether a kind of time (what, who, role) is meant."""


def contact(what: str, who: str, role: str) -> bool:
    return what == "contact"


def by_people_served(what: str, who: str, role: str) -> bool:
    return what == "contribution" and who == "person served" and role in GIVEN


def by_volunteers(what: str, who: str, role: str) -> bool:
    return what == "contribution" and who == "volunteer"


def delivery(time: Columns) -> tuple[Fraction, Fraction]:
    """Minutes of all delivery, each once: of people served, of staff, and of volunteers."""
    surely = split(
        time,
        "minutes",
        lambda what, who, role: (
            by_people_served(what, who, role)
            or (what, who) == ("contact", "staff")
            or (by_volunteers(what, who, role) and role in THOUGHT)
        ),
    )
    met = split(time, "minutes", lambda what, who, role: (what, who) == ("contact", "volunteer"))
    given = split(time, "minutes", lambda what, who, role: by_volunteers(what, who, role) and role == "deliver")
    return surely[0] + max(met[0], given[0]), surely[1] + max(met[1], given[1])


def split(time: Columns, quantity: str, wanted: Wanted) -> tuple[Fraction, Fraction]:
    """What belongs to the agreement, its part of what is split included; and the whole, each thing once."""
    mine = every = Fraction(0)
    kinds = zip(time["what"], time["who"], time["role"], strict=True)
    for place, kind in enumerate(kinds):
        if wanted(*kind):
            amount = Fraction(int(time[quantity][place]))
            every += amount
            if time["under_agreement"][place]:
                mine += amount / int(time["split_over"][place])
    return mine, every


def pair(rows: Columns, mine: str, every: str) -> tuple[Fraction, Fraction]:
    """Two counts of the only row."""
    return Fraction(int(rows[mine][0])), Fraction(int(rows[every][0]))


def in_hours(minutes: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    return minutes[0] / 60, minutes[1] / 60


class Known:
    """Counts become values: Unknown where nothing was recorded and no store says that nothing is 0."""

    def __init__(self, records: Records, period: Period) -> None:
        self.records = records
        self.period = Period(start=period.start, end=max(period.start, min(period.end, records.as_at)))

    def __call__(self, table: str, mine: Fraction, every: Fraction, unit: str) -> Counted:
        why = self.why_not(table) if every == 0 else None
        return Counted(
            agreement=why or Number(number=to_hundredth(mine), unit=unit),
            overall=why or Number(number=to_hundredth(every), unit=unit),
        )

    def why_not(self, table: str) -> Unknown | None:
        return self.records.covered(table, None, self.period)

    def shares(self, part: tuple[Fraction, Fraction], whole: tuple[Fraction, Fraction]) -> Counted:
        """Shares, against which a promise is held. All or nothing is believed only where covered."""
        why = self.why_not("contacts") if part[1] == whole[1] else None
        why = why or (self.why_not("contributions") if part[1] == 0 else None)
        return Counted(agreement=why or share(part[0], whole[0]), overall=why or share(part[1], whole[1]))

    def money(self, moved: Columns, direction: str) -> Counted:
        rows = zip(moved["direction"], moved["under_agreement"], moved["amount"], strict=True)
        amounts = [(bool(mine), amount) for way, mine, amount in rows if way == direction]
        why = None if amounts else self.why_not("finance")
        return Counted(
            agreement=why or Money(amount=sum((amount for mine, amount in amounts if mine), Decimal(0))),
            overall=why or Money(amount=sum((amount for _, amount in amounts), Decimal(0))),
        )


def share(part: Fraction, whole: Fraction) -> Value:
    if whole == 0:
        return Unknown(unknown="no hours of delivery were recorded")
    ratio = part / whole
    exact = Decimal(ratio.numerator) / Decimal(ratio.denominator)
    return Number(number=exact.quantize(MILLIONTH, rounding=ROUND_DOWN), unit="share of delivery hours")


def to_hundredth(amount: Fraction) -> Decimal:
    """To 0.01, halves away from zero; whole numbers without places."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    rounded = exact.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
