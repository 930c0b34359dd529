"""The truth of a synthetic place: what joining now changed, against usual care with later joining included.

Kept beside the records, in ``truth/``, where no evaluation looks.
"""

import csv
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from proventive.quantities import NotFound, Period

FOLLOW_UPS = (3, 6, 12)  # months after joining


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueEffect:
    """Events a person who joined, over a follow-up: as they happened, under usual care, and the difference.

    The same sign as a finding: ``effect`` is observed less usual care (fewer is negative), ``relative`` is
    1 - observed / usual care (fewer is positive).
    """

    people: int
    observed: float
    usual_care: float

    @property
    def effect(self) -> float:
        return self.observed - self.usual_care

    @property
    def relative(self) -> float:
        return 1.0 - self.observed / self.usual_care


@dataclass(frozen=True, slots=True, kw_only=True)
class Joiners:
    """Everyone who joined one agreement, one entry a person in every array."""

    person_id: np.ndarray  # local ids
    started_on: np.ndarray  # datetime64[D]
    followed: Mapping[int, np.ndarray]  # follow-up in months: whether all of it was recorded
    observed: Mapping[tuple[str, int], np.ndarray]  # (event, follow-up): events after joining
    usual_care: Mapping[tuple[str, int], np.ndarray]
    would_join_later: np.ndarray  # whether the person would have joined within 12 months all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is true of the place, by agreement."""

    seed: int
    people: int
    joiners: Mapping[str, Joiners]

    def effect(
        self,
        agreement: str,
        event: str,
        *,
        period: Period,
        follow_up: int = 12,
        among: Collection[str] | None = None,
    ) -> TrueEffect:
        """The true effect on those who joined in a period: everyone, or those of the given local ids.

        People who died or moved away count nothing from then on, in both lives. Raises NotFound where the
        place holds no such agreement or event, or nobody to count.
        """
        if agreement not in self.joiners or (event, follow_up) not in self.joiners[agreement].observed:
            raise NotFound(
                f"The truth of this place holds nothing on {event} under “{agreement}” at {follow_up} months. "
                f"It holds {', '.join(self.joiners)}; follow-ups of {FOLLOW_UPS} months. Ask for one of those."
            )
        joiners = self.joiners[agreement]
        counted = joiners.followed[follow_up] & _within(joiners.started_on, period)
        if among is not None:
            counted &= np.isin(joiners.person_id, np.array(sorted(among)))
        if not counted.any():
            raise NotFound(f"Nobody joined “{agreement}” from {period.start} to {period.end} and was followed.")
        return TrueEffect(
            people=int(counted.sum()),
            observed=float(joiners.observed[event, follow_up][counted].mean()),
            usual_care=float(joiners.usual_care[event, follow_up][counted].mean()),
        )


def _within(days: np.ndarray, period: Period) -> np.ndarray:
    return (days >= np.datetime64(period.start, "D")) & (days <= np.datetime64(period.end, "D"))


def write_truth(truth: Truth, folder: Path, *, periods: tuple[Period, ...]) -> None:
    """Write ``truth.json``, to be read, and ``joiners.csv``, from which the truth is known for any of them."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(_told(truth, periods), indent=1, sort_keys=True) + "\n"
    (folder / "truth.json").write_text(text, encoding="utf-8", newline="\n")
    with (folder / "joiners.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_heading(truth))
        for agreement, joiners in truth.joiners.items():
            writer.writerows(_rows(agreement, joiners))


def _told(truth: Truth, periods: tuple[Period, ...]) -> dict[str, object]:
    effects = []
    for agreement, joiners in truth.joiners.items():
        for period in periods:
            for event, follow_up in joiners.observed:
                counted = joiners.followed[follow_up] & _within(joiners.started_on, period)
                if not counted.any():
                    continue
                found = truth.effect(agreement, event, period=period, follow_up=follow_up)
                effects.append(
                    {
                        "agreement": agreement,
                        "event": event,
                        "from": str(period.start),
                        "to": str(period.end),
                        "follow_up_months": follow_up,
                        "people": found.people,
                        "observed_a_person": round(found.observed, 6),
                        "usual_care_a_person": round(found.usual_care, 6),
                        "effect_a_person": round(found.effect, 6),
                        "share_avoided": round(found.relative, 6) if found.usual_care else None,
                    }
                )
    return {
        "says": "joining now less usual care, later joining included; synthetic, nothing here is real",
        "seed": truth.seed,
        "people": truth.people,
        "effects": effects,
    }


def _heading(truth: Truth) -> list[str]:
    first = next(iter(truth.joiners.values()))
    lives = [f"{life}/{event}/{months}" for life in ("observed", "usual_care") for event, months in first.observed]
    followed = [f"followed/{months}" for months in FOLLOW_UPS]
    return ["agreement", "person_id", "started_on", "would_join_later", *followed, *lives]


def _rows(agreement: str, joiners: Joiners) -> list[tuple[object, ...]]:
    columns: list[np.ndarray] = [joiners.person_id, joiners.started_on.astype(str), joiners.would_join_later * 1]
    columns += [joiners.followed[months] * 1 for months in FOLLOW_UPS]
    columns += [*joiners.observed.values(), *joiners.usual_care.values()]
    return [(agreement, *row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def read_truth(folder: Path) -> Truth:
    """The truth that :func:`write_truth` wrote, read from ``<place>/truth``."""
    told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    with (folder / "joiners.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    agreements = dict.fromkeys(row["agreement"] for row in rows)
    return Truth(
        seed=told["seed"],
        people=told["people"],
        joiners={name: _joiners([row for row in rows if row["agreement"] == name]) for name in agreements},
    )


def _joiners(rows: list[dict[str, str]]) -> Joiners:
    def numbers(column: str) -> np.ndarray:
        return np.array([int(row[column]) for row in rows], dtype=np.int64)

    lives: dict[str, dict[tuple[str, int], np.ndarray]] = {"observed": {}, "usual_care": {}}
    for column in rows[0]:
        life, *rest = column.split("/")
        if life in lives:
            lives[life][rest[0], int(rest[1])] = numbers(column)
    return Joiners(
        person_id=np.array([row["person_id"] for row in rows]),
        started_on=np.array([date.fromisoformat(row["started_on"]) for row in rows], dtype="datetime64[D]"),
        followed={months: numbers(f"followed/{months}") == 1 for months in FOLLOW_UPS},
        observed=lives["observed"],
        usual_care=lives["usual_care"],
        would_join_later=numbers("would_join_later") == 1,
    )
