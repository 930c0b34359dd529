"""What is told of one area, once it is known how much more it changed than others."""

from proventive.evaluation.designs.area_panel import PanelInputs
from proventive.evaluation.figures import Figures, counted, described, figures_of, inferred
from proventive.evaluation.finding import CheckResult, Finding
from proventive.evaluation.methods.intervals import Inference, draws_of
from proventive.quantities import Table, Unknown, Value


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
    question, after = inputs.question, len(inputs.months) - inputs.before
    unit = f"{question.plural} per day"
    observed = float(inputs.per_day[inputs.before :].mean())

    def told(value: Inference, unit: str) -> Value:
        return inferred(value, unit=unit, basis=basis, why_not=why_no_interval)

    share = relative(effect, observed)
    none = Unknown(unknown="nothing was expected, so there is no share of it")
    as_share = told(share, "share fewer") if share else none
    total = int(inputs.counts[inputs.before :].sum())
    return Finding(
        objective=question.objective.id,
        label=question.label,
        unit=question.unit,
        direction=question.direction,
        design=design,
        status="estimated",
        period=question.period,
        follow_up=question.follow_up,
        people=figures.figure(
            "counted", counted(total, question.plural), f"{question.plural} in the months after the start"
        ),
        followed=figures.figure("months", counted(after, "months"), "months after the start"),
        observed=figures.figure("observed", described(observed, unit)),
        counterfactual=figures.figure("counterfactual", told(shifted(effect, observed), unit)),
        effect=figures.figure("effect", told(effect, unit)),
        relative=figures.figure("relative", as_share),
        happened=figures.figure("happened", as_share),
        tables=tables,
        checks=checks,
        caution="One area: whatever else began there at the same time is part of the difference.",
        draws=draws_of(effect, seed=seed, of=question.objective.id),
        against=against,
    )


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
