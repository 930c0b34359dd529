"""How often the robust interval of rdrobust itself covers, on the data sets of our own simulation.

PYTHONPATH=tests/simulation:src python tests/data/regression-discontinuity/rdrobust_coverage.py

It takes some minutes.
"""

import contextlib
import io
import warnings

import numpy as np
from rdrobust import rdrobust
from test_regression_discontinuity_coverage import FEW, MANY, SETS, gentle, steep


def main() -> None:
    """One line a simulation: the curve, how many people, the jump, and the share covered."""
    warnings.simplefilter("ignore")
    for curve, people, jumps, seed in (
        (gentle, MANY, -0.5, 20261126),
        (gentle, MANY, 0.0, 20261127),
        (gentle, FEW, 0.0, 20261127),
        (steep, FEW, 0.04, 20261128),
    ):
        rng = np.random.default_rng(seed)
        held = 0
        for _ in range(SETS):
            score = 2 * rng.beta(2, 4, people) - 1
            outcome = curve(score, rng) + jumps * (score >= 0)
            with contextlib.redirect_stdout(io.StringIO()):
                low, high = rdrobust(outcome, score).ci.iloc[2]
            held += low <= jumps <= high
        print(curve.__name__, people, jumps, held / SETS)


if __name__ == "__main__":
    main()
