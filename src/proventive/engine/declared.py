"""What a record table is made of, as declared. The declarations themselves stand in ``records/tables``."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

ColumnType = Literal["text", "date", "month", "integer", "decimal", "code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredColumn:
    """One column: what it holds, and what is accepted in it.

    A ``month`` is kept as its first day. A ``decimal`` keeps ``places`` places. A ``code`` is one of ``codes``
    (code → label; either may be sent), or of the codes that the reference facts hold (``codes_from``). An
    ``area`` has its former codes replaced; a “small” one has to be an area code.
    """

    name: str
    type: ColumnType
    heading: str
    help: str
    required: bool = False
    personal: bool = False  # its values never stand in a message
    codes: tuple[tuple[str, str], ...] = ()
    codes_from: Literal["events", "instruments"] | None = None
    area: Literal["small", "any"] | None = None  # an area code: of a small area, or of whatever an area is here
    low: Decimal | None = None
    high: Decimal | None = None
    places: int = 2
    not_before: str | None = None  # a date column of the same row
    prevails: tuple[str, ...] = ()  # of several ids of one person, one that says this is believed; the first first
    known_from: str | None = None  # the date column of the same row from which this value is known
    example: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredTable:
    """One record table: what one row is, its columns, its key, and the date from which a row is known."""

    name: str
    one_row_is: str
    columns: tuple[DeclaredColumn, ...]
    key: tuple[str, ...]  # no two rows have the same
    twice: str  # what to do where a row with the same key is sent again
    cut_by: str | None  # rows dated after as_at are not seen
    amended: str | None = None  # of the key: a row that differs in it alone may be one that stands, put right
    period: tuple[str, str] | None = None  # the columns that hold the first and last day of what is counted

    def column(self, name: str) -> DeclaredColumn:
        """The column of that name; raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def sql_type(column: DeclaredColumn) -> str:
    """The type of a column in every engine. Money and other decimals are exact."""
    if column.type == "decimal":
        return f"DECIMAL(18,{column.places})"
    return {"text": "VARCHAR", "code": "VARCHAR", "date": "DATE", "month": "DATE", "integer": "BIGINT"}[
        column.type
    ]
