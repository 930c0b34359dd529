"""Who was allocated where, and what they used before and after."""

from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Objective
from proventive.evaluation.figures import counted
from proventive.evaluation.methods.arrays import Booleans, Floats, Integers, as_floats
from proventive.evaluation.question import Question, Unanswerable, question_of
from proventive.quantities import Number, Period, RecordsUsed, Unknown, months_as_days
from proventive.records import Records

TABLES = ("allocations", "population", "demand")
BEFORE_MONTHS = 12
LAST_DAY_COUNTED = 1  # the follow-up begins on the day of the allocation


@dataclass(frozen=True, slots=True, kw_only=True)
class LotInputs:
    """Everybody allocated in the period, in one order; use of those not followed counts for nothing."""

    question: Question
    records: tuple[RecordsUsed, ...]
    service: Booleans
    drawn: Booleans  # by lot
    followed: Booleans
    died: Booleans
    started: Booleans
    cluster: Integers
    before: Floats
    after: Floats


def gather(records: Records, objective: Objective, period: Period, *, by_site: bool) -> LotInputs | Unanswerable:
    """The allocated, or why they cannot be compared. ``by_site``: whether whole sites were allocated."""
    question = question_of(records, objective, period)
    missing = [table for table in TABLES if not records.has(table)]
    if missing:
        why = Unknown(unknown=f"there are no records of {' and '.join(missing)}")
        return Unanswerable(question=question, status="not known", why=why, people=why)
    follow_up, before = months_as_days(question.follow_up or 0), months_as_days(BEFORE_MONTHS)
    rows = records.query(
        "evaluation/allocated",
        agreement=records.agreement.id,
        event=objective.reduce or "",
        first_day=period.start,
        last_day=period.end,
        before=before,
        follow_up=follow_up,
    )
    people = counted(len(rows["person_id"]), "people")
    if too_early := question.too_early():
        return Unanswerable(question=question, status="too early", why=too_early, people=people)
    if unusable := _unusable(records, question, rows, before=before, follow_up=follow_up, by_site=by_site):
        return Unanswerable(question=question, status="not known", why=unusable, people=people)
    names = rows["cluster"] if by_site else rows["person_id"]
    _, cluster = np.unique(names.astype(str), return_inverse=True)
    return LotInputs(
        question=question,
        records=tuple(used for table in TABLES for used in records.used(table)),
        service=(rows["arm"] == "service").astype(np.bool_),
        drawn=(rows["how"] == "lottery").astype(np.bool_),
        followed=(rows["standing"] == "followed").astype(np.bool_),
        died=as_floats(rows["died"]) == 1,
        started=as_floats(rows["started"]) == 1,
        cluster=cluster.astype(np.int64),
        before=as_floats(rows["before"]),
        after=as_floats(rows["after"]),
    )


def _unusable(
    records: Records,
    question: Question,
    rows: dict[str, np.ndarray],
    *,
    before: int,
    follow_up: int,
    by_site: bool,
) -> Unknown | None:
    if not len(rows["person_id"]):
        return Unknown(unknown="nobody was allocated in the period")
    if by_site and (rows["cluster"] == "").any():
        return Unknown(unknown="some people have no site, so what was allocated as a whole is not known")
    return coverage_of(records, question, rows, before=before, follow_up=follow_up)


def coverage_of(
    records: Records, question: Question, rows: dict[str, np.ndarray], *, before: int, follow_up: int
) -> Unknown | None:
    """Why use around the allocations cannot be seen; None where records of use cover all of it."""
    epoch = np.datetime64("2000-01-01", "D")
    first, last = int(rows["day"].min()) - before, int(rows["day"].max()) + follow_up - LAST_DAY_COUNTED
    seen = Period(start=(epoch + first).item(), end=(epoch + last).item())
    return records.covered("demand", question.objective.reduce, seen)


def people_in(inputs: LotInputs) -> Number:
    """How many were allocated."""
    return counted(len(inputs.service), "people")
