"""Figures and tables of figures: numbers with an identity and a trail."""

from collections.abc import Iterator
from dataclasses import dataclass

from proventive.quantities.estimate import Value
from proventive.quantities.trail import Trail
from proventive.quantities.unknown import Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with an identity: ``<id>/<quantity>[/<row>/<column>]``.

    The identity is unique within an agreement, an as-at date and a period.
    """

    id: str
    value: Value
    counts: str  # whom or what it counts, in words
    trail: Trail

    @property
    def known(self) -> bool:
        return not isinstance(self.value, Unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: its id, its heading, and one cell for each column."""

    id: str
    heading: str
    cells: tuple[Value | str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: its id within the table, and its heading."""

    id: str
    heading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of figures. Its id is ``<id>/<quantity>``; each cell inherits the table's trail."""

    id: str
    title: str
    row_heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    counts: str
    trail: Trail

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"row {row.id} of {self.id} has {len(row.cells)} cells")
        ids = [row.id for row in self.rows]
        if len(set(ids)) != len(ids):
            raise ValueError(f"two rows of {self.id} share an id")

    def figures(self) -> Iterator[Figure]:
        """Every cell that is a number, as a figure with the table's trail."""
        for row in self.rows:
            for column, cell in zip(self.columns, row.cells, strict=True):
                if not isinstance(cell, str):
                    yield Figure(
                        id=f"{self.id}/{row.id}/{column.id}", value=cell, counts=self.counts, trail=self.trail
                    )
