"""The arrays that methods take."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

SMALL_PRODUCT = 2**17  # multiplications


def blocks(number: int, width: int) -> list[slice]:
    """A long table of some width in pieces whose square sums stay in the processor's cache, and on one thread.

    Larger products BLAS shares out over threads that wait for each other many times as long as the product takes.
    """
    size = int(np.clip(SMALL_PRODUCT // width**2, 64, 4096))
    return [slice(at, at + size) for at in range(0, number, size)]


def square_sums(columns: Floats) -> Floats:
    """``columns @ columns.T``: one row a covariate, many people."""
    sums = np.zeros((len(columns), len(columns)))
    for block in blocks(columns.shape[1], len(columns)):
        sums += columns[:, block] @ columns[:, block].T
    return sums


def combined(columns: Floats, weights: Floats) -> Floats:
    """``weights @ columns``, to the last bit the same for people who are alike, wherever they stand."""
    sums = weights[0] * columns[0]
    for column, weight in zip(columns[1:], weights[1:], strict=True):
        sums += weight * column
    return np.asarray(sums, dtype=np.float64)


def totals(group: Integers, values: NDArray[np.generic], groups: int) -> Floats:
    """The sum of the values of each group, groups numbered from 0."""
    return np.bincount(group, weights=values, minlength=groups).astype(np.float64)


def as_floats(values: Sequence[object] | NDArray[np.generic]) -> Floats:
    """Numbers of any kind (integers, Decimals) as float64: statistics begin here."""
    return np.asarray(values).astype(np.float64)
