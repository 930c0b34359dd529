"""Everybody who was allocated in a period, by lot or by a score, and what they used before and after."""

from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Objective
from proventive.evaluation.figures import counted
from proventive.evaluation.methods.arrays import Booleans, Floats, as_floats
from proventive.evaluation.question import Question, Unanswerable, question_of, tables_missing
from proventive.quantities import Number, Period, RecordsUsed, Unknown, months_as_days
from proventive.records import Records

TABLES = ("allocations", "population", "demand")
BEFORE_MONTHS = 12
LAST_DAY_COUNTED = 1  # the follow-up begins on the day of the allocation


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated:
    """The allocated in one order; use of those not followed counts for nothing."""

    question: Question
    records: tuple[RecordsUsed, ...]
    columns: dict[str, np.ndarray]  # of the step evaluation/allocated

    @property
    def people(self) -> Number:
        return counted(len(self.columns["person_id"]), "people")

    @property
    def service(self) -> Booleans:
        """Who was allocated to the service, whatever they took up."""
        return (self.columns["arm"] == "service").astype(np.bool_)

    @property
    def followed(self) -> Booleans:
        return (self.columns["standing"] == "followed").astype(np.bool_)

    @property
    def died(self) -> Booleans:
        return as_floats(self.columns["died"]) == 1

    @property
    def before(self) -> Floats:
        """Events in the 12 months before the allocation."""
        return as_floats(self.columns["before"])

    @property
    def after(self) -> Floats:
        """Events in the follow-up, from the day of the allocation."""
        return as_floats(self.columns["after"])

    def unanswerable(self, why: Unknown) -> Unanswerable:
        """The same question, which these rows cannot answer."""
        return self.question.not_known(why, self.people)


def allocated(records: Records, objective: Objective, period: Period) -> Allocated | Unanswerable:
    """The allocated of an agreement; or why there are none to compare, or not yet."""
    question = question_of(records, objective, period)
    if why := tables_missing(records, TABLES):
        return question.not_known(why)
    rows = Allocated(
        question=question,
        records=tuple(used for table in TABLES for used in records.used(table)),
        columns=records.query(
            "evaluation/allocated",
            agreement=records.agreement.id,
            event=objective.reduce or "",
            first_day=period.start,
            last_day=period.end,
            before=months_as_days(BEFORE_MONTHS),
            follow_up=months_as_days(question.follow_up or 0),
        ),
    )
    if too_early := question.too_early(rows.people):
        return too_early
    if not len(rows.columns["person_id"]):
        return rows.unanswerable(Unknown(unknown="nobody was allocated in the period"))
    return rows


def covered(records: Records, rows: Allocated) -> Unknown | None:
    """Why use around the allocations cannot be seen; None where records of use cover all of it."""
    epoch, day = np.datetime64("2000-01-01", "D"), rows.columns["day"]
    first = int(day.min()) - months_as_days(BEFORE_MONTHS)
    last = int(day.max()) + months_as_days(rows.question.follow_up or 0) - LAST_DAY_COUNTED
    seen = Period(start=(epoch + first).item(), end=(epoch + last).item())
    return records.covered("demand", rows.question.objective.reduce, seen)
