"""What a spreadsheet says beside the values of its cells: what is hidden, merged, reckoned, or broken."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

CODES = ("formula without result", "spreadsheet error", "merged", "hidden row")


@dataclass(slots=True, kw_only=True)
class Marks:
    """The marks of one sheet. Rows and columns count from 0; a column of -1 stands for the whole row.

    The marks are held as numbers, since a sheet may have very many.
    """

    last_row: int = -1
    last_column: int = -1
    rows: "array[int]" = field(default_factory=lambda: array("l"))
    columns: "array[int]" = field(default_factory=lambda: array("l"))
    codes: "array[int]" = field(default_factory=lambda: array("b"))
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # what the broken cells show
    formulas: int = 0
    hidden_columns: int = 0
    filtered: bool = False

    @property
    def area(self) -> int:
        """The cells from the first row and column to the last in use: so many are held in memory."""
        return (self.last_row + 1) * (self.last_column + 1)

    def reach(self, row: int, column: int) -> None:
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def add(self, row: int, column: int, code: str) -> None:
        self.rows.append(row)
        self.columns.append(column)
        self.codes.append(CODES.index(code))

    def told(self) -> Iterator[tuple[int, int | None, str]]:
        """Every mark: row, column, code, by row."""
        order = sorted(range(len(self.rows)), key=self.rows.__getitem__)
        for place in order:
            column = self.columns[place]
            yield self.rows[place], None if column < 0 else column, CODES[self.codes[place]]
