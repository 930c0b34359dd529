"""From the engine to arrays: use before and after joining, and pairs of periods in people who had not joined."""

from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Objective
from proventive.evaluation.designs.matched_cohort.windows import EPOCH, RECENT_MONTHS, YEAR_MONTHS
from proventive.evaluation.figures import counted
from proventive.evaluation.methods.arrays import Booleans, Floats, as_floats
from proventive.evaluation.methods.guarded_change import PairSums
from proventive.evaluation.methods.regression_to_the_mean import FEWEST
from proventive.evaluation.question import Question, Unanswerable, question_of, tables_missing
from proventive.quantities import Period, RecordsUsed, Unknown, months_as_days
from proventive.records import Records

TABLES = ("referrals", "population", "demand")
RECENT, YEAR = months_as_days(RECENT_MONTHS), months_as_days(YEAR_MONTHS)
Columns = dict[str, np.ndarray]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandInputs:
    """Everybody who joined in the period, in one order; use of those who cannot be looked up counts nothing."""

    question: Question
    records: tuple[RecordsUsed, ...]
    joined: int
    refused: int
    looked_up: Booleans
    died: Booleans
    moved: Booleans
    before: Floats  # people by 2: the last 3 months, the 9 before those
    after: Floats
    own: PairSums  # pairs of the same people before they joined; sums of 0 where there are none
    others: PairSums
    people_before: int  # who had not joined, on one day or more
    pairs: int


def gather(records: Records, objective: Objective, period: Period) -> DemandInputs | Unanswerable:
    """The arrays of a before-after on demand, or why there can be none."""
    question = question_of(records, objective, period)
    if why := tables_missing(records, TABLES):
        return question.not_known(why)
    records.materialise("evaluation/joiners", agreement=records.agreement.id)
    records.materialise("evaluation/use_days", event=objective.reduce or "")
    records.materialise("evaluation/residents", by_sex=0, by_deprivation=0, by_frailty=0)
    records.materialise("evaluation/participants", first_day=period.start, last_day=period.end, history=YEAR)
    records.materialise("evaluation/not_joined", first_day=period.start, last_day=period.end, history=YEAR)
    records.materialise("evaluation/pairs_of_periods", recent=RECENT, year=YEAR)
    rows = records.query("evaluation/use_before_and_after", recent=RECENT, year=YEAR)
    people = counted(len(rows["person_id"]), "people")
    if too_early := question.too_early(people):
        return too_early
    inputs = _inputs(records, question, rows, records.query("evaluation/pairs_counted"))
    if why := _unusable(records, inputs, rows):
        return question.not_known(why, people)
    return inputs


def _inputs(records: Records, question: Question, rows: Columns, pairs: Columns) -> DemandInputs:
    looked_up = (rows["standing"] == "eligible").astype(np.bool_)
    own = PairSums.of({name: values[looked_up] for name, values in rows.items()})
    others = PairSums.of(pairs)
    return DemandInputs(
        question=question,
        records=tuple(used for table in TABLES for used in records.used(table)),
        joined=len(looked_up),
        refused=int((rows["standing"] == "no-consent").sum()),
        looked_up=looked_up,
        died=as_floats(rows["died"]) == 1,
        moved=as_floats(rows["moved"]) == 1,
        before=np.column_stack([as_floats(rows["use_recent"]), as_floats(rows["use_prior"])]),
        after=as_floats(rows["use_after"]),
        own=own,
        others=others,
        people_before=int(others.people.sum()) + int(np.sum(own.squares[:, 0, 0] > 0)),
        pairs=int(others.people @ others.squares[:, 0, 0] + own.squares[:, 0, 0].sum()),
    )


def _unusable(records: Records, inputs: DemandInputs, rows: Columns) -> Unknown | None:
    """Why nothing can be told; None where use is wholly on record and there are people who had not joined."""
    if not inputs.joined:
        return Unknown(unknown="nobody joined in the period")
    if unseen := _uncovered(records, inputs.question, rows):
        return unseen
    others = int(inputs.others.people.sum())
    if not others:
        return Unknown(
            unknown="there is nobody on record who did not join, so nothing tells how far use would have fallen "
            "with no service; a change since joining is not told without it"
        )
    if others < FEWEST:
        return Unknown(
            unknown=f"only {others} people on record did not join, and {FEWEST} are needed to tell how far use "
            "would have fallen with no service"
        )
    return None


def _uncovered(records: Records, question: Question, rows: Columns) -> Unknown | None:
    """Use is looked at from a year before the first month in which somebody joined."""
    first = np.datetime64(EPOCH, "D") + int(rows["joined_day"].min())
    last = np.datetime64(EPOCH, "D") + int(rows["joined_day"].max())
    seen = Period(
        start=(first.astype("datetime64[M]").astype("datetime64[D]") - YEAR).item(), end=(last + YEAR - 1).item()
    )
    return records.covered("demand", question.objective.reduce, seen)
