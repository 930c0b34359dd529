"""A result that others published, told as they published it: nothing is worked out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation.figures import Figures, counted, estimated, figures_of
from proventive.evaluation.finding import CheckResult, Finding
from proventive.evaluation.methods.intervals import LEVEL
from proventive.evaluation.question import Question, Unanswerable, question_of
from proventive.quantities import Estimate, Number, Period, RecordsUsed, Table, Unknown, Value
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

METHOD = (
    "As published by others; no records were held from which to work it out again. Where the publication "
    "gives both sides, the relative effect is 1 - observed / counterfactual, unrounded."
)
NOT_PUBLISHED = Unknown(unknown="the publication does not give it")
NO_INTERVAL = Unknown(unknown="the publication gives no interval")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One published result. Shares are of what would have happened anyway."""

    period: Period
    design: str
    unit: str
    people: int | None
    observed: Decimal | None
    counterfactual: Decimal | None
    effect: Decimal | None
    low: Decimal | None
    high: Decimal | None
    source: str

    def share(self) -> Decimal | None:
        """The share that was avoided: from both sides where they are given, else as published."""
        if self.observed is not None and self.counterfactual:
            return 1 - self.observed / self.counterfactual
        return self.effect


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedInputs:
    """The results published about a period, the latest first; that one is told."""

    question: Question
    records: tuple[RecordsUsed, ...]
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedDesign:
    """A published result."""

    name: str = "reported"
    tables: tuple[str, ...] = ("reported",)
    has_counterfactual: bool = True
    method: str = METHOD
    against: str = "in the comparison group of the publication"

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """A published result asks nothing of the plan."""
        return ()

    def gather(self, records: Records, objective: Objective, period: Period) -> ReportedInputs | Unanswerable:
        """The results about people who joined within the period."""
        question = question_of(records, objective, period)
        rows = records.query(
            "evaluation/reported_results",
            agreement=records.agreement.id,
            objective=objective.id,
            first_day=period.start,
            last_day=period.end,
        )
        results = tuple(_result(rows, number) for number in range(len(rows["source"])))
        if not results:
            why = Unknown(unknown="no result about this period has been published in the records")
            return question.not_known(why)
        used = records.used("reported", rows=len(results))
        return ReportedInputs(question=question, records=used, results=results)

    def estimate(self, inputs: ReportedInputs, plan: Plan, *, seed: int) -> Finding:
        """The latest result, with every other beside it in a table."""
        result, question = inputs.results[0], inputs.question
        figures = figures_of(
            question, method=f"{METHOD} Source: {result.source}.", counts=result.unit, records=inputs.records
        )
        share = _relative(result)
        return estimated(
            question,
            figures,
            design=self.name,
            against=self.against,
            people=figures.figure("people", _people(result), "people whom the publication counts"),
            followed=figures.figure("matched", NOT_PUBLISHED, "people in the comparison"),
            observed=_number(result.observed, result.unit),
            counterfactual=_side(result.counterfactual, result),
            effect=_effect(result),
            relative=share,
            tables=(_table(inputs.results, figures),),
            checks=(_told_not_checked(result),),
            caution="The result is told as published; it was not worked out again.",
            placed_as=result.design.lower().replace(" ", "-"),
        )


REPORTED = ReportedDesign()


def _result(rows: dict[str, np.ndarray], number: int) -> Result:
    def given(column: str) -> Decimal | None:
        value = rows[column][number]
        return None if value is None else Decimal(value)

    people = float(rows["people"][number]) if rows["people"][number] is not None else float("nan")
    return Result(
        period=Period(start=rows["period_start"][number].item(), end=rows["period_end"][number].item()),
        design=str(rows["design"][number]),
        unit=str(rows["unit"][number]),
        people=None if np.isnan(people) else int(people),
        observed=given("observed"),
        counterfactual=given("counterfactual"),
        effect=given("effect"),
        low=given("low"),
        high=given("high"),
        source=str(rows["source"][number]),
    )


def _people(result: Result) -> Value:
    return NOT_PUBLISHED if result.people is None else counted(result.people, "people")


def _number(value: Decimal | None, unit: str) -> Value:
    return NOT_PUBLISHED if value is None else Number(number=value.normalize() + 0, unit=unit)


def _side(value: Decimal | None, result: Result) -> Value:
    return NOT_PUBLISHED if value is None else _estimate(value, result.unit, result)


def _effect(result: Result) -> Value:
    if result.observed is None or result.counterfactual is None:
        return NOT_PUBLISHED
    return _estimate(result.observed - result.counterfactual, result.unit, result)


def _relative(result: Result) -> Value:
    share = result.share()
    if share is None:
        return NOT_PUBLISHED
    if result.low is None or result.high is None:
        return _estimate(share, "share fewer", result)
    return Estimate(
        value=float(share),
        low=float(result.low),
        high=float(result.high),
        level=LEVEL,
        unit="share fewer",
        basis=f"published: {result.design}",
    )


def _estimate(value: Decimal, unit: str, result: Result) -> Estimate:
    return Estimate(value=float(value), unit=unit, basis=f"published: {result.design}", no_interval=NO_INTERVAL)


def _table(results: tuple[Result, ...], figures: Figures) -> Table:
    return figures.table(
        "published",
        "What was published",
        "Source",
        (
            ("people", "People"),
            ("observed", "Observed"),
            ("counterfactual", "In the comparison"),
            ("relative", "Difference"),
        ),
        [
            (
                str(number),
                result.source,
                (
                    _people(result),
                    _number(result.observed, result.unit),
                    _number(result.counterfactual, result.unit),
                    _relative(result),
                ),
            )
            for number, result in enumerate(results, 1)
        ],
    )


def _told_not_checked(result: Result) -> CheckResult:
    return CheckResult(
        name="published result",
        passed=None,
        text=f"Reached by those who published it by: {result.design}. Its comparison could not be checked here.",
        designs=("reported",),
    )
