"""Would-be events: every use of a service that would happen if nobody were helped, each with a uniform mark.

A service that avoids a share of events avoids those whose mark is below the share. What would have happened
otherwise is therefore known for every person, event by event (common random numbers).
"""

from dataclasses import dataclass

import numpy as np

from proventive.synthetic.chance import stream
from proventive.synthetic.need import ageing, drifting_need, lasting_need, season
from proventive.synthetic.people import People
from proventive.synthetic.timeline import END_OF_DEMAND, month_starts


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How one kind of event arises: events a person-year at mean need, and how they follow need and season."""

    event: str  # as recorded
    avoided_as: str  # whose effects apply to it
    a_year: float
    follows_need: float  # an exponent: 1 in proportion, below 1 less steeply
    swing: float
    peak: int


ADMISSIONS = Use(
    event="emergency_admission",
    avoided_as="emergency_admission",
    a_year=0.205,
    follows_need=1.0,
    swing=0.07,
    peak=1,
)
OTHER_AE = Use(
    event="ae_attendance", avoided_as="ae_attendance", a_year=0.20, follows_need=0.6, swing=0.04, peak=6
)
GP_CONTACTS = Use(event="gp_contact", avoided_as="gp_contact", a_year=4.4, follows_need=0.7, swing=0.06, peak=1)
SHARE_THROUGH_AE = 0.7  # of emergency admissions


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldBe:
    """Would-be events, ordered by person and day."""

    event: str
    avoided_as: str
    person: np.ndarray
    day: np.ndarray
    mark: np.ndarray
    quantity: np.ndarray | None = None  # None: one each

    def __len__(self) -> int:
        return len(self.person)

    def where(self, kept: np.ndarray) -> "WouldBe":
        """Those events for which ``kept`` is true."""
        quantity = None if self.quantity is None else self.quantity[kept]
        return WouldBe(
            event=self.event,
            avoided_as=self.avoided_as,
            person=self.person[kept],
            day=self.day[kept],
            mark=self.mark[kept],
            quantity=quantity,
        )


def would_be_events(people: People, use: Use) -> WouldBe:
    """Poisson events month by month at each person's need, while the person lives in the place."""
    chance = stream(people.seed, f"events/{use.event}")
    lasting = lasting_need(people) ** use.follows_need
    starts = month_starts()
    persons, days = [], []
    for month, drift in enumerate(drifting_need(people)):
        length = int(starts[month + 1] - starts[month])
        a_year = use.a_year * ageing(month) ** use.follows_need * season(month, swing=use.swing, peak=use.peak)
        counts = chance.poisson(lasting * drift**use.follows_need * (a_year * length / 365.25))
        who = np.repeat(np.arange(len(people)), counts)
        persons.append(who)
        days.append(starts[month] + chance.integers(0, length, len(who)))
    return _in_order(people, use, np.concatenate(persons), np.concatenate(days))


def _in_order(people: People, use: Use, person: np.ndarray, day: np.ndarray) -> WouldBe:
    order = np.argsort(person * 4096 + day, kind="stable")
    person, day = person[order], day[order]
    mark = stream(people.seed, f"events/{use.event}/marks").random(len(person))
    events = WouldBe(event=use.event, avoided_as=use.avoided_as, person=person, day=day, mark=mark)
    return events.where(people.present(person, day) & (day < END_OF_DEMAND))


def attendances_with(people: People, admissions: WouldBe) -> WouldBe:
    """A&E attendances that end in an emergency admission on the same day, and are avoided with it."""
    through = stream(people.seed, "events/through A&E").random(len(admissions)) < SHARE_THROUGH_AE
    some = admissions.where(through)
    return WouldBe(
        event=OTHER_AE.event, avoided_as=ADMISSIONS.event, person=some.person, day=some.day, mark=some.mark
    )
