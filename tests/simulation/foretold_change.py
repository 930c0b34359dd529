"""How often a before-after on demand shows a fall, or a rise, beyond what was foretold, where nothing works.

The four worlds of ``joining_worlds``. The change, and what is foretold of it, are the library's own; a variant
leaves out of the pairs of years whoever joins later, as “people who never joined” would. Run as a program, it
prints the table that stands in docs/designs/before-after-on-demand.md.
"""

import sys
from dataclasses import dataclass

import numpy as np
from joining_worlds import JOINING, NEVER, PEOPLE, WORLDS, Lives, World, live

from proventive.evaluation.methods.guarded_change import GuardedChange, PairSums, guarded_change
from proventive.evaluation.methods.intervals import LEVEL

NAMES = (
    "pairs", "recent", "prior", "recent_recent", "recent_prior", "prior_prior", "after", "recent_after",
    "prior_after",
)  # fmt: skip


def of_one_place(lives: Lives, *, never_joined_only: bool = False) -> GuardedChange:
    """The guarded change of everybody who joined, from pairs at the start of every month of joining."""
    sums = {name: np.zeros(PEOPLE) for name in NAMES}
    before, after = np.zeros((PEOPLE, 2)), np.zeros(PEOPLE)
    for month in JOINING:
        recent, prior = lives.used(month - 3, month - 1), lives.used(month - 12, month - 4)
        since = lives.used(month, month + 11)
        not_joined = (lives.joins > month) & (lives.dies > month)
        if never_joined_only:
            not_joined &= lives.joins == NEVER
        one = (np.ones(PEOPLE), recent, prior, recent**2, recent * prior, prior**2, since)
        for name, values in zip(NAMES, (*one, recent * since, prior * since), strict=True):
            sums[name] += np.where(not_joined, values, 0)
        joins = lives.joins == month
        before[joins], after[joins] = np.column_stack([recent, prior])[joins], since[joins]
    joined, looked_at = lives.joins != NEVER, sums["pairs"] > 0
    own = PairSums.of({name: values[joined] for name, values in sums.items()})
    others = PairSums.of({name: values[~joined & looked_at] for name, values in sums.items()})
    return guarded_change(before[joined], after[joined], own, others)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What so many places of one world showed, the truth being no effect at all."""

    world: str
    places: int
    naive: float  # shares of use before
    foretold: float
    beyond: float  # a share of what was to be expected
    falls: float  # shares of places
    rises: float
    covered: float
    one_period_falls: float


def seen_in(world: World, places: int, *, never_joined_only: bool = False) -> Seen:
    """Places of one world; their seeds were fixed beforehand."""
    found = [
        of_one_place(
            live(world, np.random.default_rng([77, WORLDS.index(world), number])),
            never_joined_only=never_joined_only,
        )
        for number in range(places)
    ]
    before = np.mean([one.before for one in found])
    ends = np.array([one.beyond.interval(LEVEL) for one in found])
    of_naive = np.array([one.change.interval(LEVEL) for one in found]) - np.array(
        [[one.least_fall or 0.0] for one in found]
    )
    return Seen(
        world=world.name,
        places=places,
        naive=float(np.mean([one.change.value for one in found]) / before),
        foretold=float(np.mean([one.foretold.value for one in found]) / before),
        beyond=float(
            np.mean([one.beyond.value for one in found])
            / np.mean([one.before + one.foretold.value for one in found])
        ),
        falls=float(np.mean(ends[:, 1] < 0)),
        rises=float(np.mean(ends[:, 0] > 0)),
        covered=float(np.mean((ends[:, 0] <= 0) & (ends[:, 1] >= 0))),
        one_period_falls=float(np.mean(of_naive[:, 1] < 0)),
    )


def main(places: int) -> None:
    """Print the table."""
    for world in WORLDS:
        for never_joined_only in (False, True):
            seen = seen_in(world, places, never_joined_only=never_joined_only)
            cells = (seen.naive, seen.foretold, seen.beyond, seen.falls, seen.rises, seen.one_period_falls)
            name = f"{seen.world}{', never joined only' if never_joined_only else ''}"
            print(f"| {name} | {' | '.join(f'{cell:.1%}' for cell in cells)} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
