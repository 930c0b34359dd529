"""Estimates whose influence functions are not linear in cohort means, so that each unit's is held."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Floats, Integers
from proventive.evaluation.methods.did.moments import CohortMoments
from proventive.evaluation.methods.intervals import Inference


@dataclass(frozen=True, slots=True, kw_only=True)
class Influences:
    """Estimates with the influence of every unit; used as the contrasts of cohort means are."""

    values: Floats
    by_unit: Floats  # units by estimates
    of_unit: Integers  # the number of the cohort of each unit
    moments: CohortMoments

    def covariance(self) -> Floats:
        """Of the estimates: the mean product of influences, divided by the number of units."""
        return np.asarray(self.by_unit.T @ self.by_unit / len(self.by_unit) ** 2, dtype=np.float64)

    def errors(self) -> Floats:
        """Standard errors of the estimates."""
        return np.asarray(np.sqrt((self.by_unit**2).sum(axis=0)) / len(self.by_unit), dtype=np.float64)

    def inferences(self) -> tuple[Inference, ...]:
        """Each estimate with its error; normal, since there are many units."""
        return tuple(
            Inference(value=float(value), standard_error=float(error), degrees_of_freedom=np.inf)
            for value, error in zip(self.values, self.errors(), strict=True)
        )

    def weighted(self, weights: Floats, shares_move: Floats | None = None) -> "Influences":
        """Weighted means of them: ``weights`` new by old. ``shares_move``: new by cohorts, what the sampling of
        cohort shares adds to the influence of a unit of each cohort."""
        by_unit = self.by_unit @ weights.T
        return Influences(
            values=weights @ self.values,
            by_unit=by_unit if shares_move is None else by_unit + shares_move[:, self.of_unit].T,
            of_unit=self.of_unit,
            moments=self.moments,
        )
