"""The sheets of a sent file, each staged in the engine, with the mapping by which it is read."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from proventive.engine.duck import DuckEngine
from proventive.engine.staging import Arrived, column_values, stage_csv, stage_sheet
from proventive.reading.faults import Fault, FaultsFound
from proventive.reading.sent import Sheet
from proventive.records.importing.mapping import SheetMapping, positions, told_apart
from proventive.records.importing.parquet_file import sheets_of_any
from proventive.records.importing.plain_csv import is_plain
from proventive.records.importing.proposing import Values
from proventive.records.sources import HELP

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SentSheet:
    """A sheet of a file, the file's hash, and its headings told apart."""

    file: Path
    hash: str
    sheet: Sheet
    headings: tuple[str, ...]

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
            found = list(sheets_of_any(file))
        except FaultsFound as faults:
            stops.extend(faults.faults)
            continue
        digest = hash_of(file)
        read = [sheet for sheet in found if not sheet.hidden and sheet.name != HELP and sheet.headings]
        for sheet in read:
            sheets.append(SentSheet(file=file, hash=digest, sheet=sheet, headings=told_apart(sheet.headings)))
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


def stage(engine: DuckEngine, sent: SentSheet) -> None:
    """Put the rows of a sheet into the engine: a plain file at once, all others a batch at a time."""
    delimiter = sent.sheet.delimiter or ","
    if is_plain(sent.file, sent.sheet) and stage_csv(engine, sent.file, sent.sheet.headings, delimiter):
        return
    stage_sheet(engine, len(sent.headings), arrived(sent.sheet))


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
    "mapping_name",
    "sent_sheets",
    "stage",
    "table_named",
    "values_of",
]
