"""``proventive check``: is there anything wrong with an agreement?"""

from pathlib import Path
from typing import Annotated

import typer

from proventive.agreement import agreement_hash
from proventive.cli.app import AsJson, app, plain_fault, print_json
from proventive.flow import check
from proventive.reading.faults import notes_told


@app.command("check")
def check_agreement(
    path: Annotated[Path, typer.Argument(metavar="AGREEMENT", help="The agreement's file or folder.")],
    as_json: AsJson = False,
) -> None:
    """Read an agreement, run its worked examples, and say all that is wrong at once, with its place."""
    agreement, notes = check(path)
    if as_json:
        print_json(
            {
                "agreement": agreement.id,
                "hash": agreement_hash(agreement),
                "faults": [plain_fault(n) for n in notes],
            }
        )
        return
    examples = len(agreement.worked_examples)
    ran = {0: "It has no worked examples.", 1: "Its worked example comes out to the penny."}.get(
        examples, f"Its {examples} worked examples come out to the penny."
    )
    typer.echo(f"“{agreement.title}” can be run. {ran}")
    if notes:
        typer.echo(f"\n{notes_told(notes)}")
