"""Lives followed week by week: who joins, and which would-be events happen all the same.

The same rule follows the lives that were lived, and the lives that joiners would have lived had they not joined
when they did: same events, same marks, same chances of coming forward in every later week.
"""

from dataclasses import dataclass

import numpy as np

from proventive.synthetic.chance import stream
from proventive.synthetic.events import WouldBe
from proventive.synthetic.people import People
from proventive.synthetic.services import SERVICES, RecentUse, Service, places_by_week
from proventive.synthetic.timeline import END, NEVER, START

HISTORY = 53  # weeks of admissions kept from before the services start
WEEKS = (END - START + 6) // 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Lives to be followed: whose they are, and which service each may not join in which week (-1: free)."""

    person: np.ndarray
    held_from: np.ndarray  # index into SERVICES
    held_week: np.ndarray

    def __len__(self) -> int:
        return len(self.person)

    @classmethod
    def of_everyone(cls, people: People) -> "Paths":
        """The life that each person lived."""
        free = np.full(len(people), -1)
        return cls(person=np.arange(len(people)), held_from=free, held_week=free)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The day on which each path joined each service (NEVER if it did not), and how far the places went."""

    days: np.ndarray  # [service, path]
    reached: np.ndarray  # [service, week]: the waiting time at which the places were taken


def events_of(events: WouldBe, persons: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For paths of these persons: the path of each event, and which event it is."""
    first = np.searchsorted(events.person, persons, side="left")
    count = np.searchsorted(events.person, persons, side="right") - first
    path = np.repeat(np.arange(len(persons)), count)
    within = np.arange(len(path)) - np.repeat(np.cumsum(count) - count, count)
    return path, np.repeat(first, count) + within


def happens(
    events: WouldBe, which: np.ndarray, path: np.ndarray, joined_days: np.ndarray, effect: float = 1.0
) -> np.ndarray:
    """Whether each would-be event happens, given the days on which its path joined each service."""
    left = np.ones(len(which))
    day = events.day[which]
    for index, service in enumerate(SERVICES):
        avoided = effect * service.avoids.get(events.avoided_as, 0.0)
        left = left * np.where(joined_days[index, path] <= day, 1.0 - avoided, 1.0)
    return events.mark[which] >= 1.0 - left


def follow(
    people: People, admissions: WouldBe, paths: Paths, *, reached: np.ndarray | None = None, effect: float = 1.0
) -> Joined:
    """Follow paths week by week. Without ``reached`` each service takes as many as it has places, the readiest
    first; with it, whoever is as ready as those who were taken joins (a path that nobody lived takes no place).

    ``effect`` 0 makes every service do nothing.
    """
    path, which = events_of(admissions, paths.person)
    week = np.floor_divide(admissions.day[which] - START, 7)
    order = np.argsort(week, kind="stable")
    path, which, week = path[order], which[order], week[order]
    bounds = np.searchsorted(week, np.arange(-HISTORY, WEEKS + 1))
    counts = np.zeros((HISTORY + WEEKS, len(paths)), dtype=np.int16)
    days = np.full((len(SERVICES), len(paths)), NEVER)
    taken = np.zeros((len(SERVICES), WEEKS)) if reached is None else reached
    places = [places_by_week(service, WEEKS, len(people)) for service in SERVICES]
    for number in range(-HISTORY, WEEKS):
        if number >= 0:
            use = _recent_use(counts, number)
            for index, service in enumerate(SERVICES):
                wait, day = _waiting(people, paths, days[index], use, service, number)
                wait[(paths.held_from == index) & (paths.held_week == number)] = np.inf
                if reached is None:
                    taken[index, number] = _places_taken(wait, int(places[index][number]))
                joins = wait <= taken[index, number]
                days[index, joins] = day[joins]
        now = slice(bounds[number + HISTORY], bounds[number + HISTORY + 1])
        kept = happens(admissions, which[now], path[now], days, effect)
        np.add.at(counts[number + HISTORY], path[now][kept], 1)
    return Joined(days=days, reached=taken)


def _recent_use(counts: np.ndarray, week: int) -> RecentUse:
    now = week + HISTORY
    last_13 = counts[now - 13 : now].sum(axis=0)
    return RecentUse(
        weeks_4=counts[now - 4 : now].sum(axis=0),
        weeks_13=last_13,
        prior_39=counts[now - 52 : now - 13].sum(axis=0),
    )


def _waiting(
    people: People, paths: Paths, joined: np.ndarray, use: RecentUse, service: Service, week: int
) -> tuple[np.ndarray, np.ndarray]:
    """How long each path would wait before coming forward (endless for those who cannot), and on which day."""
    chance = stream(people.seed, f"joining/{service.agreement}/{week}")
    patience = chance.exponential(1.0, len(people))[paths.person]
    day = START + 7 * week + chance.integers(0, 7, len(people))[paths.person]
    ready = service.readiness(people, paths.person, use)
    can = (joined == NEVER) & (day < END) & people.present(paths.person, day) & (ready > 0)
    return np.where(can, patience / np.where(can, ready, 1.0), np.inf), day


def _places_taken(wait: np.ndarray, places: int) -> float:
    """The waiting time of the last person for whom there is a place; 0 if there is none."""
    forward = wait[np.isfinite(wait)]
    if places < 1 or len(forward) == 0:
        return 0.0
    last = min(places, len(forward)) - 1
    return float(np.partition(forward, last)[last])
