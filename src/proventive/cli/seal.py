"""``proventive seal``: a party puts its seal on what was agreed, before the data are seen."""

from datetime import date
from typing import Annotated

import typer

from proventive.agreement import agreement_folder
from proventive.agreement.seals import seal, seals
from proventive.cli.app import Folder, app, read_day
from proventive.flow import check


@app.command("seal")
def seal_agreement(
    folder: Folder,
    on: Annotated[date, typer.Option("--on", metavar="DATE", parser=read_day, help="The day of sealing.")],
    by: Annotated[str, typer.Option("--by", metavar="PARTY", help="The id of the party that seals.")],
) -> None:
    """Write the hash of the objectives, plans and payment into seals.yaml. It counts when both sides hold it."""
    agreement, _ = check(folder)
    seal(agreement_folder(folder), agreement, on=on, by=by)
    typer.echo("\n".join(seals(agreement_folder(folder), agreement).sentences()))
