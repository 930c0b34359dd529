"""How many of the people compared with had refused, and had the service by then? By place and share of refusals.

    python tests/simulation/refusals_taken.py 0.02 1 3

prints rows of the table in decision 32: 2 % refuse, places of seeds 1 to 3. Nobody may know that such a person
joined; they bring the effect nearer to none by about their share of the pairs.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from place_coverage import AGREEMENT, gathered

from proventive.evaluation.designs.matched_cohort.pairing import match
from proventive.evaluation.designs.matched_cohort.windows import EPOCH
from proventive.synthetic import stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The pairs of one place, and how many of them compare with somebody who refused and had joined by then."""

    seed: int
    refused: int
    pairs: int
    taken: int


@contextmanager
def refusing(share: float) -> Iterator[set[str]]:
    """While it lasts that share of the people refuse, by lot; gives their ids once a place is made."""
    known, refused = stores.people_known, set[str]()

    def people_known(people: Any, *given: Any, **also: Any) -> dict[str, Any]:
        table = known(people, *given, **also)
        no = np.random.default_rng(people.seed + 1).random(len(table["consent"])) < share
        refused.update(table["person_id"][no].tolist())
        return table | {"consent": np.where(no, "no", "yes")}

    with mock.patch.object(stores, "people_known", people_known):
        yield refused


def taken(seed: int, *, share: float, people: int = 40_000) -> Taken:
    """Make a place, match, and look up who of the comparators had joined by the day of the pair."""
    with tempfile.TemporaryDirectory() as made, refusing(share) as refused:
        inputs, truth = gathered(Path(made), seed=seed, people=people)
    joined = truth.joiners[AGREEMENT]
    days = (joined.started_on - np.datetime64(EPOCH, "D")).astype(int)
    joined_day = dict(zip(joined.person_id.tolist(), days.tolist(), strict=True))
    comparators = match(inputs).comparators
    pairs = list(zip(inputs.names[comparators.person].tolist(), comparators.joined_day.tolist(), strict=True))
    return Taken(
        seed=seed,
        refused=int((inputs.standing == "no-consent").sum()),
        pairs=len(pairs),
        taken=sum(who in refused and joined_day[who] <= day for who, day in pairs if who in joined_day),
    )


if __name__ == "__main__":
    for seed in range(int(sys.argv[2]), int(sys.argv[3]) + 1):
        found = taken(seed, share=float(sys.argv[1]))
        print(
            f"| {float(sys.argv[1]):.0%} | {seed} | {found.refused} | {found.pairs:,} "
            f"| {found.taken} ({found.taken / found.pairs:.1%}) |",
            flush=True,
        )
