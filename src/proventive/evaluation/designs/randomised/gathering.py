"""Who was allocated where, and what they used before and after."""

from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Objective
from proventive.evaluation.designs.allocated import Allocated, allocated, covered
from proventive.evaluation.figures import counted
from proventive.evaluation.methods.arrays import Booleans, Floats, Integers, as_floats
from proventive.evaluation.question import Question, Unanswerable
from proventive.quantities import Number, Period, RecordsUsed, Unknown
from proventive.records import Records


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
    rows = allocated(records, objective, period)
    if isinstance(rows, Unanswerable):
        return rows
    if unusable := _unusable(records, rows, by_site=by_site):
        return rows.unanswerable(unusable)
    names = rows.columns["cluster"] if by_site else rows.columns["person_id"]
    _, cluster = np.unique(names.astype(str), return_inverse=True)
    return LotInputs(
        question=rows.question,
        records=rows.records,
        service=rows.service,
        drawn=(rows.columns["how"] == "lottery").astype(np.bool_),
        followed=rows.followed,
        died=rows.died,
        started=as_floats(rows.columns["started"]) == 1,
        cluster=cluster.astype(np.int64),
        before=rows.before,
        after=rows.after,
    )


def _unusable(records: Records, rows: Allocated, *, by_site: bool) -> Unknown | None:
    if by_site and (rows.columns["cluster"] == "").any():
        return Unknown(unknown="some people have no site, so what was allocated as a whole is not known")
    return covered(records, rows)


def people_in(inputs: LotInputs) -> Number:
    """How many were allocated."""
    return counted(len(inputs.service), "people")
