"""Headings that have other names in other sheets: a mapping takes each of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from proventive.records.importing.mapping import ColumnMapping, Items, SheetMapping, TableMapping, alike

Name = Callable[[str], str]  # of a heading, what it is called now


def names_of(mapping: SheetMapping, heading: str) -> tuple[str, ...]:
    """A heading, and what it is called in other sheets."""
    others = {alike(name): names for name, names in mapping.also_called.items()}
    return (heading, *others.get(alike(heading), ()))


def names_there(mapping: SheetMapping, heading: str, headings: Iterable[str]) -> tuple[str, ...]:
    """The headings of a sheet that are names of a heading: more than one where nobody knows which is meant."""
    names = {alike(name) for name in names_of(mapping, heading)}
    return tuple(each for each in headings if alike(each) in names)


def in_names_of(mapping: SheetMapping, headings: tuple[str, ...]) -> SheetMapping:
    """A mapping in the names that a sheet has, where just one of the names of a heading stands in it."""
    there = {name: names_there(mapping, name, headings) for name in mapping.also_called}
    return with_names(mapping, {name: found[0] for name, found in there.items() if len(found) == 1})


def with_names(mapping: SheetMapping, now: Mapping[str, str]) -> SheetMapping:
    """A mapping with other names for headings (before → now). What they were called is kept beside."""
    other = {alike(before): name for before, name in now.items() if alike(before) != alike(name)}
    if not other:
        return mapping

    def name(heading: str) -> str:
        return other.get(alike(heading), heading)

    also = {heading: names_of(mapping, heading) for heading in (*mapping.also_called, *now)}
    return replace(
        mapping,
        headings=tuple(map(name, mapping.headings)),
        tables=tuple(table_with(table, name) for table in mapping.tables),
        not_kept=tuple(map(name, mapping.not_kept)),
        also_called={
            name(heading): tuple(each for each in names if alike(each) != alike(name(heading)))
            for heading, names in also.items()
        },
    )


def table_with(table: TableMapping, name: Name) -> TableMapping:
    return replace(
        table,
        columns={ours: column_with(column, name) for ours, column in table.columns.items()},
        only={name(heading): values for heading, values in table.only.items()},
        filled=tuple(map(name, table.filled)),
        left_out={name(heading): values for heading, values in table.left_out.items()},
        details={ours: name(heading) for ours, heading in table.details.items()},
    )


def column_with(column: ColumnMapping, name: Name) -> ColumnMapping:
    return replace(
        column,
        heading=None if column.heading is None else name(column.heading),
        ticks={name(heading): code for heading, code in column.ticks.items()},
        items=None if column.items is None else items_with(column.items, name),
    )


def items_with(items: Items, name: Name) -> Items:
    return replace(items, headings=tuple(map(name, items.headings)), reversed=tuple(map(name, items.reversed)))
