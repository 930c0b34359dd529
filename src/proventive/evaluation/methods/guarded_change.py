"""A change since joining, held against what pairs of periods in people who had not joined foretell of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from proventive.evaluation.methods.arrays import Floats, as_floats
from proventive.evaluation.methods.intervals import Inference, mean_of
from proventive.evaluation.methods.regression_to_the_mean import one_period_expectation

COLUMNS = frozenset(
    {
        "people", "pairs", "recent", "prior", "recent_recent", "recent_prior", "prior_prior", "after",
        "recent_after", "prior_after",
    }
)  # fmt: skip
SINGULAR = 1e-10  # of the largest eigenvalue: below this, use before does not vary in one of its two parts


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSums:
    """Pairs of periods in which people had not joined, summed over the pairs of each person.

    One entry a person, or a set of sums that several people share. The row of a pair is (1, use in the last 3
    months, use in the 9 months before those).
    """

    people: Floats  # how many people have just these sums
    squares: Floats  # entries by 3 by 3: the row times itself
    products: Floats  # entries by 3: the row times use after

    @classmethod
    def of(cls, sums: Mapping[str, NDArray[np.generic]]) -> Self:
        """From the columns of the step ``evaluation/pairs_of_periods``; ``people`` is 1 where it is not there."""
        column = {name: as_floats(values) for name, values in sums.items() if name in COLUMNS}
        rows = [
            [column[name] for name in names]
            for names in (
                ("pairs", "recent", "prior"),
                ("recent", "recent_recent", "recent_prior"),
                ("prior", "recent_prior", "prior_prior"),
            )
        ]
        return cls(
            people=column.get("people", np.ones(len(column["pairs"]))),
            squares=np.moveaxis(np.array(rows), 2, 0),
            products=np.stack([column["after"], column["recent_after"], column["prior_after"]], axis=1),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedChange:
    """A change since before, held against what follows the same use in people who had not joined, per person."""

    before: float
    after: Inference
    change: Inference
    foretold: Inference  # the change with no service
    beyond: Inference  # the change less what is foretold of it
    least_fall: float | None  # the change that one period foretells: the least fall, which clears no claim


def guarded_change(before: Floats, after: Floats, own: PairSums, others: PairSums) -> GuardedChange:
    """How far use after lies from what pairs of periods in people who had not joined foretell of it.

    ``before`` (people by 2: use in the last 3 months, in the 9 before) and ``after`` are of those who joined,
    ``own`` the pairs of the same people, in the same order, before they joined (none: sums of 0). Leaving
    those out, or people who join later, would choose by what happens after. Linear credibility: the least-squares
    line of use after on use before (Bühlmann 1967, Experience rating and credibility, ASTIN Bulletin 4(3)), in
    which recent use counts for more where need moves. Errors cluster by person over both groups (Liang and Zeger
    1986, Biometrika 73(1), times G / (G - 1)); the degrees of freedom are Welch's.

    Raises ValueError where fewer than 2 people joined, or use before does not vary in those who had not.
    """
    if len(after) < 2:
        raise ValueError("fewer than 2 people joined")
    bread, line = _line(own, others)
    row = np.column_stack([np.ones(len(after)), before])
    mean_row = row.mean(axis=0)
    left = after - row @ line
    seen, changes = mean_of(left), mean_of(after - before.sum(axis=1))
    weights = bread @ mean_row
    groups = float(others.people.sum() + np.sum(own.squares[:, 0, 0] > 0))
    by_own, by_others = (_scores(sums, line) @ weights * np.sqrt(groups / (groups - 1)) for sums in (own, others))
    of_line = float(np.sum(by_own**2) + np.sum(others.people * by_others**2))
    together = _spread(left) - by_own
    beyond = float(np.sqrt(np.sum(together**2) + np.sum(others.people * by_others**2)))
    freedom = _welch((seen.standard_error or 0.0) ** 2, len(after) - 1, of_line, groups - 1)
    total = before.sum(axis=1)
    least = one_period_expectation(total, *_moments(own, others))
    return GuardedChange(
        before=float(total.mean()),
        after=mean_of(after),
        change=changes,
        foretold=Inference(
            value=float(mean_row @ line - total.mean()),
            standard_error=float(np.sqrt(of_line)),
            degrees_of_freedom=groups - 1,
        ),
        beyond=Inference(value=seen.value, standard_error=beyond, degrees_of_freedom=freedom),
        least_fall=None if least is None else least - float(total.mean()),
    )


def _line(own: PairSums, others: PairSums) -> tuple[Floats, Floats]:
    squares = own.squares.sum(axis=0) + np.tensordot(others.people, others.squares, axes=1)
    products = own.products.sum(axis=0) + others.people @ others.products
    eigenvalues = np.linalg.eigvalsh(squares)
    if eigenvalues[0] <= SINGULAR * eigenvalues[-1]:
        raise ValueError("use before does not vary among people who had not joined")
    bread = np.linalg.inv(squares)
    return bread, bread @ products


def _scores(sums: PairSums, line: Floats) -> Floats:
    """What each person adds to the slope of the sum of squares at the line."""
    return np.asarray(sums.products - sums.squares @ line, dtype=np.float64)


def _spread(values: Floats) -> Floats:
    """What each adds to the error of a mean: their squares add to its variance."""
    n = len(values)
    return np.asarray((values - values.mean()) / np.sqrt(n * (n - 1)), dtype=np.float64)


def _welch(one: float, freedom_of_one: float, other: float, freedom_of_other: float) -> float | None:
    if one + other == 0:
        return None
    return (one + other) ** 2 / (one**2 / freedom_of_one + other**2 / freedom_of_other)


def _moments(own: PairSums, others: PairSums) -> tuple[float, float]:
    """The mean and variance of use in 12 months before, over all pairs."""
    squares = own.squares.sum(axis=0) + np.tensordot(others.people, others.squares, axes=1)
    pairs = squares[0, 0]
    mean = float((squares[0, 1] + squares[0, 2]) / pairs)
    square = float(squares[1, 1] + 2 * squares[1, 2] + squares[2, 2])
    return mean, (square - pairs * mean**2) / max(pairs - 1, 1)
