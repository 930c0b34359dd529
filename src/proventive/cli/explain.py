"""``proventive explain``: where does this figure come from?"""

from datetime import date
from typing import Annotated

import typer

from proventive import __version__
from proventive.cli.app import AsJson, Folder, app, print_json, read_day
from proventive.cli.results import plain
from proventive.evidence import explanation
from proventive.flow import explain
from proventive.flow.explaining import list_figures


@app.command("explain")
def explain_figure(
    folder: Folder,
    figure: Annotated[str, typer.Argument(metavar="FIGURE", help="Its name, as in “demand/owed”.")] = "",
    as_at: Annotated[
        date | None, typer.Option("--as-at", metavar="DATE", parser=read_day, help="Default: the latest saved.")
    ] = None,
    every: Annotated[bool, typer.Option("--list", help="Name every figure there is.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print the trail of a figure: agreement lines, record files by hash, facts with sources, method and seed."""
    if every or not figure:
        typer.echo("\n".join(list_figures(folder, as_at)))
        return
    found = explain(folder, figure, as_at)
    if as_json:
        print_json(plain(found))
    else:
        typer.echo("\n".join(explanation(found.figure, *found.rests_on)))
        typer.echo(f"\nMade by Proventive {__version__}.")
