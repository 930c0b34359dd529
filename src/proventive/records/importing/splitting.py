"""Several answers in one cell: which columns may be split, and what is proposed where many cells hold them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from proventive.engine import DeclaredColumn, DeclaredTable
from proventive.records.declarations import declarations
from proventive.records.importing.mapping import NOT_SPLIT, UNDECIDED, ColumnMapping, TableMapping

MAY_BE_SPLIT: Mapping[str, tuple[str, ...]] = {
    "contacts": ("kind", "delivered_by"),
    "contributions": ("role",),
    "demand": ("event",),
    "journal": ("stage",),
}
"""The columns whose answers may become rows: they are part of the key of their table, so that the rows differ, and
no amount of money or score belongs to the row as a whole. See docs/decisions."""

LINE_BREAK = "line break"  # as a mapping names it
SEPARATORS = (";", "|", LINE_BREAK, ",", "+", "&", "/")
MANY = 0.1  # of the cells that are filled


def sign_of(separator: str) -> str:
    """The sign that a mapping names."""
    return "\n" if separator == LINE_BREAK else separator


def pieces(value: str, separator: str) -> list[str]:
    """The answers of a cell, as they were sent."""
    return [plain for part in value.split(sign_of(separator)) if (plain := " ".join(part.split()))]


def answers_between(values: Mapping[str, int], known: Callable[[str], bool]) -> tuple[str, ...]:
    """The answers in cells that hold several, all of them known, with the same sign between them.

    None where fewer than one filled cell in ten holds several, or there is but one such cell.
    """
    filled = sum(values.values())
    for separator in SEPARATORS:
        several = {
            value: parts
            for value in values
            if len(parts := pieces(value, separator)) > 1 and all(known(part) for part in parts)
        }
        if sum(values[value] for value in several) >= max(MANY * filled, 2):
            return tuple(dict.fromkeys(part for parts in several.values() for part in parts))
    return ()


def may_be_split(table: DeclaredTable, column: DeclaredColumn) -> bool:
    return column.name in MAY_BE_SPLIT.get(table.name, ())


def splits(column: ColumnMapping) -> bool:
    """Whether the cells of a column are split; not yet, where that is still to be asked."""
    return column.split not in (None, NOT_SPLIT, UNDECIDED)


def with_shares(table: TableMapping) -> TableMapping:
    """A mapping of a table in which rows are split, with its whole numbers to be asked about."""
    if not any(splits(column) for column in table.columns.values()):
        return table
    declared = declarations()[table.table]
    columns = {
        name: replace(column, when_split="?")
        if declared.column(name).type == "integer" and column.heading is not None and column.when_split is None
        else column
        for name, column in table.columns.items()
    }
    return replace(table, columns=columns)


def wrong_splits(table: TableMapping) -> Iterator[str]:
    """What a mapping says of splitting that cannot be done."""
    declared = declarations()[table.table]
    split = [name for name, column in table.columns.items() if column.split not in (None, NOT_SPLIT)]
    for name in split:
        if not may_be_split(declared, declared.column(name)):
            listed = ", ".join(f"{of} of {each}" for each, columns in MAY_BE_SPLIT.items() for of in columns)
            yield f"{name} of {table.table} cannot be split, only {listed}"
        elif table.columns[name].heading is None and not table.columns[name].ticks:
            yield f"{name} is split, so it needs a “heading” or “ticks”"
    if len(split) > 1:
        yield f"{' and '.join(split)} are both split, and only one column of a table can be"
    for name, column in table.columns.items():
        if column.when_split is not None and (not split or declared.column(name).type != "integer"):
            yield f"{name} has a “when_split”, which only a whole number in a row that is split can have"
