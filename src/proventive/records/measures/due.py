"""What is due from people: questionnaires to be filled in, those overdue, and people who were not seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from proventive.records.opened import Records
from proventive.records.score_windows import at_follow_up, at_joining

EPOCH = date(2000, 1, 1)
NOT_SEEN_FOR = 60  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A questionnaire that a person is asked for: due on a day, of use until the last day that is near enough."""

    person_id: str
    instrument: str
    moment: str  # "at joining", "5 months"
    due_on: date
    until: date
    state: Literal["due", "overdue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The questionnaires that were due in a month, and those of them that were filled in."""

    month: str  # 2025-04
    due: int
    filled_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSeen:
    """A person who is supported and was not met for long, with the day of the last contact."""

    person_id: str
    last_met: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTooLong:
    """A person whose record was to be kept until a day that is over: they are to be erased."""

    person_id: str
    keep_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is due on a day. People are named by their local ids only."""

    as_at: date
    follow_ups: tuple[FollowUp, ...]
    missed: int  # not filled in, and now too late to count
    by_month: tuple[Month, ...]
    not_seen: tuple[NotSeen, ...]
    kept_too_long: tuple[KeptTooLong, ...]


def due(records: Records, *, ahead: int = 14, not_seen_for: int = NOT_SEEN_FOR) -> Due:
    """What is due under the agreement of the records on their as-at day, and in the next ``ahead`` days.

    A questionnaire is asked at joining and at each follow-up of the plan that it serves. It is *overdue* after
    its day, and *missed* once it would be too far from it to count. A month counts once all its days have come.
    ``not_seen_for``: days without a contact after which a person who is supported is named.
    """
    id = records.agreement.id
    records.engine.open_codes("asked", asked_of(records))
    found = records.query("records/follow_ups", agreement=id)
    today = (records.as_at - EPOCH).days
    open_still = (found["filled_in"] == 0) & (found["to_day"] >= today) & (found["due_day"] <= today + ahead)
    missed = (found["filled_in"] == 0) & (found["to_day"] < today)
    since = records.as_at - timedelta(days=not_seen_for)
    unseen = records.query("records/not_seen", agreement=id, day=records.as_at, since=since)
    over = records.query("records/kept_too_long", day=records.as_at)
    return Due(
        as_at=records.as_at,
        follow_ups=tuple(follow_up(found, place, today) for place in np.flatnonzero(open_still).tolist()),
        missed=int(missed.sum()),
        by_month=tuple(months(found, today)),
        not_seen=tuple(
            NotSeen(person_id=person, last_met=None if np.isnat(day) else day.item())
            for person, day in zip(unseen["person_id"], unseen["last_met"], strict=True)
        ),
        kept_too_long=tuple(
            KeptTooLong(person_id=person, keep_until=day.item())
            for person, day in zip(over["person_id"], over["keep_until"], strict=True)
        ),
    )


def asked_of(records: Records) -> dict[str, list[str]]:
    """Which questionnaires are asked for, when, and within which days of joining, as the engine takes them."""
    rows: list[tuple[str, str, int, int, int]] = []
    for objective in records.agreement.objectives:
        follow_ups = objective.plan.follow_up
        if objective.measured_by is None or not follow_ups:
            continue
        windows = {"at joining": at_joining(follow_ups)} | {f"{m} months": at_follow_up(m) for m in follow_ups}
        for moment, window in windows.items():
            rows.append((objective.measured_by, moment, window.day, window.from_day, window.to_day))
    unique = sorted(set(rows), key=lambda row: (row[0], row[2], row))
    names = ("instrument", "moment", "day", "from_day", "to_day")
    return {name: [str(row[place]) for row in unique] for place, name in enumerate(names)}


def follow_up(found: dict[str, np.ndarray], place: int, today: int) -> FollowUp:
    due_day = int(found["due_day"][place])
    return FollowUp(
        person_id=found["person_id"][place],
        instrument=found["instrument"][place],
        moment=found["moment"][place],
        due_on=EPOCH + timedelta(days=due_day),
        until=EPOCH + timedelta(days=int(found["to_day"][place])),
        state="overdue" if due_day < today else "due",
    )


def months(found: dict[str, np.ndarray], today: int) -> Iterator[Month]:
    """Rates of completion by the month in which the questionnaires were due, up to the last whole month."""
    days = found["due_day"].astype("timedelta64[D]") + np.datetime64(EPOCH, "D")
    in_month = days.astype("datetime64[M]")
    this_month = (np.datetime64(EPOCH, "D") + np.timedelta64(today, "D")).astype("datetime64[M]")
    for month in np.unique(in_month[in_month < this_month]):
        of_month = in_month == month
        yield Month(month=str(month), due=int(of_month.sum()), filled_in=int(found["filled_in"][of_month].sum()))
