"""Staggered adoption: 100 thousand units over 24 months, from a long table to effects by cohort and month.

Run: python benchmarks/did.py

Beside diff-diff on the same table, without covariates, analytic errors. Both have to give the same numbers to
1e-8.
"""

import argparse

import numpy as np
from measured import measured, worker

from proventive.evaluation.methods.did import group_time_effects, moments_of, panel_of, simple

UNITS, MONTHS, SEED = 100_000, 24, 20261126
COHORTS = np.array([0, 6, 9, 12, 15, 18, 21])


def table() -> tuple[np.ndarray, ...]:
    """Unit, month, value and start in no order, as a long table comes."""
    rng = np.random.default_rng(SEED)
    start = rng.choice(COHORTS, size=UNITS)
    unit, month = np.repeat(np.arange(UNITS), MONTHS), np.tile(np.arange(1, MONTHS + 1), UNITS)
    began = (start[unit] > 0) & (month >= start[unit])
    value = rng.normal(size=UNITS)[unit] + 0.05 * month - 0.3 * began + rng.normal(size=len(unit))
    order = rng.permutation(len(unit))
    return unit[order], month[order], value[order], start[unit][order]


def ours() -> dict[str, list[float]]:
    found = group_time_effects(moments_of(panel_of(*TABLE)))
    values, errors = found.contrasts.values, found.contrasts.errors()
    cells = {
        f"{g} {t}": [float(v), float(e)]
        for g, t, v, e in zip(found.start, found.period, values, errors, strict=True)
    }
    overall = simple(found)
    return cells | {"overall": [overall.value, float(overall.standard_error or 0)]}


def peer() -> dict[str, list[float]]:
    import pandas as pd
    from diff_diff import CallawaySantAnna

    frame = pd.DataFrame(dict(zip(("unit", "month", "value", "start"), TABLE, strict=True)))
    found = CallawaySantAnna(estimation_method="reg").fit(
        frame, outcome="value", unit="unit", time="month", first_treat="start"
    )
    cells = {f"{g} {t}": [float(c["effect"]), float(c["se"])] for (g, t), c in found.group_time_effects.items()}
    return cells | {"overall": [float(found.overall_att), float(found.overall_se)]}


WORK = {"ours": ours, "diff-diff": peer}
TABLE: tuple[np.ndarray, ...] = ()


def main() -> None:
    global TABLE
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worker", choices=WORK)
    given = parser.parse_args()
    if given.worker:
        TABLE = table()
        worker(WORK[given.worker])
        return
    runs = {who: min((measured(__file__, who) for _ in range(3)), key=lambda run: run.cpu) for who in WORK}
    own, other = runs["ours"], runs["diff-diff"]
    if own.result.keys() != other.result.keys():
        raise SystemExit("not the same effects")
    apart = max(abs(a - b) for key in own.result for a, b in zip(own.result[key], other.result[key], strict=True))
    if apart > 1e-8:
        raise SystemExit(f"the numbers differ by {apart:.2g}")
    print(f"{len(own.result)} effects and errors, at most {apart:.1e} apart")
    for who, run in runs.items():
        print(f"  {who:10} CPU {run.cpu:6.2f} s, wall {run.seconds:6.2f} s, peak {run.peak:,.0f} MB")
    print(
        f"  {other.cpu / own.cpu:.1f} times as fast (target: 2), {own.peak / other.peak:.2f} of the memory "
        "(target: 0.5; both hold the table itself and numpy)"
    )


if __name__ == "__main__":
    main()
