"""The lives of the place: as they were lived, and as joiners would have lived them under usual care."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from proventive.quantities import months_as_days
from proventive.synthetic.events import WouldBe
from proventive.synthetic.joining import Joined, Paths, events_of, follow, happens
from proventive.synthetic.people import People
from proventive.synthetic.services import SERVICES
from proventive.synthetic.timeline import END_OF_DEMAND, NEVER, START, dates
from proventive.synthetic.truth import FOLLOW_UPS, Joiners, Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Lives:
    """Everyone's joining days, and the same for each joiner of each service had they not joined when they did."""

    people: People
    joined: Joined
    effect: float  # 1 as the services are; 0 if they did nothing
    joiners: tuple[np.ndarray, ...]  # for each service, the persons who joined
    usual_care: tuple[np.ndarray, ...]  # for each service, the joining days [service, joiner] of one path a joiner


def live(people: People, admissions: WouldBe, *, effect: float = 1.0) -> Lives:
    """Follow everyone as they lived, then every joiner of every service under usual care, one path each.

    ``effect`` scales what the services avoid; with 0 they do nothing.
    """
    joined = follow(people, admissions, Paths.of_everyone(people), effect=effect)
    service, who = np.nonzero(joined.days < NEVER)
    week = (joined.days[service, who] - START) // 7
    held = Paths(person=who, held_from=service, held_week=week)
    usual_care = follow(people, admissions, held, reached=joined.reached, effect=effect).days
    each = range(len(SERVICES))
    return Lives(
        people=people,
        joined=joined,
        effect=effect,
        joiners=tuple(who[service == index] for index in each),
        usual_care=tuple(usual_care[:, service == index] for index in each),
    )


def as_lived(lives: Lives, events: WouldBe) -> WouldBe:
    """The events that happened."""
    happened = happens(events, np.arange(len(events)), events.person, lives.joined.days, lives.effect)
    return events.where(happened)


def truth_of(lives: Lives, events: Sequence[WouldBe], ids: np.ndarray) -> Truth:
    """Count every joiner's events after joining, in both lives."""
    joiners = {
        service.agreement: _counted(lives, index, events, ids)
        for index, service in enumerate(SERVICES)
        if len(lives.joiners[index])
    }
    return Truth(seed=lives.people.seed, people=len(lives.people), joiners=joiners)


def _counted(lives: Lives, index: int, events: Sequence[WouldBe], ids: np.ndarray) -> Joiners:
    who = lives.joiners[index]
    start = lives.joined.days[index][who]
    usual = lives.usual_care[index]
    return Joiners(
        person_id=ids[who],
        started_on=dates(start),
        followed={months: start + months_as_days(months) <= END_OF_DEMAND for months in FOLLOW_UPS},
        observed=_after(events, who, start, lives.joined.days[:, who], lives.effect),
        usual_care=_after(events, who, start, usual, lives.effect),
        would_join_later=usual[index] < start + months_as_days(12),
    )


def _after(
    events: Sequence[WouldBe], who: np.ndarray, start: np.ndarray, joined_days: np.ndarray, effect: float
) -> Mapping[tuple[str, int], np.ndarray]:
    """Events that happen to each path in each follow-up, by event as recorded."""
    counts: dict[tuple[str, int], np.ndarray] = {}
    for would_be in events:
        path, which = events_of(would_be, who)
        happened = happens(would_be, which, path, joined_days, effect)
        path, which = path[happened], which[happened]
        since = would_be.day[which] - start[path]
        for months in FOLLOW_UPS:
            within = (since >= 0) & (since < months_as_days(months))
            amount = None if would_be.quantity is None else would_be.quantity[which[within]]
            found = np.bincount(path[within], weights=amount, minlength=len(who)).astype(np.int64)
            key = (would_be.event, months)
            counts[key] = counts.get(key, 0) + found
    return counts
