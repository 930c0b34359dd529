"""The other agreements that the same records serve."""

from collections.abc import Iterator

from proventive.agreement import Agreement, read_agreement, statement_periods
from proventive.agreement.payment import Participation
from proventive.outturn import claims
from proventive.records import Records
from proventive.reference import open_reference

FILES = ("agreement.yaml", "agreement.xlsx")


def siblings(records: Records) -> Iterator[Agreement]:
    """The agreements beside this one that are served by the same stores, in the order of their folders."""
    if not records.stores:
        return
    here = records.folder.resolve()
    place = records.stores[0].folder.resolve().parents[1]  # of <place>/records/<body>
    for folder in sorted(path.parent for path in place.glob("*/agreement.*") if path.name in FILES):
        if folder != here and not (folder / "records").exists():
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
