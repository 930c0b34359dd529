"""Loneliness and wellbeing as they are measured: people join at a low moment that would pass in part anyway.

Whoever is worse off at a follow-up is more likely not to be asked, or not to answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from proventive.quantities import months_as_days
from proventive.synthetic.chance import stream
from proventive.synthetic.lives import Lives
from proventive.synthetic.services import SERVICES
from proventive.synthetic.timeline import END, dates

ASKED_AT = (0, 5, 9)  # months after joining
LOW_MOMENT = (1.0, 0.45, 0.35)  # how much of the low moment of joining is left at each


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An instrument at one service: its scale, and the points truly gained at each time of asking."""

    agreement: str
    instrument: str
    low: float
    high: float
    middle: float  # of people at rest
    spread: float  # points a unit of hidden loneliness; negative where higher is better
    noise: float
    places: int
    gained: tuple[float, float, float]  # points, in the direction of the score


MEASURED = (
    Measured(
        agreement="falls-and-friendship",
        instrument="ucla3",
        low=3,
        high=9,
        middle=4.6,
        spread=1.0,
        noise=0.7,
        places=0,
        gained=(0.0, -0.5, -0.6),
    ),
    Measured(
        agreement="falls-and-friendship",
        instrument="swemwbs",
        low=7,
        high=35,
        middle=23.0,
        spread=-1.6,
        noise=1.4,
        places=2,
        gained=(0.0, 0.7, 0.8),
    ),
    Measured(
        agreement="kitchen-table",
        instrument="ucla3",
        low=3,
        high=9,
        middle=4.6,
        spread=1.0,
        noise=0.7,
        places=0,
        gained=(0.0, -0.9, -1.0),
    ),
    Measured(
        agreement="kitchen-table",
        instrument="swemwbs",
        low=7,
        high=35,
        middle=23.0,
        spread=-1.6,
        noise=1.4,
        places=2,
        gained=(0.0, 1.0, 1.2),
    ),
)


def assessments(lives: Lives, ids: np.ndarray) -> Mapping[str, np.ndarray]:
    """The table of assessments. Nobody is asked after dying or moving away, or after the registers end."""
    parts = [_asked(lives, ids, measured, turn) for measured in MEASURED for turn in range(len(ASKED_AT))]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return _once(columns, ("person_id", "instrument", "on_date"))


def _asked(lives: Lives, ids: np.ndarray, measured: Measured, turn: int) -> dict[str, np.ndarray]:
    index = [service.agreement for service in SERVICES].index(measured.agreement)
    who, people = lives.joiners[index], lives.people
    chance = stream(people.seed, f"wellbeing/{measured.agreement}/{measured.instrument}/{ASKED_AT[turn]}")
    lasting = stream(people.seed, f"wellbeing/{measured.agreement}/moment").gamma(4.0, 0.3, len(who))
    state = people.loneliness[who] + lasting * LOW_MOMENT[turn]
    score = measured.middle + measured.spread * state + measured.gained[turn]
    score = score + chance.normal(0.0, measured.noise, len(who))
    score = np.clip(np.round(score, measured.places), measured.low, measured.high)
    day = lives.joined.days[index][who] + months_as_days(ASKED_AT[turn]) + chance.integers(0, 8, len(who))
    answers = chance.random(len(who)) >= _not_answering(state, turn)
    kept = answers & (day < people.leaves[who]) & (day < END)
    quantum = Decimal(1).scaleb(-measured.places)
    return {
        "person_id": ids[who][kept],
        "instrument": np.full(int(kept.sum()), measured.instrument),
        "on_date": dates(day[kept]),
        "total": np.array([Decimal(repr(one)).quantize(quantum) for one in score[kept].tolist()], dtype=object),
    }


def _not_answering(state: np.ndarray, turn: int) -> np.ndarray:
    """The chance of no answer: small at joining, then larger with time and for those who feel worse."""
    at_rest = (-3.2, -1.6, -1.1)[turn]
    return 1.0 / (1.0 + np.exp(-(at_rest + 0.45 * state)))


def _once(columns: dict[str, np.ndarray], key: tuple[str, ...]) -> dict[str, np.ndarray]:
    """The first row of every key."""
    joined = np.array(["|".join(map(str, row)) for row in zip(*(columns[name] for name in key), strict=True)])
    _, first = np.unique(joined, return_index=True)
    return {name: values[np.sort(first)] for name, values in columns.items()}
