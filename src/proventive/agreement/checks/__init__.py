"""Does the agreement contradict itself, or what the field already knows? And what does it lack?"""

from proventive.agreement.checks.notes import notes
from proventive.agreement.checks.objectives import OBJECTIVE_CLAUSES
from proventive.agreement.checks.parties import PARTY_CLAUSES
from proventive.agreement.checks.payment import PAYMENT_CLAUSES
from proventive.agreement.checks.plans import PLAN_CLAUSES
from proventive.agreement.checks.term import TERM_CLAUSES
from proventive.agreement.checks.value import VALUE_CLAUSES
from proventive.agreement.document import Agreement
from proventive.agreement.examples import example_faults
from proventive.reading.faults import Fault
from proventive.reference import Reference

CLAUSES = (
    *PARTY_CLAUSES,
    *TERM_CLAUSES,
    *OBJECTIVE_CLAUSES,
    *PLAN_CLAUSES,
    *PAYMENT_CLAUSES,
    *VALUE_CLAUSES,
)


def contradictions(agreement: Agreement, reference: Reference) -> list[Fault]:
    """Everything in an agreement that cannot hold, worked examples that its terms do not produce included."""
    found = [fault for clause in CLAUSES for fault in clause(agreement, reference)]
    return found + example_faults(agreement)


def faults(agreement: Agreement, reference: Reference) -> list[Fault]:
    """Contradictions, which stop the run, and notes on what the founding texts ask of every agreement."""
    return contradictions(agreement, reference) + notes(agreement)


__all__ = ["contradictions", "faults", "notes"]
