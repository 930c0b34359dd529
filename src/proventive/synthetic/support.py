"""The support that was given: who was referred, how long they stayed, whom they met, and what time they gave."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from proventive.synthetic.chance import stream
from proventive.synthetic.lives import Lives
from proventive.synthetic.services import SERVICES
from proventive.synthetic.timeline import END, NEVER, START, dates

Columns = Mapping[str, np.ndarray]
VOLUNTEERS = 120
CARERS = 240
SEATS = 4  # people served who sit where each service is run: the first who give time


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How one service supports people."""

    agreement: str
    stays: float  # days, usually
    meets: float  # times a week
    kinds: tuple[tuple[str, int], ...]  # kind and minutes
    met_by: tuple[float, float, float]  # shares of staff, volunteers, peers
    sources: tuple[str, ...]
    gives_time: float  # share of people served who give time


MANNERS = (
    Manner(
        agreement="falls-and-friendship",
        stays=300.0,
        meets=0.45,
        kinds=(("group", 90), ("home visit", 45), ("phone", 15)),
        met_by=(0.50, 0.28, 0.22),
        sources=("gp", "hospital", "self", "council", "family"),
        gives_time=0.055,
    ),
    Manner(
        agreement="home-from-hospital",
        stays=60.0,
        meets=1.6,
        kinds=(("home visit", 50), ("phone", 15), ("transport", 40)),
        met_by=(0.75, 0.25, 0.0),
        sources=("hospital",),
        gives_time=0.06,
    ),
    Manner(
        agreement="kitchen-table",
        stays=400.0,
        meets=0.6,
        kinds=(("group", 120), ("meeting", 60)),
        met_by=(0.2, 0.45, 0.35),
        sources=("self", "charity", "family"),
        gives_time=0.30,
    ),
)
MET_BY = np.array(["staff", "volunteer", "peer"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """The support of everyone who joined one service: entries by joiner."""

    manner: Manner
    person: np.ndarray
    referred: np.ndarray
    started: np.ndarray
    ended: np.ndarray  # NEVER while support goes on
    end_reason: np.ndarray


def _where(known: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The values where they are known, else None."""
    found = values.astype(object)
    found[~known] = None
    return found


def stays(lives: Lives) -> tuple[Stay, ...]:
    return tuple(_stay(lives, index) for index in range(len(SERVICES)))


def _stay(lives: Lives, index: int) -> Stay:
    manner, who, people = MANNERS[index], lives.joiners[index], lives.people
    chance = stream(people.seed, f"support/{manner.agreement}/stay")
    started = lives.joined.days[index][who]
    planned = started + np.ceil(chance.gamma(9.0, manner.stays / 9.0, len(who))).astype(np.int64)
    leaves = people.leaves[who]
    reason = chance.choice(["completed", "no longer needed", "left"], size=len(who), p=[0.66, 0.12, 0.22])
    reason = np.where(people.dies[who] <= planned, "died", reason)
    reason = np.where((people.moves_away[who] <= planned) & (leaves < people.dies[who]), "moved", reason)
    ended = np.minimum(planned, leaves)
    return Stay(
        manner=manner,
        person=who,
        referred=started - chance.integers(1, 22, len(who)),
        started=started,
        ended=np.where(ended < END, ended, NEVER),
        end_reason=_where(ended < END, reason),
    )


def referrals(lives: Lives, supported: tuple[Stay, ...], ids: np.ndarray) -> Columns:
    """Everyone who joined, and some who were referred and never came."""
    parts = []
    for stay in supported:
        parts += [_came(stay, lives, ids), _never_came(stay, lives, ids)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _came(stay: Stay, lives: Lives, ids: np.ndarray) -> dict[str, np.ndarray]:
    chance = stream(lives.people.seed, f"support/{stay.manner.agreement}/referrals")
    return {
        "person_id": ids[stay.person],
        "agreement": np.full(len(stay.person), stay.manner.agreement),
        "source": chance.choice(stay.manner.sources, size=len(stay.person)),
        "referred_on": dates(stay.referred),
        "started_on": dates(stay.started),
        "ended_on": dates(stay.ended),
        "end_reason": stay.end_reason,
        "sds_option": _where(chance.random(len(stay.person)) < 0.06, np.full(len(stay.person), "2")),
    }


def _never_came(stay: Stay, lives: Lives, ids: np.ndarray) -> dict[str, np.ndarray]:
    asked, day = _asked_only(stay, lives)
    chance = stream(lives.people.seed, f"support/{stay.manner.agreement}/never came/sources")
    none = np.full(len(asked), None)
    return {
        "person_id": ids[asked],
        "agreement": np.full(len(none), stay.manner.agreement),
        "source": chance.choice(stay.manner.sources, size=len(none)),
        "referred_on": dates(day),
        "started_on": np.full(len(none), np.datetime64("NaT", "D")),
        "ended_on": np.full(len(none), np.datetime64("NaT", "D")),
        "end_reason": none,
        "sds_option": none,
    }


def _asked_only(stay: Stay, lives: Lives) -> tuple[np.ndarray, np.ndarray]:
    """About one in eight of those referred did not come, and joined at no other time either; and when."""
    people, index = lives.people, [manner.agreement for manner in MANNERS].index(stay.manner.agreement)
    chance = stream(people.seed, f"support/{stay.manner.agreement}/never came")
    asked = np.sort(chance.choice(len(people), size=len(stay.person) // 7, replace=False))
    day = chance.integers(START, END, len(asked))
    kept = (lives.joined.days[index][asked] == NEVER) & people.present(asked, day)
    return asked[kept], day[kept]


def referred(lives: Lives, supported: tuple[Stay, ...]) -> np.ndarray:
    """Everyone ever referred, whether they came or not."""
    came = [stay.person for stay in supported]
    return np.unique(np.concatenate(came + [_asked_only(stay, lives)[0] for stay in supported]))


def contacts(lives: Lives, supported: tuple[Stay, ...], ids: np.ndarray) -> Columns:
    """Meetings while support lasted, at most one a person, service and day."""
    parts = [_meetings(lives, stay, ids) for stay in supported]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _meetings(lives: Lives, stay: Stay, ids: np.ndarray) -> dict[str, np.ndarray]:
    manner = stay.manner
    chance = stream(lives.people.seed, f"support/{manner.agreement}/contacts")
    until = np.minimum(stay.ended, END)
    which, day = _days_within(chance, stay.started, until, manner.meets / 7.0)
    kind = chance.integers(0, len(manner.kinds), len(which))
    minutes = np.array([minutes for _, minutes in manner.kinds])[kind]
    return {
        "person_id": ids[stay.person[which]],
        "agreement": np.full(len(which), manner.agreement),
        "on_date": dates(day),
        "kind": np.array([kind for kind, _ in manner.kinds])[kind],
        "minutes": minutes + 5 * chance.integers(-1, 4, len(which)),
        "delivered_by": chance.choice(MET_BY, size=len(which), p=manner.met_by),
    }


def contributions(lives: Lives, supported: tuple[Stay, ...], ids: np.ndarray) -> Columns:
    """Time given by people served, while they are served, and by volunteers every week."""
    parts = [_given(lives, stay, ids) for stay in supported]
    parts.append(_volunteered(lives, ids))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _given(lives: Lives, stay: Stay, ids: np.ndarray) -> dict[str, np.ndarray]:
    chance = stream(lives.people.seed, f"support/{stay.manner.agreement}/contributions")
    gives = np.flatnonzero(chance.random(len(stay.person)) < stay.manner.gives_time)
    begins = stay.started[gives] + 42
    which, day = _days_within(chance, begins, np.minimum(stay.ended[gives], END), 1 / 7.0)
    role = chance.choice(["design", "deliver", "support"], size=len(which), p=[0.12, 0.63, 0.25])
    seated = np.argsort(begins, kind="stable")[:SEATS]
    role = np.where(np.isin(which, seated) & (role != "deliver"), "decide", role)
    return {
        "person_id": ids[stay.person[gives[which]]],
        "agreement": np.full(len(which), stay.manner.agreement),
        "on_date": dates(day),
        "role": role,
        "given_by": np.full(len(which), "person served"),
        "minutes": 30 * chance.integers(3, 9, len(which)),
        "paid": np.where(np.isin(role, ["decide", "deliver"]), "yes", "no"),
    }


def volunteers(lives: Lives) -> np.ndarray:
    """People of the place who volunteer: in fair health, there throughout, and never served."""
    return _never_served(lives, "support/volunteers", VOLUNTEERS, lives.people.frailty == 0)


def carers(lives: Lives) -> np.ndarray:
    """Unpaid carers whom the service knows."""
    served = _never_served(lives, "support/volunteers", VOLUNTEERS, lives.people.frailty == 0)
    others = np.ones(len(lives.people), dtype=bool)
    others[served] = False
    return _never_served(lives, "support/carers", CARERS, others)


def _never_served(lives: Lives, name: str, number: int, among: np.ndarray) -> np.ndarray:
    people = lives.people
    stays_throughout = (people.resident_from <= START) & (people.leaves >= END)
    fit = np.flatnonzero(among & stays_throughout & (lives.joined.days == NEVER).all(axis=0))
    return np.sort(stream(people.seed, name).choice(fit, size=min(number, len(fit)), replace=False))


def _volunteered(lives: Lives, ids: np.ndarray) -> dict[str, np.ndarray]:
    who = volunteers(lives)
    chance = stream(lives.people.seed, "support/volunteering")
    which, day = _days_within(chance, np.full(len(who), START), np.full(len(who), END), 0.8 / 7.0)
    share = [0.72, 0.10, 0.18]
    return {
        "person_id": ids[who[which]],
        "agreement": chance.choice([manner.agreement for manner in MANNERS], size=len(which), p=share),
        "on_date": dates(day),
        "role": np.full(len(which), "deliver"),
        "given_by": np.full(len(which), "volunteer"),
        "minutes": 30 * chance.integers(2, 7, len(which)),
        "paid": np.full(len(which), "no"),
    }


def _days_within(
    chance: np.random.Generator, begins: np.ndarray, ends: np.ndarray, a_day: float
) -> tuple[np.ndarray, np.ndarray]:
    """Days at random from ``begins`` to before ``ends``, no two alike for one entry; and whose they are."""
    length = np.maximum(ends - begins, 0)
    which = np.repeat(np.arange(len(begins)), chance.poisson(length * a_day))
    day = begins[which] + np.floor(chance.random(len(which)) * length[which]).astype(np.int64)
    key = np.unique(which * 100_000 + day)
    return key // 100_000, key % 100_000
