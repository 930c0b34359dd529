"""``proventive cohort``: who joined, handed to the body that links, encrypted."""

from pathlib import Path
from typing import Annotated

import typer

from proventive.agreement import agreement_folder
from proventive.cli.app import AsAt, AsJson, Folder, app, print_json
from proventive.cli.results import plain
from proventive.flow import check, plan_to_answer
from proventive.flow.running import at_desk, version_told
from proventive.quantities.words import things
from proventive.records.cohort import (
    Heading,
    export_cohort,
    link_cohort,
    read_heading,
    read_public_key,
    start_receiving,
)
from proventive.records.cohort.receiving import write_public_key

cohort = typer.Typer(help="Hand over who joined to the body that links, encrypted.", no_args_is_help=True)
app.add_typer(cohort, name="cohort")

CohortFile = Annotated[Path, typer.Argument(metavar="FILE", help="The file that “cohort export” wrote.")]


@cohort.callback()
def _group() -> None:
    """Hand over who joined to the body that links, encrypted."""


@cohort.command("key")
def key(
    store: Annotated[Path, typer.Argument(metavar="STORE", help="The store of linked records, records/<body>.")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Where the public key is written.")],
    as_json: AsJson = False,
) -> None:
    """Make the key pair of a body that links, once, and write its public half for the providers."""
    public = start_receiving(store)
    write_public_key(to, public)
    if as_json:
        print_json({"body": public.body, "fingerprint": public.fingerprint})
        return
    typer.echo(
        f"The public key of {public.name} is in {to}. Give it to the providers; it is no secret.\n"
        f"Its fingerprint: {public.fingerprint}. Read it out to each of them by another way than the file came.\n"
        "The private half stays with the store’s other keys, and goes into its backup."
    )


@cohort.command("export")
def export(
    folder: Folder,
    as_at: AsAt,
    for_: Annotated[
        Path, typer.Option("--for", metavar="KEY", help="The public key of the body that links, a file.")
    ],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The file to write. It must not exist.")],
    as_json: AsJson = False,
) -> None:
    """Write who joined, with the identifiers of those who agreed, so that only the body that links can read it."""
    public = read_public_key(for_)
    heading = export_cohort(at_desk(folder, as_at).records, to, public)
    if as_json:
        print_json(plain(heading))
        return
    typer.echo("\n".join((f"Written to {to}, for {public.name} alone.", *lines(heading))))


@cohort.command("show")
def show(file: CohortFile, as_json: AsJson = False) -> None:
    """Print what anybody may read of a cohort: the agreement, its plan, the day, and how many people."""
    heading = read_heading(file)
    if as_json:
        print_json(plain(heading))
        return
    typer.echo("\n".join(lines(heading)))


@cohort.command("link")
def link(folder: Folder, file: CohortFile, as_json: AsJson = False) -> None:
    """Open a cohort beside the linked records: its people become those of the body that links."""
    agreement, _ = check(folder)
    linked = link_cohort(file, agreement_folder(folder), version_told(agreement, read_heading(file).as_at))
    if as_json:
        print_json(plain(linked.heading) | {"store": str(linked.store), "identified": linked.identified})
        return
    typer.echo(
        f"{things(linked.identified, 'person', 'people')} of {linked.heading.rows:,} came with an identifier. "
        f"Their store is {linked.store}. “proventive evaluate” now answers the plan for them."
    )


@cohort.command("plan")
def plan(folder: Folder, as_at: AsAt) -> None:
    """Print, as JSON, what an estimate made by other software has to name: the plan, the day and the period."""
    print_json(plan_to_answer(folder, as_at))


def lines(heading: Heading) -> tuple[str, ...]:
    """What a heading says, for a person."""
    return (
        f"Agreement: {heading.agreement}, as at {heading.as_at}, from {heading.name}",
        f"Plan: {heading.plan}",
        f"People who joined: {heading.rows:,}, of whom without an identifier: {heading.withheld:,}",
        f"Encrypted for the key {heading.to}",
    )
