"""The files of a store, as tables that somebody sent."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from proventive.engine import DeclaredColumn, DeclaredTable
from proventive.quantities import RecordsError
from proventive.reading.faults import Fault, FaultsFound
from proventive.reading.sent import Sheet
from proventive.records.declarations import declarations
from proventive.records.headings import columns_of
from proventive.records.store import SOURCES
from proventive.records.template_layout import sheets_in_layout

HELP = "Help"  # the sheet of a template that holds no rows


class SourcesRefused(RecordsError, FaultsFound):
    """Files that cannot be read as record tables. Nothing was brought in."""

    exit_code: ClassVar[int] = RecordsError.exit_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A table that was sent, the record table that it is, and the position of each column."""

    file: Path
    hash: str
    sent: Sheet
    table: DeclaredTable
    columns: dict[str, int]

    @property
    def name(self) -> str:
        return str(self.sent.place)


def source_files(folder: Path) -> list[Path]:
    """The files that were sent, by name. Temporary and hidden files are none."""
    sent = (folder / SOURCES).glob("*") if (folder / SOURCES).is_dir() else ()
    return sorted(file for file in sent if file.is_file() and not file.name.startswith((".", "~$")))


def read_sources(hashes: Mapping[Path, str]) -> tuple[list[Source], tuple[str, ...]]:
    """Every record table among the files, and the names of what is none; raises SourcesRefused."""
    sources: list[Source] = []
    not_read: list[str] = []
    faults: list[Fault] = []
    for file, digest in hashes.items():
        try:
            sent_tables = tables_in(file)
        except FaultsFound as found:
            faults.extend(found.faults)
            continue
        for sent in sent_tables:
            table = record_table(sent, alone=len(sent_tables) == 1)
            if table is None:
                not_read.append(str(sent.place))
                continue
            columns, wrong = columns_of(sent, table)
            faults.extend(wrong)
            sources.append(Source(file=file, hash=digest, sent=sent, table=table, columns=columns))
    if faults:
        raise SourcesRefused(faults)
    return sources, tuple(not_read)


def tables_in(file: Path) -> tuple[Sheet, ...]:
    """The tables of a file; raises FaultsFound where it cannot be read."""
    return tuple(sheet for sheet in sheets_in_layout(file) if sheet.name != HELP)


def record_table(sent: Sheet, *, alone: bool) -> DeclaredTable | None:
    """The record table that a sheet or file is named after: “demand”, “demand 2025-04”, “demand.2025”."""
    for name in (sent.name or "", Path(sent.file).stem if alone else ""):
        start = "".join(letter if letter.isalpha() else "_" for letter in name.casefold()) + "_"
        for table in declarations().values():
            if start.startswith(f"{table.name}_"):
                return table
    return None


def batches_of(source: Source, erased: Callable[[np.ndarray], np.ndarray]) -> Iterator[dict[str, np.ndarray]]:
    """The rows of a source as the engine takes them: every declared column, None where it was not sent.

    ``erased``: those of some local ids who were erased from the store; their rows are not to come in.
    """
    for batch in source.sent.batches():
        rows = len(batch.numbers)
        absent = np.full(rows, None, dtype=object)
        faults = batch.faults.copy()
        faults[faults != "too many cells"] = None  # cells that are missing at the end are empty
        if "person_id" in source.columns:
            people = np.array([(cell or "").strip() for cell in batch.columns[source.columns["person_id"]]])
            faults[np.isin(people, erased(np.unique(people)).astype(str))] = "erased"
        yield {
            "_source": np.full(rows, source.name, dtype=object),
            "_row": batch.numbers,
            "_fault": faults,
        } | {
            column.name: as_answered(batch.columns[source.columns[column.name]], column)
            if column.name in source.columns
            else absent
            for column in source.table.columns
        }


def as_answered(cells: np.ndarray, column: DeclaredColumn) -> np.ndarray:
    """Cells as the words of a list: what a spreadsheet keeps as true or false is yes or no, where these are."""
    if not {"yes", "no"} <= {code for code, _ in column.codes}:
        return cells
    return np.where(cells == "TRUE", "yes", np.where(cells == "FALSE", "no", cells))
