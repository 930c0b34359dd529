"""How a sender's columns and codes become ours: what is asked once, written down, and used again next month.

A ``?`` stands for what is not decided: nothing is imported while there is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

UNDECIDED = "?"

Dates = Literal["iso", "day first", "month first", "worded", "serial 1900", "serial 1904", "?"]
Mark = Literal[".", ",", "?"]
Identifier = Literal["local id", "CHI", "NHS number", "own", "?"]
Unit = Literal["hours"]
Period = Literal["day", "month", "financial quarter", "financial year", "census week", "?"]
WhenNewer = Literal["set aside", "replace"]
WhenSplit = Literal["each", "shared", "?"]

NOT_SPLIT = "no"  # declared: a cell with several answers is set aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """The questions of an instrument, whose scores make its total: their headings and the scores they may have."""

    headings: tuple[str, ...]
    low: int
    high: int
    reversed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Where a column of ours comes from, and how its cells are read.

    One of: ``heading``, the sender's column; ``value``, the same in every row; ``ticks``, columns with a tick each
    (their heading → our code); ``items``, the sum of the questions of an instrument.
    """

    heading: str | None = None
    value: str | None = None
    ticks: Mapping[str, str] = field(default_factory=dict)
    items: Items | None = None
    identifier: Identifier | None = None
    restore_zeros: bool = False  # a number that lost its first 0 gets it back
    dates: Dates | None = None
    century: int | None = None  # the first of the hundred years that two digits may mean
    period: Period | None = None
    edge: Literal["first", "last"] = "first"  # which day of the period
    decimals: Mark | None = None  # the mark before them
    unit: Unit | None = None  # of what is kept in minutes
    codes: Mapping[str, str] = field(default_factory=dict)  # theirs → ours
    missing: tuple[str, ...] = ()  # what stands where nothing is known
    split: str | None = None  # what stands between several answers in one cell; each gives a row
    when_split: WhenSplit | None = None  # of a number in a row that is split: each answer has it, or a part of it

    @property
    def headings(self) -> tuple[str, ...]:
        """The sender's columns that it reads."""
        items = self.items.headings if self.items else ()
        return tuple(heading for heading in (self.heading, *self.ticks, *items) if heading is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """One of our tables in a sheet. ``only``: the values that its rows have in other columns. ``left_out``: values
    of rows that are left out, such as totals. ``filled``: the columns that are filled in its rows; a row in which
    one is empty has nothing for it. ``details``: what is kept apart beside the identifier."""

    table: str
    columns: Mapping[str, ColumnMapping]
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    when_newer: WhenNewer = "set aside"

    @property
    def headings(self) -> frozenset[str]:
        """The sender's columns that anything is taken from."""
        columns = frozenset(heading for column in self.columns.values() for heading in column.headings)
        return columns | set(self.only) | set(self.left_out) | set(self.filled) | set(self.details.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMapping:
    """What is taken from a sheet with these headings. ``not_kept``: columns that nothing is taken from.
    ``also_called``: what headings are called in other sheets of the same kind."""

    proventive_mapping: int = 1
    name: str
    headings: tuple[str, ...]
    tables: tuple[TableMapping, ...]
    not_kept: tuple[str, ...] = ()
    also_called: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def alike(heading: str) -> str:
    """A heading as it is compared: without capitals, blanks of any kind, underscores and a star."""
    return " ".join(heading.casefold().replace("_", " ").replace("\xa0", " ").rstrip("* ").split())


def positions(headings: tuple[str, ...]) -> dict[str, int]:
    """The position of each heading, from 0; of a heading that stands twice the first, the second as “Date (2)”."""
    found: dict[str, int] = {}
    for place, heading in enumerate(told_apart(headings)):
        found.setdefault(alike(heading), place)
    return found


def told_apart(headings: tuple[str, ...]) -> tuple[str, ...]:
    """Headings that stand twice with their number behind: “Date”, “Date (2)”. Without a heading: “column 3”."""
    counts: dict[str, int] = {}
    told = []
    for place, heading in enumerate(headings, 1):
        name = " ".join(heading.split()) or f"column {place}"
        counts[alike(name)] = counts.get(alike(name), 0) + 1
        told.append(name if counts[alike(name)] == 1 else f"{name} ({counts[alike(name)]})")
    return tuple(told)
