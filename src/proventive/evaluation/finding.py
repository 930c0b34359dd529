"""The finding: what changed for one objective, against what would have happened anyway."""

from dataclasses import dataclass
from html import escape
from typing import Literal

from proventive.evaluation.wording import (
    grades_in_words,
    seen_against_comparison,
    seen_before_and_after,
    seen_beside_foretold,
    why_unknown,
)
from proventive.quantities import Column, Figure, Number, Period, Row, Table, Unknown
from proventive.quantities.words import in_words

BEFORE = "before-joining"
NAIVE = "naive-before-after"
EXPECTED = "expected-by-regression-to-the-mean"
BEYOND = "beyond-regression-to-the-mean"
"""Estimates that stand beside a main one: use before, its change, the change to be expected, what is beyond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """A diagnostic. ``passed`` is None where it only informs."""

    name: str  # "balance", "power of the earlier year", ...
    passed: bool | None = None
    text: str  # what was looked at and what was seen, in plain words
    designs: tuple[str, ...]  # to which designs it belongs
    table: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """The strength of the evidence on one named scale and edition, computed from design and checks."""

    scale: str
    edition: str
    level: str
    meaning: str
    next_step: str  # what would raise it


Status = Literal["estimated", "too early", "not known"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer for one objective, period and follow-up. Every number in it is a figure or a table of figures.

    ``effect`` is observed minus counterfactual (a fall is negative), in units per person or per day;
    ``relative`` is 1 - observed / counterfactual (a fall is positive). ``happened`` is the figure that is held
    against the promise, in the promise's own terms. ``draws`` are draws of ``effect``: valuation is carried out
    on each of them.
    """

    objective: str
    label: str  # "emergency admissions", "loneliness (UCLA 3-item)"
    unit: str  # of one: "admission", "point"
    direction: Literal["fewer", "lower", "higher"]
    design: str
    status: Status
    period: Period
    follow_up: int | None = None  # months
    people: Figure  # who joined in the period (or what the series counts)
    followed: Figure  # of whom matched, or followed up
    observed: Figure
    counterfactual: Figure
    effect: Figure
    relative: Figure
    happened: Figure
    beside: tuple[Figure, ...] = ()  # other estimates, shown beside the main one
    tables: tuple[Table, ...] = ()  # balance, flow, trajectory, ...
    checks: tuple[CheckResult, ...] = ()
    grades: tuple[Grade, ...] = ()
    caution: str = ""  # what the reader must hear with it: "people joined because their use was high ..."
    draws: tuple[float, ...] = ()
    placed_as: str = ""  # the design by which a scale of evidence places it, where that is not ``design``
    against: str = "in the comparison"  # whose the counterfactual is, in words that follow the number

    def table(self) -> Table:
        """The numbers of the answer, each beside its name, and the other estimates below them."""
        main = {
            "Observed": self.observed,
            "What would have happened anyway": self.counterfactual,
            "Effect": self.effect,
            "Relative effect": self.relative,
            "Happened, in the terms of the promise": self.happened,
            "People or things counted": self.people,
            "Of whom followed or matched": self.followed,
        }
        others = {figure.id.split("/", 1)[1].replace("-", " ").capitalize(): figure for figure in self.beside}
        return Table(
            id=f"{self.objective}/finding",
            title=f"{self.label[:1].upper()}{self.label[1:]}",
            row_heading="",
            columns=(Column(id="value", heading="Value"), Column(id="counts", heading="Whom it counts")),
            rows=tuple(
                Row(id=figure.id.split("/", 1)[1], heading=name, cells=(figure.value, figure.counts))
                for name, figure in (main | others).items()
            ),
            counts=self.effect.counts,
            trail=self.effect.trail,
        )

    def sentence(self) -> str:
        """What was seen, against what, how far off it could be, among how many, and how strong the evidence is."""
        if self.status == "too early":
            return f"It is too early to say whether {self.label} changed: {why_unknown(self.effect.value)}."
        if self.status == "not known":
            return f"We do not know whether {self.label} changed: {why_unknown(self.effect.value)}."
        return " ".join(part for part in (self._seen(), grades_in_words(self._levels()), self.caution) if part)

    def foretold(self) -> tuple[Figure, Figure, Figure, Figure] | None:
        """Use before, its change, the change to be expected with no service, what is beyond; None unless all."""
        beside = {figure.id.rsplit("/", 1)[-1]: figure for figure in self.beside}
        if not {BEFORE, NAIVE, EXPECTED, BEYOND} <= set(beside):
            return None
        return beside[BEFORE], beside[NAIVE], beside[EXPECTED], beside[BEYOND]

    def _seen(self) -> str:
        if (foretold := self.foretold()) is not None:
            return seen_beside_foretold(
                self.label,
                among=self._among(),
                observed=self.observed.value,
                foretold=tuple(figure.value for figure in foretold),
            )
        if isinstance(self.counterfactual.value, Unknown) and isinstance(self.relative.value, Unknown):
            return seen_before_and_after(self.label, among=self._among(), happened=self.happened.value)
        return seen_against_comparison(
            self.label,
            among=self._among(),
            against=self.against,
            observed=self.observed.value,
            counterfactual=self.counterfactual.value,
            effect=self.effect.value,
            relative=self.relative.value,
        )

    def _among(self) -> str:
        """``1,432 of the 1,500 people who joined``; nothing where the figures do not count people."""
        people, followed = self.people.value, self.followed.value
        if not isinstance(people, Number) or people.unit != "people":
            return ""
        if isinstance(followed, Number) and followed.number != people.number:
            return f" among {followed.number:,} of the {people.number:,} people who joined"
        return f" among the {people.number:,} people who joined"

    def _levels(self) -> tuple[tuple[str, str, str], ...]:
        return tuple((grade.scale, grade.edition, grade.level) for grade in self.grades)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{escape(row.heading)}</th><td>{escape(_told(row.cells[0]))}</td></tr>"
            for row in self.table().rows
        )
        return f"<p>{escape(self.sentence())}</p><table>{rows}</table>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The findings for every objective of an agreement in the period that is told."""

    agreement: str
    as_at: str
    period: Period
    findings: tuple[Finding, ...]

    def of(self, objective: str) -> Finding:
        """The finding for an objective; raises KeyError."""
        return {finding.objective: finding for finding in self.findings}[objective]

    def sentence(self) -> str:
        """Every finding, a sentence or two each."""
        return " ".join(finding.sentence() for finding in self.findings) or "The agreement has no objectives."

    def _repr_html_(self) -> str:
        return "".join(finding._repr_html_() for finding in self.findings) or f"<p>{escape(self.sentence())}</p>"


def _told(cell: object) -> str:
    return cell if isinstance(cell, str) else in_words(cell)  # type: ignore[arg-type]
