"""One finding for each objective of an agreement, in the period that is told."""

from collections.abc import Callable
from dataclasses import replace

from proventive.agreement import period_told
from proventive.agreement.document import Agreement, Objective
from proventive.evaluation.designs import DESIGNS, design_named
from proventive.evaluation.figures import unanswered
from proventive.evaluation.finding import Finding, Findings
from proventive.evaluation.grades import grades_of
from proventive.evaluation.question import Unanswerable
from proventive.quantities import Period
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference


def evaluate(agreement: Agreement, records: Records, progress: Callable[[str], None] | None = None) -> Findings:
    """What changed for each objective, against what would have happened anyway.

    The period is the latest with results due by ``records.as_at``, else the latest that ended, else the first.
    ``progress`` takes a line of text for each objective.
    """
    period = period_told(agreement, records.as_at)
    findings = []
    for objective in agreement.objectives:
        if progress:
            progress(f"Evaluating {objective.id} ({objective.plan.design})")
        findings.append(answer(agreement, records, objective, period))
    return Findings(agreement=agreement.id, as_at=str(records.as_at), period=period, findings=tuple(findings))


def answer(agreement: Agreement, records: Records, objective: Objective, period: Period) -> Finding:
    """The finding for one objective, graded. Raises NotFound where its design is not known."""
    design = design_named(objective.plan.design)
    inputs = design.gather(records, objective, period)
    if isinstance(inputs, Unanswerable):
        return unanswered(inputs, method=design.method, against=design.against)
    finding = design.estimate(inputs, objective.plan, seed=agreement.seed)
    return replace(finding, grades=grades_of(finding, records.reference.scales))


def faults(agreement: Agreement, reference: Reference) -> list[Fault]:
    """What the plans of an agreement lack for their designs to be carried out."""
    return [fault for design in DESIGNS.values() for fault in design.faults(agreement, reference)]
