"""The arrays that methods take."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


def totals(group: Integers, values: NDArray[np.generic], groups: int) -> Floats:
    """The sum of the values of each group, groups numbered from 0."""
    return np.bincount(group, weights=values, minlength=groups).astype(np.float64)


def as_floats(values: Sequence[object] | NDArray[np.generic]) -> Floats:
    """Numbers of any kind (integers, Decimals) as float64: statistics begin here."""
    return np.asarray(values).astype(np.float64)
