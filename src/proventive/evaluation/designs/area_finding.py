"""What is told of one area, once it is known how much more it changed than others."""

from dataclasses import dataclass

from proventive.evaluation.designs.area_panel import PanelInputs
from proventive.evaluation.figures import (
    NOTHING_EXPECTED,
    Figures,
    counted,
    described,
    estimated,
    figures_of,
    inferred,
)
from proventive.evaluation.finding import CheckResult, Finding
from proventive.evaluation.methods.intervals import LEVEL, Inference, draws_of
from proventive.quantities import Estimate, Figure, Table, Unknown, Value

ONE_AREA = "One area: whatever else began there at the same time is part of the difference."


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A value within those that a test does not reject; an end is None where it rejects none on that side."""

    value: float
    low: float | None
    high: float | None

    def counterfactual(self, observed: float) -> "Bounds":
        """Observed less this effect."""
        return Bounds(value=observed - self.value, low=_less(observed, self.high), high=_less(observed, self.low))

    def relative(self, observed: float) -> "Bounds | None":
        """1 - observed / counterfactual, its ends at the ends of this effect; None where nothing was expected."""
        share = _share(self.value, observed)
        if share is None:
            return None
        return Bounds(value=share, low=_share(self.high, observed), high=_share(self.low, observed))


def _less(observed: float, effect: float | None) -> float | None:
    return None if effect is None else observed - effect


def _share(effect: float | None, observed: float) -> float | None:
    return None if effect is None or observed - effect <= 0 else -effect / (observed - effect)


def figures_of_area(inputs: PanelInputs, *, method: str, seed: int | None = None) -> Figures:
    """The maker of figures for counts a day in the months after the start."""
    question, after = inputs.question, len(inputs.months) - inputs.before
    return figures_of(
        question,
        method=method,
        counts=f"{question.plural} per day in {question.objective.plan.area}, mean of {after} months",
        records=inputs.records,
        seed=seed,
    )


def finding_of_area(
    inputs: PanelInputs,
    effect: Inference | Bounds,
    figures: Figures,
    *,
    design: str,
    against: str,
    basis: str,
    why_no_interval: str,
    tables: tuple[Table, ...],
    checks: tuple[CheckResult, ...],
    seed: int = 0,
) -> Finding:
    """The finding from an effect a day: what was expected is what happened less the effect.

    The seed is that of the draws, which an effect with its error has, and one with bounds alone has not.
    """
    unit = f"{inputs.question.plural} per day"
    observed = float(inputs.per_day[inputs.before :].mean())

    def told(value: Inference | Bounds, unit: str) -> Value:
        if isinstance(value, Bounds):
            return bounded(value, unit=unit, basis=basis, why_not=why_no_interval)
        return inferred(value, unit=unit, basis=basis, why_not=why_no_interval)

    share = effect.relative(observed) if isinstance(effect, Bounds) else relative(effect, observed)
    expected = effect.counterfactual(observed) if isinstance(effect, Bounds) else shifted(effect, observed)
    return estimated(
        inputs.question,
        figures,
        design=design,
        against=against,
        people=counted_after(inputs, figures),
        followed=months_after(inputs, figures),
        observed=described(observed, unit),
        counterfactual=told(expected, unit),
        effect=told(effect, unit),
        relative=NOTHING_EXPECTED if share is None else told(share, "share fewer"),
        tables=tables,
        checks=checks,
        caution=ONE_AREA,
        draws=() if isinstance(effect, Bounds) else draws_of(effect, seed=seed, of=inputs.question.objective.id),
    )


def counted_after(inputs: PanelInputs, figures: Figures) -> Figure:
    """How many were counted in the area after the start."""
    plural, total = inputs.question.plural, int(inputs.counts[inputs.before :].sum())
    return figures.figure("counted", counted(total, plural), f"{plural} in the months after the start")


def months_after(inputs: PanelInputs, figures: Figures) -> Figure:
    """How many months there are after the start."""
    after = len(inputs.months) - inputs.before
    return figures.figure("months", counted(after, "months"), "months after the start")


def bounded(bounds: Bounds, *, unit: str, basis: str, why_not: str) -> Estimate:
    """An estimate with its ends, or the reason why it has none: one end alone is no interval."""
    if bounds.low is None or bounds.high is None:
        return Estimate(value=bounds.value, unit=unit, basis=basis, no_interval=Unknown(unknown=why_not))
    return Estimate(value=bounds.value, low=bounds.low, high=bounds.high, level=LEVEL, unit=unit, basis=basis)


def shifted(effect: Inference, observed: float) -> Inference:
    """The counterfactual: observed less the effect."""
    return Inference(
        value=observed - effect.value,
        standard_error=effect.standard_error,
        degrees_of_freedom=effect.degrees_of_freedom,
    )


def relative(effect: Inference, observed: float) -> Inference | None:
    """1 - observed / counterfactual by the delta method; None where nothing was expected."""
    expected = observed - effect.value
    if expected <= 0 or effect.standard_error is None:
        return None
    return Inference(
        value=-effect.value / expected,
        standard_error=observed / expected**2 * effect.standard_error,
        degrees_of_freedom=effect.degrees_of_freedom,
    )
