"""What was handed over becomes a finding again: its words, where it was made, its grade by our rule."""

from collections.abc import Iterable
from dataclasses import replace

from proventive.agreement.document import Objective
from proventive.evaluation.checks import DECISIVE
from proventive.evaluation.figures import Figures, estimated, figures_of, unanswered
from proventive.evaluation.finding import CheckResult, Finding
from proventive.evaluation.grades import grades_of
from proventive.evaluation.handing_over.nouns import HandedFinding, HandedOver, HandedTable
from proventive.evaluation.question import Question, Unanswerable, question_of
from proventive.quantities import Number, RecordsUsed, Table, Unknown
from proventive.quantities.words import things
from proventive.records import Records

IMPORTED = "imported estimate"
HANDED = "handed over"


def taken_in(handed: HandedOver, one: HandedFinding, objective: Objective, records: Records, note: str) -> Finding:
    """The finding that a file holds for an objective, graded. ``note`` is what is to be said of its seals."""
    question = question_of(records, objective, handed.period)
    if one.status != "estimated":
        people = one.people if isinstance(one.people, Number | Unknown) else Unknown(unknown=one.why)
        asked = Unanswerable(
            question=question,
            status=one.status,
            why=Unknown(unknown=one.why or "no reason is given"),
            people=people,
        )
        return unanswered(asked, method=method_of(handed, one), against=one.against)
    figures = figures_of(
        question,
        method=method_of(handed, one),
        counts=one.counts.get("rest") or f"{question.plural} among people who joined",
        records=tuple(
            RecordsUsed(store=held.store, table=held.table, hash=held.content, rows=held.rows or 0)
            for held in handed.data
        ),
        seed=records.agreement.seed if handed.origin == "proventive" else None,
    )
    finding = told(handed, one, question, figures, checks_of(handed, one, figures, note))
    return replace(
        finding, follow_up=one.follow_up or question.follow_up, grades=grades_of(finding, records.reference.scales)
    )


def told(
    handed: HandedOver, one: HandedFinding, question: Question, figures: Figures, checks: tuple[CheckResult, ...]
) -> Finding:
    return estimated(
        question,
        figures,
        design=one.design,
        against=one.against,
        people=figures.figure("people", one.people, one.counts.get("people") or "people who joined in the period"),
        followed=figures.figure("matched", one.followed, one.counts.get("followed") or "of whom followed"),
        observed=one.observed,
        counterfactual=one.counterfactual,
        effect=one.effect,
        relative=one.relative,
        happened=one.happened,
        beside=tuple(figures.figure(figure.id, figure.value, figure.counts) for figure in one.beside),
        tables=tuple(table_of(table, figures) for table in one.tables),
        checks=checks,
        caution=" ".join(part for part in (imported_caution(handed), one.caution) if part),
        draws=one.draws,
        placed_as=one.placed_as,
    )


def method_of(handed: HandedOver, one: HandedFinding) -> str:
    """What was done, and where and with what."""
    return f"{one.method.rstrip('.')}. Made where the records are, with {software_of(handed)}."


def software_of(handed: HandedOver) -> str:
    return ", ".join(f"{used.name} {used.version}" for used in handed.software)


def imported_caution(handed: HandedOver) -> str:
    if handed.origin == "proventive":
        return ""
    return f"Imported: worked out with {software_of(handed)}, not by Proventive."


def table_of(table: HandedTable, figures: Figures) -> Table:
    return figures.table(table.id, table.title, table.row_heading, table.columns, table.rows, table.counts)


def checks_of(handed: HandedOver, one: HandedFinding, figures: Figures, note: str) -> tuple[CheckResult, ...]:
    """The checks that came with it, and what is to be known of how it came."""
    came = tuple(
        CheckResult(
            name=check.name,
            passed=check.passed,
            text=check.text or f"The check “{check.name}” was declared by those who made the estimate.",
            designs=(one.design,),
            table=None if check.table is None else table_of(check.table, figures),
        )
        for check in one.checks
    )
    return (*came, provenance(handed, one, came, note))


def provenance(handed: HandedOver, one: HandedFinding, came: Iterable[CheckResult], note: str) -> CheckResult:
    """How it came. An import without a check on which a comparison rests fails: nobody checked it."""
    judged = [check for check in came if check.passed is not None and check.name in DECISIVE]
    if handed.origin == "imported":
        passed = None if judged else False
        declared = (
            f"{things(len(judged), 'check', 'checks')} declared by those who made it" if judged else "no check"
        )
        text = f"Imported from {software_of(handed)}, with {declared} on which the comparison rests."
        return CheckResult(name=IMPORTED, passed=passed, text=f"{text} {note}".strip(), designs=(one.design,))
    text = f"The estimate was made where the records are, with {software_of(handed)}; only aggregates left"
    rules = f" ({handed.rules.words})" if handed.rules else ""
    gone = f" Not handed over: {', '.join(one.withheld)}." if one.withheld else ""
    return CheckResult(
        name=HANDED, passed=None, text=f"{text}{rules}.{gone} {note}".strip(), designs=(one.design,)
    )
