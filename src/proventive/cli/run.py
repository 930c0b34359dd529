"""``proventive run``: the whole flow, from the agreement to the evidence pack."""

import typer

from proventive.cli.app import AsAt, AsJson, EngineUrl, Folder, Quiet, app, print_json, progress_to_terminal
from proventive.cli.results import plain
from proventive.evidence import summary
from proventive.flow import run


@app.command("run")
def run_flow(
    folder: Folder, as_at: AsAt, as_json: AsJson = False, quiet: Quiet = False, engine: EngineUrl = "duckdb"
) -> None:
    """Check, open, evaluate, value, settle, and write the evidence pack; print what it comes to."""
    outturn = run(folder, as_at, engine=engine, progress=progress_to_terminal(quiet, as_json))
    if as_json:
        print_json(plain(outturn))
    else:
        typer.echo("\n".join(summary(outturn)))
