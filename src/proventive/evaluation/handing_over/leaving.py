"""Findings through the rules, and out: the figures that a payment needs as they are, everything else protected.

The parties of an agreement settle to the penny, so people, followed, observed, counterfactual, effect and relative
leave unrounded where the rules show them at all. They are given where 1 to 7 (as the profile has it) people or
events could not be told from them; else:

- fewer people than a mean needs, or few events: the whole finding is withheld;
- so many followed that those who were not are few: ``followed`` is withheld, and rates are told as totals, which a
  payment needs and from which the number followed cannot be worked out.

A finding on areas counts events, each of which is somebody's: it is told where no small count of a month can be
worked out from it (:mod:`proventive.evaluation.handing_over.areas`). A published result is told as published.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from proventive.disclosure import Rules, without_numbers
from proventive.evaluation.finding import CheckResult, Finding, Findings
from proventive.evaluation.handing_over.areas import BehindAreas, month_given_away
from proventive.evaluation.handing_over.nouns import (
    HandedCheck,
    HandedFigure,
    HandedFinding,
    HandedOver,
    PlanAnswered,
    RulesUsed,
    SoftwareUsed,
    TableHeld,
    Told,
)
from proventive.evaluation.handing_over.tables import Exact, cut, ends_changed, hidden, name_of, table_leaving
from proventive.quantities import Estimate, Figure, Number, Unknown, Value, figures_in
from proventive.quantities.words import as_decimal

PER_PERSON = " per person"
PUBLISHED = "reported"
NO_AREAS: Mapping[str, BehindAreas] = MappingProxyType({})
WITHOUT = frozenset({"reuse"})
"""Checks that tell of a largest or a smallest, which is one person’s."""

HUNDREDTH = Decimal("0.01")
STAYS = Unknown(unknown="this stays where the records are")


def handed_over(
    findings: Findings,
    *,
    plan: PlanAnswered,
    rules: Rules,
    software: tuple[SoftwareUsed, ...],
    behind: Mapping[str, BehindAreas] = NO_AREAS,
) -> HandedOver:
    """Every finding as it may leave under the rules. ``behind``: by objective, what a finding on areas counts."""
    return HandedOver(
        origin="proventive",
        software=software,
        plan=plan,
        as_at=date.fromisoformat(findings.as_at),
        period=findings.period,
        rules=RulesUsed(id=rules.id, words=rules.sentence()),
        data=data_of(findings, rules),
        findings=tuple(leaving(finding, rules, behind.get(finding.objective)) for finding in findings.findings),
    )


def data_of(findings: Findings, rules: Rules) -> tuple[TableHeld, ...]:
    """The record tables behind the findings: by the hash of their content, rows rounded, no file named."""
    used = {one for figure in figures_in(findings) for one in figure.trail.records}
    held = {
        TableHeld(store=one.store, table=one.table, content=one.hash, rows=rules.rounded(one.rows)) for one in used
    }
    return tuple(sorted(held, key=lambda one: (one.store, one.table, one.content)))


def leaving(finding: Finding, rules: Rules, behind: BehindAreas | None = None) -> HandedFinding:
    """One finding as it may leave. ``behind``: the months that a finding on areas counts."""
    people, followed = whole(finding.people.value), whole(finding.followed.value)
    if finding.status != "estimated":
        return nothing_told(finding, rules, finding.status, why_in(finding))
    if finding.design == PUBLISHED:
        return without_tables(finding, rules)
    if people is None or followed is None:
        return on_areas(finding, rules, behind)
    if rules.too_few(people) or rules.too_few(followed):
        return nothing_told(
            finding, rules, "not known", f"too few people to be told, under the rules “{rules.label}”"
        )
    if any(rules.hides(total) for total in totals(finding, followed)):
        return nothing_told(
            finding, rules, "not known", f"too few events to be told, under the rules “{rules.label}”"
        )
    if people - followed > 0 and rules.hides(people - followed):
        return as_totals(finding, rules, followed)
    return as_it_is(finding, rules, Exact(joined=people, followed=followed, happened=happened(finding, followed)))


def main_numbers(finding: Finding, rules: Rules) -> HandedFinding:
    """The finding with what a payment needs, as it is; no tables and no checks."""
    return replace(
        frame(finding, rules),
        people=told(finding.people.value),
        followed=told(finding.followed.value),
        observed=told(finding.observed.value),
        counterfactual=told(finding.counterfactual.value),
        effect=told(finding.effect.value),
        relative=told(finding.relative.value),
        happened=told(finding.happened.value),
        draws=finding.draws,
    )


def as_it_is(finding: Finding, rules: Rules, exact: Exact) -> HandedFinding:
    """The finding with its own numbers, its tables protected."""
    tables = {name_of(table): table_leaving(table, rules, exact) for table in finding.tables}
    kept = tuple(table for table in tables.values() if table is not None)
    beside = tuple(one for figure in finding.beside if (one := beside_leaving(figure, rules, exact.followed)))
    checks = tuple(check_leaving(check, rules, exact) for check in finding.checks if check.name not in WITHOUT)
    return replace(
        main_numbers(finding, rules),
        beside=beside,
        tables=kept,
        checks=checks,
        withheld=withheld(finding, (*(one.id for one in kept), *(one.id for one in beside)), checks),
    )


def as_totals(finding: Finding, rules: Rules, followed: int) -> HandedFinding:
    """The finding where those who were not followed are few: totals, and nothing from which to tell how many."""
    checks = tuple(
        check_leaving(replace(check, table=None), rules, None)
        for check in finding.checks
        if check.name not in WITHOUT
    )
    return replace(
        frame(finding, rules),
        people=told(finding.people.value),
        followed=hidden(rules),
        observed=total(finding.observed.value, followed),
        counterfactual=total(finding.counterfactual.value, followed),
        effect=hidden(rules) if per_person(finding.effect.value) else told(finding.effect.value),
        relative=told(finding.relative.value),
        happened=told(finding.happened.value),
        checks=checks,
        withheld=withheld(finding, (), checks),
    )


def nothing_told(finding: Finding, rules: Rules, status: str, why: str) -> HandedFinding:
    """A finding of which nothing is told but why; and how many joined, where that may be shown."""
    people = whole(finding.people.value)
    reason = Unknown(unknown=why)
    few = people is not None and people > 0 and (rules.hides(people) or rules.too_few(people))
    return replace(
        frame(finding, rules),
        status="too early" if status == "too early" else "not known",
        why=why,
        people=reason if few else told(finding.people.value),
        followed=reason,
        observed=reason,
        counterfactual=reason,
        effect=reason,
        relative=reason,
        caution="",
        withheld=() if finding.status != "estimated" else withheld(finding, (), ()),
    )


def on_areas(finding: Finding, rules: Rules, behind: BehindAreas | None) -> HandedFinding:
    """A finding that counts events of areas: told where no small count can be worked out from it."""
    counted = finding.people.value
    few = isinstance(counted, Number) and rules.hides(round(counted.number))
    if behind is not None and not few and not month_given_away(behind, rules):
        return without_tables(finding, rules)
    why = f"too few events to be told, under the rules “{rules.label}”"
    return replace(nothing_told(finding, rules, "not known", why), people=Unknown(unknown=why))


def without_tables(finding: Finding, rules: Rules) -> HandedFinding:
    """A finding that follows no people (areas, a published result): its main numbers, and no table."""
    checks = tuple(
        check_leaving(replace(check, table=None), rules, None)
        for check in finding.checks
        if check.name not in WITHOUT
    )
    return replace(
        main_numbers(finding, rules),
        checks=checks,
        withheld=withheld(finding, (), checks),
    )


def frame(finding: Finding, rules: Rules) -> HandedFinding:
    """The words of a finding, and no number yet."""
    return HandedFinding(
        objective=finding.objective,
        design=finding.design,
        method=finding.effect.trail.method,
        follow_up=finding.follow_up,
        people=STAYS,
        followed=STAYS,
        observed=STAYS,
        counterfactual=STAYS,
        effect=STAYS,
        relative=STAYS,
        caution=without_numbers(finding.caution, ""),
        placed_as=finding.placed_as,
        against=without_numbers(finding.against, "in the comparison"),
        counts={
            part: without_numbers(figure.counts, "")
            for part, figure in (
                ("people", finding.people),
                ("followed", finding.followed),
                ("rest", finding.effect),
            )
        },
    )


def told(value: Value) -> Told:
    """A main number as it leaves. Money and the like does not."""
    return value if isinstance(value, Number | Estimate | Unknown) else STAYS


def whole(value: Value) -> int | None:
    """How many people; None where the figure counts none."""
    return int(value.number) if isinstance(value, Number) and value.unit == "people" else None


def per_person(value: Value) -> bool:
    return isinstance(value, Number | Estimate) and value.unit.endswith(PER_PERSON)


def rate(value: Value) -> Decimal:
    return value.number if isinstance(value, Number) else as_decimal(value.value)  # type: ignore[union-attr]


def totals(finding: Finding, followed: int) -> tuple[int, ...]:
    """How many events happened, and would have, among those followed."""
    both = (finding.observed.value, finding.counterfactual.value)
    return tuple(round(rate(value) * followed) for value in both if per_person(value))


def happened(finding: Finding, followed: int) -> int | None:
    """The exact total that stands in a finding: how many events there were among those followed."""
    return round(rate(finding.observed.value) * followed) if per_person(finding.observed.value) else None


def total(value: Value, followed: int) -> Told:
    """A rate per person as the total over those followed, to 0.01 of an event as a payment takes it."""
    if not isinstance(value, Estimate) or not per_person(value):
        return told(value)

    def over(number: float) -> float:
        return float((as_decimal(number) * followed).quantize(HUNDREDTH, rounding=ROUND_HALF_UP))

    return replace(ends_changed(value, over), unit=value.unit.removesuffix(PER_PERSON))


def beside_leaving(figure: Figure, rules: Rules, followed: int) -> HandedFigure | None:
    """Another estimate: rates from numerators that are rounded, shares to two places."""
    value, id = figure.value, figure.id.split("/", 1)[1]
    if not isinstance(value, Estimate):
        return None
    base = rules.round_to.value
    if per_person(value):
        value = ends_changed(value, lambda end: round(end * followed / base) * base / followed)
    elif value.unit.startswith(("share", "point")):
        value = cut(value)
    else:
        return None
    return HandedFigure(id=id, value=value, counts=without_numbers(figure.counts, ""))


def check_leaving(check: CheckResult, rules: Rules, exact: Exact | None) -> HandedCheck:
    """A check: its verdict always, its words where they count nobody."""
    said = {True: "It passed", False: "It did not pass", None: "It only informs"}[check.passed]
    words = f"The check “{check.name}” was made where the records are. {said}; its numbers stay there."
    table = table_leaving(check.table, rules, exact) if check.table is not None and exact is not None else None
    return HandedCheck(name=check.name, passed=check.passed, text=without_numbers(check.text, words), table=table)


def withheld(finding: Finding, kept: tuple[str, ...], checks: tuple[HandedCheck, ...]) -> tuple[str, ...]:
    """What did not leave, by name: tables, other estimates, checks."""
    had = [name_of(table) for table in finding.tables] + [figure.id.split("/", 1)[1] for figure in finding.beside]
    gone = [name for name in had if name not in kept]
    left = {check.name for check in checks}
    return (*gone, *(f"check: {check.name}" for check in finding.checks if check.name not in left))


def why_in(finding: Finding) -> str:
    """Why a finding is not estimated, as far as the words count nobody."""
    value = finding.effect.value
    why = value.unknown if isinstance(value, Unknown) else "no reason is on record"
    return (
        without_numbers(why, "the reason names numbers, and stays with the records")
        if finding.status != "too early"
        else why
    )
