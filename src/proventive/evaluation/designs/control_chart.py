"""An area's monthly count on a control chart: watched, never taken for an effect."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation.designs.area_panel import series_of
from proventive.evaluation.designs.area_plans import faults_of_area_plans
from proventive.evaluation.figures import counted, described, estimated, figures_of
from proventive.evaluation.finding import CheckResult, Finding
from proventive.evaluation.methods.arrays import Floats, Integers, as_floats
from proventive.evaluation.methods.control_chart import Limits, Signals, process_limits, signals
from proventive.evaluation.question import Question, Unanswerable, question_of
from proventive.quantities import Period, RecordsUsed, Table, Unknown
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

METHOD = (
    "Control chart (XmR, Wheeler 1993; NHS England, Making Data Count): the count of each month by day; mean and "
    "limits of 2.66 mean moving ranges from the months before the start, carried on over the months after; "
    "moving ranges beyond 3.267 times their mean left out once. It shows whether the series moves as it did, and "
    "estimates no effect."
)
NO_EFFECT = Unknown(unknown="a control chart shows whether a series moves as it did, and estimates no effect")
LEAST_MONTHS = 12  # before the start: fewer give limits that move with every month


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChartInputs:
    """Counts by whole month without a gap."""

    question: Question
    records: tuple[RecordsUsed, ...]
    months: tuple[np.datetime64, ...]
    before: int  # months that ended before the start
    counts: Integers
    per_day: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChartDesign:
    """Whether an area's count moves as it did before a day. Nothing in it says why."""

    name: str = "control-chart"
    tables: tuple[str, ...] = ("area_series",)
    has_counterfactual: bool = False
    method: str = METHOD
    against: str = "in the months before"

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """A plan names the area and the day on which the service began."""
        return faults_of_area_plans(agreement, self.name, least_others=0)

    def gather(self, records: Records, objective: Objective, period: Period) -> ControlChartInputs | Unanswerable:
        """The monthly counts of the plan's area up to the end of the period."""
        question = question_of(records, objective, period)
        if too_early := question.too_early():
            return too_early
        series = series_of(records, question, objective.plan.area or "")
        if not isinstance(series, Unknown):
            inputs = inputs_of(records, question, series)
            if LEAST_MONTHS <= inputs.before < len(inputs.months):
                return inputs
            series = Unknown(
                unknown=f"there are {inputs.before} months before the start, and {LEAST_MONTHS} are needed, "
                "and one after it"
            )
        return question.not_known(series)

    def estimate(self, inputs: ControlChartInputs, plan: Plan, *, seed: int) -> Finding:
        """Draw the limits, and tell which months they mark. Nothing is drawn by lot, so the seed is not used."""
        limits = process_limits(inputs.per_day[: inputs.before])
        return finding_of(self, inputs, limits, signals(inputs.per_day, limits))


CONTROL_CHART = ControlChartDesign()


def inputs_of(records: Records, question: Question, series: dict[np.datetime64, int]) -> ControlChartInputs:
    """The series as arrays, and how many of its months ended before the start."""
    months = np.array(list(series), dtype="datetime64[M]")
    first, after = months.astype("datetime64[D]"), (months + 1).astype("datetime64[D]")
    counts = np.array(list(series.values()), dtype=np.int64)
    return ControlChartInputs(
        question=question,
        records=records.used("area_series", rows=len(months)),
        months=tuple(months),
        before=int(np.sum(after <= np.datetime64(question.objective.plan.starts, "D"))),
        counts=counts,
        per_day=as_floats(counts) / (after - first).astype(np.int64),
    )


def finding_of(design: ControlChartDesign, inputs: ControlChartInputs, limits: Limits, marks: Signals) -> Finding:
    """The finding of a control chart: what was counted, and no effect."""
    question, after = inputs.question, len(inputs.months) - inputs.before
    unit = f"{question.plural} per day"
    figures = figures_of(
        question,
        method=METHOD,
        counts=f"{unit} in {question.objective.plan.area}, mean of {after} months",
        records=inputs.records,
    )
    total = counted(int(inputs.counts[inputs.before :].sum()), question.plural)
    told = marks.told()
    table: Table = figures.table(
        "control-chart",
        f"{question.plural.capitalize()} by month, and the limits of the months before the start",
        "Month",
        (("observed", "Per day"), ("lower", "Lower limit"), ("mean", "Mean"), ("upper", "Upper limit"),
         ("signal", "Signal")),
        [
            (
                str(month),
                str(month),
                (*(described(value, unit) for value in (seen, limits.lower, limits.mean, limits.upper)), rule),
            )
            for month, seen, rule in zip(inputs.months, inputs.per_day, told, strict=True)
        ],
    )  # fmt: skip
    return estimated(
        question,
        figures,
        design=design.name,
        against=design.against,
        people=figures.figure("counted", total, f"{question.plural} counted in the months after the start"),
        followed=figures.figure("months", counted(after, "months"), "months after the start"),
        observed=described(float(inputs.per_day[inputs.before :].mean()), unit),
        counterfactual=NO_EFFECT,
        effect=NO_EFFECT,
        relative=NO_EFFECT,
        tables=(table,),
        checks=(steady_months(inputs.before, told), signals_after(inputs.before, told)),
        caution="A control chart says that something changed, never what.",
    )


def steady_months(before: int, told: list[str]) -> CheckResult:
    """Whether the months from which the limits come were steady themselves."""
    marked = sum(bool(rule) for rule in told[:before])
    return CheckResult(
        name="steady months before",
        passed=marked == 0,
        text=f"Of the {before} months from which the limits come, {marked} are marked by a rule. Limits of a "
        "series that was moving already say little.",
        designs=("control-chart",),
    )


def signals_after(before: int, told: list[str]) -> CheckResult:
    """What the rules mark after the start. It only informs: a signal is a question, and no finding."""
    after = told[before:]
    rules = ", ".join(f"{rule}: {after.count(rule)}" for rule in sorted(set(after) - {""}))
    return CheckResult(
        name="signals",
        passed=None,
        text=f"Of the {len(after)} months after the start, {sum(map(bool, after))} are marked"
        f"{f' ({rules})' if rules else ''}. By chance alone about one series of 24 months in five has a mark.",
        designs=("control-chart",),
    )
