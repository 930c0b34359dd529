"""A mapping applied to a sheet: headings become positions, as the engine takes them."""

from collections.abc import Iterable, Mapping

from proventive.engine.several_answers import Split
from proventive.engine.sheet_parts import FromSheet, Item, SheetPart
from proventive.quantities import RecordsError
from proventive.quantities.words import in_quotes
from proventive.records.declarations import declarations
from proventive.records.importing.mapping import (
    ColumnMapping,
    SheetMapping,
    TableMapping,
    alike,
    positions,
    told_apart,
)
from proventive.records.importing.proposing import Values
from proventive.records.importing.splitting import sign_of, splits
from proventive.records.known_codes import shipped

MOST = 5_000  # values of a column that are looked at


def parts_of(mapping: SheetMapping, headings: tuple[str, ...], values: Values) -> tuple[SheetPart, ...]:
    """The parts of a sheet, people first. Raises RecordsError where the mapping names a heading not there."""
    place = positions(headings)
    check_headings(mapping, place.keys())
    told = told_apart(headings)

    def under(heading: str) -> Mapping[str, int]:
        return values(told[place[alike(heading)]])

    return tuple(part_of(table, place, under) for table in in_order(mapping))


def in_order(mapping: SheetMapping) -> list[TableMapping]:
    """The tables of a mapping in the order in which they are taken: people first."""
    order = list(declarations())
    return sorted(mapping.tables, key=lambda table: order.index(table.table))


def check_headings(mapping: SheetMapping, there: Iterable[str]) -> None:
    known = set(there)
    named = [heading for table in mapping.tables for heading in sorted(table.headings)]
    missing = [heading for heading in dict.fromkeys(named) if alike(heading) not in known]
    if missing:
        raise RecordsError(
            f"The mapping “{mapping.name}” names {in_quotes(missing)}, which is no "
            "heading of the sheet. Its rows cannot be read. Mend the mapping, or the heading."
        )


def split_of(table: TableMapping) -> Split | None:
    """How rows with several answers in a cell are split; None where they are not."""
    named = [name for name, column in table.columns.items() if splits(column)]
    if not named:
        return None
    return Split(
        column=named[0],
        separator=sign_of(str(table.columns[named[0]].split)),
        shared=tuple(name for name, column in table.columns.items() if column.when_split == "shared"),
    )


def part_of(table: TableMapping, place: dict[str, int], values: Values) -> SheetPart:
    filled = {heading: filled_with(table, heading, values(heading)) for heading in table.filled}
    only = {**table.only, **{heading: found for heading, found in filled.items() if found is not None}}
    declared = declarations()[table.table]
    return SheetPart(
        table=declared,
        columns={name: from_sheet(column, place) for name, column in table.columns.items()},
        only={place[alike(heading)]: tuple(words) for heading, words in only.items()},
        left_out={place[alike(heading)]: tuple(words) for heading, words in table.left_out.items()},
        details={name: place[alike(heading)] for name, heading in table.details.items()},
        scales={each.id: (each.low, each.high) for each in shipped().instruments.values()}
        if table.table == "assessments"
        else {},
    )


def filled_with(table: TableMapping, heading: str, values: Mapping[str, int]) -> tuple[str, ...] | None:
    """What stands under a heading where it is filled; None where so much does that it is not looked through."""
    if len(values) >= MOST:
        return None
    absent = {
        word.strip().lower()
        for column in table.columns.values()
        if alike(heading) in map(alike, column.headings)
        for word in column.missing
    }
    return ("", *(value for value in values if value.strip().lower() not in absent))


def from_sheet(column: ColumnMapping, place: dict[str, int]) -> FromSheet:
    items = column.items
    return FromSheet(
        position=None if column.heading is None else place[alike(column.heading)],
        value=column.value,
        ticks={place[alike(heading)]: code for heading, code in column.ticks.items()},
        items=tuple(
            Item(
                position=place[alike(heading)],
                low=items.low,
                high=items.high,
                reversed=heading in items.reversed,
            )
            for heading in items.headings
        )
        if items
        else (),
        identifier=None if column.identifier == "local id" else column.identifier,
        restore_zeros=column.restore_zeros,
        dates=column.dates or "iso",  # type: ignore[arg-type]
        century=column.century,
        period=None if column.period == "day" or column.period == "?" else column.period,
        edge=column.edge,
        mark=column.decimals or ".",
        in_hours=column.unit == "hours",
        theirs=column.codes,
        missing=column.missing,
    )
