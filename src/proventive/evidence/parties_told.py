"""Who takes part: every party with its roles, and which preventive partners are used and what they are paid."""

from proventive.agreement.document import Agreement, Party
from proventive.agreement.hashes import agreement_used, path_of
from proventive.evidence.blocks import Block, Cell, Heading, Sheet, SheetRow, Shown
from proventive.evidence.words import listed
from proventive.quantities import Figure, Trail


def parties_told(agreement: Agreement) -> tuple[Block, ...]:
    """A row for each party: what it does in the agreement, and what it receives where that is written down."""
    sheet = Sheet(
        caption="Who takes part, and what partners are paid",
        row_heading="Party",
        columns=("Its part", "Paid"),
        rows=tuple(party_row(party, agreement) for party in agreement.parties),
    )
    return (Heading(level=3, text="Who takes part"), sheet)


def party_row(party: Party, agreement: Agreement) -> SheetRow:
    """One party."""
    part = listed(list(party.roles)) + (f": {party.does}" if party.does else "")
    return SheetRow(heading=party.name, cells=(Cell(parts=(part,)), paid(party, agreement)))


def paid(party: Party, agreement: Agreement) -> Cell:
    """What a partner or subcontractor receives, as the agreement says it."""
    if party.paid is None:
        gets_paid = {"preventive partner", "subcontracts"} & set(party.roles)
        return Cell(parts=("not written down" if gets_paid else "",))
    figure = Figure(
        id=f"{party.id}/paid",
        value=party.paid.amount,
        counts=f"what {party.name} receives, for each {party.paid.per}",
        trail=Trail(
            method="written in the agreement",
            agreement=agreement_used(agreement, path_of(agreement, party.id)),
        ),
    )
    return Cell(parts=(Shown(figure=figure, form="value"), f" a {party.paid.per}"))
