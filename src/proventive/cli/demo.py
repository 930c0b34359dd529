"""``proventive demo``: run the shipped examples."""

from pathlib import Path
from typing import Annotated

import typer

from proventive.cli.app import Quiet, app, progress_to_terminal
from proventive.evidence import summary
from proventive.flow import demo


@app.command("demo")
def run_demo(
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Where the examples are laid out.")] = Path(
        "demo"
    ),
    quiet: Quiet = False,
) -> None:
    """Lay out the shipped examples in a folder, run each from promise to pack, and print what it comes to."""
    packs = []
    for example, outturn in demo(to, progress=progress_to_terminal(quiet, False)):
        typer.echo("\n".join(summary(outturn)) + "\n")
        packs.append(to / example.example / example.agreement / "pack" / example.as_at.isoformat() / "index.html")
    typer.echo("The evidence packs, to be opened in a browser:")
    for path in packs:
        typer.echo(f"  {path}")
