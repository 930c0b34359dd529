"""What a difference in deaths does to a matched cohort, where the service itself changes no use.

    python tests/simulation/deaths_after_joining.py 200

prints the table of ``docs/decisions/0029``. Lives are those of ``joining_worlds``; from the month of joining on,
more of those who joined die than of the others, or fewer, and the library estimates.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from joining_worlds import JOINING, MONTHS, NEVER, WORLDS, Lives, World, live
from matched_designs_compared import EARLIER, LAST_3, PRIOR_9, estimated

SPLIT = (LAST_3, PRIOR_9)


@dataclass(frozen=True, kw_only=True)
class Deaths:
    """The chance of dying in a month beyond the one that everybody has, from joining on and without having joined.

    With need: times one and what the person used in the two years before.
    """

    name: str
    joined: float = 0.0
    not_joined: float = 0.0
    with_need: bool = False


SAME = Deaths(name="as many die")
MORE = Deaths(name="more die who joined", joined=0.02)
FEWER = Deaths(name="fewer die who joined", not_joined=0.02)
MORE_OF_THE_ILL = Deaths(name="more die who joined, the ill above all", joined=0.006, with_need=True)
EVERY = (SAME, MORE, FEWER, MORE_OF_THE_ILL)


def with_deaths(lives: Lives, deaths: Deaths, rng: np.random.Generator) -> Lives:
    """The same lives with more deaths; the dead use nothing, and do not join."""
    months = np.arange(MONTHS)
    after = months >= lives.joins[:, None]
    chance = np.where(after, deaths.joined, deaths.not_joined * (months >= JOINING[0]))
    if deaths.with_need:
        before = (lives.use * ~after * (months >= lives.joins[:, None] - 24)).sum(axis=1)
        chance = chance * (1 + before)[:, None]
    dead = rng.random(chance.shape) < chance
    dies = np.minimum(lives.dies, np.where(dead.any(axis=1), dead.argmax(axis=1) + 1, NEVER))
    return replace(
        lives,
        dies=dies,
        use=np.where(months < dies[:, None], lives.use, 0),
        joins=np.where(lives.joins < dies, lives.joins, NEVER),
    )


@dataclass(frozen=True, kw_only=True)
class Found:
    """Of one run: the main estimate, the one that counts deaths as savings, both over what matches used."""

    main: float
    counting_deaths: float
    covered: bool
    deaths_differ: bool
    more_died: float  # share of participants who died less the share of their matches


def found(world: World, deaths: Deaths, run: int) -> Found:
    """One run; the seed is fixed by the world, the deaths and the number of the run."""
    rng = np.random.default_rng([20250417, WORLDS.index(world), EVERY.index(deaths), run])
    lives = with_deaths(live(world, rng), deaths, rng)
    fits = estimated(lives, SPLIT, earlier=EARLIER)
    used = fits.deaths_counted.counterfactual.value
    return Found(
        main=fits.main.effect.value / used,
        counting_deaths=fits.deaths_counted.effect.value / used,
        covered=fits.main.effect.covers(0.0),
        deaths_differ=not fits.deaths.effect.covers(0.0),
        more_died=fits.deaths.effect.value,
    )


def off(errors: np.ndarray) -> tuple[float, float]:
    """Mean and Monte Carlo error, per cent."""
    return 100 * float(errors.mean()), 100 * float(errors.std(ddof=1)) / float(np.sqrt(len(errors)))


def printed(runs: int) -> Iterator[str]:
    """The table, as lines of Markdown."""
    yield "| world | deaths | main estimate | covered | counting deaths as savings | deaths check failed |"
    yield "| --- | --- | ---: | ---: | ---: | ---: |"
    for world in (WORLDS[0], WORLDS[3]):
        for deaths in EVERY:
            every = [found(world, deaths, run) for run in range(runs)]
            main, counting = (
                "{:+.1f} ({:.1f})".format(*off(np.array([getattr(one, of) for one in every])))
                for of in ("main", "counting_deaths")
            )
            covered, differ = (
                f"{np.mean([getattr(one, of) for one in every]):.2f}" for of in ("covered", "deaths_differ")
            )
            yield f"| {world.name} | {deaths.name} | {main} | {covered} | {counting} | {differ} |"


if __name__ == "__main__":
    for line in printed(int(sys.argv[1])):
        print(line, flush=True)
