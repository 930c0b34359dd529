"""Figures of one finding: every number gets its identity, whom it counts and the one trail that they share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from proventive.evaluation.finding import CheckResult, Finding
from proventive.evaluation.methods.intervals import LEVEL, Inference
from proventive.evaluation.question import Question, Unanswerable
from proventive.quantities import (
    Column,
    Estimate,
    Figure,
    Number,
    RecordsUsed,
    Row,
    Table,
    Trail,
    Unknown,
    Value,
)

Line = tuple[str, str, Sequence[Value | str]]
"""A row of a table: its id, its heading, its cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Makes the figures and tables of one objective."""

    objective: str
    counts: str
    trail: Trail

    def figure(self, quantity: str, value: Value, counts: str = "") -> Figure:
        """A figure ``<objective>/<quantity>``."""
        return Figure(
            id=f"{self.objective}/{quantity}", value=value, counts=counts or self.counts, trail=self.trail
        )

    def table(
        self,
        quantity: str,
        title: str,
        row_heading: str,
        columns: Sequence[tuple[str, str]],
        lines: Iterable[Line],
        counts: str = "",
    ) -> Table:
        """A table ``<objective>/<quantity>``."""
        return Table(
            id=f"{self.objective}/{quantity}",
            title=title,
            row_heading=row_heading,
            columns=tuple(Column(id=id, heading=heading) for id, heading in columns),
            rows=tuple(Row(id=id, heading=heading, cells=tuple(cells)) for id, heading, cells in lines),
            counts=counts or self.counts,
            trail=self.trail,
        )


def figures_of(
    question: Question, *, method: str, counts: str, records: tuple[RecordsUsed, ...] = (), seed: int | None = None
) -> Figures:
    """The maker of figures for a question, once it is known by what method and from which records."""
    return Figures(
        objective=question.objective.id,
        counts=counts,
        trail=Trail(method=method, agreement=question.agreement, records=records, facts=question.facts, seed=seed),
    )


def counted(number: int, unit: str) -> Number:
    """A number that was counted."""
    return Number(number=Decimal(int(number)), unit=unit)


def per_hundred(number: float, people: int, unit: str) -> Number:
    """A count for every 100 people, to six places."""
    exact = Decimal(repr(round(float(number), 6)))
    return Number(number=(exact * 100 / people).quantize(Decimal("0.000001")), unit=unit)


def described(statistic: float, unit: str) -> Number:
    """A number that describes those counted, to four places; nothing is inferred from it."""
    return Number(number=Decimal(repr(float(statistic))).quantize(Decimal("0.0001")), unit=unit)


def inferred(inference: Inference, *, unit: str, basis: str, why_not: str) -> Estimate:
    """An estimate with its t interval, or the reason why it has none."""
    if not inference.has_interval:
        return Estimate(value=inference.value, unit=unit, basis=basis, no_interval=Unknown(unknown=why_not))
    low, high = inference.interval()
    return Estimate(value=inference.value, low=low, high=high, level=LEVEL, unit=unit, basis=basis)


NOTHING_EXPECTED = Unknown(unknown="nothing was expected, so there is no share of it")


def share_fewer(inference: Inference | None, *, basis: str, why_not: str) -> Value:
    """A relative effect as it is told; None where nothing was expected."""
    if inference is None:
        return NOTHING_EXPECTED
    return inferred(inference, unit="share fewer", basis=basis, why_not=why_not)


def estimated(
    question: Question,
    figures: Figures,
    *,
    design: str,
    against: str,
    people: Figure,
    followed: Figure,
    observed: Value,
    counterfactual: Value,
    effect: Value,
    relative: Value,
    happened: Value | None = None,
    beside: tuple[Figure, ...] = (),
    tables: tuple[Table, ...] = (),
    checks: tuple[CheckResult, ...] = (),
    caution: str = "",
    draws: tuple[float, ...] = (),
    placed_as: str = "",
) -> Finding:
    """The finding of a question that is answered. What happened is told as the relative effect unless given."""
    return Finding(
        objective=question.objective.id,
        label=question.label,
        unit=question.unit,
        direction=question.direction,
        design=design,
        status="estimated",
        period=question.period,
        follow_up=question.follow_up,
        people=people,
        followed=followed,
        observed=figures.figure("observed", observed),
        counterfactual=figures.figure("counterfactual", counterfactual),
        effect=figures.figure("effect", effect),
        relative=figures.figure("relative", relative),
        happened=figures.figure("happened", relative if happened is None else happened),
        beside=beside,
        tables=tables,
        checks=checks,
        caution=caution,
        draws=draws,
        placed_as=placed_as,
        against=against,
    )


def unanswered(asked: Unanswerable, *, method: str, against: str) -> Finding:
    """The finding of a question that cannot be answered: every figure in it says why."""
    question = asked.question
    figures = figures_of(question, method=method, counts=f"{question.plural} among people who joined")
    unknown = {
        quantity: figures.figure(quantity, asked.why)
        for quantity in ("observed", "counterfactual", "effect", "relative", "happened")
    }
    return Finding(
        objective=question.objective.id,
        label=question.label,
        unit=question.unit,
        direction=question.direction,
        design=question.objective.plan.design,
        status=asked.status,
        period=question.period,
        follow_up=question.follow_up,
        people=figures.figure("people", asked.people, "people who joined in the period"),
        followed=figures.figure("matched", asked.why),
        observed=unknown["observed"],
        counterfactual=unknown["counterfactual"],
        effect=unknown["effect"],
        relative=unknown["relative"],
        happened=unknown["happened"],
        against=against,
    )
