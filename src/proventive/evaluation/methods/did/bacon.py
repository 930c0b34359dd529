"""What a two-way fixed effects number is made of under staggered adoption (Goodman-Bacon 2021).

Journal of Econometrics 225. It is a weighted mean of comparisons of two cohorts. Those that compare a later cohort
with one that had begun already subtract effects from effects: wherever a two-way number is asked for, this stands
beside it as a warning.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from proventive.evaluation.methods.arrays import Booleans
from proventive.evaluation.methods.did.moments import NEVER, CohortMoments

Kind = Literal["treated against never treated", "earlier against later", "later against earlier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoByTwo:
    """One comparison: a cohort that begins, against one that does not change then."""

    kind: Kind
    treated: int  # the start of the cohort
    compared: int  # that of the other, NEVER where it never began
    weight: float
    estimate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposition:
    """The two-way fixed effects estimate, and the comparisons whose weighted mean it is."""

    two_way: float
    comparisons: tuple[TwoByTwo, ...]

    def share(self, kind: Kind) -> float:
        """The weight of all comparisons of a kind."""
        return sum(one.weight for one in self.comparisons if one.kind == kind)

    def mean(self, kind: Kind) -> float:
        """Their weighted mean; nan where there is none."""
        weight = self.share(kind)
        total = sum(one.weight * one.estimate for one in self.comparisons if one.kind == kind)
        return total / weight if weight else float("nan")

    def warning(self) -> str:
        """What a reader of the two-way number has to hear."""
        wrong = self.share("later against earlier")
        if not wrong:
            return (
                "Nothing in this number compares areas that began later with areas that had begun already, so it "
                "takes no effects off effects. It weighs areas and periods by how well they are estimated, not by "
                "their number."
            )
        return (
            f"{wrong:.0%} of this number compares areas that began later with areas that had begun already, and "
            "takes effects off effects. It is no effect of the service; the effects by cohort and period are."
        )


def decomposition(moments: CohortMoments) -> Decomposition:
    """Decompose the two-way fixed effects estimate of a balanced panel.

    Raises ValueError where fewer than two cohorts can be compared.
    """
    raw = list(comparisons(moments))
    if not raw:
        raise ValueError("there are no two cohorts to compare")
    whole = sum(one.weight for one in raw)
    scaled = tuple(
        TwoByTwo(
            kind=one.kind,
            treated=one.treated,
            compared=one.compared,
            weight=one.weight / whole,
            estimate=one.estimate,
        )
        for one in raw
    )
    return Decomposition(two_way=sum(one.weight * one.estimate for one in scaled), comparisons=scaled)


def comparisons(m: CohortMoments) -> Iterator[TwoByTwo]:
    """Every comparison of two cohorts, its weight not yet scaled to sum to 1."""
    sizes = m.sizes / m.units
    treated = np.array([(m.periods >= start).mean() for start in m.starts])
    for one, start in enumerate(m.starts):
        for other, later in enumerate(m.starts):
            if later <= start:
                continue
            pair, share = sizes[one] + sizes[other], sizes[one] / (sizes[one] + sizes[other])
            even = share * (1 - share)
            before, after = m.periods < start, m.periods >= start
            if later == NEVER:
                weight = pair**2 * even * treated[one] * (1 - treated[one])
                yield two_by_two(m, "treated against never treated", one, other, weight, before, after)
                continue
            middle, end = after & (m.periods < later), m.periods >= later
            gap = treated[one] - treated[other]
            yield two_by_two(
                m, "earlier against later", one, other, pair**2 * even * gap * (1 - treated[one]), before, middle
            )
            yield two_by_two(
                m, "later against earlier", other, one, pair**2 * even * treated[other] * gap, middle, end
            )


def two_by_two(
    m: CohortMoments, kind: Kind, one: int, other: int, weight: float, before: Booleans, after: Booleans
) -> TwoByTwo:
    change = m.means[:, after].mean(axis=1) - m.means[:, before].mean(axis=1)
    return TwoByTwo(
        kind=kind,
        treated=int(m.starts[one]),
        compared=int(m.starts[other]),
        weight=float(weight),
        estimate=float(change[one] - change[other]),
    )
