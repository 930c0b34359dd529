"""Every row accounted for: what came in, what was accepted, what was set aside, and why."""

from collections.abc import Iterator
from decimal import Decimal

from proventive.quantities import Column, Number, Row, Table, Trail
from proventive.quantities.words import things
from proventive.records.manifest import Manifest, SourceAccount

SHOWN = 12  # row numbers told of one reason


def accounts_table(manifests: tuple[Manifest, ...], trail: Trail) -> Table:
    """One row a source, of every store: rows in = accepted + set aside."""
    columns = ("rows", "accepted", "set-aside", "examples")
    headings = ("Rows in", "Accepted", "Set aside", "Examples left out")
    return Table(
        id="records/accounts",
        title="What came in",
        row_heading="Source",
        columns=tuple(Column(id=id, heading=heading) for id, heading in zip(columns, headings, strict=True)),
        rows=tuple(
            Row(
                id=f"{manifest.store.body}-{number}",
                heading=f"{manifest.store.name}: {source.table} from {source.name}{split_told(source)}",
                cells=tuple(
                    Number(number=Decimal(count), unit="rows")
                    for count in (source.rows, source.accepted, source.set_aside, source.examples)
                ),
            )
            for manifest in manifests
            for number, source in enumerate(manifest.sources, 1)
        ),
        counts="rows of the files that were sent",
        trail=trail,
    )


def split_told(source: SourceAccount) -> str:
    return f" ({source.split:,} of its rows split into {source.became:,})" if source.split else ""


def set_aside_lines(source: SourceAccount) -> Iterator[str]:
    """What is wrong with the rows of a source, one line a reason: how many, what, where, what to do."""
    for reason in source.reasons:
        numbers = ", ".join(f"{row:,}" for row in reason.rows[:SHOWN])
        more = f" and {len(reason.rows) - SHOWN:,} more" if len(reason.rows) > SHOWN else ""
        seen = f", such as {', '.join(f'“{value}”' for value in reason.values)}" if reason.values else ""
        rows = things(len(reason.rows), "row was", "rows were")
        yield f"{source.name}: {rows} set aside: {reason.reason}{seen} (row {numbers}{more}). {reason.do}"
