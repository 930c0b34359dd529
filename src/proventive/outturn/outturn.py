"""The outturn: promised against delivered, and what is owed, with the reason for each line."""

from dataclasses import dataclass, field
from typing import Literal

from proventive.agreement.document import Agreement
from proventive.evaluation.finding import Findings
from proventive.quantities import Figure, Period, Table
from proventive.valuation.worth import Worth

Met = Literal["yes", "nearly", "no", "too early", "not known", "no promise on record"]
Because = Literal["likely", "cannot be told", "unlikely", "not asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One objective or obligation, held against what happened."""

    id: str
    label: str
    kind: Literal["objective", "obligation"]
    owner: str | None
    promised: Figure
    happened: Figure
    target_met: Met
    because_of_the_service: Because
    owed: tuple[str, ...]  # the ids of the terms that pay for it
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What one term pays for the period."""

    term: str
    label: str
    objective: str | None  # None: the price, whatever happens
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
    owed: Figure  # all terms together
    owed_by: Table  # each payer's share
    cost: Table  # fixed price, results, inputs; per person who joined
    worth_less_owed: Figure
    counts: Table  # people, contacts and hours under this agreement, and once over all agreements of the store
    seals: tuple[str, ...]  # one sentence each: sealed by whom, when; a changed plan is said
    notes: tuple[str, ...]  # what the founding texts ask for and the agreement lacks, kindly
    unknowns: tuple[str, ...]
    findings: Findings = field(repr=False)
    worth: Worth = field(repr=False)
