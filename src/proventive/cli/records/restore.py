"""``proventive records restore``: put a store back from a backup, to a place where it is not."""

from pathlib import Path
from typing import Annotated

import typer

from proventive.cli.app import AsJson, print_json
from proventive.cli.records.group import KeyFile, records, secret_from
from proventive.cli.results import plain
from proventive.quantities.words import things
from proventive.records.backup import Backup, restore


@records.command("restore")
def restore_store(
    backup: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help="The place that gets records/ and identifiers/.")
    ],
    erased_in: Annotated[
        Path | None,
        typer.Option(
            "--erased-in", metavar="STORE", help="A newer copy of the store: who was erased there is erased again."
        ),
    ] = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Put a store back from a backup, keys included. Every hash is compared before anything is in place."""
    put_back = restore(backup, to, secret=secret_from(key_file), erased_in=erased_in)
    if as_json:
        print_json(plain(put_back))
        return
    keys = "Its keys are back." if put_back.keys else "The backup had no keys."
    typer.echo(
        f"Restored “{put_back.store}” to {to / 'records' / put_back.store}: {put_back.files} files, every hash "
        f"compared. {keys}\nWhat its records say: {put_back.known}\n{of_erased(put_back, erased_in)}"
    )


def of_erased(put_back: Backup, erased_in: Path | None) -> str:
    """Who was erased since the backup was made, and is in it."""
    if erased_in is None:
        return (
            "Whoever was erased since this backup was made is in it. Erase them again, or restore with "
            "--erased-in and the folder of a newer copy of the store."
        )
    return f"Erased again, as in {erased_in}: {things(put_back.erased_again, 'person', 'people')}."
