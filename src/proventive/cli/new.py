"""``proventive new``: start an agreement from a commented template."""

from pathlib import Path
from typing import Annotated

import typer

from proventive.agreement import read_agreement, start_agreement
from proventive.cli.app import app
from proventive.records import start_store


@app.command("new")
def new_agreement(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for the agreement.")],
) -> None:
    """Write a commented agreement as YAML and as a spreadsheet, and empty record spreadsheets beside it."""
    written = [*start_agreement(folder)]
    (provider, *_) = read_agreement(folder).with_role("provides")
    store = folder / "records" / provider.id
    written += start_store(store, body=provider.id, name=provider.name, id_space=provider.id)
    typer.echo("Written:")
    for path in written:
        typer.echo(f"  {path}")
    typer.echo(
        "\nFill in either agreement.yaml or agreement.xlsx, and delete the other. The spreadsheets in\n"
        f"{store / 'sources'} are for your records; leave empty what you do not keep. Then run\n"
        f"  proventive check {folder}\n"
        f"  proventive run {folder} --as-at DATE"
    )
