"""What was promised?"""

from proventive.agreement.checks import contradictions, faults
from proventive.agreement.document import Agreement
from proventive.agreement.hashes import agreement_hash, agreement_used, path_of, seal_hash
from proventive.agreement.periods import period_told, results_due, statement_periods
from proventive.agreement.reading import agreement_folder, read_agreement, read_document
from proventive.agreement.schema import agreement_schema
from proventive.agreement.starting import start_agreement, write_as_workbook

__all__ = [
    "Agreement",
    "agreement_folder",
    "agreement_hash",
    "agreement_schema",
    "agreement_used",
    "contradictions",
    "faults",
    "path_of",
    "period_told",
    "read_agreement",
    "read_document",
    "results_due",
    "seal_hash",
    "start_agreement",
    "statement_periods",
    "write_as_workbook",
]
