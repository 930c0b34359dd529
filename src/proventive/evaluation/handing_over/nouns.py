"""The file ``finding.json``: aggregates, where they come from, and under which plan. No row is in it.

It is flat, so that R, Stata or a person can write it. What a key may hold is declared here once; the JSON Schema
is made from it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from proventive.quantities import Estimate, Number, Period, Unknown

Told = Number | Estimate | Unknown
Origin = Literal["proventive", "imported"]
STRICT = ConfigDict(extra="forbid")


def said(text: str) -> Any:
    """What a key means, for the schema."""
    return Field(description=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftwareUsed:
    """A program that took part, and its version."""

    __pydantic_config__ = STRICT

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealKept:
    """Who had sealed the plan where it was answered, and when."""

    __pydantic_config__ = STRICT

    party: str
    on: date
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAnswered:
    """Which plan was answered: its hash, and that of each of its parts, so that a difference can be named."""

    __pydantic_config__ = STRICT

    agreement: str
    hash: Annotated[str, said("The hash of what is sealed: “proventive cohort plan” prints it.")]
    parts: Annotated[
        dict[str, str], said("The hash of each objective and payment term by its id, and of the seed.")
    ]
    seals: tuple[SealKept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHeld:
    """A record table that was used: the hash of its content, and about how many rows."""

    __pydantic_config__ = STRICT

    store: str
    table: str
    content: str
    rows: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesUsed:
    """The rules under which numbers left."""

    __pydantic_config__ = STRICT

    id: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedTable:
    """A table that left: ids and headings of columns and rows, and the cells in their order."""

    __pydantic_config__ = STRICT

    id: Annotated[str, said("The last part of the table’s id: “trajectory”.")]
    title: str
    row_heading: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, tuple[Told | str, ...]], ...]
    counts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedCheck:
    """A check: what was looked at, whether it passed (null: it only informs), and its words."""

    __pydantic_config__ = STRICT

    name: str
    passed: bool | None = None
    text: str = ""
    table: HandedTable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedFigure:
    """Another estimate, to be told beside the main one."""

    __pydantic_config__ = STRICT

    id: str
    value: Told
    counts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedFinding:
    """The answer for one objective: as a finding has it, without trails and rows."""

    __pydantic_config__ = STRICT

    objective: Annotated[str, said("The id of the objective in the agreement.")]
    design: Annotated[str, said("The design: “matched-cohort”, …")]
    method: Annotated[str, said("What was done, in a sentence or two, with its papers.")]
    status: Annotated[
        Literal["estimated", "too early", "not known"], said("“estimated” where it is left out.")
    ] = "estimated"
    why: Annotated[str, said("Where it is not estimated: why not.")] = ""
    follow_up: Annotated[int | None, said("Months.")] = None
    people: Annotated[Told, said("How many joined in the period.")]
    followed: Annotated[Told, said("Of whom matched, or followed up: the totals are of these.")]
    observed: Annotated[
        Told, said("For each person: unit “admissions per person”. Or a total: unit “admissions”.")
    ]
    counterfactual: Annotated[Told, said("What would have happened anyway, in the unit of observed.")]
    effect: Annotated[Told, said("observed - counterfactual: a fall is negative.")]
    relative: Annotated[Told, said("1 - observed / counterfactual: a fall is positive; unit “share fewer”.")]
    happened: Annotated[Told | None, said("In the terms of the promise. Left out, it is the relative effect.")] = (
        None
    )
    beside: Annotated[tuple[HandedFigure, ...], said("Other estimates, told beside it.")] = ()
    tables: Annotated[tuple[HandedTable, ...], said("Tables that left.")] = ()
    checks: Annotated[tuple[HandedCheck, ...], said("The checks that were made. The grade rests on them.")] = ()
    caution: Annotated[str, said("What the reader must hear with it.")] = ""
    draws: Annotated[tuple[float, ...], said("Draws of effect, where there are any.")] = ()
    placed_as: Annotated[str, said("By which design a scale of evidence places it, if not by design.")] = ""
    against: Annotated[str, said("Whose the counterfactual is, after the number.")] = "in the comparison"
    counts: Annotated[dict[str, str], said("Whom people, followed and the rest count, in words.")] = field(
        default_factory=dict
    )
    withheld: Annotated[tuple[str, ...], said("What did not leave, by its name.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """The whole file."""

    __pydantic_config__ = STRICT

    proventive: Literal["finding"] = "finding"
    version: Literal[1] = 1
    origin: Annotated[Origin, said("“imported” where other software than Proventive made the estimate.")]
    software: Annotated[tuple[SoftwareUsed, ...], Field(min_length=1, description="Each with name and version.")]
    plan: Annotated[PlanAnswered, said("Which plan was answered. “proventive cohort plan” prints it.")]
    as_at: Annotated[date, said("What was known on this day.")]
    period: Annotated[Period, said("The period that is told: start and end.")]
    rules: Annotated[RulesUsed | None, said("The rules under which it left.")] = None
    data: Annotated[tuple[TableHeld, ...], said("The record tables behind it, by the hash of their content.")] = ()
    findings: Annotated[tuple[HandedFinding, ...], said("One for each objective.")]
    hash: Annotated[str, said("SHA-256 of all the rest in canonical JSON. It may be left out of an import.")] = ""
