"""``proventive records erase`` and ``subject-access``: what people may ask of records about them."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from proventive.cli.app import AsJson, print_json, read_day
from proventive.cli.records.group import StoreFolder, asked_unseen, records
from proventive.cli.results import plain
from proventive.quantities.words import things
from proventive.records.rights import Erased, allow_again, erase, person_of, subject_access

Person = Annotated[
    str, typer.Option("--person", metavar="ID", help="Their local id. Without it you are asked for a number.")
]
On = Annotated[date, typer.Option("--on", metavar="DATE", parser=read_day, help="The day that it is done.")]
NumberKind = Annotated[
    str, typer.Option("--kind", metavar="KIND", help="What number you will give: CHI, NHS number or own.")
]


def asked_for(store: Path, person: str, kind: str) -> str:
    """The local id. A number is asked for, since what stands in a command is kept by the computer."""
    if person:
        return person
    instead = "Where there is no terminal, name the person by their local id: --person ID."
    return person_of(store, identifier=asked_unseen(f"{kind} of the person", instead=instead), kind=kind)


def sure() -> bool:
    """Whether somebody says yes; nobody there is no."""
    try:
        return typer.confirm("Erase all that this store holds about this person? It cannot be undone.")
    except typer.Abort:
        return False


@records.command("erase")
def erase_person(
    store: StoreFolder,
    on: On,
    person: Person = "",
    kind: NumberKind = "CHI",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False,
    again: Annotated[
        bool, typer.Option("--allow-again", help="Let a person who was erased come in again.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Erase a person from a store: their rows, in every file, and who they are. It cannot be undone."""
    local_id = asked_for(store, person, kind)
    if again:
        allow_again(store, local_id)
        typer.echo("This person may come in again with the next import.")
        return
    if not yes and not sure():
        raise typer.BadParameter("nothing was erased. Answer “y”, or add --yes where there is no terminal.")
    erased = erase(store, local_id, on=on)
    if as_json:
        print_json({name: value for name, value in plain(erased).items() if name != "manifest"})
        return
    for line in lines(erased):
        typer.echo(line)


def lines(erased: Erased) -> list[str]:
    """What was erased, and what is still to be done by hand."""
    told = [f"Erased: {things(erased.rows, 'row', 'rows')} about one person, and who they are."]
    told += [f"  {part.name}: {things(part.rows, 'row', 'rows')}" for part in erased.tables]
    told += [f"  {name} was rewritten without them" for name in (*erased.files, *erased.rewritten)]
    if erased.to_fix:
        told.append(f"  {things(erased.to_fix, 'row', 'rows')} of theirs went from the rows to fix")
    if erased.unclear:
        told.append(
            f"{things(erased.unclear, 'row', 'rows')} to fix went too: no number in them can be read, so they may "
            "be about this person. Import the file that they came from again to have the others back."
        )
    if erased.removed:
        told.append(
            f"Deleted as a whole, since no row of others is left in them, or nobody can tell what is about this "
            f"person: {', '.join(erased.removed)}. If you need the others back, import the file that they came "
            "from again."
        )
    if erased.still_in:
        told.append(
            f"This person still stands in {things(len(erased.still_in), 'file', 'files')} of the store, in no "
            f"column of a person: {', '.join(erased.still_in)}. Open what is named, and take them out."
        )
    return [
        *told,
        "Packs that were issued stand. “proventive explain” says that a source was erased, and when.",
        "What you still have to do: make a new backup and destroy the older ones, for they hold this person. Ask "
        "whoever sent the rows, or was sent them, to erase them too.",
    ]


@records.command("subject-access")
def subject_access_of_person(
    store: StoreFolder,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="A new folder, for what is held.")],
    on: On,
    person: Person = "",
    kind: NumberKind = "CHI",
    shared_with: Annotated[
        list[str] | None,
        typer.Option("--shared-with", metavar="WORDS", help="Who was given it, and why. May be repeated."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write all that a store holds about one person: a page to read, a spreadsheet, and JSON."""
    found = subject_access(store, asked_for(store, person, kind), to, on=on, shared_with=shared_with or ())
    if as_json:
        print_json({"tables": found.tables, "identifiers": found.identifiers})
        return
    rows = ", ".join(f"{table} {count:,}" for table, count in found.tables.items())
    typer.echo(
        f"Written to {to}: {things(sum(found.tables.values()), 'row', 'rows')}{f' ({rows})' if rows else ''}, "
        f"{things(found.identifiers, 'entry', 'entries')} of who they are.\n"
        "It is about one person and not encrypted. Give it to nobody else, and delete it when it was handed over."
    )
