"""From the engine to arrays: who joined, who was like them that day, and what both used around it."""

import numpy as np

from proventive.agreement.document import Objective, Plan
from proventive.evaluation.designs.matched_cohort.all_use import gather_all_use
from proventive.evaluation.designs.matched_cohort.inputs import (
    NEVER,
    CohortInputs,
    Columns,
    Others,
    Persons,
    Seen,
    Use,
)
from proventive.evaluation.designs.matched_cohort.planned import (
    PRIOR,
    RECENT,
    candidates_kept,
    held_alike,
    matching_of,
)
from proventive.evaluation.designs.matched_cohort.windows import (
    MONTHS_SHOWN,
    Days,
    Windows,
    earlier_window,
    month_days,
    period_around,
    windows_of,
)
from proventive.evaluation.figures import counted
from proventive.evaluation.methods.arrays import Floats, Integers, as_floats
from proventive.evaluation.question import Question, Unanswerable, question_of, tables_missing
from proventive.quantities import Period, Unknown
from proventive.records import Records


def gather(records: Records, objective: Objective, period: Period) -> CohortInputs | Unanswerable:
    """The arrays of a matched cohort, or why there can be none."""
    question = question_of(records, objective, period)
    event, plan = objective.reduce or "", objective.plan
    if why := tables_missing(records, ("referrals", "population", "demand")):
        return question.not_known(why)
    records.materialise("evaluation/joiners", agreement=records.agreement.id)
    records.materialise("evaluation/use_days", event=event)
    records.materialise(
        "evaluation/residents",
        by_sex=int("sex" in held_alike(plan)),
        by_deprivation=int("simd_decile" in held_alike(plan)),
        by_frailty=int("frailty" in held_alike(plan)),
    )
    return _from_kept(records, question, event)


def _from_kept(records: Records, question: Question, event: str) -> CohortInputs | Unanswerable:
    plan, period = question.objective.plan, question.period
    everybody = _who_joined(records, period, history=windows_of(plan).history)
    people = counted(len(everybody["person_id"]), "people")
    if too_early := question.too_early(people):
        return too_early
    if not len(everybody["person_id"]):
        nobody = Unknown(unknown="nobody joined in the period")
        return question.not_known(nobody, people)
    if why := _uncovered(records, event, everybody["joined_day"], _needed(windows_of(plan, earlier_seen=False))):
        return question.not_known(why, people)
    unseen = _earlier_unseen(records, event, everybody["joined_day"], plan)
    windows = windows_of(plan, earlier_seen=unseen is None)
    if unseen is not None:
        everybody = _who_joined(records, period, history=windows.history)
    return _inputs(records, question, windows, unseen, everybody)


def _who_joined(records: Records, period: Period, history: int) -> Columns:
    records.materialise("evaluation/participants", first_day=period.start, last_day=period.end, history=history)
    return records.query("evaluation/who_joined")


def _needed(windows: Windows) -> Days:
    return Days(first=windows.prior_9_months.first, last=windows.follow_up.last)


def _uncovered(records: Records, event: str, joined_day: Integers, days: Days) -> Unknown | None:
    """Why use in a window around the joining days is not wholly on record; None where it is."""
    return records.covered("demand", event, period_around(joined_day, days))


def _earlier_unseen(records: Records, event: str, joined_day: Integers, plan: Plan) -> Unknown | None:
    earlier = earlier_window(plan)
    if earlier is None:
        return Unknown(unknown="the plan names no earlier baseline")
    return _uncovered(records, event, joined_day, earlier)


def _inputs(
    records: Records, question: Question, windows: Windows, unseen: Unknown | None, everybody: Columns
) -> CohortInputs:
    plan, period = question.objective.plan, question.period
    recent, year = windows.last_3_months.length, -windows.prior_9_months.first
    records.materialise("evaluation/people_alike", history=windows.history, by_age=int("age" in held_alike(plan)))
    records.materialise("evaluation/use_before", recent=recent, year=year)
    records.materialise(
        "evaluation/candidates",
        by_recent=int(RECENT in held_alike(plan)),
        by_prior=int(PRIOR in held_alike(plan)),
        ratio=matching_of(plan).ratio,
        at_least=candidates_kept(plan),
    )
    pairs = records.query("evaluation/candidate_pairs")
    shown = -month_days(MONTHS_SHOWN[0]).first
    use = records.query(
        "evaluation/use_around_joining", before=max(windows.history, shown), after=windows.follow_up.length
    )
    seen = Seen.of(everybody, pairs)
    joined, comparators, use_rows = _numbered(everybody, pairs, use, seen)
    return CohortInputs(
        question=question,
        records=(*records.used("referrals"), *records.used("population"), *records.used("demand")),
        windows=windows,
        earlier_unseen=unseen,
        names=seen.names,
        joined=joined,
        standing=everybody["standing"],
        pair_participant=_places(everybody["person_id"], pairs["participant"]),
        pair_comparator=comparators,
        joins_later_on=pairs["joins_later_on"],
        use=use_rows,
        all_use=gather_all_use(records, everybody["joined_day"], windows, seen),
        others=_others(records, period, windows),
    )


def _numbered(everybody: Columns, pairs: Columns, use: Columns, seen: Seen) -> tuple[Persons, Persons, Use]:
    """People numbered in one space, and each person on each joining day given a row of use."""
    months = dict(zip(everybody["person_id"].tolist(), everybody["joined_months"].tolist(), strict=True))
    joined_months = np.array([months[person] for person in pairs["participant"].tolist()], dtype=np.int64)
    own = seen.key(everybody["person_id"], everybody["joined_day"])
    other = seen.key(pairs["comparator"], pairs["joined_day"])
    joined = _persons(everybody, own, seen, everybody["joined_months"])
    comparators = _persons(pairs, other, seen, joined_months)
    rows = seen.rows(use["person_id"], use["joined_day"])
    quantity = as_floats(use["quantity"]).astype(np.int64)
    return joined, comparators, Use(seen=rows, day=use["days_from_joining"], quantity=quantity, rows=len(seen))


def _persons(columns: Columns, key: Integers, seen: Seen, joined_months: Integers) -> Persons:
    return Persons(
        person=key // (NEVER + 1),
        joined_day=columns["joined_day"],
        age_months=joined_months - as_floats(columns["birth_months"]),
        deprivation=as_floats(columns["simd_decile"]),
        sex=columns["sex"],
        frailty=columns["frailty"],
        last_day=_whole(columns["last_day"]),
        died_day=_whole(columns["died_day"]),
        seen=np.searchsorted(seen.keys, key),
    )


def _places(names: np.ndarray, wanted: np.ndarray) -> Integers:
    place = {name: number for number, name in enumerate(names.tolist())}
    return np.array([place[name] for name in wanted.tolist()], dtype=np.int64)


def _others(records: Records, period: Period, windows: Windows) -> Others:
    """People who had not joined, reduced in the engine to patterns of use and combinations of covariates."""
    records.materialise(
        "evaluation/not_joined", first_day=period.start, last_day=period.end, history=windows.history
    )
    earlier = windows.earlier or windows.prior_9_months
    use = records.query(
        "evaluation/use_of_others",
        recent=windows.last_3_months.length,
        year=-windows.prior_9_months.first,
        earlier_from=-earlier.first,
        earlier_to=-earlier.last,
        follow_up=windows.follow_up.length,
    )
    alike = records.query("evaluation/covariates_of_others")
    return Others(
        last_3_months=as_floats(use["last_3_months"]),
        prior_9_months=as_floats(use["prior_9_months"]),
        earlier=as_floats(use["earlier"]),
        after=as_floats(use["after"]),
        people_with_pattern=as_floats(use["people"]),
        sex=alike["sex"],
        frailty=alike["frailty"],
        deprivation=_missing(alike["simd_decile"]),
        age_months=as_floats(alike["age_months"]),
        people=as_floats(alike["people"]),
    )


def _missing(deciles: np.ndarray) -> Floats:
    floats = as_floats(deciles)
    return np.where(floats == 0, np.nan, floats)


def _whole(days: np.ndarray) -> Integers:
    """Day numbers, NEVER where the person is not in the population."""
    floats = as_floats(days)
    return np.where(np.isnan(floats), NEVER, floats).astype(np.int64)
