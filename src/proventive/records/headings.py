"""Whose column is this? The headings of a sent table, held against the declaration."""

from difflib import get_close_matches

from proventive.engine import DeclaredTable
from proventive.quantities import Place
from proventive.reading.faults import Fault
from proventive.reading.sent import Sheet


def columns_of(sent: Sheet, table: DeclaredTable) -> tuple[dict[str, int], list[Fault]]:
    """For each declared column that was sent its position, and what is wrong with the headings."""
    known = {
        accepted(spelling): column.name for column in table.columns for spelling in (column.name, column.heading)
    }
    found: dict[str, int] = {}
    faults: list[Fault] = []
    for position, heading in enumerate(sent.headings):
        name = known.get(accepted(heading))
        if name is None:
            faults.append(unknown_heading(sent.place, table, heading, position))
        elif name in found:
            faults.append(heading_twice(sent.place, heading))
        else:
            found[name] = position
    missing = [column.heading for column in table.columns if column.required and column.name not in found]
    if missing:
        faults.append(missing_columns(sent.place, table, missing))
    return found, faults


def accepted(heading: str) -> str:
    """A heading without what people change without meaning to: capitals, blanks, underscores, a star."""
    return heading.casefold().replace("_", " ").rstrip("* ").strip()


def unknown_heading(place: Place, table: DeclaredTable, heading: str, position: int) -> Fault:
    if not heading:
        what = f"Column {position + 1} has no heading."
        do = "Give it a heading, or delete the column."
    else:
        spellings = [column.heading for column in table.columns] + list(table.names)
        near = get_close_matches(heading, spellings, n=1, cutoff=0.5)
        what = f"“{heading[:40]}” is not a column of {table.name}."
        do = f"Did you mean “{near[0]}”? " if near else ""
        do += "Rename the column, or delete it."
    return Fault(
        code="unknown-heading", what=what, where=place, why="What stands below it would be left out.", do=do
    )


def heading_twice(place: Place, heading: str) -> Fault:
    return Fault(
        code="heading-twice",
        what=f"“{heading[:40]}” heads two columns.",
        where=place,
        why="Nobody can tell which of them counts.",
        do="Delete one of the two, or rename it.",
    )


def missing_columns(place: Place, table: DeclaredTable, missing: list[str]) -> Fault:
    listed = ", ".join(f"“{heading}”" for heading in missing)
    return Fault(
        code="missing-column",
        what=f"The first row lacks {listed}.",
        where=place,
        why=f"One row is {table.one_row_is}; it cannot be told without.",
        do="Put the headings into the first row, as in the template, and fill the columns.",
    )
