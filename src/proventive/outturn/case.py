"""What is settled together: an agreement, its records, what was found, and what other agreements claim."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from proventive.agreement import agreement_used, path_of
from proventive.agreement.document import Agreement, FixedTerm, Objective, PaymentTerm, PerPersonImproved
from proventive.agreement.payment import Participation
from proventive.evaluation.finding import Finding, Findings
from proventive.quantities import FactUsed, Money, Period, Trail, Unknown
from proventive.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One agreement in one period, as it comes before whoever settles it."""

    agreement: Agreement
    records: Records
    findings: Findings
    elsewhere: tuple[Participation, ...] | Unknown
    already_paid: Mapping[str, Money]

    @property
    def period(self) -> Period:
        return self.findings.period

    @property
    def as_at(self) -> date:
        return self.records.as_at

    def finding(self, objective: str, follow_up: int | None = None) -> Finding | None:
        """What was found for an objective at one follow-up; the last one where none is named."""
        found = [finding for finding in self.findings.findings if finding.objective == objective]
        if follow_up is not None:
            found = [finding for finding in found if finding.follow_up in (follow_up, None)]
        return found[-1] if found else None

    def trail(
        self,
        method: str,
        *ids: str,
        tables: Iterable[str] = (),
        rests_on: Iterable[str] = (),
        facts: tuple[FactUsed, ...] = (),
    ) -> Trail:
        """The trail of a figure settled here: the lines of the agreement by id, record tables, other figures."""
        paths = tuple(path_of(self.agreement, id) for id in dict.fromkeys(ids))
        return Trail(
            method=method,
            agreement=agreement_used(self.agreement, *paths),
            records=tuple(used for table in tables for used in self.records.used(table)),
            facts=facts,
            rests_on=tuple(dict.fromkeys(rests_on)),
        )


def objective_of(term: PaymentTerm) -> str | None:
    """The objective for whose change a term pays; None for a fixed sum."""
    if isinstance(term, FixedTerm):
        return None
    return term.per_person_improved if isinstance(term, PerPersonImproved) else term.effect_on_everyone_who_joined


def follow_up_of(term: PaymentTerm, objective: Objective) -> int | None:
    """The months of follow-up at which a term pays: those that it names, else the last of the plan."""
    named = None if isinstance(term, FixedTerm) else term.follow_up
    return named if named is not None else max(objective.plan.follow_up, default=None)


def change_of(objective: Objective) -> str:
    """The event or the instrument by which an objective is measured: what two agreements can both claim."""
    change = objective.reduce or objective.measured_by or objective.lower or objective.raise_
    return change or objective.id


NOBODY_LOOKED = Unknown(unknown="the other agreements of the store were not looked at")
"""What is known of other agreements' claims where nobody was asked."""
