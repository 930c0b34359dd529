"""A synthetic control and all its placebos: 200 donors, 40 periods before and 20 after.

Run: python benchmarks/synthetic.py

Beside pysyncon on the same outcome-only problem. It divides each period by its standard deviation over the units;
with the importance of a period held at its variance it lowers the plain squared error, as ours does, and solves
once. Both have to reach the same objective; ours no worse.
"""

import argparse
import warnings

import numpy as np
from measured import measured, worker

from proventive.evaluation.methods.synthetic_control import placebos_in_space, synthetic_control

DONORS, BEFORE, AFTER, SEED = 200, 40, 20, 20261126
PEER_FITS = 3  # each takes seconds


def panel() -> tuple[np.ndarray, np.ndarray]:
    """Random walks with a common shock: an area, and periods by donors."""
    rng = np.random.default_rng(SEED)
    common = rng.normal(0, 1, BEFORE + AFTER).cumsum()[:, None]
    values = 100 + common + rng.normal(0, 1, (BEFORE + AFTER, DONORS + 1)).cumsum(axis=0)
    return values[:, 0], values[:, 1:]


def squares(weights: np.ndarray, own: np.ndarray, donors: np.ndarray) -> float:
    return float(np.sum((donors[:BEFORE] @ weights - own[:BEFORE]) ** 2))


def as_area(unit: int, own: np.ndarray, donors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The area itself (unit 0), or a donor in its place."""
    return (own, donors) if unit == 0 else (donors[:, unit - 1], np.delete(donors, unit - 1, axis=1))


def ours_all() -> float:
    own, donors = panel()
    return placebos_in_space(own, donors, BEFORE).ratio


def ours_few() -> list[float]:
    found = []
    for unit in range(PEER_FITS):
        area = as_area(unit, *panel())
        found.append(squares(synthetic_control(*area, BEFORE).weights, *area))
    return found


def peer_few() -> list[float]:
    warnings.simplefilter("ignore")
    import pandas as pd
    from pysyncon import Synth

    found = []
    for unit in range(PEER_FITS):
        own, donors = as_area(unit, *panel())
        frame = pd.DataFrame(donors[:BEFORE], columns=[f"d{number}" for number in range(donors.shape[1])])
        series = pd.Series(own[:BEFORE], name="own")
        fitted = Synth()
        variance = pd.concat([frame, series], axis=1).var(axis=1).to_numpy()
        fitted.fit(X0=frame, X1=series, Z0=frame, Z1=series, custom_V=variance / variance.sum())
        found.append(squares(np.asarray(fitted.W), own, donors))
    return found


WORK = {"all placebos": ours_all, "ours": ours_few, "pysyncon": peer_few}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worker", choices=WORK)
    given = parser.parse_args()
    if given.worker:
        worker(WORK[given.worker])
        return
    every = min((measured(__file__, "all placebos") for _ in range(3)), key=lambda run: run.cpu)
    print(f"{DONORS + 1} fits: CPU {every.cpu:.2f} s, peak {every.peak:,.0f} MB (target: under 5 s)")
    ours = min((measured(__file__, "ours") for _ in range(3)), key=lambda run: run.cpu)
    peer = measured(__file__, "pysyncon")
    for number, (own, theirs) in enumerate(zip(ours.result, peer.result, strict=True)):
        print(f"  fit {number}: sum of squares {own:.9f} ours, {theirs:.9f} pysyncon")
        if own > theirs * (1 + 1e-9):
            raise SystemExit("our objective is worse")
    print(
        f"per fit: ours CPU {ours.cpu / PEER_FITS:.4f} s, pysyncon {peer.cpu / PEER_FITS:.3f} s: "
        f"{peer.cpu / ours.cpu:,.0f} times as fast (target: 100); peak {ours.peak:,.0f} and {peer.peak:,.0f} MB"
    )


if __name__ == "__main__":
    main()
