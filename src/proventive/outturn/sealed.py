"""What the seals say: who holds which plan, since when."""

from proventive.agreement.seals import seals
from proventive.outturn.case import Case


def seal_sentences(case: Case) -> tuple[str, ...]:
    """One sentence each: sealed by whom and when; a plan changed after sealing, or sealed late, is said."""
    return seals(case.records.folder, case.agreement, as_at=case.as_at).sentences()
