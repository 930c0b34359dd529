"""The services of the place: who comes forward, how many can join each week, and what truly changes.

People come forward because of their recent admissions and their hidden stable need. Everything is invented.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from proventive.synthetic.people import People


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentUse:
    """Emergency admissions before a day: in the last 4 weeks, the last 13, and the 39 before those."""

    weeks_4: np.ndarray
    weeks_13: np.ndarray
    prior_39: np.ndarray


USUAL_SIZE = 40_000  # people, for whom the places are stated

Readiness = Callable[[People, np.ndarray, RecentUse], np.ndarray]
"""How readily each of these people comes forward in a week, relative to others; 0 for those who cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service: who comes forward, weekly places in each year, and the share of each event truly avoided."""

    agreement: str
    readiness: Readiness
    places: tuple[float, ...]  # a week, in each agreement year; the first eight weeks build up
    avoids: Mapping[str, float]


def ready_for_falls(people: People, who: np.ndarray, use: RecentUse) -> np.ndarray:
    older = people.age[who] >= 57  # 60 when the services start
    recent = 1.15 * np.minimum(use.weeks_13, 3) + 0.45 * np.minimum(use.prior_39, 4)
    return older * np.exp(recent) * people.stable_need[who] ** 0.25


def ready_after_hospital(people: People, who: np.ndarray, use: RecentUse) -> np.ndarray:
    older = people.age[who] >= 57
    recent = np.minimum(use.weeks_4, 2) + 0.3 * np.minimum(use.weeks_13, 3)
    return older * (use.weeks_4 > 0) * np.exp(recent) * (1 + people.lives_alone[who])


def ready_for_the_table(people: People, who: np.ndarray, use: RecentUse) -> np.ndarray:
    return np.exp(0.9 * people.loneliness[who] + 0.2 * np.minimum(use.weeks_13, 2))


SERVICES = (
    Service(
        agreement="falls-and-friendship",
        readiness=ready_for_falls,
        places=(31.0, 17.0, 17.0),
        avoids={"emergency_admission": 0.25, "ae_attendance": 0.12, "home_care_hour": 0.08},
    ),
    Service(
        agreement="home-from-hospital",
        readiness=ready_after_hospital,
        places=(7.0, 7.0, 7.0),
        avoids={"emergency_admission": 0.15, "ae_attendance": 0.08, "home_care_hour": 0.10},
    ),
    Service(agreement="kitchen-table", readiness=ready_for_the_table, places=(3.0, 2.0, 2.0), avoids={}),
)


def places_by_week(service: Service, weeks: int, people: int) -> np.ndarray:
    """Whole places in every week, in proportion to the place; it takes a service eight weeks to build up."""
    week = np.arange(weeks)
    a_week = np.array(service.places)[np.minimum(week // 52, len(service.places) - 1)]
    so_far = np.floor(np.cumsum(a_week * np.minimum(1.0, (week + 1) / 8) * people / USUAL_SIZE))
    return np.diff(so_far, prepend=0.0).astype(np.int64)
