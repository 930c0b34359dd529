"""How often the interval of an interrupted time series covers no effect, where there is none.

``python tests/simulation/series_coverage.py 400`` prints the table of docs/validation.md: so many series for each
length and each correlation of one month's error with the next.
"""

import sys

import numpy as np

from proventive.evaluation.methods.reml_ar1 import fit_reml_ar1

POINTS = (36, 60, 84, 150)
CORRELATIONS = (0.0, 0.3, 0.6)


def monthly_design(points, start):
    """Level, slope, change of both at the start, months of the year; and the weights of the mean effect."""
    time = (np.arange(points) - start) / 12
    after = time >= 0
    months = [(np.arange(points) % 12 == month) for month in range(1, 12)]
    design = np.column_stack([np.ones(points), time, after, after * time, *months]).astype(float)
    weights = np.zeros(design.shape[1])
    weights[2], weights[3] = 1.0, time[after].mean()
    return design, weights


def coverage(points, rho, replications):
    """The share of intervals that cover no effect; the seed is fixed by the length and the correlation."""
    seed = [20250401, points, int(10 * rho)]
    design, weights = monthly_design(points, points // 2)
    shocks = np.random.default_rng(seed).standard_normal((replications, points + 60))
    covered = 0
    for shock in shocks:
        errors = np.zeros_like(shock)
        for t in range(1, len(shock)):
            errors[t] = rho * errors[t - 1] + shock[t]
        covered += fit_reml_ar1(errors[60:], design).contrast(weights).covers(0.0)
    return covered / replications


def table(replications):
    """The table, as lines of Markdown."""
    yield "| months | " + " | ".join(f"correlation {rho}" for rho in CORRELATIONS) + " |"
    yield "| ---: |" + " ---: |" * len(CORRELATIONS)
    for points in POINTS:
        cells = " | ".join(f"{coverage(points, rho, replications):.1%}" for rho in CORRELATIONS)
        yield f"| {points} | {cells} |"


if __name__ == "__main__":
    for line in table(int(sys.argv[1])):
        print(line, flush=True)
