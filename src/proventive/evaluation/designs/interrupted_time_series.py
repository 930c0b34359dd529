"""An area's monthly count before and after a service began, where no person-level records exist."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.agreement.pointing import fault
from proventive.evaluation.checks import series as checks
from proventive.evaluation.designs.area_plans import counts_no_event
from proventive.evaluation.designs.plans import planned
from proventive.evaluation.figures import (
    Figures,
    counted,
    described,
    estimated,
    figures_of,
    inferred,
    share_fewer,
    unanswered,
)
from proventive.evaluation.finding import CheckResult, Finding
from proventive.evaluation.methods.arrays import Booleans, Floats, Integers, as_floats
from proventive.evaluation.methods.interrupted_series import InterruptedFit, interrupted_series
from proventive.evaluation.methods.intervals import Inference, draws_of
from proventive.evaluation.question import Question, Unanswerable, question_of
from proventive.quantities import Period, RecordsUsed, Table, Unknown, Value
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

METHOD = (
    "Interrupted time series: the count of each month by day, segmented regression with a change of level and "
    "slope at the start and steps for the months of the year (Wagner and others 2002), AR(1) errors by "
    "restricted maximum likelihood (Cooper and Thompson 1977), intervals after Kenward and Roger (1997). The "
    "effect is the mean over the whole months after the start of what happened less what the months before "
    "pointed to; relative by the delta method."
)
BASIS = "interrupted time series"
TOO_LITTLE = "the months do not allow an interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesInputs:
    """Counts by whole calendar month without a gap, and the share of each month after the start."""

    question: Question
    records: tuple[RecordsUsed, ...]
    months: tuple[date, ...]  # the first day of each
    per_day: Floats
    counts: Integers
    exposed: Floats
    left_out: Booleans  # months of the wash-in

    def years(self) -> Floats:
        """Time in years from the first whole month after the start."""
        first = int(np.argmax(self.exposed == 1))
        return (np.arange(len(self.months)) - first) / 12

    def month_of_year(self) -> Integers:
        """1 to 12."""
        return np.array([month.month for month in self.months], dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptedTimeSeriesDesign:
    """What happened in an area after a day, against what the months before pointed to."""

    name: str = "interrupted-time-series"
    tables: tuple[str, ...] = ("area_series",)
    has_counterfactual: bool = True
    method: str = METHOD
    against: str = "expected from the months before"

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """A plan names the area and the day on which the service began."""
        return [
            found
            for objective, path in planned(agreement, self.name)
            for found in _faults(agreement, objective, path)
        ]

    def gather(self, records: Records, objective: Objective, period: Period) -> SeriesInputs | Unanswerable:
        """The monthly counts of the plan's area up to the end of the period."""
        question = question_of(records, objective, period)
        rows = records.query(
            "evaluation/area_months",
            area=objective.plan.area or "",
            event=objective.reduce or "",
            last_day=period.end,
        )
        if too_early := question.too_early():
            return Unanswerable(question=question, status="too early", why=too_early, people=too_early)
        if why := _unusable(records, question, rows):
            return Unanswerable(question=question, status="not known", why=why, people=why)
        return _inputs(records, question, rows)

    def estimate(self, inputs: SeriesInputs, plan: Plan, *, seed: int) -> Finding:
        """Fit, and tell."""
        try:
            fit = interrupted_series(
                inputs.per_day,
                inputs.years(),
                inputs.month_of_year(),
                inputs.exposed,
                left_out=inputs.left_out,
            )
        except ValueError as error:
            why = Unknown(unknown=f"the series cannot carry the model: {error}")
            asked = Unanswerable(question=inputs.question, status="not known", why=why, people=why)
            return unanswered(asked, method=self.method, against=self.against)
        return _finding(self, inputs, fit, seed)


INTERRUPTED_TIME_SERIES = InterruptedTimeSeriesDesign()


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


def _unusable(records: Records, question: Question, rows: dict[str, np.ndarray]) -> Unknown | None:
    """Why the counts are no series of whole calendar months over the period; None where they are."""
    plan, starts = question.objective.plan, rows["period_start"]
    if plan.starts is None or not len(starts):
        return Unknown(unknown=f"there is no series of {question.plural} for the area {plan.area}")
    expected = np.arange(starts[0].astype("datetime64[M]"), starts[-1].astype("datetime64[M]") + 1)
    ends = (expected + 1).astype("datetime64[D]") - 1
    if len(expected) != len(starts) or (starts != expected.astype("datetime64[D]")).any():
        return Unknown(unknown="the series has months missing, counted twice or cut, so its season cannot be told")
    if (rows["period_end"] != ends).any():
        return Unknown(unknown="the series is not counted by whole calendar months")
    first = max(question.period.start, starts[0].item())
    return records.covered(
        "area_series", question.objective.reduce, Period(start=first, end=question.period.end), area=plan.area
    )


def _inputs(records: Records, question: Question, rows: dict[str, np.ndarray]) -> SeriesInputs:
    starts, ends = rows["period_start"], rows["period_end"]
    days = (ends - starts).astype(np.int64) + 1
    began = np.datetime64(question.objective.plan.starts, "D")
    after = (ends - np.maximum(starts, began)).astype(np.int64) + 1
    settled = began.astype("datetime64[M]") + (question.objective.plan.wash_in or 0)
    return SeriesInputs(
        question=question,
        records=records.used("area_series", rows=len(starts)),
        months=tuple(starts.tolist()),
        per_day=as_floats(rows["counted"]) / days,
        counts=rows["counted"],
        exposed=np.clip(after, 0, days) / days,
        left_out=(after > 0) & (starts.astype("datetime64[M]") < settled),
    )


def _finding(design: InterruptedTimeSeriesDesign, inputs: SeriesInputs, fit: InterruptedFit, seed: int) -> Finding:
    question = inputs.question
    after, unit = int(fit.after.sum()), f"{question.plural} per day"
    whole = [month for month, is_after in zip(inputs.months, fit.after, strict=True) if is_after]
    figures = figures_of(
        question,
        method=METHOD,
        counts=f"{question.plural} per day in {question.objective.plan.area}, mean of {after} months from "
        f"{whole[0]:%Y-%m} to {whole[-1]:%Y-%m}",
        records=inputs.records,
        seed=seed,
    )

    def told(value: Inference) -> Value:
        return inferred(value, unit=unit, basis=BASIS, why_not=TOO_LITTLE)

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
        relative=share_fewer(fit.relative, basis=BASIS, why_not=TOO_LITTLE),
        tables=(_series_table(inputs, fit, figures, unit),),
        checks=_checks(inputs, fit, unit),
        caution="One area without a comparison: whatever else changed then is part of the difference.",
        draws=draws_of(fit.effect, seed=seed, of=question.objective.id),
    )


def _series_table(inputs: SeriesInputs, fit: InterruptedFit, figures: Figures, unit: str) -> Table:
    """What was seen each month, and after the start what the months before pointed to."""
    before = Unknown(unknown="before the start there is nothing to hold it against")

    settling = Unknown(unknown="it is left out while the service settles in")

    def expected(number: int) -> Value:
        if inputs.left_out[number]:
            return settling
        if not fit.after[number]:
            return before
        return inferred(fit.expected[number], unit=unit, basis=BASIS, why_not=TOO_LITTLE)

    return figures.table(
        "series",
        f"{inputs.question.plural.capitalize()} by month",
        "Month",
        (("observed", "What happened"), ("counterfactual", "Expected from the months before")),
        [
            (f"{month:%Y-%m}", f"{month:%Y-%m}", (described(inputs.per_day[number], unit), expected(number)))
            for number, month in enumerate(inputs.months)
        ],
        counts=f"{inputs.question.plural} per day in {inputs.question.objective.plan.area}",
    )


def _checks(inputs: SeriesInputs, fit: InterruptedFit, unit: str) -> tuple[CheckResult, ...]:
    before, after = int((inputs.exposed == 0).sum()), int(fit.after.sum())
    return (
        checks.months_before(before, after),
        checks.carried_forward(before, after),
        checks.short_series(len(inputs.months), fit.effect.degrees_of_freedom),
        checks.autocorrelation(fit.model.innovations, fit.model.rho),
        checks.steady_before(_false_start(inputs), unit),
        checks.season(inputs.month_of_year()),
    )


def _false_start(inputs: SeriesInputs) -> Inference | None:
    """The effect found half way through the months before the start; None where they are too few."""
    before = int((inputs.exposed == 0).sum())
    if before < 2 * 12:
        return None
    middle = before // 2
    exposed = (np.arange(before) >= middle).astype(np.float64)
    years = (np.arange(before) - middle) / 12
    try:
        return interrupted_series(inputs.per_day[:before], years, inputs.month_of_year()[:before], exposed).effect
    except ValueError:
        return None
