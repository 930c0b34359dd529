"""``proventive records due``: which questionnaires are due, which are overdue, and who was not seen?"""

from collections.abc import Iterator
from typing import Annotated

import typer

from proventive.agreement import read_agreement
from proventive.cli.app import AsAt, AsJson, Folder, print_json
from proventive.cli.records.group import records
from proventive.cli.results import plain
from proventive.quantities.words import things
from proventive.records import open_records
from proventive.records.measures import Due, due


@records.command("due")
def due_from_people(
    path: Folder,
    as_at: AsAt,
    ahead: Annotated[int, typer.Option("--ahead", metavar="DAYS", help="How far to look ahead.")] = 14,
    not_seen_for: Annotated[
        int, typer.Option("--not-seen-for", metavar="DAYS", help="Name people who were not met for so long.")
    ] = 60,
    as_json: AsJson = False,
) -> None:
    """List, by local id, the questionnaires that are due and overdue, people not seen, and people to be erased."""
    agreement = read_agreement(path)
    opened = open_records(path if path.is_dir() else path.parent, agreement=agreement, as_at=as_at)
    found = due(opened, ahead=ahead, not_seen_for=not_seen_for)
    if as_json:
        print_json(plain(found))
        return
    for line in lines(found):
        typer.echo(line)


def lines(found: Due) -> Iterator[str]:
    """What is due, for a person who will ask for it."""
    overdue = [one for one in found.follow_ups if one.state == "overdue"]
    coming = [one for one in found.follow_ups if one.state == "due"]
    for heading, listed in (("Overdue", overdue), ("Due", coming)):
        yield f"{heading}: {things(len(listed), 'questionnaire', 'questionnaires')}"
        for one in listed:
            yield f"  {one.person_id}  {one.instrument}, {one.moment}: due {one.due_on}, counts until {one.until}"
    yield f"Missed: {things(found.missed, 'questionnaire', 'questionnaires')}, too late to count"
    yield "Filled in, by the month in which they were due:"
    for month in found.by_month:
        yield f"  {month.month}  {month.filled_in} of {month.due} ({100 * month.filled_in / month.due:.0f}%)"
    yield f"Not seen: {things(len(found.not_seen), 'person', 'people')}"
    for person in found.not_seen:
        yield f"  {person.person_id}  last met {person.last_met or 'never'}"
    yield f"To be erased, as the time to keep them is over: {things(len(found.kept_too_long), 'person', 'people')}"
    for over in found.kept_too_long:
        yield f"  {over.person_id}  was to be kept until {over.keep_until}"
