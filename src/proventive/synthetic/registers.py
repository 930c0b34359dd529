"""The registers as two bodies hold them: the provider knows whom it serves, the linking body everyone."""

from collections.abc import Mapping, Sequence

import numpy as np

from proventive.synthetic.chance import stream
from proventive.synthetic.events import WouldBe
from proventive.synthetic.people import AREAS, FRAILTY, People
from proventive.synthetic.timeline import FIRST_DAY, NEVER, dates

Columns = Mapping[str, np.ndarray]


def population(people: People, ids: np.ndarray) -> Columns:
    """Everyone who lived in the place, with what a linking body would know of them."""
    recorded_death = np.where(people.dies <= people.moves_away, people.dies, NEVER)
    moved = np.where(people.moves_away < people.dies, people.moves_away - 1, NEVER)
    return {
        "person_id": ids,
        "birth_month": birth_months(people),
        "sex": _sex(people),
        "area_code": np.array(AREAS)[people.area],
        "simd_decile": people.simd_decile,
        "frailty": np.array(FRAILTY)[people.frailty],
        "resident_from": dates(np.maximum(people.resident_from, 0)),
        "resident_to": dates(moved),
        "died_on": dates(recorded_death),
    }


def birth_months(people: People) -> np.ndarray:
    born = np.datetime64(FIRST_DAY, "D") - np.floor(people.age * 365.25).astype(np.int64)
    return born.astype("datetime64[M]")


def _sex(people: People) -> np.ndarray:
    return np.where(people.female, "F", "M")


def demand(events: Sequence[WouldBe], ids: np.ndarray) -> Columns:
    """What happened, one row a person, day and event; twice on one day is quantity 2."""
    parts = [_on_days(name, [each for each in events if each.event == name]) for name in _names(events)]
    person = np.concatenate([part[0] for part in parts])
    return {
        "person_id": ids[person],
        "on_date": dates(np.concatenate([part[1] for part in parts])),
        "event": np.repeat(np.array(_names(events)), [len(part[0]) for part in parts]),
        "quantity": np.concatenate([part[2] for part in parts]),
    }


def _names(events: Sequence[WouldBe]) -> list[str]:
    return list(dict.fromkeys(each.event for each in events))


def _on_days(event: str, events: Sequence[WouldBe]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    key = np.concatenate([each.person * 4096 + each.day for each in events])
    quantity = np.concatenate([np.ones(len(each)) if each.quantity is None else each.quantity for each in events])
    days, which = np.unique(key, return_inverse=True)
    return days // 4096, days % 4096, np.bincount(which, weights=quantity).astype(np.int64)


def people_known(
    people: People, ids: np.ndarray, *, served: np.ndarray, carers: np.ndarray, volunteers: np.ndarray
) -> Columns:
    """The people whom the provider knows. Whoever is served is listed as served, whatever else they do."""
    role = np.full(len(people), "", dtype="U12")
    role[carers], role[volunteers], role[served] = "unpaid carer", "volunteer", "served"
    known = np.flatnonzero(role != "")
    chance = stream(people.seed, "registers/consent")
    consent = chance.choice(["yes", "other basis", "no"], size=len(people), p=[0.90, 0.08, 0.02])
    return {
        "person_id": ids[known],
        "birth_month": birth_months(people)[known],
        "sex": _sex(people)[known],
        "area_code": np.array(AREAS)[people.area[known]],
        "role": role[known],
        "consent": consent[known],
    }
