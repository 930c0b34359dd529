"""Who was scored, on which side of the line, and what they used before and after."""

from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Objective
from proventive.evaluation.designs.allocated import allocated, covered
from proventive.evaluation.methods.arrays import Booleans, Floats, Integers
from proventive.evaluation.question import Question, Unanswerable
from proventive.quantities import Period, RecordsUsed, Unknown
from proventive.records import Records

FEWEST_SITES = 40
"""With fewer than some 40 clusters CR1 errors risk being too small (Cameron, Gelbach and Miller 2008, Angrist and
Pischke 2009, both as others cite them)."""


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
    site: Integers | None  # of each person, where the plan lets errors go together within sites

    def sites_of(self, people: Booleans) -> Integers | None:
        """The sites of some of the people."""
        return None if self.site is None else self.site[people]


def gather(records: Records, objective: Objective, period: Period) -> ScoredInputs | Unanswerable:
    """The scored, or why they cannot be compared. People without a score were not decided by one."""
    rows = allocated(records, objective, period)
    if isinstance(rows, Unanswerable):
        return rows
    score = np.array([np.nan if value is None else float(value) for value in rows.columns["score"]])
    if without := int(np.isnan(score).sum()):
        why = f"{without:,} of the {len(score):,} people allocated have no score"
        return rows.unanswerable(Unknown(unknown=why))
    if objective.plan.clustered_by and (unusable := _unusable_sites(rows.columns["cluster"])):
        return rows.unanswerable(unusable)
    if unseen := covered(records, rows):
        return rows.unanswerable(unseen)
    return ScoredInputs(
        question=rows.question,
        records=rows.records,
        score=score,
        offered=rows.service,
        followed=rows.followed,
        died=rows.died,
        before=rows.before,
        after=rows.after,
        site=_sites(rows.columns["cluster"]) if objective.plan.clustered_by else None,
    )


def _unusable_sites(names: np.ndarray) -> Unknown | None:
    """Why errors cannot go together within sites; None where they can."""
    if (names == "").any():
        return Unknown(unknown="some people have no site, so who belongs together is not known")
    sites = len(np.unique(names.astype(str)))
    if sites < FEWEST_SITES:
        return Unknown(
            unknown=f"people of {sites} sites were allocated, and errors that go together within sites take "
            f"{FEWEST_SITES} or more; with fewer the interval may be too short"
        )
    return None


def _sites(names: np.ndarray) -> Integers:
    return np.unique(names.astype(str), return_inverse=True)[1].astype(np.int64)
