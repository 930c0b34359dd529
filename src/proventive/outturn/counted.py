"""What was done, as the records count it: a table, unless nothing of the kind is on record."""

from collections.abc import Iterator
from dataclasses import replace

from proventive.outturn.case import Case
from proventive.quantities import Figure, Table, Unknown
from proventive.records.counts import counts_table

NOT_RECORDED = "People, contacts, time and money under this agreement: none of them is on record"


def counted_table(case: Case) -> Table:
    """People, contacts, hours and money of the period; without rows where none of them is on record."""
    table = counts_table(case.records, case.agreement.id, case.period, id="outturn/counts")
    return table if any(figure.known for figure in table.figures()) else replace(table, rows=())


def nothing_counted(table: Table) -> Iterator[str]:
    """What to say once, in place of a table in which nothing is known."""
    if not table.rows:
        yield NOT_RECORDED


def people_joined(table: Table) -> Figure:
    """How many people joined under the agreement in the period."""
    for figure in table.figures():
        if figure.id == f"{table.id}/people-joined/agreement":
            return figure
    return Figure(
        id=f"{table.id}/people-joined/agreement",
        value=Unknown(unknown="how many people joined was not recorded"),
        counts=table.counts,
        trail=table.trail,
    )
