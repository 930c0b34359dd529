"""Lines of a CSV file made into rows; a quotation mark that is never closed costs one row, not the file."""

import csv
from collections.abc import Iterator
from itertools import chain, islice

from proventive.reading.sent.even_rows import Record, Told
from proventive.reading.sent.limits import Limits

UNCLOSED = Record(fault="unclosed quote")
TOO_LONG = Record(fault="cell too long")


class Records:
    """The rows of a text, from its lines. Most are read at once; around a fault, one after the other."""

    def __init__(self, lines: Iterator[str], delimiter: str, limits: Limits) -> None:
        self.lines = lines
        self.delimiter = delimiter
        self.limits = limits
        self.held: list[str] = []  # lines that were read ahead of their rows

    def take(self, count: int, width: int | None) -> Told:
        """So many rows (fewer at the end), and what is wrong with some. ``width``: of the headings."""
        held = self.held + list(islice(self.lines, max(0, count - len(self.held))))
        lines = chain(held[:], self.drawn(held))
        before = csv.field_size_limit(self.limits.cell)
        try:
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            rows = list(islice(reader, count))
        except csv.Error:
            return self.one_by_one(held, count, width)
        finally:
            csv.field_size_limit(before)
        if width is not None and any(len(cells) != width and is_broken(cells) for cells in rows):
            return self.one_by_one(held, count, width)
        self.held = held[reader.line_num :]
        return rows, {}

    def one_by_one(self, held: list[str], count: int, width: int | None) -> Told:
        """Rows from lines, each on its own; what is left of the lines stays held."""
        rows: list[list[str]] = []
        said: dict[int, Record] = {}
        at = 0
        while at < len(held) and len(rows) < count:
            cells, used, record = self.one(held, at, width)
            if record is not None:
                said[len(rows)] = record
            rows.append(cells)
            at += used
        self.held = held[at:]
        return rows, said

    def one(self, held: list[str], at: int, width: int | None) -> tuple[list[str], int, Record | None]:
        """The row that begins in a line, how many lines it takes, and what is wrong with it."""
        before = csv.field_size_limit(self.limits.cell)
        reader = csv.reader(
            islice(chain(islice(held, at, None), self.drawn(held)), self.limits.lines_in_a_row),
            delimiter=self.delimiter,
            strict=True,
        )
        try:
            cells = next(reader)
        except (csv.Error, StopIteration):
            return self.broken(held[at])
        finally:
            csv.field_size_limit(before)
        if reader.line_num > 1 and width is not None and len(cells) != width:
            return self.broken(held[at])
        return cells, reader.line_num, None

    def drawn(self, held: list[str]) -> Iterator[str]:
        for line in self.lines:
            held.append(line)
            yield line

    def broken(self, line: str) -> tuple[list[str], int, Record]:
        """The cells of one line whose quotation marks do not add up, as near as they can be told."""
        cells = line.rstrip("\r\n").split(self.delimiter)[: self.limits.columns]
        long = any(len(cell) > self.limits.cell for cell in cells)
        kept = ["" if len(cell) > self.limits.cell else cell for cell in cells]
        return kept, 1, TOO_LONG if long else UNCLOSED


def is_broken(cells: list[str]) -> bool:
    """Whether a row of the wrong width runs over several lines: most likely a quotation mark was not closed."""
    return any("\n" in cell or "\r" in cell for cell in cells)
