"""Check an agreement: every chapter is asked what it finds wrong, and all faults come at once."""

from pathlib import Path

from proventive.agreement import Agreement, agreement_folder, read_document
from proventive.agreement.checks import notes
from proventive.agreement.reading import contradictions_of_versions
from proventive.evaluation import faults as evaluation_faults
from proventive.reading.faults import Fault, FaultsFound, in_order
from proventive.reference import open_reference
from proventive.valuation import faults as valuation_faults


def check(path: Path) -> tuple[Agreement, tuple[Fault, ...]]:
    """The agreement at ``path`` (a file or a folder), and the notes on it.

    Raises FaultsFound with the faults of every chapter, notes among them, if any of them stops the run.
    """
    reference = open_reference(agreement_folder(path) / "reference")
    agreement = read_document(path, reference=reference)
    found = in_order(
        (
            *contradictions_of_versions(agreement, reference),
            *notes(agreement),
            *evaluation_faults(agreement, reference),
            *valuation_faults(agreement, reference),
        )
    )
    if any(fault.stops for fault in found):
        raise FaultsFound(found)
    return agreement, found
