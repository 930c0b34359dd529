"""The value of a finding: its effect, for the people to whom it applies, at a unit value.

An effect against a counterfactual has what would have happened anyway in it already, so no deadweight is taken
off. Every finding is valued, whichever way it points and however sure it is: the interval says how sure.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from proventive.evaluation.finding import Finding
from proventive.quantities import Estimate, Money, MoneyEstimate, Number, Unknown
from proventive.valuation.parts import Part, around


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """How much better it went, in units for one person, and the number of people to whom that applies."""

    people: int
    per_person: float  # positive is better: fewer admissions, less loneliness, more wellbeing
    low: float | None
    high: float | None
    level: float | None
    no_interval: Unknown | None
    draws: NDArray[np.float64]


def benefit_of(finding: Finding | None) -> Benefit | Unknown:
    """What there is to value in a finding, or why there is nothing."""
    if finding is None:
        return Unknown(unknown="nothing was found for this objective in this period")
    effect, counterfactual, followed = finding.effect.value, finding.counterfactual.value, finding.followed.value
    if isinstance(effect, Unknown):
        return effect
    if isinstance(counterfactual, Unknown):
        return Unknown(unknown=f"no value without a counterfactual: {counterfactual.unknown}")
    if isinstance(followed, Unknown):
        return followed
    if not isinstance(effect, Estimate) or not isinstance(followed, Number):
        return Unknown(unknown="the finding holds no estimated effect for a counted number of people")
    if not (effect.unit.endswith("per person") or effect.unit.startswith("point")):
        return Unknown(unknown=f"the effect is in {effect.unit}, and cannot be multiplied by people")
    return _better(finding, effect, int(followed.number))


def _better(finding: Finding, effect: Estimate, people: int) -> Benefit:
    """The effect turned so that more is better."""
    sign = 1.0 if finding.direction == "higher" else -1.0
    bounds = [sign * bound for bound in (effect.low, effect.high) if bound is not None]
    return Benefit(
        people=people,
        per_person=sign * effect.value,
        low=min(bounds) if bounds else None,
        high=max(bounds) if bounds else None,
        level=effect.level,
        no_interval=effect.no_interval,
        draws=sign * np.asarray(finding.draws, dtype=np.float64),
    )


def shares_by_year(follow_up: int | None) -> tuple[Decimal, ...]:
    """How an effect over so many months falls into years from joining, evenly by month: 18 months, 2/3 and 1/3."""
    months = follow_up or 12
    return tuple(Decimal(min(12, months - start)) / months for start in range(0, months, 12))


def worth_of(benefit: Benefit, for_one: Money, *, of: str) -> Part:
    """A benefit in money; ``for_one`` is the value of one unit for one person.

    With draws, the interval comes from them, so that it can be added up with other lines; without, it is the
    finding's own interval, valued.
    """
    times = float(for_one.amount) * benefit.people
    central = _money(benefit.per_person * times, for_one)
    draws = benefit.draws * times
    if draws.size:
        return Part(of=of, amount=around(central, draws), draws=tuple(draws.tolist()))
    if benefit.low is None or benefit.high is None:
        reason = benefit.no_interval or Unknown(unknown="the finding has no interval")
        return Part(of=of, amount=MoneyEstimate(central=central, no_interval=reason))
    low, high = (_money(end, for_one) for end in sorted((benefit.low * times, benefit.high * times)))
    return Part(of=of, amount=MoneyEstimate(central=central, low=low, high=high, level=benefit.level))


def _money(statistic: float, like: Money) -> Money:
    return Money.from_statistic(statistic, currency=like.currency, basis=like.basis)
