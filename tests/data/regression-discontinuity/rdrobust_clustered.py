"""Run rdrobust with clusters on the data sets of tests/reference/scores_near_a_cutoff.py, and print what it finds.

PYTHONPATH=tests/reference python tests/data/regression-discontinuity/rdrobust_clustered.py > .../clustered.csv
"""

import contextlib
import io
import warnings

from rdrobust import rdrobust
from scores_near_a_cutoff import SETS, clusters_of, scored_people

COLUMNS = "effect_width,bias_width,conventional,corrected,robust,conventional_error,corrected_error,robust_error"


def main() -> None:
    """One row a data set and kind of fit; empty where rdrobust refuses."""
    warnings.simplefilter("ignore")
    print(f"set,kind,{COLUMNS}")
    for number in range(SETS):
        outcome, score, took_up = scored_people(number)
        cluster = clusters_of(number)
        for kind, asked in (("mse", {}), ("fuzzy", {"fuzzy": took_up, "sharpbw": True})):
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    found = rdrobust(outcome, score, cluster=cluster, vce="cr1", **asked)
                cells = [*found.bws.iloc[:, 0], *found.coef.iloc[:, 0], *found.se.iloc[:, 0]]
            except Exception:
                cells = [""] * 8
            print(",".join([str(number), kind, *(f"{cell:.13g}" if cell != "" else "" for cell in cells)]))


if __name__ == "__main__":
    main()
