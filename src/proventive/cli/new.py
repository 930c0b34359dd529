"""``proventive new``: start an agreement from a commented template."""

from pathlib import Path
from typing import Annotated

import typer

from proventive.agreement import start_agreement
from proventive.cli.app import app
from proventive.records import write_templates


@app.command("new")
def new_agreement(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for the agreement.")],
) -> None:
    """Write a commented agreement as YAML and as a spreadsheet, and empty record spreadsheets beside it."""
    written = (*start_agreement(folder), *write_templates(folder))
    typer.echo("Written:")
    for path in written:
        typer.echo(f"  {path}")
    typer.echo(
        "\nFill in either agreement.yaml or agreement.xlsx, and delete the other. Then run\n"
        f"  proventive check {folder}"
    )
