"""``proventive records backup``: one encrypted file with the records, the identifiers and the keys."""

from pathlib import Path
from typing import Annotated

import typer

from proventive.cli.app import AsJson, print_json
from proventive.cli.records.group import KeyFile, StoreFolder, records, secret_from
from proventive.cli.results import plain
from proventive.records.backup import back_up


@records.command("backup")
def backup(
    store: StoreFolder,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The file to write. It must not exist.")],
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Write one encrypted file with the records, the identifiers and the keys of a store."""
    made = back_up(store, to, secret=secret_from(key_file, twice=True))
    if as_json:
        print_json(plain(made))
        return
    keys = "Its keys are in it." if made.keys else "This store has no keys, so none are in it."
    typer.echo(
        f"Backed up “{made.store}” to {to}: {made.files} files. {keys}\n"
        f"What its records say: {made.known}\n"
        "Keep the passphrase or key file in another place. Without it nobody can open the backup."
    )
