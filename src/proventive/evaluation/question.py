"""What is asked of a design: one objective, one period, in the words of its event or instrument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from proventive.agreement import agreement_used, path_of
from proventive.agreement.document import Objective
from proventive.quantities import AgreementUsed, FactUsed, Number, Period, Unknown, months_as_days
from proventive.quantities.words import day_in_words
from proventive.records import Records
from proventive.reference import Event, Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An objective in a period, as at a day, with the words and the trail that its answer will need."""

    objective: Objective
    period: Period
    as_at: date
    label: str
    unit: str  # of one: “admission”
    plural: str
    direction: Literal["fewer", "lower", "higher"]
    agreement: AgreementUsed
    facts: tuple[FactUsed, ...]

    @property
    def follow_up(self) -> int | None:
        """Months: the last follow-up of the plan, which is the one told; None where the plan has none."""
        return max(self.objective.plan.follow_up, default=None)

    def results_due(self) -> date:
        """The day after the last follow-up of anybody who joined on the last day of the period."""
        return self.period.end + timedelta(days=months_as_days(self.follow_up or 0) + 1)

    def too_early(self, people: Number | Unknown | None = None) -> "Unanswerable | None":
        """That the answer cannot be given yet, with how many joined; None once all follow-up has ended."""
        if self.as_at >= self.results_due():
            return None
        why = Unknown(
            unknown=f"results are due on {day_in_words(self.results_due())}, when all follow-up has ended"
        )
        return Unanswerable(question=self, status="too early", why=why, people=why if people is None else people)

    def not_known(self, why: Unknown, people: Number | Unknown | None = None) -> "Unanswerable":
        """That the records cannot answer it; how many joined, where that is known all the same."""
        return Unanswerable(question=self, status="not known", why=why, people=why if people is None else people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswerable:
    """A question that the records cannot answer, or not yet, and why."""

    question: Question
    status: Literal["too early", "not known"]
    why: Unknown
    people: Number | Unknown


def question_of(records: Records, objective: Objective, period: Period) -> Question:
    """The question that an objective asks of its records."""
    path = path_of(records.agreement, objective.id)
    event, instrument = event_of(records, objective), instrument_of(records, objective)
    found = event or instrument
    return Question(
        objective=objective,
        period=period,
        as_at=records.as_at,
        label=event.label if event else instrument.outcome if instrument else objective.label or objective.id,
        unit=event.noun if event else "point",
        plural=event.plural if event else "points",
        direction="fewer" if objective.reduce else "lower" if objective.lower else "higher",
        agreement=agreement_used(records.agreement, path, f"{path}/plan"),
        facts=(found.used(),) if found else (),
    )


def tables_missing(records: Records, tables: Iterable[str]) -> Unknown | None:
    """Which of the tables hold no row, as the reason why nothing can be told; None where all do."""
    missing = [table for table in tables if not records.has(table)]
    if not missing:
        return None
    listed = " and ".join(part for part in (", ".join(missing[:-1]), missing[-1]) if part)
    return Unknown(unknown=f"there are no records of {listed}")


def event_of(records: Records, objective: Objective) -> Event | None:
    """The demand event that an objective promises to reduce; None where the reference holds none of that id."""
    return records.reference.events.get(objective.reduce) if objective.reduce else None


def instrument_of(records: Records, objective: Objective) -> Instrument | None:
    """The instrument by which an objective is measured; None where the reference holds none of that id."""
    return records.reference.instruments.get(objective.measured_by) if objective.measured_by else None
