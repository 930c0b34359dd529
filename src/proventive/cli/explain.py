"""``proventive explain``: where does this figure come from?"""

from datetime import date
from typing import Annotated

import typer

from proventive import __version__
from proventive.agreement import agreement_folder
from proventive.cli.app import AsJson, EngineUrl, Folder, app, print_json, read_day
from proventive.cli.results import plain
from proventive.evidence import explanation
from proventive.flow import explain
from proventive.flow.explaining import latest_as_at, list_figures
from proventive.flow.steps_run import explain_sql


@app.command("explain")
def explain_figure(
    folder: Folder,
    figure: Annotated[str, typer.Argument(metavar="FIGURE", help="Its name, as in “demand/owed”.")] = "",
    as_at: Annotated[
        date | None, typer.Option("--as-at", metavar="DATE", parser=read_day, help="Default: the latest saved.")
    ] = None,
    every: Annotated[bool, typer.Option("--list", help="Name every figure there is.")] = False,
    sql: Annotated[
        str,
        typer.Option("--sql", metavar="STEP", help="Print a step of the engine as it ran: evaluation/joiners."),
    ] = "",
    engine: EngineUrl = "duckdb",
    as_json: AsJson = False,
) -> None:
    """Print the trail of a figure: agreement lines, record files by hash, facts with sources, method and seed."""
    if sql:
        day = as_at or latest_as_at(agreement_folder(folder))
        typer.echo(
            explain_sql(folder, sql, day.isoformat(), spark=engine.startswith(("spark://", "sc://"))), nl=False
        )
        return
    if every or not figure:
        typer.echo("\n".join(list_figures(folder, as_at, engine=engine)))
        return
    found = explain(folder, figure, as_at, engine=engine)
    if as_json:
        print_json(plain(found))
    else:
        typer.echo("\n".join(explanation(found.figure, *found.rests_on, erased=found.erased)))
        typer.echo(f"\nMade by Proventive {__version__}.")
