"""CSV files of any encoding, delimiter and size, one part of their rows at a time."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from proventive.reading.faults import FaultsFound
from proventive.reading.sent.bytes_in_lines import opened_text
from proventive.reading.sent.delimiter import declared_delimiter, delimiter_of
from proventive.reading.sent.encoding import Encoding, encoding_of
from proventive.reading.sent.even_rows import Record, Told, in_rows
from proventive.reading.sent.faults import sent_fault
from proventive.reading.sent.headings import Cells, filled_to, width_of
from proventive.reading.sent.limits import Limits
from proventive.reading.sent.notes import notes_of
from proventive.reading.sent.records import Records
from proventive.reading.sent.sheet import Declared, Rows, Sheet
from proventive.reading.sent.tables import frame_of, headings_in

SAMPLE = 100_000  # characters by which the delimiter is told
SAMPLED_ROWS = 200  # by which the headings are told
PART = 5_000  # rows taken from the file at a time
LONE = re.compile("[\udc80-\udcff]+")  # bytes that are not UTF-8, kept as they stand


def csv_sheet(path: Path, declared: Declared, limits: Limits) -> Sheet:
    """The table of a CSV file. Raises FaultsFound where it breaks a limit or is no table."""
    encoding = Encoding(codec=declared.encoding) if declared.encoding else encoding_of(path)
    sample = start_of(path, encoding, limits)
    said = declared_delimiter(sample.splitlines()[0]) if sample.strip() else None
    delimiter = declared.delimiter or said or delimiter_of(sample, limits)
    rows = first_rows(path, encoding, delimiter, limits)
    if not any(filled_to(cells) for cells in rows):
        raise FaultsFound([sent_fault("empty", path.name)])
    if width_of(rows) > limits.columns:
        raise FaultsFound([sent_fault("too-many-columns", path.name, limit=limits.columns)])
    found = headings_in(rows, declared, limits)
    frame = frame_of(found, rows)

    def read(size: int) -> Iterator[Rows]:
        skipped = frame.first_number - 1
        width = None if declared.quotes_close else frame.width
        yield from in_rows(parts(path, encoding, delimiter, limits, width, skipped), frame, size)

    return Sheet(
        file=path.name,
        name=None,
        format="csv",
        encoding=encoding.codec,
        delimiter=delimiter,
        header_row=None if found.last is None else found.last + 1,
        header_rows=found.rows,
        headings=found.headings,
        above=found.above,
        notes=notes_of(path.name, None, found, encoding),
        read=read,
    )


def start_of(path: Path, encoding: Encoding, limits: Limits) -> str:
    """The first characters of a file, to the end of a line where it goes on. Refuses what is no text."""
    with opened_text(path, limits, encoding) as file:
        sample = read_some(file, path)
    if sample.count("\0") > len(sample) / 20:
        raise FaultsFound([sent_fault("not-a-table", path.name)])
    return sample if len(sample) < SAMPLE else sample[: sample.rfind("\n") + 1] or sample


def first_rows(path: Path, encoding: Encoding, delimiter: str, limits: Limits) -> list[Cells]:
    rows, _ = next(parts(path, encoding, delimiter, limits, None, 0, SAMPLED_ROWS), ([], {}))
    return list(rows)


def parts(
    path: Path,
    encoding: Encoding,
    delimiter: str,
    limits: Limits,
    width: int | None,
    skipped: int,
    size: int = PART,
) -> Iterator[Told]:
    """The rows of a file in parts, without the first ones."""
    with opened_text(path, limits, encoding) as file:
        records = Records(iter(file), delimiter, limits)
        try:
            if skipped:
                records.take(skipped, None)
            while (part := records.take(size, width))[0]:
                yield mended(part, encoding) if encoding.beside else part
        except UnicodeError:
            raise FaultsFound([sent_fault("damaged-text", path.name, encoding=encoding.codec)]) from None


def read_some(file: TextIO, path: Path) -> str:
    try:
        return file.read(SAMPLE)
    except UnicodeError:
        raise FaultsFound([sent_fault("damaged-text", path.name, encoding="one encoding")]) from None


def mended(part: Told, encoding: Encoding) -> Told:
    """Rows in which bytes that are not UTF-8 are read by the older encoding beside it; each is noted."""
    rows, said = part
    for place, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell and not cell.isascii() and LONE.search(cell):
                cells[column] = LONE.sub(lambda found: older(found[0], encoding), cell)
                record = said.get(place, Record())
                note = (column, f"read as {encoding.beside}")
                said[place] = Record(fault=record.fault, notes=(*record.notes, note))
    return rows, said


def older(lone: str, encoding: Encoding) -> str:
    return lone.encode("utf-8", errors="surrogateescape").decode(encoding.beside or "latin-1", errors="replace")
