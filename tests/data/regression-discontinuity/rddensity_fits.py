"""Run rddensity on the scores that tests/reference/scores_near_a_cutoff.py generates, and print what it finds.

PYTHONPATH=tests/reference python tests/data/regression-discontinuity/rddensity_fits.py > .../rddensity.csv
"""

import contextlib
import io
import warnings

import numpy as np
from rddensity import rddensity
from scores_near_a_cutoff import SETS, scored_people

COLUMNS = "below_width,above_width,below,above,error,t"


def main() -> None:
    """One row a data set; empty where rddensity refuses, or cannot tell."""
    warnings.simplefilter("ignore")
    print(f"set,{COLUMNS}")
    for number in range(SETS):
        _, score, _ = scored_people(number)
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                found = rddensity(score)
            cells = [*found.h, *found.hat[:2], found.sd_jk["diff"], found.test["t_jk"]]
        except Exception:
            cells = [np.nan] * 6
        told = [f"{cell:.13g}" if np.isfinite(cell) else "" for cell in cells]
        print(",".join([str(number), *told]))


if __name__ == "__main__":
    main()
