"""The people of the place: who they are, what they need, how long they live there.

All rates here are assumed, chosen to look like an ageing place; none is a published figure.
"""

from dataclasses import dataclass

import numpy as np

from proventive.synthetic.chance import standard_gamma, stream
from proventive.synthetic.timeline import END, NEVER

AREAS = ("GLN-01", "GLN-02", "GLN-03", "GLN-04", "GLN-05", "GLN-06")
AREA_SHARE = (0.24, 0.20, 0.18, 0.16, 0.12, 0.10)
AREA_DECILE = (3.0, 4.5, 5.5, 6.5, 7.5, 8.5)  # the middle of each area's SIMD deciles
FRAILTY = ("fit", "mild", "moderate", "severe")
YOUNGEST, OLDEST = 50, 98
STABLE_SHAPE = 1.4  # of hidden need that stays with a person
SHARE_MOVING_IN = 0.08
MOVING_AWAY_A_YEAR = 0.018


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """One entry a person in every array. Days count from the first day of the place."""

    seed: int
    age: np.ndarray  # in years, on the first day
    female: np.ndarray
    area: np.ndarray  # index into AREAS
    simd_decile: np.ndarray  # 1 is the most deprived
    frailty: np.ndarray  # 0 fit to 3 severe; seen by the design
    stable_need: np.ndarray  # mean 1, hidden
    loneliness: np.ndarray  # mean 0, hidden
    lives_alone: np.ndarray
    resident_from: np.ndarray
    moves_away: np.ndarray
    dies: np.ndarray

    def __len__(self) -> int:
        return len(self.age)

    @property
    def leaves(self) -> np.ndarray:
        """The day on which a person dies or moves away, if sooner: nothing is recorded from then on."""
        return np.minimum(self.dies, self.moves_away)

    def present(self, who: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Whether these people live in the place on these days."""
        return (self.resident_from[who] <= day) & (day < self.leaves[who])


def draw_people(seed: int, people: int) -> People:
    """So many people who live in the place at some time in the five years."""
    age = _ages(seed, people)
    stable = standard_gamma(stream(seed, "people/stable need"), STABLE_SHAPE, people)
    area = stream(seed, "people/area").choice(len(AREAS), size=people, p=AREA_SHARE)
    spread = stream(seed, "people/decile").normal(0.0, 1.6, people)
    decile = np.clip(np.rint(np.array(AREA_DECILE)[area] + spread), 1, 10).astype(np.int64)
    frailty = _frailty(seed, age, stable)
    moves_in, moves_away = _moves(seed, people)
    alone = stream(seed, "people/lives alone").random(people) < np.clip(0.2 + 0.012 * (age - 60), 0.1, 0.6)
    lonely = stream(seed, "people/loneliness").normal(0.0, 1.0, people) + 0.5 * alone
    return People(
        seed=seed,
        age=age,
        female=stream(seed, "people/sex").random(people) < np.clip(0.50 + 0.004 * (age - 60), 0.5, 0.66),
        area=area,
        simd_decile=decile,
        frailty=frailty,
        stable_need=stable,
        loneliness=lonely,
        lives_alone=alone,
        resident_from=moves_in,
        moves_away=moves_away,
        dies=_deaths(seed, age, stable, frailty, moves_in),
    )


def _ages(seed: int, people: int) -> np.ndarray:
    """Ages on the first day: fewer at every age from about 70 on."""
    years = np.arange(YOUNGEST, OLDEST + 1)
    weight = 1.0 / (1.0 + np.exp((years - 79) / 5.5))
    whole = stream(seed, "people/age").choice(years, size=people, p=weight / weight.sum())
    return whole + stream(seed, "people/birthday").random(people)


def _frailty(seed: int, age: np.ndarray, stable: np.ndarray) -> np.ndarray:
    """Four levels, more severe with age and with hidden need, which they only partly show."""
    latent = 0.09 * (age - 70) + 0.8 * (stable - 1) + stream(seed, "people/frailty").logistic(0.0, 1.0, len(age))
    return np.digitize(latent, [0.4, 2.2, 3.6])


def _moves(seed: int, people: int) -> tuple[np.ndarray, np.ndarray]:
    """Days of moving in (before the first day for most) and of moving away."""
    chance = stream(seed, "people/moves")
    comes = chance.random(people) < SHARE_MOVING_IN
    long_before = -chance.integers(200, 12_000, people)
    moves_in = np.where(comes, chance.integers(0, END, people), long_before)
    years = chance.exponential(1.0 / MOVING_AWAY_A_YEAR, people)
    away = np.maximum(moves_in, 0) + np.ceil(years * 365.25).astype(np.int64)
    return moves_in, np.where(away < END, away, NEVER)


def _deaths(
    seed: int, age: np.ndarray, stable: np.ndarray, frailty: np.ndarray, moves_in: np.ndarray
) -> np.ndarray:
    """Days of death: a Gompertz hazard that rises with age, need and frailty. Services do not change it."""
    growth = 0.095
    at_start = 0.0115 * np.exp(growth * (age - 70)) * np.sqrt(stable + 0.2) * np.exp(0.3 * frailty)
    exposure = stream(seed, "people/death").exponential(1.0, len(age))
    years = np.log1p(growth * exposure / at_start) / growth
    day = np.maximum(moves_in, 0) + 1 + np.floor(years * 365.25).astype(np.int64)
    return np.where(day < END, day, NEVER)
