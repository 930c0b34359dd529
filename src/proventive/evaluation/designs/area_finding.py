"""What is told of one area, once it is known how much more it changed than others."""

from proventive.evaluation.designs.area_panel import PanelInputs
from proventive.evaluation.figures import (
    Figures,
    counted,
    described,
    estimated,
    figures_of,
    inferred,
    share_fewer,
)
from proventive.evaluation.finding import CheckResult, Finding
from proventive.evaluation.methods.intervals import Inference, draws_of
from proventive.quantities import Figure, Table, Value

ONE_AREA = "One area: whatever else began there at the same time is part of the difference."


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
    effect: Inference,
    figures: Figures,
    *,
    design: str,
    against: str,
    basis: str,
    why_no_interval: str,
    seed: int,
    tables: tuple[Table, ...],
    checks: tuple[CheckResult, ...],
) -> Finding:
    """The finding from an effect a day: what was expected is what happened less the effect."""
    unit = f"{inputs.question.plural} per day"
    observed = float(inputs.per_day[inputs.before :].mean())

    def told(value: Inference) -> Value:
        return inferred(value, unit=unit, basis=basis, why_not=why_no_interval)

    return estimated(
        inputs.question,
        figures,
        design=design,
        against=against,
        people=counted_after(inputs, figures),
        followed=months_after(inputs, figures),
        observed=described(observed, unit),
        counterfactual=told(shifted(effect, observed)),
        effect=told(effect),
        relative=share_fewer(relative(effect, observed), basis=basis, why_not=why_no_interval),
        tables=tables,
        checks=checks,
        caution=ONE_AREA,
        draws=draws_of(effect, seed=seed, of=inputs.question.objective.id),
    )


def counted_after(inputs: PanelInputs, figures: Figures) -> Figure:
    """How many were counted in the area after the start."""
    plural, total = inputs.question.plural, int(inputs.counts[inputs.before :].sum())
    return figures.figure("counted", counted(total, plural), f"{plural} in the months after the start")


def months_after(inputs: PanelInputs, figures: Figures) -> Figure:
    """How many months there are after the start."""
    after = len(inputs.months) - inputs.before
    return figures.figure("months", counted(after, "months"), "months after the start")


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
