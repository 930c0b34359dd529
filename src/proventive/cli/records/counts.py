"""``proventive records counts``: people, contacts, staff, goals and reach in a period, each by its rule."""

from datetime import date
from typing import Annotated

import typer

from proventive.agreement import read_agreement
from proventive.cli.app import AsAt, AsJson, Folder, print_json, read_day
from proventive.cli.records.group import records
from proventive.cli.results import plain, table_as_text
from proventive.quantities import Period
from proventive.records import counts_table, open_records
from proventive.records.measures import measured


@records.command("counts")
def counts_in_a_period(
    path: Folder,
    as_at: AsAt,
    start: Annotated[
        date | None,
        typer.Option("--from", metavar="DATE", parser=read_day, help="The first day. Else that of the agreement."),
    ] = None,
    end: Annotated[
        date | None,
        typer.Option("--to", metavar="DATE", parser=read_day, help="The last day. Else that of the agreement."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Count people, contacts, time, staff, goals and reach: each thing once, by a stated date and rule."""
    agreement = read_agreement(path)
    opened = open_records(path if path.is_dir() else path.parent, agreement=agreement, as_at=as_at)
    first, last = start or agreement.term.start, end or agreement.term.end
    if last < first:
        raise typer.BadParameter(
            f"the period ends ({last}) before it begins ({first}). Give a later day", param_hint="--to"
        )
    period = Period(start=first, end=last)
    tables = (counts_table(opened, agreement.id, period), *measured(opened, agreement.id, period))
    if as_json:
        print_json([plain(table) for table in tables])
        return
    for table in tables:
        for line in table_as_text(table):
            typer.echo(line)
        typer.echo("")
