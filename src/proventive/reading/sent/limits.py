"""How much is read of a file that a stranger sent. Beyond that it is refused, and the message names the limit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most of each thing. A CSV file may be of any size; a spreadsheet is unpacked in memory."""

    cell: int = 100_000  # characters in a cell of a CSV file; a spreadsheet cell holds 32,767
    columns: int = 2_000
    line_bytes: int = 8_000_000  # in one line of a CSV file
    lines_in_a_row: int = 200  # a quoted cell that goes on for longer was never closed
    rows_above: int = 30  # in which the headings are looked for
    unpacked: int = 50_000_000  # bytes of a spreadsheet, all its parts unpacked
    parts: int = 1_000  # in the container of a spreadsheet
    cells: int = 2_000_000  # in one sheet, from its first cell to its last
    sheets: int = 200


LIMITS = Limits()
