"""Does the place look as it should? Figures of one place, to be held against the ranges stated for it.

The ranges stand in ``tests/simulation``: events vary more than Poisson, people join at a peak of their use, so
that use falls by two fifths or more afterwards even if nobody is helped, and some comparators join later.
"""

from dataclasses import dataclass, fields

import numpy as np

from proventive.quantities import months_as_days
from proventive.synthetic.events import ADMISSIONS, WouldBe, would_be_events
from proventive.synthetic.joining import Paths, follow, happens
from proventive.synthetic.people import People, draw_people
from proventive.synthetic.timeline import END_OF_DEMAND, START

YEAR = months_as_days(12)
LAST_3_MONTHS = months_as_days(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Emergency admissions in a place, and among those who joined its first service in the first year."""

    admissions_a_person_year: float
    dispersion: float  # variance over mean of a year's admissions, before the services start
    joined: int
    admissions_year_before: float  # a person who joined, in the year before joining
    admissions_earlier_year: float  # in the year before that
    admissions_year_after: float
    fall_before_after: float  # a share: what a naive before-after would show
    fall_with_no_service: float  # the same, had nobody been helped: regression to the mean
    comparators_joining_later: float  # a share of people of like recent use, within 12 months

    def told(self) -> str:
        """One line a figure."""
        return "\n".join(
            f"{field.name.replace('_', ' '):28} {getattr(self, field.name):8.3f}" for field in fields(self)
        )


def calibrate(*, seed: int, people: int = 40_000) -> Calibration:
    """The figures of the place of this seed and size."""
    everyone = draw_people(seed, people)
    admissions = would_be_events(everyone, ADMISSIONS)
    days = follow(everyone, admissions, Paths.of_everyone(everyone)).days
    lived = admissions.where(happens(admissions, np.arange(len(admissions)), admissions.person, days))
    who = np.flatnonzero((days[0] >= START) & (days[0] < START + YEAR))
    start = days[0][who]
    before = _admissions(lived, who, start - YEAR, start).mean()
    after = _admissions(lived, who, start, start + YEAR).mean()
    with_none = _admissions(admissions, who, start, start + YEAR).mean()
    return Calibration(
        admissions_a_person_year=len(lived) / _years_lived(everyone),
        dispersion=_dispersion(everyone, lived),
        joined=len(who),
        admissions_year_before=float(before),
        admissions_earlier_year=float(_admissions(lived, who, start - 2 * YEAR, start - YEAR).mean()),
        admissions_year_after=float(after),
        fall_before_after=float(1 - after / before),
        fall_with_no_service=float(1 - with_none / before),
        comparators_joining_later=_joining_later(everyone, lived, days[0], who),
    )


def _admissions(events: WouldBe, who: np.ndarray, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Admissions of each of these people from the day ``begin`` to before the day ``end``."""
    key = events.person * 4096 + events.day
    return np.searchsorted(key, who * 4096 + end) - np.searchsorted(key, who * 4096 + np.maximum(begin, 0))


def _years_lived(people: People) -> float:
    days = np.minimum(people.leaves, END_OF_DEMAND) - np.maximum(people.resident_from, 0)
    return float(np.maximum(days, 0).sum() / 365.25)


def _dispersion(people: People, events: WouldBe) -> float:
    """Among people who were there for the whole of the year before the services start."""
    there = np.flatnonzero((people.resident_from <= START - YEAR) & (people.leaves >= START))
    counts = _admissions(events, there, np.full(len(there), START - YEAR), np.full(len(there), START))
    return float(counts.var() / counts.mean())


def _joining_later(people: People, events: WouldBe, joined: np.ndarray, who: np.ndarray) -> float:
    """Of people who had not joined when a joiner did, and whose recent use was the same, how many join within
    12 months; each joiner's look-alikes count together as one. Looked at for every tenth joining day."""
    shares, weights = [], []
    for day in np.unique(joined[who])[::10]:
        alike = np.flatnonzero((joined > day) & people.present(np.arange(len(people)), np.full(len(people), day)))
        now = who[joined[who] == day]
        use, theirs = (_recent(events, some, int(day)) for some in (alike, now))
        for kind in np.unique(theirs):
            if (use == kind).any():
                shares.append((joined[alike[use == kind]] < day + YEAR).mean())
                weights.append((theirs == kind).sum())
    return float(np.average(shares, weights=weights)) if shares else float("nan")


def _recent(events: WouldBe, who: np.ndarray, day: int) -> np.ndarray:
    """Admissions in the last 3 months, and in the 9 months before, as one number."""
    at = np.full(len(who), day)
    return 100 * _admissions(events, who, at - LAST_3_MONTHS, at) + _admissions(
        events, who, at - YEAR, at - LAST_3_MONTHS
    )
