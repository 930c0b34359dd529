"""Scores near the joining date and near each follow-up, one of each a person."""

from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Objective
from proventive.evaluation.figures import counted
from proventive.evaluation.methods.arrays import Booleans, Floats, as_floats
from proventive.evaluation.question import Question, Unanswerable, instrument_of, question_of, tables_missing
from proventive.quantities import Period, RecordsUsed, Unknown
from proventive.records import Records
from proventive.records.score_windows import ScoreWindow, at_follow_up, at_joining
from proventive.reference import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One follow-up: which scores are near enough, and the scores; nan where there is none."""

    months: int
    window: ScoreWindow
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
    if why := tables_missing(records, ("referrals", "assessments")):
        return question.not_known(why)
    if instrument is None:
        return question.not_known(Unknown(unknown="its instrument is not held"))
    records.materialise("evaluation/joiners", agreement=records.agreement.id)
    follow_ups = sorted(objective.plan.follow_up)
    baseline = _scores(records, question, instrument, at_joining(follow_ups))
    people = counted(len(baseline), "people")
    if too_early := question.too_early(people):
        return too_early
    if not len(baseline):
        return question.not_known(Unknown(unknown="nobody joined in the period"), people)
    return ScoreInputs(
        question=question,
        records=(*records.used("referrals"), *records.used("assessments")),
        instrument=instrument,
        baseline=baseline,
        follow_ups=tuple(_follow_up(records, question, instrument, months) for months in follow_ups),
    )


def _follow_up(records: Records, question: Question, instrument: Instrument, months: int) -> FollowUp:
    window = at_follow_up(months)
    return FollowUp(months=months, window=window, scores=_scores(records, question, instrument, window))


def _scores(records: Records, question: Question, instrument: Instrument, window: ScoreWindow) -> Floats:
    rows = records.query(
        "evaluation/score_near",
        instrument=instrument.id,
        first_day=question.period.start,
        last_day=question.period.end,
        day=window.day,
        from_day=window.from_day,
        to_day=window.to_day,
    )
    return as_floats(rows["total"])
