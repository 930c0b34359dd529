"""``proventive records template``: empty spreadsheets to fill in and send back."""

from pathlib import Path
from typing import Annotated

import typer

from proventive.cli.app import AsJson, print_json
from proventive.cli.records.describe import Tables, tables_named
from proventive.cli.records.group import records
from proventive.records import write_templates


@records.command("template")
def template(
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to write them to.")],
    tables: Tables = None,
    as_json: AsJson = False,
) -> None:
    """Write a spreadsheet for each record table, with headings, help, lists to choose from and an example row."""
    files = write_templates(to, tables=[table.name for table in tables_named(tables)])
    if as_json:
        print_json([str(file) for file in files])
        return
    for file in files:
        typer.echo(f"Written: {file}")
