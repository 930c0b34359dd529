"""The sheets of a sent file, each staged in the engine, with the mapping by which it is read."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from proventive.engine.duck import DuckEngine, NotAlike
from proventive.engine.staging import Arrived, column_values, keep_rows, lay_csv, stage_sheet
from proventive.quantities import RecordsError
from proventive.reading.faults import Fault, FaultsFound
from proventive.reading.sent import Sheet
from proventive.records.importing.mapping import SheetMapping, positions, told_apart
from proventive.records.importing.parquet_file import sheets_of_any
from proventive.records.importing.plain_csv import Lines, plain_lines
from proventive.records.importing.proposing import Values
from proventive.records.sources import HELP

BLOCK = 1 << 18
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentSheet:
    """A sheet of a file, the file's hash, its headings told apart, and its lines where the engine may read it."""

    file: Path
    hash: str
    sheet: Sheet
    headings: tuple[str, ...]
    plain: Lines | None

    @property
    def named(self) -> str:
        """How a question names it."""
        return self.sheet.name or self.file.stem

    @property
    def source(self) -> str:
        """How the sheet is named in the records: the file and sheet, and the file's hash in short, since next
        month's file may have the same name."""
        return f"{self.sheet.place} ({self.hash[:8]})"


def sent_sheets(files: list[Path]) -> tuple[list[SentSheet], list[Fault]]:
    """Every sheet that is to be read, and notes. Raises FaultsFound, all at once, where a file cannot be read."""
    sheets: list[SentSheet] = []
    notes: list[Fault] = []
    stops: list[Fault] = []
    for file in files:
        try:
            with ThreadPoolExecutor(1) as beside:
                hashed = beside.submit(hash_of, file)
                found = list(sheets_of_any(file))
                read = [sheet for sheet in found if not sheet.hidden and sheet.name != HELP and sheet.headings]
                plain = [plain_lines(file, sheet) for sheet in read]
        except FaultsFound as faults:
            stops.extend(faults.faults)
            continue
        digest = hashed.result()
        sheets += [
            SentSheet(file=file, hash=digest, sheet=sheet, headings=told_apart(sheet.headings), plain=lines)
            for sheet, lines in zip(read, plain, strict=True)
        ]
        for sheet in found if len(found) == 1 else read:
            stops.extend(note for note in sheet.notes if note.stops)
            notes.extend(note for note in sheet.notes if not note.stops)
    if stops:
        raise FaultsFound(stops)
    return sheets, notes


def hash_of(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while block := content.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def on_rows(engine: DuckEngine, sent: SentSheet, work: Callable[[], Found], *, there: bool = False) -> Found:
    """Put a sheet before the engine, unless it is ``there`` already, and do the work on its rows.

    A plain CSV file is read where it lies. Where its rows turn out not to be alike, which the first look at them
    tells, it is staged row by row as all others are, and the work is begun again.
    """
    if there or lies(engine, sent):
        try:
            return work()
        except NotAlike:
            pass
    stage_sheet(engine, len(sent.headings), arrived(sent.sheet))
    return work()


def lies(engine: DuckEngine, sent: SentSheet) -> bool:
    """Show a sheet to the engine where it lies. False where it cannot be read so."""
    if sent.plain is None:
        return False
    lay_csv(
        engine,
        sent.file,
        sent.sheet.headings,
        sent.sheet.delimiter or ",",
        rows=sent.plain.count - 1 if sent.plain.each_a_row else None,
        all_seen=sent.plain.all_seen,
    )
    return True


def check_unchanged(sheets: Iterable[SentSheet]) -> None:
    """Raise RecordsError where a file is no longer what it was when it was first looked at."""
    for file, digest in {sent.file: sent.hash for sent in sheets}.items():
        if hash_of(file) != digest:
            raise RecordsError(
                f"{file.name} was changed while it was read. Nothing was brought in, since some rows might have "
                "been read before the change and some after. Close the program that writes it, and run it again."
            )


def arrived(sheet: Sheet) -> Iterator[Arrived]:
    for rows in sheet.batches():
        yield Arrived(
            rows=rows.numbers,
            faults=rows.faults,
            no_record=rows.no_record,
            cells=rows.columns,
            notes=tuple((note.row, note.column, note.code) for note in rows.notes),
        )


def values_of(engine: DuckEngine, headings: tuple[str, ...]) -> Values:
    """What stands under the headings of the sheet that is staged."""
    place = positions(headings)

    def values(heading: str) -> dict[str, int]:
        keep_rows(engine)
        return column_values(
            engine, place[heading.casefold()] if heading.casefold() in place else headings.index(heading)
        )

    return values


def table_named(sent: SentSheet, tables: tuple[str, ...]) -> str | None:
    """The table that a sheet, or a file of one sheet, is named after: “demand”, “demand 2025-04”."""
    for name in (sent.sheet.name or "", sent.file.stem):
        start = "".join(letter if letter.isalpha() else "_" for letter in name.casefold()) + "_"
        for table in tables:
            if start.startswith(f"{table}_"):
                return table
    return None


def mapping_name(sent: SentSheet) -> str:
    return f"{sent.file.stem} {sent.sheet.name}" if sent.sheet.name else sent.file.stem


__all__ = [
    "SentSheet",
    "SheetMapping",
    "arrived",
    "check_unchanged",
    "mapping_name",
    "on_rows",
    "sent_sheets",
    "table_named",
    "values_of",
]
