"""The outturn: promised against delivered, and what is owed, with the reason for each line."""

from dataclasses import dataclass, field
from html import escape
from typing import Literal

from proventive.agreement.document import Agreement
from proventive.evaluation.finding import Findings
from proventive.quantities import Column, Figure, Money, Period, Row, Table, Value, total
from proventive.quantities.words import in_words, things
from proventive.valuation.worth import Worth

Met = Literal["yes", "nearly", "no", "too early", "not known", "no promise on record"]
Because = Literal["likely", "cannot be told", "unlikely", "not asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One objective or obligation, held against what happened."""

    id: str
    label: str
    kind: Literal["objective", "obligation"]
    owner: str | None = None
    promised: Figure
    happened: Figure
    target_met: Met
    because_of_the_service: Because
    owed: tuple[str, ...]  # the ids of the terms that pay for it
    reason: str
    levels: Table | None = None  # where low, median and high were promised: each, and whether it was met


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What one term pays for the period. ``most`` is Unknown where the agreement sets no cap, and says so."""

    term: str
    label: str
    objective: str | None = None  # None: the price, whatever happens
    owed: Figure
    most: Figure
    lines: Table  # quantity, amount and reason of each line
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outturn:
    """Promised against delivered for one period, and the payment due."""

    agreement: Agreement = field(repr=False)
    as_at: str
    period: Period
    promises: tuple[Promise, ...]
    payments: tuple[Payment, ...]
    owed: Figure  # all terms together; Unknown where any term is
    owed_by: Table  # each payer's share
    cost: Table  # fixed price, results, inputs; per person who joined
    worth_less_owed: Figure
    accounts: Table  # rows that came in from each file, accepted and set aside
    counts: Table  # people, contacts and hours under this agreement, and once over all agreements of the store
    seals: tuple[str, ...]  # one sentence each: sealed by whom, when; a changed plan is said
    notes: tuple[str, ...]  # what the founding texts ask for and the agreement lacks, kindly
    unknowns: tuple[str, ...]
    findings: Findings = field(repr=False)
    worth: Worth = field(repr=False)
    owed_known: Figure | None = None  # the part of ``owed`` that is known, where some of it is not
    also_claimed: tuple[str, ...] = ()  # changes that another agreement of the store claims too: a sentence each
    computed_on: str = ""  # the engine that the records were in, as a reader is told it

    def table(self) -> Table:
        """Every promise: promised, happened, target met, because of the service, owed."""
        columns = ("Promised", "Happened", "Target met?", "Because of the service?", "Owed")
        return Table(
            id="outturn/promises",
            title="What was promised, what happened, and what is owed",
            row_heading="Promise",
            columns=tuple(Column(id=heading.lower().strip("?"), heading=heading) for heading in columns),
            rows=tuple(self._row(promise) for promise in self.promises),
            counts="each promise of the agreement",
            trail=self.owed.trail,
        )

    def _row(self, promise: Promise) -> Row:
        return Row(
            id=promise.id,
            heading=promise.label,
            cells=(
                promise.promised.value,
                promise.happened.value,
                promise.target_met,
                promise.because_of_the_service,
                self.owed_for(promise),
            ),
        )

    def owed_for(self, promise: Promise) -> Value | str:
        """What its terms owe for one promise, in words where no term pays for it by itself."""
        owed = [payment.owed.value for payment in self.payments if payment.term in promise.owed]
        if not owed:
            return "part of the price" if self.payments else "nothing is paid under this agreement"
        amounts = [value for value in owed if isinstance(value, Money)]
        unknown = [value for value in owed if not isinstance(value, Money)]
        return unknown[0] if unknown else total(amounts, currency=amounts[0].currency, basis=amounts[0].basis)

    def sentence(self) -> str:
        """The outturn in one line: each promise, what is owed, and what is not known."""
        told = [
            f"{promise.label}: promised {in_words(promise.promised.value)}, happened "
            f"{in_words(promise.happened.value)}; target met: {promise.target_met}; because of the service: "
            f"{promise.because_of_the_service}"
            for promise in self.promises
        ]
        not_known = f"not known: {things(len(self.unknowns), 'thing', 'things')}" if self.unknowns else ""
        return " · ".join(part for part in (*told, f"owed: {in_words(self.owed.value)}", not_known) if part) + "."

    def _repr_html_(self) -> str:
        table = self.table()
        heads = "".join(
            f"<th>{escape(text)}</th>" for text in (table.row_heading, *(c.heading for c in table.columns))
        )
        body = "".join(f"<tr><th>{escape(row.heading)}</th>{_cells(row)}</tr>" for row in table.rows)
        title = escape(f"{self.agreement.title}, {self.period.start} to {self.period.end}, as at {self.as_at}")
        return (
            f"<table><caption>{title}</caption><tr>{heads}</tr>{body}</table>"
            f"<p>Owed: {escape(in_words(self.owed.value))}</p>"
        )


def _cells(row: Row) -> str:
    texts = (cell if isinstance(cell, str) else in_words(cell) for cell in row.cells)
    return "".join(f"<td>{escape(text)}</td>" for text in texts)
