"""Where in a file something stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A line and column of a text file, or a cell of a spreadsheet. Lines and columns count from 1."""

    file: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        if self.sheet is not None:
            return f"{self.file}, sheet “{self.sheet}”" + (f", cell {self.cell}" if self.cell else "")
        if self.line is not None:
            return f"{self.file}, line {self.line}" + (f", column {self.column}" if self.column else "")
        return self.file
