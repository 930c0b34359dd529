"""How much more some areas changed than others, from the periods before a common start to those after it.

Periods are brought together into one change of each area, so that what repeats from month to month within an
area is not counted as evidence (Bertrand, Duflo and Mullainathan 2004, How much should we trust
differences-in-differences estimates?, Quarterly Journal of Economics 119(1)).
"""

import numpy as np

from proventive.evaluation.methods.arrays import Booleans, Floats
from proventive.evaluation.methods.cluster_robust import cluster_robust
from proventive.evaluation.methods.intervals import Inference


def changes_of(values: Floats, before: int) -> Floats:
    """The mean after less the mean before of each column; ``values`` is periods by areas.

    Raises ValueError where there is no period before or none after, or where a value is missing.
    """
    if not 0 < before < len(values):
        raise ValueError("there has to be a period before the start, and one after")
    if not np.isfinite(values).all():
        raise ValueError("some values are missing or not a number")
    return np.asarray(values[before:].mean(axis=0) - values[:before].mean(axis=0), dtype=np.float64)


def two_groups(changes: Floats, treated: Booleans) -> Inference:
    """The mean change of the treated areas less that of the others; each area is a cluster of its own.

    One treated area tells nothing about its own error: its change is then assumed to vary as those of the others
    do, with t on their number - 1 degrees of freedom (Donald and Lang 2007, Inference with
    difference-in-differences and other panel data, Review of Economics and Statistics 89(2)). With two or more the
    errors are CR2 with Satterthwaite's degrees of freedom, and the groups may vary differently.

    Raises ValueError for no treated area, or fewer than two others.
    """
    inside, outside = changes[treated], changes[~treated]
    if not len(inside) or len(outside) < 2:
        raise ValueError("one treated area or more, and two others or more, are needed")
    if len(inside) > 1:
        design = np.column_stack([np.ones(len(changes)), treated.astype(np.float64)])
        return cluster_robust(changes, design, np.arange(len(changes))).coefficient(1)
    return Inference(
        value=float(inside[0] - outside.mean()),
        standard_error=float(outside.std(ddof=1) * np.sqrt(1 + 1 / len(outside))),
        degrees_of_freedom=float(len(outside) - 1),
    )
