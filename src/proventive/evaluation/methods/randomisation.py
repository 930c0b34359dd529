"""What chance alone would have shown, had the lots fallen otherwise: inference from the draw itself."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from proventive.evaluation.methods.arrays import Booleans, Floats
from proventive.evaluation.methods.intervals import LEVEL

MOST_LISTED = 20_000  # arrangements; with more, that many are drawn
DOUBLINGS, HALVINGS = 30, 60  # how far, and how finely, the end of an interval is sought
TOLERANCE = 1e-9  # two statistics that differ by less are tied


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangements:
    """Ways in which the lots could have fallen, the real one first; one row each, True where treated."""

    treated: Booleans
    complete: bool  # whether every way is listed, or some were drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomisationResult:
    """The effect, its two-sided p-value, and the effects that the draw does not speak against.

    ``low`` and ``high`` are infinite where too few arrangements exist to rule anything out.
    """

    effect: float
    p: float
    low: float
    high: float
    arrangements: int


def arrangements_of(treated: Booleans, *, seed: int, most: int = MOST_LISTED) -> Arrangements:
    """Every way to treat as many units as were treated; with more than ``most`` ways, that many drawn."""
    units, number = len(treated), int(treated.sum())
    if not 0 < number < units:
        raise ValueError("a draw needs units that were treated and units that were not")
    ways = comb(units, number)
    if ways <= most:
        chosen = np.array(list(combinations(range(units), number)), dtype=np.int64)
        listed = np.zeros((ways, units), dtype=np.bool_)
        np.put_along_axis(listed, chosen, True, axis=1)
        real = int(np.flatnonzero((listed == treated).all(axis=1))[0])
        listed[[0, real]] = listed[[real, 0]]
        return Arrangements(treated=listed, complete=True)
    generator = np.random.default_rng(seed)
    drawn = generator.permuted(np.tile(treated, (most, 1)), axis=1)
    drawn[0] = treated
    return Arrangements(treated=drawn, complete=False)


def difference_in_means(values: Floats, arrangements: Arrangements) -> RandomisationResult:
    """Treated less not treated, unit by unit (for clusters: their means), judged by the draw."""
    treated = arrangements.treated.astype(np.float64)
    number = treated.sum(axis=1, keepdims=True)
    weights = treated / number - (1 - treated) / (treated.shape[1] - number)
    return randomisation_inference(weights @ values, weights @ treated[0])


def randomisation_inference(
    of_outcome: Floats, of_exposure: Floats, *, level: float = LEVEL
) -> RandomisationResult:
    """Inference from a statistic that is linear in the outcome, under every arrangement; the real one first.

    ``of_exposure`` is the same statistic of the real exposure in place of the outcome (1 for the real
    arrangement): under a constant effect t, the outcome less t times the exposure is what lots alone moved. The
    p-value is the share of arrangements at least as extreme, the real one included; the interval holds the
    effects whose p-value is above 1 - level. Method: Fisher (1935), The Design of Experiments; inversion after
    Rosenbaum (2002), Observational Studies, section 2.6.1. Raises ValueError where the real statistic of the
    exposure is not 1.
    """
    if abs(float(of_exposure[0]) - 1) > 1e-6:
        raise ValueError("the statistic of the real exposure must be 1: it does not measure an effect")
    effect = float(of_outcome[0])

    def p_value(supposed: float) -> float:
        here = np.abs(of_outcome - supposed * of_exposure)
        return float(np.mean(here >= here[0] - TOLERANCE * max(1.0, float(np.abs(of_outcome).max()))))

    reach = float(np.abs(of_outcome - effect * of_exposure).max())
    return RandomisationResult(
        effect=effect,
        p=p_value(0.0),
        low=_edge(p_value, effect, -reach, 1 - level),
        high=_edge(p_value, effect, reach, 1 - level),
        arrangements=len(of_outcome),
    )


def _edge(p_value: Callable[[float], float], effect: float, step: float, alpha: float) -> float:
    """Where the p-value falls to alpha on one side of the effect; infinite where it never does."""
    if step == 0:
        return effect
    near, far = 0.0, step
    for _ in range(DOUBLINGS):
        if p_value(effect + far) <= alpha:
            break
        near, far = far, 2 * far
    else:
        return float(np.copysign(np.inf, step))
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        near, far = (near, middle) if p_value(effect + middle) <= alpha else (middle, far)
    return effect + far
