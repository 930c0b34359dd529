"""The measures of an agreement in a period, as tables of figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from proventive.agreement import agreement_used
from proventive.quantities import Column, Number, Period, Row, Table, Trail, Unknown, Value
from proventive.records.measures.declared import measures
from proventive.records.measures.held import held_rows
from proventive.records.opened import Records

HUNDREDTH, THOUSANDTH = Decimal("0.01"), Decimal("0.001")
AFTER = (3, 6)  # months after support ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for: the records, the agreement, the period, and its days as the steps take them."""

    records: Records
    agreement: str
    period: Period

    @property
    def days(self) -> dict[str, str | int | date | None]:
        return {"first_day": self.period.start, "last_day": self.period.end}

    @property
    def under(self) -> dict[str, str | int | date | None]:
        return {"agreement": self.agreement, **self.days}

    @property
    def on_last_day(self) -> dict[str, str | int | date | None]:
        return {"agreement": self.agreement, "day": self.period.end}

    def missing(self, table: str) -> Unknown | None:
        """Why a count of a table is not known; None where rows are there, or a store says that there are none."""
        if self.records.has(table):
            return None
        seen = Period(
            start=self.period.start, end=max(self.period.start, min(self.period.end, self.records.as_at))
        )
        return self.records.covered(table, None, seen)


def measured(records: Records, agreement: str, period: Period) -> tuple[Table, ...]:
    """Every measure of an agreement (its id) in a period. A period that goes on is counted to the as-at day.

    What was not recorded is Unknown, unless the stores cover the table. Each table states its rules.
    """
    end = max(period.start, min(period.end, records.as_at))
    asked = Asked(records=records, agreement=agreement, period=Period(start=period.start, end=end))
    return tuple(table(asked) for table in TABLES)


def people(asked: Asked) -> Table:
    active = asked.records.query("records/active_on", **asked.on_last_day)
    carers = asked.records.query("records/carers_reached", **asked.under)
    rows = []
    for id, found, table in (("active", active, "referrals"), ("carers", carers, "people")):
        both = (int(found["under_agreement"][0]), int(found["over_all"][0]))
        rows.append(row_of(id, [asked.missing(table) or number(count, "people") for count in both]))
    columns = [("agreement", "This agreement"), ("all", "All agreements, each person once")]
    return table_of(asked, "people-counted", "People", columns, rows, ("referrals", "contacts", "people"))


def over_time(asked: Asked) -> Table:
    records = asked.records
    joined = records.query("records/joined_by_month", agreement=asked.agreement, last_day=asked.period.end)
    records.materialise("records/active_days", **asked.under)
    each = records.query("records/contacts_each", **asked.under)
    waits = records.query("records/waits", **asked.under)
    without = each["people"][each["contacts"] == 0]
    times, served = each["contacts"].tolist(), each["people"].tolist()
    days, starts = waits["days"].tolist(), waits["referrals"].tolist()
    met = sum(count * how_many for count, how_many in zip(times, served, strict=True))
    found: dict[str, tuple[str, Value]] = {
        "joined_so_far": ("referrals", number(int(joined["people"].sum()), "people")),
        "contacts_each": ("contacts", quotient(met, sum(served), "contacts per person", "nobody was served")),
        "median_contacts": ("contacts", middle(times, served, "contacts", "nobody was served")),
        "without_contact": (
            "contacts",
            number(int(without.sum()), "people"),
        ),
        "wait": ("referrals", middle(days, starts, "days", "nobody started")),
        "longest_wait": ("referrals", number(max(days), "days") if days else Unknown(unknown="nobody started")),
    }
    rows = [row_of(id, [asked.missing(table) or value]) for id, (table, value) in found.items()]
    return table_of(asked, "over-time", "Joining, contacts and waiting", NUMBER, rows, ("referrals", "contacts"))


def status(asked: Asked) -> Table:
    found = asked.records.query("records/latest_status", **asked.on_last_day)
    told = zip(found["status"], found["reason"], found["people"].tolist(), strict=True)
    rows = [
        Row(
            id=(f"{status}-{reason}" if reason else status).replace(" ", "-"),
            heading=f"{status}: {reason}" if reason else status,
            cells=(number(count, "people"),),
        )
        for status, reason, count in told
    ]
    return table_of(asked, "latest-status", measures()["status"].heading, NUMBER, rows, ("referrals",))


def staff(asked: Asked) -> Table:
    found = {
        name: int(count[0]) for name, count in asked.records.query("records/staff_counted", **asked.days).items()
    }
    kept = measures()["staff_kept"].unit
    cells: dict[str, Value] = {
        "staff_at_start": number(found["at_start"], "staff"),
        "staff_at_end": number(found["at_end"], "staff"),
        "staff_kept": quotient(found["stayed"], found["at_start"], kept, "no staff on the first day", THOUSANDTH),
        "staff_turnover": quotient(
            2 * found["has_left"],
            found["at_start"] + found["at_end"],
            measures()["staff_turnover"].unit,
            "no staff on the first and the last day",
            THOUSANDTH,
        ),
        "served_then_staff": served_then_staff(asked),
        "became_staff": number(found["served_before_started"], "staff"),
    }
    rows = [row_of(id, [asked.missing("workforce") or value]) for id, value in cells.items()]
    return table_of(asked, "staff", "Staff", NUMBER, rows, ("workforce", "referrals"))


def served_then_staff(asked: Asked) -> Value:
    """Unknown where staff are on record, and none with the id of a person: who they were was not written down."""
    found = asked.records.query("records/served_then_staff", **asked.under)
    if asked.records.has("workforce") and not found["linked"][0]:
        return Unknown(unknown="no member of staff has the id of a person beside it")
    return asked.missing("referrals") or number(int(found["became_staff"][0]), "people")


def gave_time(asked: Asked) -> Table:
    found = asked.records.query("records/gave_time", **asked.under)
    told = zip(found["role"], found["people"].tolist(), found["first_time"].tolist(), strict=True)
    rows = [
        Row(id=role, heading=role, cells=(number(people, "people"), number(first, "people")))
        for role, people, first in told
    ]
    columns = [("people", "People"), ("first-time", "For the first time")]
    return table_of(
        asked, "gave-time", measures()["gave_time"].heading, columns, rows, ("contributions", "referrals")
    )


def reach(asked: Asked) -> Table:
    found = asked.records.query("records/reach", **asked.under)
    told = list(
        zip(*(found[name].tolist() for name in ("characteristic", "of_group", "living", "served")), strict=True)
    )
    rows = []
    for kind, group, living, served in sorted(told, key=by_group):
        all_living = sum(row[2] for row in told if row[0] == kind)
        all_served = sum(row[3] for row in told if row[0] == kind)
        name = group or "not on record"
        cells = (
            number(living, "people"),
            number(served, "people"),
            quotient(living, all_living, "share", "nobody lives there", THOUSANDTH),
            quotient(served, all_served, "share", "nobody of those who live there was served", THOUSANDTH),
        )
        rows.append(Row(id=f"{kind}-{name}".replace(" ", "-"), heading=f"{kind}: {name}", cells=cells))
    columns = [
        ("living", "Live there"),
        ("served", "Served"),
        ("share-living", "Share of those who live there"),
        ("share-served", "Share of those served"),
    ]
    return table_of(asked, "reach", measures()["reach"].heading, columns, rows, ("population", "referrals"))


def by_group(row: tuple[str, str | None, int, int]) -> tuple[str, bool, int, str]:
    """Groups by name, decile 2 before 10, and what is not on record last."""
    kind, group, _, _ = row
    return kind, group is None, int(group) if group is not None and group.isdecimal() else 0, group or ""


def held(asked: Asked) -> Table:
    columns = [
        ("scored", "People with all three scores"),
        ("better-at-end", "Better at the end"),
        ("still-better", "Still better afterwards"),
    ]
    rows = [
        Row(id=f"{instrument}-{months}", heading=f"{instrument}, {months} months after", cells=cells)
        for instrument, months, cells in held_rows(asked.records, asked.under, AFTER)
        if not asked.missing("assessments")
    ]
    return table_of(asked, "held", measures()["held"].heading, columns, rows, ("referrals", "assessments"))


def goals(asked: Asked) -> Table:
    found = asked.records.query("records/goals_counted", **asked.days)
    names = {
        "goals": "Goals set",
        "people": "People who set them",
        "rated": "Goals rated",
        "reached": "Goals reached",
    }
    rows = [
        Row(id=id, heading=heading, cells=(asked.missing("goals") or number(int(found[id][0]), unit),))
        for (id, heading), unit in zip(names.items(), ("goals", "people", "goals", "goals"), strict=True)
    ]
    return table_of(asked, "goals", measures()["goals"].heading, NUMBER, rows, ("goals",))


def journal(asked: Asked) -> Table:
    found = asked.records.query("records/journal_counted", **asked.under)
    told = zip(found["stage"], found["entries"].tolist(), found["barriers"].tolist(), strict=True)
    rows = [
        Row(id=stage, heading=stage, cells=(number(entries, "entries"), number(barriers, "entries")))
        for stage, entries, barriers in told
    ]
    columns = [("entries", "Entries"), ("barriers", "That name what stood in the way")]
    return table_of(asked, "journal", measures()["journal"].heading, columns, rows, ("journal",))


NUMBER = [("number", "Number")]
TABLES: tuple[Callable[[Asked], Table], ...] = (
    *(people, over_time, status, staff, gave_time, reach, held, goals, journal),
)
RULES = {
    "people-counted": ("active", "carers"),
    "over-time": ("joined_so_far", "contacts_each", "median_contacts", "without_contact", "wait", "longest_wait"),
    "latest-status": ("status",),
    "staff": (
        *("staff_at_start", "staff_at_end", "staff_kept", "staff_turnover"),
        *("served_then_staff", "became_staff"),
    ),
    "gave-time": ("gave_time",),
    "reach": ("reach",),
    "held": ("held",),
    "goals": ("goals",),
    "journal": ("journal",),
}


def table_of(
    asked: Asked,
    id: str,
    title: str,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[Row],
    tables: tuple[str, ...],
) -> Table:
    """A table of figures with the rules of its measures and the record tables that it rests on.

    Without rows, since a record table is missing, it says of which there is no record: that is not nobody.
    """
    unknown = next((why for table in tables if (why := asked.missing(table))), None)
    if not rows and unknown is not None:
        rows = [Row(id="all", heading="all", cells=(unknown,) * len(columns))]
    rules = (f"{measures()[name].heading}: {measures()[name].rule}" for name in RULES[id])
    return Table(
        id=f"records/{id}",
        title=title,
        row_heading="What",
        columns=tuple(Column(id=column, heading=heading) for column, heading in columns),
        rows=tuple(rows),
        counts=f"from {asked.period.start} to {asked.period.end}, as recorded in the stores of this agreement",
        trail=Trail(
            method=" ".join(rules),
            agreement=agreement_used(asked.records.agreement),
            records=tuple(used for table in tables for used in asked.records.used(table)),
        ),
    )


def row_of(id: str, cells: Sequence[Value]) -> Row:
    return Row(id=id.replace("_", "-"), heading=measures()[id].heading, cells=tuple(cells))


def number(count: int, unit: str) -> Number:
    return Number(number=Decimal(count), unit=unit)


def quotient(part: int, whole: int, unit: str, why_not: str, to: Decimal = HUNDREDTH) -> Value:
    """A quotient of two counts, rounded once, halves away from zero; Unknown where nothing is divided."""
    if whole == 0:
        return Unknown(unknown=why_not)
    return Number(number=(Decimal(part) / Decimal(whole)).quantize(to, rounding=ROUND_HALF_UP), unit=unit)


def middle(values: Sequence[int], times: Sequence[int], unit: str, why_not: str) -> Value:
    """The median of values that occur so many times; they come in order."""
    total = sum(times)
    if total == 0:
        return Unknown(unknown=why_not)
    both = [at_place(values, times, place) for place in ((total - 1) // 2, total // 2)]
    half = Decimal(sum(both)) / 2
    return Number(number=half.quantize(Decimal(1)) if half == half.to_integral_value() else half, unit=unit)


def at_place(values: Sequence[int], times: Sequence[int], place: int) -> int:
    for value, count in zip(values, times, strict=True):
        if place < count:
            return value
        place -= count
    raise IndexError(place)
