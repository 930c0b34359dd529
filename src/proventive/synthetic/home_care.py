"""Home care: hours a week for the frailest, recorded only from April 2025."""

import numpy as np

from proventive.synthetic.chance import stream
from proventive.synthetic.events import WouldBe
from proventive.synthetic.people import People
from proventive.synthetic.timeline import END_OF_DEMAND, HOME_CARE_RECORDED_FROM, day_number

SHARE_CARED_FOR = (0.006, 0.04, 0.16, 0.42)  # at each level of frailty, sooner or later
FIRST_RECORDED = day_number(HOME_CARE_RECORDED_FROM)


def would_be_home_care(people: People) -> WouldBe:
    """One row for every week of care since recording began: whole hours, given on one day of the week."""
    chance = stream(people.seed, "events/home_care_hour")
    cared_for = np.flatnonzero(chance.random(len(people)) < np.array(SHARE_CARED_FOR)[people.frailty])
    begins = chance.integers(-1500, END_OF_DEMAND, len(cared_for))
    weekly = 2.0 + chance.gamma(1.6, 4.0, len(cared_for))
    weeks = np.arange(FIRST_RECORDED, END_OF_DEMAND, 7)
    person = np.repeat(cared_for, len(weeks))
    day = np.tile(weeks, len(cared_for)) + person % 7
    hours = chance.poisson(np.repeat(weekly, len(weeks)))
    events = WouldBe(
        event="home_care_hour",
        avoided_as="home_care_hour",
        person=person,
        day=day,
        mark=chance.random(len(person)),
        quantity=hours,
    )
    given = (hours > 0) & (np.repeat(begins, len(weeks)) <= day) & (day < END_OF_DEMAND)
    return events.where(given & people.present(person, day))
