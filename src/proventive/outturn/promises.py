"""Each objective held against what happened."""

from decimal import Decimal

from proventive.agreement.document import Levels, Objective
from proventive.evaluation.finding import Finding
from proventive.outturn.case import Case, objective_of
from proventive.outturn.met import because_of_the_service, promised_levels, quantity, target_met
from proventive.outturn.outturn import Because, Met, Promise
from proventive.quantities import Column, Figure, Number, Row, Table, Trail, Unknown, Value
from proventive.quantities.words import day_in_words

NO_PROMISE = Unknown(unknown="no promise is on record")
NOT_EVALUATED = Unknown(unknown="nothing was found out about this objective")


def objective_promise(case: Case, objective: Objective) -> Promise:
    """One objective: what it promised, what happened, whether it was met, and because of the service or not."""
    finding = case.finding(objective.id)
    promised = promised_value(objective)
    happened = happened_figure(case, objective, finding)
    met, why_met = judged(case, objective, finding)
    because, why_because = because_of(finding)
    trail = case.trail("as the agreement has it; the median where three levels are promised", objective.id)
    return Promise(
        id=objective.id,
        label=label(objective, finding),
        kind="objective",
        owner=objective.owner,
        promised=Figure(id=f"{objective.id}/promised", value=promised, counts=objective.among, trail=trail),
        happened=happened,
        target_met=met,
        because_of_the_service=because,
        owed=tuple(term.id for term in case.agreement.payment if objective_of(term) == objective.id),
        reason=f"{why_met}. Because of the service: {because}, since {why_because}.",
        levels=levels_table(case, objective, finding),
    )


def promised_value(objective: Objective) -> Value:
    """The figure that was promised (the median of three levels), in the unit of what is held against it."""
    levels = promised_levels(objective)
    if levels is None:
        return NO_PROMISE
    return Number(number=levels.median if isinstance(levels, Levels) else levels, unit=unit_of(objective))


def unit_of(objective: Objective) -> str:
    """The unit in which an objective promises: ``share fewer``, ``points lower``, ``points higher``."""
    if objective.target is not None and objective.target.fewer_than_comparison is not None:
        return "share fewer"
    return "points higher" if objective.raise_ is not None else "points lower"


def happened_figure(case: Case, objective: Objective, finding: Finding | None) -> Figure:
    """What happened, as the finding has it; Unknown where nothing was found out."""
    if finding is not None:
        return finding.happened
    trail = case.trail("no finding", objective.id)
    return Figure(id=f"{objective.id}/happened", value=NOT_EVALUATED, counts=objective.among, trail=trail)


def judged(case: Case, objective: Objective, finding: Finding | None) -> tuple[Met, str]:
    """Whether the target was met, and why."""
    levels = promised_levels(objective)
    if levels is None:
        return "no promise on record", "The agreement has no target for it"
    return against(case, objective, finding, levels.median if isinstance(levels, Levels) else levels)


def against(case: Case, objective: Objective, finding: Finding | None, promised: Decimal) -> tuple[Met, str]:
    """What happened held against one promised figure."""
    if finding is not None and finding.status == "too early":
        return "too early", "Not all of the follow-up has ended"
    happened = quantity(finding.happened.value) if finding is not None else None
    if happened is None:
        return "not known", "What happened is not known"
    met = target_met(promised, happened)
    by = objective.target.by if objective.target else None
    if met != "yes" and by is not None and case.as_at < by:
        return "too early", f"The target is to be reached by {day_in_words(by)}"
    return met, REASONS[met]


REASONS: dict[Met, str] = {
    "yes": "What happened reaches what was promised",
    "nearly": "What happened is at least 90% of what was promised, but does not reach it",
    "no": "What happened is below 90% of what was promised",
}


def because_of(finding: Finding | None) -> tuple[Because, str]:
    return ("cannot be told", "nothing was found out") if finding is None else because_of_the_service(finding)


def levels_table(case: Case, objective: Objective, finding: Finding | None) -> Table | None:
    """Where three levels are promised: each, and whether it was met. No single percentage stands for them."""
    levels = promised_levels(objective)
    if not isinstance(levels, Levels):
        return None
    named = {"low": levels.low, "median": levels.median, "high": levels.high}
    return Table(
        id=f"{objective.id}/levels",
        title="Promised at three levels",
        row_heading="Level",
        columns=(Column(id="promised", heading="Promised"), Column(id="met", heading="Target met?")),
        rows=tuple(
            Row(
                id=name,
                heading=name.capitalize(),
                cells=(
                    Number(number=promised, unit=unit_of(objective)),
                    against(case, objective, finding, promised)[0],
                ),
            )
            for name, promised in named.items()
        ),
        counts=objective.among,
        trail=levels_trail(case, objective, finding),
    )


def levels_trail(case: Case, objective: Objective, finding: Finding | None) -> Trail:
    rests_on = (finding.happened.id,) if finding is not None else ()
    return case.trail("each level held against what happened", objective.id, rests_on=rests_on)


def label(objective: Objective, finding: Finding | None) -> str:
    """How the promise is named: its own label, else its direction and measure: “Fewer emergency admissions”."""
    if objective.label is not None:
        return objective.label
    direction = "Fewer" if objective.reduce else "Higher" if objective.raise_ else "Lower"
    change = objective.reduce or objective.lower or objective.raise_ or objective.id
    return f"{direction} {finding.label if finding is not None else change.replace('_', ' ')}"
