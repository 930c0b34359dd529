"""Who was scored, on which side of the line, and what they used before and after."""

from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Objective
from proventive.evaluation.designs.randomised.gathering import BEFORE_MONTHS, TABLES, coverage_of
from proventive.evaluation.figures import counted
from proventive.evaluation.methods.arrays import Booleans, Floats, as_floats
from proventive.evaluation.question import Question, Unanswerable, question_of
from proventive.quantities import Period, RecordsUsed, Unknown, months_as_days
from proventive.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredInputs:
    """Everybody scored in the period, in one order; use of those not followed counts for nothing."""

    question: Question
    records: tuple[RecordsUsed, ...]
    score: Floats
    offered: Booleans  # as the record says, whatever the score
    followed: Booleans
    died: Booleans
    before: Floats
    after: Floats


def gather(records: Records, objective: Objective, period: Period) -> ScoredInputs | Unanswerable:
    """The scored, or why they cannot be compared. People without a score were not decided by one."""
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
    score = np.array([np.nan if value is None else float(value) for value in rows["score"]])
    why_not = _unusable(records, question, rows, score, before=before, follow_up=follow_up)
    if why_not:
        return Unanswerable(question=question, status="not known", why=why_not, people=people)
    return ScoredInputs(
        question=question,
        records=tuple(used for table in TABLES for used in records.used(table)),
        score=score,
        offered=(rows["arm"] == "service").astype(np.bool_),
        followed=(rows["standing"] == "followed").astype(np.bool_),
        died=as_floats(rows["died"]) == 1,
        before=as_floats(rows["before"]),
        after=as_floats(rows["after"]),
    )


def _unusable(
    records: Records,
    question: Question,
    rows: dict[str, np.ndarray],
    score: Floats,
    *,
    before: int,
    follow_up: int,
) -> Unknown | None:
    if not len(score):
        return Unknown(unknown="nobody was allocated in the period")
    if without := int(np.isnan(score).sum()):
        return Unknown(unknown=f"{without:,} of the {len(score):,} people allocated have no score")
    return coverage_of(records, question, rows, before=before, follow_up=follow_up)
