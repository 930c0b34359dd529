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
    weekly = _by_week(admissions, paths)
    counts = np.zeros((HISTORY + WEEKS, len(paths)), dtype=np.int16)
    joined = Joined(
        days=np.full((len(SERVICES), len(paths)), NEVER),
        reached=np.zeros((len(SERVICES), WEEKS)) if reached is None else reached,
    )
    for week in range(-HISTORY, WEEKS):
        if week >= 0:
            _join(people, paths, joined, _recent_use(counts, week), week, places_are_open=reached is None)
        path, which = weekly.of(week)
        kept = happens(admissions, which, path, joined.days, effect)
        np.add.at(counts[week + HISTORY], path[kept], 1)
    return joined


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weekly:
    """The events of paths in the order of weeks, and where each week begins."""

    path: np.ndarray
    which: np.ndarray
    begins: np.ndarray

    def of(self, week: int) -> tuple[np.ndarray, np.ndarray]:
        now = slice(self.begins[week + HISTORY], self.begins[week + HISTORY + 1])
        return self.path[now], self.which[now]


def _by_week(events: WouldBe, paths: Paths) -> _Weekly:
    path, which = events_of(events, paths.person)
    week = np.floor_divide(events.day[which] - START, 7)
    order = np.argsort(week, kind="stable")
    begins = np.searchsorted(week[order], np.arange(-HISTORY, WEEKS + 1))
    return _Weekly(path=path[order], which=which[order], begins=begins)


def _join(
    people: People, paths: Paths, joined: Joined, use: RecentUse, week: int, *, places_are_open: bool
) -> None:
    """Let those join, in this week, who come forward before the places are taken. Fills in ``joined``."""
    for index, service in enumerate(SERVICES):
        wait, day = _waiting(people, paths, joined.days[index], use, service, week)
        wait[(paths.held_from == index) & (paths.held_week == week)] = np.inf
        if places_are_open:
            places = places_by_week(service, WEEKS, len(people))[week]
            joined.reached[index, week] = _places_taken(wait, int(places))
        joins = wait <= joined.reached[index, week]
        joined.days[index, joins] = day[joins]


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
