"""What staggered difference-in-differences needs of a panel: sizes, means and covariances of each cohort.

A cohort is all units that began in the same period; those that never began are one too. Nothing below needs the
units themselves, so the moments may as well come from an engine.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proventive.evaluation.methods.arrays import Floats, Integers

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortMoments:
    """Cohorts in the order of their start, those that never began last."""

    periods: Integers  # in order
    starts: Integers  # of each cohort; NEVER where nothing began
    sizes: Integers
    means: Floats  # cohorts by periods
    covariances: Floats  # cohorts by periods by periods, divided by n (not n - 1)

    @property
    def units(self) -> int:
        """How many units there are."""
        return int(self.sizes.sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A balanced panel: one row a unit, one column a period."""

    units: NDArray[np.generic]
    periods: Integers
    values: Floats
    starts: Integers  # of each unit, NEVER where nothing began

    def cohorts(self) -> tuple[Integers, Integers]:
        """The starts of the cohorts in order, and the number of the cohort of each unit."""
        starts, of_unit = np.unique(self.starts, return_inverse=True)
        return starts, of_unit.astype(np.int64)


def panel_of(unit: NDArray[np.generic], period: Integers, value: Floats, start: Integers) -> Panel:
    """A panel from a long table. ``start``: the first period in which something had begun, 0 or less for never.

    Units that had begun by the first period are left out: there is no before. Raises ValueError, with the number
    of cells, where a unit lacks a period or has it twice, where its start changes, or where a value is missing.
    """
    units, row = np.unique(unit, return_inverse=True)
    periods, column = np.unique(period, return_inverse=True)
    cells = row * len(periods) + column
    counted = np.bincount(cells, minlength=len(units) * len(periods))
    if (counted != 1).any():
        raise ValueError(
            f"{int((counted == 0).sum())} cells are missing and {int((counted > 1).sum())} stand twice: the panel "
            "has to hold every unit in every period once"
        )
    if not np.isfinite(value).all():
        raise ValueError(f"{int((~np.isfinite(value)).sum())} values are missing")
    values = np.empty(len(counted))
    values[cells] = value
    flat = np.empty(len(counted), dtype=np.int64)
    flat[cells] = np.where(start <= 0, NEVER, start)
    began = flat.reshape(len(units), len(periods))
    if (began != began[:, :1]).any():
        raise ValueError("some units have more than one start")
    seen = began[:, 0] > periods[0]
    return Panel(
        units=units[seen],
        periods=periods.astype(np.int64),
        values=values.reshape(len(units), len(periods))[seen],
        starts=np.where(began[seen, 0] > periods[-1], NEVER, began[seen, 0]),
    )


def moments_of(panel: Panel) -> CohortMoments:
    """The moments of each cohort of a panel."""
    starts, of_unit = panel.cohorts()
    means, covariances = [], []
    for cohort in range(len(starts)):
        values = panel.values[of_unit == cohort]
        mean = values.mean(axis=0)
        centred = values - mean
        means.append(mean)
        covariances.append(centred.T @ centred / len(values))
    return CohortMoments(
        periods=panel.periods,
        starts=starts,
        sizes=np.bincount(of_unit).astype(np.int64),
        means=np.stack(means),
        covariances=np.stack(covariances),
    )
