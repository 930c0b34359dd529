"""The other agreements that the same records serve."""

from collections.abc import Iterator

from proventive.agreement import Agreement, holds_agreement, read_agreement, statement_periods
from proventive.agreement.payment import Participation
from proventive.outturn import claims
from proventive.records import Records
from proventive.reference import open_reference


def siblings(records: Records) -> Iterator[Agreement]:
    """The agreements beside this one that are served by the same stores, in the order of their folders."""
    here = records.folder.resolve()
    for folder in sorted(records.place.iterdir()):
        if folder.resolve() != here and holds_agreement(folder) and not (folder / "records").exists():
            yield read_agreement(folder, reference=open_reference(folder / "reference"))


def claimed_elsewhere(agreement: Agreement, records: Records) -> tuple[Participation, ...]:
    """Every change that another agreement of the same stores has claimed by the as-at date."""
    return tuple(
        claim
        for other in siblings(records)
        if other.id != agreement.id
        for period in statement_periods(other)
        if period.start <= records.as_at
        for claim in claims(other, records, period)
    )
