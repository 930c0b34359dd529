"""Four worlds in which people join on their recent use and the service does nothing, month by month.

20,000 people aged 65 to 94, use Poisson about a need that is gamma among people (0.5 a year at age 80, shape 0.5)
and moves with age and season; people die. In months 24 to 47 of 60 people may join. How steeply joining rises with
use and with hidden need is set so that comparing follow-up alone errs by about a sixth where need is hidden, and
that some 8 to 12 of 100 comparators join later, as in the earlier simulation whose table is made again.
"""

from dataclasses import dataclass

import numpy as np

PEOPLE, MONTHS = 20_000, 60
JOINING = range(24, 48)
MEAN, SHAPE = 0.5, 0.5
AGES = (65, 95)


@dataclass(frozen=True, kw_only=True)
class World:
    """Of what a month's chance of joining is made: use in so many months before, and hidden need to a power."""

    name: str
    looks_back: int
    chance: float  # of joining in a month, for each use beyond the first
    hidden: float = 0.0  # the power of hidden need
    drift: float = 0.0  # standard deviation of the logarithm of need that drifts
    keeps: float = 0.9  # how much of that is left a month later


WORLDS = (
    World(name="joins on the 12-month count", looks_back=12, chance=0.0075),
    World(name="on the last 3 months, need drifts", looks_back=3, chance=0.04, drift=0.8),
    World(name="3 months + hidden stable need", looks_back=3, chance=0.025, hidden=0.5),
    World(name="3 months, healthier people join", looks_back=3, chance=0.06, hidden=-0.5),
)
NEVER = 10_000


@dataclass(frozen=True, kw_only=True)
class Lives:
    """What happened to everybody: use by month, the month of joining and of death (NEVER where neither)."""

    use: np.ndarray  # people by months
    age: np.ndarray  # in months, at month 0
    joins: np.ndarray
    dies: np.ndarray

    def used(self, first: int, last: int) -> np.ndarray:
        """Use from a month to another, both included."""
        return self.use[:, first : last + 1].sum(axis=1)


def live(world: World, rng: np.random.Generator) -> Lives:
    """One run of a world."""
    age = rng.integers(12 * AGES[0], 12 * AGES[1], PEOPLE)
    need = rng.gamma(SHAPE, 1 / SHAPE, PEOPLE)
    months = np.arange(MONTHS)
    season = 1 + 0.15 * np.cos(2 * np.pi * months / 12)
    growing = np.exp(0.03 * ((age[:, None] + months) / 12 - 80))
    rate = MEAN / 12 * need[:, None] * growing * season * np.exp(_drift(world, rng))
    dies = _deaths(age, rng)
    use = np.where(months < dies[:, None], rng.poisson(rate), 0).astype(np.int16)
    return Lives(use=use, age=age, joins=_joining(world, rng, use, need, dies), dies=dies)


def _drift(world: World, rng: np.random.Generator) -> np.ndarray:
    if not world.drift:
        return np.zeros((1, 1))
    shocks = world.drift * rng.standard_normal((MONTHS, PEOPLE))
    level = shocks[0]
    path = [level]
    for shock in shocks[1:]:
        level = world.keeps * level + np.sqrt(1 - world.keeps**2) * shock
        path.append(level)
    return np.array(path).T - world.drift**2 / 2


def _deaths(age: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Some 4 in 100 a year at 75, one in 10 at 85: whoever is older dies more often, whatever their need."""
    chance = 0.04 / 12 * np.exp(0.09 * ((age[:, None] + np.arange(MONTHS)) / 12 - 75))
    dead = rng.random((PEOPLE, MONTHS)) < chance
    return np.where(dead.any(axis=1), dead.argmax(axis=1), NEVER)


def _joining(
    world: World, rng: np.random.Generator, use: np.ndarray, need: np.ndarray, dies: np.ndarray
) -> np.ndarray:
    joins = np.full(PEOPLE, NEVER)
    wish = world.chance * need**world.hidden
    for month in JOINING:
        recent = use[:, month - world.looks_back : month].sum(axis=1, dtype=np.int64)
        chance = np.clip(wish * np.maximum(recent - 1, 0), 0, 0.6)
        joins[(joins == NEVER) & (dies > month) & (rng.random(PEOPLE) < chance)] = month
    return joins
