"""Tables under the rules: counts hidden and rounded, rates made from protected counts.

Only the tables named here leave. What adds up in them is declared beside their names, for the attacker.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from proventive.disclosure import Protected, Rules, Sum, protected, without_numbers
from proventive.evaluation.handing_over.nouns import HandedTable, Told
from proventive.quantities import Estimate, Number, Row, Table, Unknown, Value

PER_HUNDRED = " per 100 people"
NOT_COUNTS = ("share", "point", "standard deviation", "person-year")
CAPTION = "people as in the finding"
REASONS = ("no-consent", "not-linked", "not-resident", "short-history")
JOINED, FOLLOWED, HAPPENED = "joined (exact)", "followed (exact)", "happened (exact)"
"""What stands exactly in the finding itself, for the people to be paid for."""

SUMS: Mapping[str, tuple[Sum, ...]] = {
    "flow": (
        Sum(total="joined/people", parts=(*(f"{reason}/people" for reason in REASONS), "eligible/people")),
        Sum(total="eligible/people", parts=("no-similar-person/people", "matched/people")),
        Sum(total="joined/people", parts=("not-matched/people", "matched/people")),
        Sum(total="joined/events", parts=(*(f"{reason}/events" for reason in REASONS), "eligible/events")),
        Sum(total="eligible/events", parts=("no-similar-person/events", "matched/events")),
        Sum(total="joined/events", parts=("not-matched/events", "matched/events")),
        Sum(total=JOINED, parts=("joined/people",)),
        Sum(total=FOLLOWED, parts=("matched/people",)),
        Sum(total=HAPPENED, parts=("matched/events",)),
    ),
    "trajectory": (Sum(total=HAPPENED, parts=tuple(f"{month}/participants" for month in range(12))),),
    "deaths": (
        Sum(total=FOLLOWED, parts=("people/participants",)),
        Sum(total=FOLLOWED, parts=("people/comparison",)),
    ),
    "balance": (),
    "follow-ups": (),
    "reliable-change": (Sum(total=FOLLOWED, parts=("improved/people", "unchanged/people", "worsened/people")),),
}
"""The tables that may leave, by the last part of their id, and what adds up in each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """The counts that stand exactly in a finding: who joined, who was followed, and how much happened to them."""

    joined: int
    followed: int
    happened: int | None

    def elsewhere(self) -> dict[str, int]:
        known = {JOINED: self.joined, FOLLOWED: self.followed}
        return known if self.happened is None else {**known, HAPPENED: self.happened}


def name_of(table: Table) -> str:
    return table.id.rsplit("/", 1)[-1]


def table_leaving(table: Table, rules: Rules, exact: Exact) -> HandedTable | None:
    """A table as it may leave; None where it is not one of :data:`SUMS`, or gives hidden counts away."""
    name = name_of(table)
    if name not in SUMS:
        return None
    counts = {
        f"{row.id}/{column.id}": count
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if (count := count_of(cell, exact.followed)) is not None
    }
    sums = tuple(one for one in SUMS[name] if months_held(one, counts))
    found = protected(counts, rules, sums=sums, stands_elsewhere=exact.elsewhere())
    if not found.safe:
        return None
    return HandedTable(
        id=name,
        title=table.title,
        row_heading=table.row_heading,
        columns=tuple((column.id, column.heading) for column in table.columns),
        rows=tuple((row.id, row.heading, cells_leaving(row, table, found, rules, exact)) for row in table.rows),
        counts=f"{without_numbers(table.counts, CAPTION)}; {rules.sentence()}",
    )


def months_held(one: Sum, counts: Mapping[str, int]) -> bool:
    """Whether all parts of a sum stand in the table: a shorter follow-up has fewer months."""
    return all(part in counts for part in one.parts)


def count_of(cell: Value | str, people: int) -> int | None:
    """The count behind a cell: a count itself, or a rate for every 100 of so many people; else None."""
    if not isinstance(cell, Number):
        return None
    if cell.unit.endswith(PER_HUNDRED):
        return round(cell.number * people / 100)
    if cell.unit.startswith(NOT_COUNTS) or cell.number != int(cell.number):
        return None
    return int(cell.number)


def cells_leaving(row: Row, table: Table, found: Protected, rules: Rules, exact: Exact) -> tuple[Told | str, ...]:
    """The cells of a row. Where its people are hidden, all that is told of them is hidden too."""
    few = found.shown.get(f"{row.id}/people", 1) is None
    return tuple(
        hidden(rules)
        if few and not isinstance(cell, str)
        else cell_leaving(cell, f"{row.id}/{column.id}", found, rules, exact)
        for column, cell in zip(table.columns, row.cells, strict=True)
    )


def cell_leaving(cell: Value | str, name: str, found: Protected, rules: Rules, exact: Exact) -> Told | str:
    """A cell: a protected count, a rate of a protected count, or a number cut to two places."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Unknown):
        return Unknown(
            unknown=without_numbers(cell.unknown, "the reason names numbers, and stays with the records")
        )
    if name in found.shown:
        shown = found.shown[name]
        assert isinstance(cell, Number)
        if shown is None:
            return hidden(rules)
        if cell.unit.endswith(PER_HUNDRED):
            rate = (Decimal(shown) * 100 / exact.followed).quantize(Decimal("0.000001"))
            return Number(number=rate, unit=cell.unit)
        return Number(number=Decimal(shown), unit=cell.unit)
    if isinstance(cell, Number) and cell.unit.startswith("person-year"):
        return Number(number=Decimal(rules.rounded(int(cell.number))), unit=cell.unit)
    if isinstance(cell, Number) and cell.unit.startswith("standard deviation"):
        return Number(number=cell.number.quantize(Decimal("0.01")), unit=cell.unit)
    if isinstance(cell, Estimate) and cell.unit.startswith("point"):
        return cut(cell)
    return Unknown(unknown="this stays where the records are")


def cut(estimate: Estimate, places: int = 2) -> Estimate:
    """An estimate to so many places."""
    return ends_changed(estimate, lambda end: round(end, places))


def ends_changed(estimate: Estimate, change: Callable[[float], float]) -> Estimate:
    """An estimate with its value and both ends of its interval changed alike."""
    return replace(
        estimate,
        value=change(estimate.value),
        low=None if estimate.low is None else change(estimate.low),
        high=None if estimate.high is None else change(estimate.high),
    )


def hidden(rules: Rules) -> Unknown:
    """A count that is not shown: never 0."""
    return Unknown(unknown=f"not shown, under the rules “{rules.label}”")
