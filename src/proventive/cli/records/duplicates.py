"""``proventive records duplicates``: who may stand twice, by local id and with the reason."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from proventive.cli.app import AsJson, print_json
from proventive.cli.records.group import StoreFolder, records
from proventive.cli.results import plain
from proventive.quantities.words import things
from proventive.records.same_people import Proposal, proposals


@records.command("duplicates")
def duplicates(
    store: StoreFolder,
    names: Annotated[
        bool,
        typer.Option("--names", help="Show names, days of birth and postcodes too. Only if you may see them."),
    ] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="PAIRS", help="How many to list.", min=1)] = 20,
    as_json: AsJson = False,
) -> None:
    """List pairs of local ids that may be one person. Nothing is merged. It needs the key of the store."""
    found = proposals(store, with_names=names)
    if as_json:
        print_json([plain(each) for each in found[:limit]])
        return
    for line in lines(found, limit, store):
        typer.echo(line)


def lines(found: tuple[Proposal, ...], limit: int, store: Path) -> Iterator[str]:
    """The proposals for a person who decides, and how to decide."""
    if not found:
        yield "Nobody seems to stand twice."
        return
    yield f"{things(len(found), 'pair', 'pairs')} of local ids may be one person each. Nothing was merged."
    for each in found[:limit]:
        yield f"\n{each.kept} {each.other}  {each.likely}"
        yield f"  In common: {each.reason}."
        for local_id, ways in zip((each.kept, each.other), each.names or (), strict=False):
            yield from (f"  {local_id}  {way}" for way in ways)
    if len(found) > limit:
        yield f"\n{len(found) - limit:,} more: --limit {len(found)}"
    yield (
        f"\nLook them up before you decide. Then, for each pair:\n"
        f"  one person:  proventive records merge {store} KEPT OTHER --on DATE\n"
        f"  two people:  proventive records apart {store} ONE TWO --on DATE"
    )
