"""The group ``proventive records``, and what its verbs have in common."""

import warnings
from getpass import GetPassWarning
from pathlib import Path
from typing import Annotated

import typer

from proventive.cli.app import app

records = typer.Typer(
    help="Records: bring them in, keep them safe, answer the people in them.", no_args_is_help=True
)
app.add_typer(records, name="records")

StoreFolder = Annotated[
    Path, typer.Argument(metavar="STORE", help="The store's folder, records/<body>.", show_default=False)
]
KeyFile = Annotated[
    Path | None,
    typer.Option("--key-file", metavar="FILE", help="A file to use as the passphrase. Without it you are asked."),
]


@records.callback()
def _group() -> None:
    """Records: bring them in, keep them safe, answer the people in them."""


def asked_unseen(what: str, *, instead: str, twice: bool = False) -> str:
    """What somebody types at the terminal, not shown; where nobody answers, what to write in the command."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", GetPassWarning)  # without a terminal there is nothing to be hidden
            return str(typer.prompt(what, hide_input=True, confirmation_prompt=twice))
    except typer.Abort:
        raise typer.BadParameter(f"nobody answered, so nothing was done. {instead}") from None


def secret_from(key_file: Path | None, *, twice: bool = False) -> bytes:
    """The content of the key file, or a passphrase that is asked for and not shown."""
    if key_file is None:
        instead = "Where there is no terminal, give the passphrase in a file: --key-file FILE."
        return asked_unseen("Passphrase", instead=instead, twice=twice).encode()
    try:
        return key_file.read_bytes()
    except OSError:
        raise typer.BadParameter(
            f"there is no file {key_file} that can be read", param_hint="--key-file"
        ) from None
