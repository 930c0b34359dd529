"""How often the interval of an interrupted time series covers no effect, where there is none.

``python tests/simulation/series_coverage.py 400`` prints the tables of docs/validation.md: so many series for each
length and each way in which months follow on one another.
"""

import sys

import numpy as np
from scipy.signal import lfilter

from proventive.evaluation.methods.fixed_b import critical_value, fit_fixed_b
from proventive.evaluation.methods.reml_ar1 import fit_reml_ar1

POINTS = (36, 60, 84, 150)
CORRELATIONS = (0.0, 0.3, 0.6)
SECOND_ORDER = (0.2, 0.4)  # on the month before and on the one before that: what AR(1) cannot say
WARMING_UP = 60


def monthly_design(points, start):
    """Level, slope, change of both at the start, months of the year; and the weights of the mean effect."""
    time = (np.arange(points) - start) / 12
    after = time >= 0
    months = [(np.arange(points) % 12 == month) for month in range(1, 12)]
    design = np.column_stack([np.ones(points), time, after, after * time, *months]).astype(float)
    weights = np.zeros(design.shape[1])
    weights[2], weights[3] = 1.0, time[after].mean()
    return design, weights


def errors_of(coefficients, points, replications, seed):
    """Autoregressive errors, a series a row."""
    shocks = np.random.default_rng(seed).standard_normal((replications, points + WARMING_UP))
    return lfilter([1.0], [1.0, *(-one for one in coefficients)], shocks, axis=1)[:, WARMING_UP:]


def coverage(points, coefficients, replications, errors="AR(1)-REML"):
    """The share of intervals that cover no effect; the seed is fixed by the length and the correlation."""
    design, weights = monthly_design(points, points // 2)
    seed = [20250401, points, *(int(10 * one) for one in coefficients)]
    series = errors_of(coefficients, points, replications, seed)
    if errors == "AR(1)-REML":
        return float(np.mean([fit_reml_ar1(one, design).contrast(weights).covers(0.0) for one in series]))
    fits = [fit_fixed_b(one, design) for one in series]
    widest = critical_value(design, weights, fits[0].bandwidth, seed=0)  # one design, so one value for all
    ratios = [abs(weights @ fit.coefficients) / fit.bartlett_error(weights) for fit in fits]
    return float(np.mean(np.array(ratios) <= widest))


def table(replications, errors):
    """The table, as lines of Markdown."""
    ways = [(rho,) for rho in CORRELATIONS] + [SECOND_ORDER]
    names = [f"correlation {rho}" for rho in CORRELATIONS] + ["0.2 and 0.4, two months back"]
    yield f"| months, {errors} | " + " | ".join(names) + " |"
    yield "| ---: |" + " ---: |" * len(ways)
    for points in POINTS:
        cells = " | ".join(f"{coverage(points, way, replications, errors):.1%}" for way in ways)
        yield f"| {points} | {cells} |"


if __name__ == "__main__":
    for errors in ("AR(1)-REML", "fixed-b"):
        for line in table(int(sys.argv[1]), errors):
            print(line, flush=True)
        print()
