"""CSV files as rows of text."""

import csv
from collections.abc import Generator, Iterator
from pathlib import Path

from proventive.quantities import Place
from proventive.reading.faults import Fault, FaultsFound
from proventive.reading.rows import NumberedRow, SentTable, headings_of, in_batches

LONGEST_CELL = 32_767  # the most that a cell of a spreadsheet holds


def read_csv(path: Path) -> SentTable:
    """The table of a CSV file in UTF-8, with commas. Raises FaultsFound where it cannot be read."""
    rows = numbered(path)
    _, first = next(rows, (0, ()))
    rows.close()
    headings = headings_of(first)
    if len(headings) == 1 and any(mark in headings[0] for mark in ";\t|"):
        raise FaultsFound([not_commas(path)])

    def below() -> Iterator[NumberedRow]:
        rows = numbered(path)
        next(rows, None)
        yield from rows

    return SentTable(
        name=path.stem,
        place=Place(file=path.name),
        headings=headings,
        batches=lambda: in_batches(below(), len(headings)),
    )


def numbered(path: Path) -> Generator[NumberedRow, None, None]:
    """Every row with its number, from 1; raises FaultsFound at the first byte or cell that cannot be read."""
    number = 0
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, cells in enumerate(csv.reader(file, strict=True), 1):
                yield number, cells
    except UnicodeDecodeError:
        raise FaultsFound([not_utf8(path)]) from None
    except csv.Error as error:
        raise FaultsFound([unreadable_row(path, number + 1, error)]) from None
    except OSError as error:
        raise FaultsFound([not_opened(path, error)]) from None
    finally:
        csv.field_size_limit(before)


def not_commas(path: Path) -> Fault:
    return Fault(
        code="not-commas",
        what="The first row holds one heading, with other marks than commas in it.",
        where=Place(file=path.name, line=1),
        why="The columns cannot be told apart.",
        do="Save the file again as “CSV UTF-8 (comma delimited)”.",
    )


def not_utf8(path: Path) -> Fault:
    """Where the first byte stands that is not UTF-8: by line, for the reader of rows reads ahead."""
    content = path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line: int | None = content.count(b"\n", 0, error.start) + 1
    else:
        line = None
    return Fault(
        code="not-utf-8",
        what="The file is not in UTF-8.",
        where=Place(file=path.name, line=line),
        why="Letters such as é and signs such as £ would be read as others, without a word.",
        do="Save the file again as “CSV UTF-8 (comma delimited)”.",
    )


def unreadable_row(path: Path, number: int, error: csv.Error) -> Fault:
    long = "field larger" in str(error)
    return Fault(
        code="unreadable-row",
        what=f"Row {number} has a cell of more than {LONGEST_CELL:,} characters."
        if long
        else f"Row {number} cannot be read: its quotation marks do not close.",
        where=Place(file=path.name),
        why="Nobody can tell where its cells end, nor where the next row begins.",
        do='Look for a double quotation mark (") that is opened and never closed, and remove it.',
    )


def not_opened(path: Path, error: OSError) -> Fault:
    return Fault(
        code="not-opened",
        what=f"The file cannot be opened ({type(error).__name__}).",
        where=Place(file=path.name),
        why="Its rows cannot be counted.",
        do="Close it in other programs, and check that you may read it.",
    )
