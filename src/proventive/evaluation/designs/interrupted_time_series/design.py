"""What happened in an area after a day, against what the months before pointed to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.agreement.pointing import fault
from proventive.evaluation.checks import series as checks
from proventive.evaluation.designs.area_finding import ONE_AREA
from proventive.evaluation.designs.area_plans import counts_no_event, faults_of_area_plans
from proventive.evaluation.designs.interrupted_time_series.fitting import false_start, fit_of
from proventive.evaluation.designs.interrupted_time_series.gathering import SeriesInputs, gather
from proventive.evaluation.designs.interrupted_time_series.telling import series_table
from proventive.evaluation.designs.plans import planned
from proventive.evaluation.figures import (
    counted,
    described,
    estimated,
    figures_of,
    inferred,
    share_fewer,
    unanswered,
)
from proventive.evaluation.finding import CheckResult, Finding
from proventive.evaluation.methods.interrupted_series import InterruptedFit
from proventive.evaluation.methods.intervals import Inference, draws_of
from proventive.evaluation.question import Unanswerable
from proventive.quantities import Period, Unknown, Value
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

MODEL = (
    "segmented regression with a change of level and slope at the start and steps for the months of the year "
    "(Wagner and others 2002). Errors as planned: AR(1) by restricted maximum likelihood (Cooper and Thompson "
    "1977), intervals after Kenward and Roger (1997); or least squares judged by fixed-b (Kiefer and Vogelsang "
    "2005). The effect is the mean over the whole months after the start of what happened less what was expected; "
    "relative by the delta method."
)
TOO_LITTLE = "the months do not allow an interval"
ALONE = "One area without a comparison: whatever else changed then is part of the difference."


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptedTimeSeriesDesign:
    """What happened in an area after a day, against what the months before pointed to."""

    name: str
    compared: bool  # with other areas
    method: str
    against: str
    tables: tuple[str, ...] = ("area_series",)
    has_counterfactual: bool = True

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """A plan names the area and the day on which the service began, and what it is compared with."""
        if self.compared:
            return faults_of_area_plans(agreement, self.name, least_others=1)
        return [
            found
            for objective, path in planned(agreement, self.name)
            for found in _faults(agreement, objective, path)
        ]

    def gather(self, records: Records, objective: Objective, period: Period) -> SeriesInputs | Unanswerable:
        """The monthly counts of the plan's areas up to the end of the period."""
        return gather(records, objective, period, compared=self.compared)

    def estimate(self, inputs: SeriesInputs, plan: Plan, *, seed: int) -> Finding:
        """Fit, and tell."""
        try:
            fit = fit_of(inputs, errors=plan.errors, seed=seed)
        except ValueError as error:
            why = Unknown(unknown=f"the series cannot carry the model: {error}")
            asked = inputs.question.not_known(why)
            return unanswered(asked, method=self.method, against=self.against)
        return _finding(self, inputs, fit, seed)


INTERRUPTED_TIME_SERIES = InterruptedTimeSeriesDesign(
    name="interrupted-time-series",
    compared=False,
    method=f"Interrupted time series: the count of each month by day, {MODEL}",
    against="expected from the months before",
)
COMPARATIVE_INTERRUPTED_TIME_SERIES = InterruptedTimeSeriesDesign(
    name="comparative-interrupted-time-series",
    compared=True,
    method="Comparative interrupted time series (Linden 2015): the count of each month by day, less the mean of "
    f"the other areas in that month, {MODEL}",
    against="expected from the months before and from other areas",
)


def _faults(agreement: Agreement, objective: Objective, path: str) -> Iterator[Fault]:
    yield from counts_no_event(agreement, objective, path)
    if objective.plan.area is None:
        yield fault(
            agreement,
            "no-area",
            f"{path}/plan",
            what=f"The plan of “{objective.id}” does not name the area whose series is read.",
            why="An area chosen after the data are seen can be chosen for its answer.",
            do="Add “area:” with the code of the area.",
        )
    if objective.plan.starts is None:
        yield fault(
            agreement,
            "no-start",
            f"{path}/plan",
            what=f"The plan of “{objective.id}” does not say on which day the service began.",
            why="A start chosen after the data are seen can be chosen for its answer.",
            do="Add “starts:” with a date.",
        )


def _finding(design: InterruptedTimeSeriesDesign, inputs: SeriesInputs, fit: InterruptedFit, seed: int) -> Finding:
    question, basis = inputs.question, design.name.replace("-", " ")
    after, unit = int(fit.after.sum()), f"{question.plural} per day"
    whole = [month for month, is_after in zip(inputs.months, fit.after, strict=True) if is_after]
    figures = figures_of(
        question,
        method=design.method,
        counts=f"{question.plural} per day in {question.objective.plan.area}, mean of {after} months from "
        f"{whole[0]:%Y-%m} to {whole[-1]:%Y-%m}",
        records=inputs.records,
        seed=seed,
    )

    def told(value: Inference) -> Value:
        return inferred(value, unit=unit, basis=basis, why_not=TOO_LITTLE)

    total = counted(int(inputs.counts[fit.after].sum()), question.plural)
    return estimated(
        question,
        figures,
        design=design.name,
        against=design.against,
        people=figures.figure("counted", total, f"{question.plural} counted in the months after the start"),
        followed=figures.figure("months", counted(after, "months"), "whole months after the start"),
        observed=described(fit.observed, unit),
        counterfactual=told(fit.counterfactual),
        effect=told(fit.effect),
        relative=share_fewer(fit.relative, basis=basis, why_not=TOO_LITTLE),
        tables=(series_table(inputs, fit, figures, unit=unit, basis=basis, against=design.against),),
        checks=_checks(inputs, fit, unit, seed),
        caution=ONE_AREA if design.compared else ALONE,
        draws=draws_of(fit.effect, seed=seed, of=question.objective.id),
    )


def _checks(inputs: SeriesInputs, fit: InterruptedFit, unit: str, seed: int) -> tuple[CheckResult, ...]:
    before, after = int((inputs.exposed == 0).sum()), int(fit.after.sum())
    compared = () if inputs.others is None else (checks.same_slope_before(fit.slope_before, unit),)
    return (
        checks.months_before(before, after),
        checks.carried_forward(before, after),
        checks.short_series(len(inputs.months), fit.effect.degrees_of_freedom),
        checks.autocorrelation(fit.model),
        checks.steady_before(false_start(inputs, errors=inputs.question.objective.plan.errors, seed=seed), unit),
        checks.season(inputs.month_of_year()),
        *compared,
    )
