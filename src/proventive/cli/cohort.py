"""``proventive cohort``: who joined, handed to the body that links, encrypted."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from proventive.agreement import agreement_folder
from proventive.cli.app import AsAt, AsJson, Folder, app, print_json, read_day
from proventive.cli.results import plain
from proventive.flow import check, plan_to_answer
from proventive.flow.running import at_desk, version_told
from proventive.quantities.words import things
from proventive.records.cohort import (
    Handover,
    Heading,
    export_cohort,
    handovers,
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
    on: Annotated[
        date | None,
        typer.Option("--on", metavar="DATE", parser=read_day, help="The day on which it leaves; else --as-at."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write who joined, with the identifiers of those who agreed, so that only the body that links can read it."""
    public = read_public_key(for_)
    heading = export_cohort(at_desk(folder, as_at).records, to, public, on=on)
    if as_json:
        print_json(plain(heading))
        return
    typer.echo("\n".join((f"Written to {to}, for {public.name} alone.", *lines(heading))))


@cohort.command("show")
def show(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The file that “cohort export” wrote; or a store, records/<body>."),
    ],
    as_json: AsJson = False,
) -> None:
    """Print what anybody may read of a cohort; of a store, which cohorts left it, when and to whom."""
    if file.is_dir():
        show_left(handovers(file), as_json=as_json)
        return
    heading = read_heading(file)
    if as_json:
        print_json(plain(heading))
        return
    typer.echo("\n".join(lines(heading)))


def show_left(left: tuple[Handover, ...], *, as_json: bool) -> None:
    """Print which cohorts left a store."""
    if as_json:
        print_json(plain(left))
        return
    typer.echo("\n".join(line_of(one) for one in left) or "No cohort left this store.")


def line_of(one: Handover) -> str:
    return (
        f"{one.on}: “{one.agreement}” as at {one.as_at}, to {one.to} (key {one.key}): "
        f"{things(one.people, 'person', 'people')}, {one.identified:,} with an identifier; "
        f"columns {', '.join(one.columns)}; file {one.file}"
    )


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
        *(
            [f"Of whom the records were to be kept no longer: {heading.time_is_over:,}. Erase or renew them"]
            if heading.time_is_over
            else []
        ),
        f"Encrypted for the key {heading.to}",
    )
