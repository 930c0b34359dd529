"""The finding: what changed for one objective, against what would have happened anyway."""

from dataclasses import dataclass
from typing import Literal

from proventive.quantities import Figure, Period, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """A diagnostic. ``passed`` is None where it only informs."""

    name: str  # "balance", "power of the earlier year", ...
    passed: bool | None
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
    follow_up: int | None  # months
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The findings for every objective of an agreement in the period that is told."""

    agreement: str
    as_at: str
    period: Period
    findings: tuple[Finding, ...]
