"""Use by site and step: how many events, over how many days on which people were there to have them."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from proventive.agreement.document import Objective
from proventive.evaluation.figures import counted
from proventive.evaluation.methods.arrays import Booleans, Floats, Integers, as_floats
from proventive.evaluation.question import Question, Unanswerable, question_of, tables_missing
from proventive.quantities import Period, RecordsUsed, Unknown, months_as_days
from proventive.records import Records

TABLES = ("allocations", "population", "demand")
NEVER = 99_999  # days since 2000
EPOCH = np.datetime64("2000-01-01", "D")


@dataclass(frozen=True, slots=True, kw_only=True)
class WedgeInputs:
    """Sites by steps. A step lasts from one turn to the next; the first and last as long as the follow-up."""

    question: Question
    records: tuple[RecordsUsed, ...]
    sites: tuple[str, ...]
    edges: Integers  # days since 2000: the first of each step, and the day after the last
    first_step: Integers  # in which each site has the service; the number of steps for a site that never has
    uses: Integers
    days: Integers  # on which people were seen
    deaths: Integers
    people: Integers  # of each site, ever seen
    drawn: int  # people allocated by lot
    allocated: int  # people
    seen: int  # people seen on any day of the wedge
    early: int  # people seen who began before the turn of their site

    @property
    def exposed(self) -> Booleans:
        """Sites by steps: where the service had come."""
        return np.asarray(np.arange(len(self.edges) - 1) >= self.first_step[:, None], dtype=np.bool_)

    @property
    def rates(self) -> Floats:
        """Events a person and day."""
        return as_floats(self.uses / self.days)


def gather(records: Records, objective: Objective, period: Period) -> WedgeInputs | Unanswerable:
    """Every site that was allocated a turn in the period, or why they are no stepped wedge."""
    question = question_of(records, objective, period)
    if why := tables_missing(records, TABLES):
        return question.not_known(why)
    asked: dict[str, str | date] = {
        "agreement": records.agreement.id,
        "first_day": period.start,
        "last_day": period.end,
    }
    people = records.query("evaluation/wedge_people", **asked)
    if too_early := question.too_early(counted(len(people["person_id"]), "people")):
        return too_early
    turns = _turns(people)
    if isinstance(turns, Unknown):
        return question.not_known(turns)
    edges = _edges(turns, months_as_days(question.follow_up or 0))
    first, last = int(edges[0]), int(edges[-1]) - 1
    seen = Period(start=(EPOCH + first).item(), end=(EPOCH + last).item())
    if unseen := records.covered("demand", objective.reduce, seen):
        return question.not_known(unseen)
    use = records.query("evaluation/wedge_use", **asked, event=objective.reduce or "", from_day=first, to_day=last)
    inputs = _inputs(records, question, people, use, turns, edges)
    if not (inputs.days > 0).all():
        return question.not_known(Unknown(unknown="at a site nobody was there during a step"))
    return inputs


Turns = dict[str, int | None]
"""The day on which the turn of each site begins; None where it never gets one."""


def _turns(people: dict[str, np.ndarray]) -> Turns | Unknown:
    if not len(people["person_id"]):
        return Unknown(unknown="nobody was allocated in the period")
    if (people["cluster"] == "").any():
        return Unknown(unknown="some people have no site, so whose turn it was is not known")
    sites = people["cluster"].astype(str)
    served = people["arm"] == "service"
    days = np.where(served, people["turn"].astype(np.int64), -1)
    pairs = sorted(set(zip(sites.tolist(), days.tolist(), strict=True)))
    turns: Turns = {site: day if day >= 0 else None for site, day in pairs}
    if len(turns) < len(pairs):
        return Unknown(unknown="people of one site have different turns, so the site did not start as a whole")
    if len(set(turns.values())) < 2:
        return Unknown(unknown="all sites have their turn on one day, so time cannot be told from the service")
    return turns


def _edges(turns: Turns, follow_up: int) -> Integers:
    days = sorted({day for day in turns.values() if day is not None})
    return np.array([days[0] - follow_up, *days, days[-1] + follow_up], dtype=np.int64)


def _inputs(
    records: Records,
    question: Question,
    people: dict[str, np.ndarray],
    use: dict[str, np.ndarray],
    turns: Turns,
    edges: Integers,
) -> WedgeInputs:
    sites = tuple(sorted(turns))
    steps = len(edges) - 1
    site = np.searchsorted(sites, people["cluster"].astype(str))
    first, last, died = (people[name].astype(np.int64) for name in ("first_seen", "last_seen", "died"))
    there = np.minimum(last[:, None] + 1, edges[1:]) - np.maximum(first[:, None], edges[:-1])
    there = np.clip(there, 0, None)
    days = np.zeros((len(sites), steps), dtype=np.int64)
    np.add.at(days, site, there)
    seen = there.any(axis=1)
    turn = np.array([NEVER if turns[name] is None else turns[name] for name in sites], dtype=np.int64)
    return WedgeInputs(
        question=question,
        records=tuple(used for table in TABLES for used in records.used(table)),
        sites=sites,
        edges=edges,
        first_step=np.minimum(np.searchsorted(edges, turn), steps).astype(np.int64),
        uses=_by_site_and_step(sites, use["cluster"], use["day"], use["quantity"], edges),
        days=days,
        deaths=_by_site_and_step(sites, people["cluster"][seen], died[seen], np.ones(int(seen.sum())), edges),
        people=np.bincount(site[seen], minlength=len(sites)),
        drawn=int((people["how"] == "lottery").sum()),
        allocated=len(site),
        seen=int(seen.sum()),
        early=int((seen & (people["started"].astype(np.int64) < np.minimum(turn[site], edges[-1]))).sum()),
    )


def _by_site_and_step(
    sites: tuple[str, ...], site: np.ndarray, day: np.ndarray, number: np.ndarray, edges: Integers
) -> Integers:
    """The numbers added up where their day falls; those on a day outside all steps are left out."""
    sums = np.zeros((len(sites), len(edges) - 1), dtype=np.int64)
    step = np.searchsorted(edges, day.astype(np.int64), side="right") - 1
    inside = (step >= 0) & (step < len(edges) - 1)
    row = np.searchsorted(sites, site.astype(str))
    np.add.at(sums, (row[inside], step[inside]), number[inside].astype(np.int64))
    return sums
