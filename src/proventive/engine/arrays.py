"""Arrays of objects."""

from collections.abc import Sequence

import numpy as np


def objects(values: Sequence[object]) -> np.ndarray:
    """An array of objects, also when it is empty."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
