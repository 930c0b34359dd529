"""Worth: money that follows from findings, by payer, type and cashability, beside what it cost."""

from dataclasses import dataclass
from html import escape
from typing import Literal

from proventive.agreement.document import Cashability, ValueType
from proventive.quantities import Estimate, Figure, MoneyEstimate, Period, Table, Unknown, Value
from proventive.quantities.words import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthLine:
    """One benefit: an effect at a unit value, to one payer. Its figures are present values at the price base."""

    id: str
    outcome: str
    objective: str | None = None  # None: a line of a value map, gross
    kind: Literal["gross", "net of counterfactual"]
    type: ValueType
    payer: str
    cashability: Cashability
    unit_value: Figure
    present_value: Figure  # MoneyEstimate or Unknown
    by_year: Table
    draws: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What the findings of a period are worth and to whom, beside the fixed price and inputs of that period."""

    agreement: str
    as_at: str
    period: Period
    lines: tuple[WorthLine, ...]
    by_payer: Table  # a row for each payer, type and cashability
    by_year: Table  # a row for each year: undiscounted, and present value
    total: Figure  # says in “counts” which types it adds
    fixed_cost: Figure  # the fixed price of the period and the inputs of the value map
    inputs: Table
    net: Figure  # total less fixed cost; what results cost is taken off when it is settled
    ratio: Figure
    notes: tuple[str, ...] = ()

    def table(self) -> Table:
        """What it is worth, and to whom: a row for each payer, kind of value and cashability."""
        return self.by_payer

    def sentence(self) -> str:
        """Worth and cost of the same period in one line, with the interval or the reason why there is none."""
        if isinstance(self.total.value, Unknown):
            return f"What it is worth is {self.total.value}. What went in: {_told(self.fixed_cost.value)}."
        return (
            f"Worth {_told(self.total.value)}: {self.total.counts}. "
            f"What went in: {in_words(self.fixed_cost.value)}. "
            f"Net {in_words(self.net.value)}; that is {in_words(self.ratio.value)}."
        )

    def _repr_html_(self) -> str:
        table = self.table()
        heads = "".join(f"<th>{escape(text)}</th>" for text in (table.row_heading, *_headings(table)))
        body = "".join(
            f"<tr><th>{escape(row.heading)}</th>"
            + "".join(f"<td>{escape(cell if isinstance(cell, str) else _told(cell))}</td>" for cell in row.cells)
            + "</tr>"
            for row in table.rows
        )
        notes = "".join(f"<li>{escape(note)}</li>" for note in self.notes)
        return (
            f"<table><caption>{escape(table.title)}, {self.period.start} to {self.period.end}</caption>"
            f"<tr>{heads}</tr>{body}</table><p>{escape(self.sentence())}</p><ul>{notes}</ul>"
        )


def _headings(table: Table) -> list[str]:
    return [column.heading for column in table.columns]


def _told(value: Value) -> str:
    """A value in words, with the reason where it has no interval."""
    if isinstance(value, (MoneyEstimate, Estimate)) and value.no_interval is not None:
        return f"{in_words(value)} (no interval: {value.no_interval.unknown})"
    return in_words(value)
