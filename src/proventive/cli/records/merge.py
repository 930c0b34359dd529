"""``proventive records merge``, ``unmerge`` and ``apart``: what was decided of a possible duplicate."""

from datetime import date
from typing import Annotated

import typer

from proventive.cli.app import AsJson, print_json, read_day
from proventive.cli.records.group import StoreFolder, records
from proventive.cli.results import plain
from proventive.quantities.words import things
from proventive.records import same_people

On = Annotated[date, typer.Option("--on", metavar="DATE", parser=read_day, help="The day of the decision.")]
Kept = Annotated[str, typer.Argument(metavar="KEPT", help="The local id that stays.", show_default=False)]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other local id.", show_default=False)]


@records.command("merge")
def merge(store: StoreFolder, kept: Kept, other: Other, on: On, as_json: AsJson = False) -> None:
    """Count two local ids as one person. No row is changed: “unmerge” undoes it exactly."""
    merged = same_people.merge(store, kept, other, on=on)
    if as_json:
        print_json(plain(merged))
        return
    rows = ", ".join(f"{count:,} in {table}" for table, count in merged.rows.items())
    typer.echo(
        f"From now on {other} is counted as {kept}: {things(sum(merged.rows.values()), 'row', 'rows')} ({rows})."
    )
    if merged.differ:
        typer.echo(f"The two differ in: {', '.join(merged.differ)}. What {kept} says stands.")
        if "Consent" in merged.differ:
            typer.echo("Where one of the two did not agree that the record is used, that stands.")
    typer.echo(f"To undo it: proventive records unmerge {store} {other} --on DATE")


@records.command("unmerge")
def unmerge(store: StoreFolder, other: Other, on: On, as_json: AsJson = False) -> None:
    """Undo a merge: the other id is a person of their own again."""
    undone = same_people.unmerge(store, other, on=on)
    if as_json:
        print_json(plain(undone))
        return
    typer.echo(f"{other} is no longer counted as {undone.kept}. The records count as before the merge.")


@records.command("apart")
def apart(
    store: StoreFolder,
    one: Annotated[str, typer.Argument(metavar="ONE", help="A local id.", show_default=False)],
    two: Annotated[str, typer.Argument(metavar="TWO", help="Another local id.", show_default=False)],
    on: On,
    as_json: AsJson = False,
) -> None:
    """Say that two local ids are two people, so that they are not proposed again."""
    decided = same_people.say_apart(store, one, two, on=on)
    if as_json:
        print_json(plain(decided))
        return
    typer.echo(f"{one} and {two} are two people. They are not proposed again.")
