"""``proventive simulate``: make a synthetic place whose truth is known."""

from pathlib import Path
from typing import Annotated

import typer

from proventive.cli.app import Quiet, app, progress_to_terminal
from proventive.synthetic import simulate_place

simulate = typer.Typer(help="Make synthetic data whose truth is known.", no_args_is_help=True)
app.add_typer(simulate, name="simulate")


@simulate.callback()
def _group() -> None:
    """Make synthetic data whose truth is known."""


@simulate.command("place")
def place(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the place is written.")],
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same place.")],
    people: Annotated[int, typer.Option("--people", help="How many people live there at first.")] = 40_000,
    quiet: Quiet = False,
) -> None:
    """A place, its people and three preventive services, over five years; the truth is written beside it."""
    simulate_place(folder, seed=seed, people=people, progress=progress_to_terminal(quiet, False))
    typer.echo(f"Written to {folder}. The truth about it stands in {folder / 'truth'}.")
