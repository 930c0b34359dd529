"""Scores near the joining date and near each follow-up, one of each a person."""

from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Objective
from proventive.evaluation.figures import counted
from proventive.evaluation.methods.arrays import Booleans, Floats, as_floats
from proventive.evaluation.question import Question, Unanswerable, instrument_of, question_of
from proventive.quantities import Number, Period, RecordsUsed, Unknown, months_as_days
from proventive.records import Records
from proventive.reference import Instrument

TOLERANCE = 45
"""Days by which an assessment may lie from the day it is meant for. Assumed: half a quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One follow-up: which day it is meant for, how far off it may be, and the scores; nan where there is none."""

    months: int
    day: int
    tolerance: int
    scores: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreInputs:
    """Scores of everybody who joined, in one order."""

    question: Question
    records: tuple[RecordsUsed, ...]
    instrument: Instrument
    baseline: Floats
    follow_ups: tuple[FollowUp, ...]  # in order; the last is the one told

    @property
    def asked(self) -> Booleans:
        """Who has a score at joining."""
        return ~np.isnan(self.baseline)

    def followed(self, follow_up: FollowUp) -> Booleans:
        """Who has both scores."""
        return self.asked & ~np.isnan(follow_up.scores)


def gather(records: Records, objective: Objective, period: Period) -> ScoreInputs | Unanswerable:
    """The scores of everybody who joined in the period, or why there are none to compare."""
    question = question_of(records, objective, period)
    instrument = instrument_of(records, objective)
    missing = [table for table in ("referrals", "assessments") if not records.has(table)]
    if instrument is None or missing:
        lacking = f"there are no records of {' and '.join(missing)}" if missing else "its instrument is not held"
        return _unanswerable(question, Unknown(unknown=lacking), Unknown(unknown=lacking))
    records.materialise("evaluation/joiners", agreement=records.agreement.id)
    follow_ups = sorted(objective.plan.follow_up)
    nearest = tolerance_of(months_as_days(follow_ups[0]))
    baseline = _scores(records, question, instrument, 0, -TOLERANCE, nearest)
    people = counted(len(baseline), "people")
    if too_early := question.too_early():
        return Unanswerable(question=question, status="too early", why=too_early, people=people)
    if not len(baseline):
        return _unanswerable(question, Unknown(unknown="nobody joined in the period"), people)
    return ScoreInputs(
        question=question,
        records=(*records.used("referrals"), *records.used("assessments")),
        instrument=instrument,
        baseline=baseline,
        follow_ups=tuple(_follow_up(records, question, instrument, months) for months in follow_ups),
    )


def tolerance_of(day: int) -> int:
    """45 days, or less where the follow-up is so soon that its window would touch that of joining."""
    return min(TOLERANCE, (day - 1) // 2)


def _unanswerable(question: Question, why: Unknown, people: Number | Unknown) -> Unanswerable:
    return Unanswerable(question=question, status="not known", why=why, people=people)


def _follow_up(records: Records, question: Question, instrument: Instrument, months: int) -> FollowUp:
    day = months_as_days(months)
    near = tolerance_of(day)
    scores = _scores(records, question, instrument, day, day - near, day + near)
    return FollowUp(months=months, day=day, tolerance=near, scores=scores)


def _scores(
    records: Records, question: Question, instrument: Instrument, day: int, from_day: int, to_day: int
) -> Floats:
    rows = records.query(
        "evaluation/score_near",
        instrument=instrument.id,
        first_day=question.period.start,
        last_day=question.period.end,
        day=day,
        from_day=from_day,
        to_day=to_day,
    )
    return as_floats(rows["total"])
