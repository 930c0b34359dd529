"""Files of rows to fix in which a person stands: made ready without them. The rows of all others stand."""

import csv
import shutil
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from proventive.quantities import RecordsError
from proventive.reading.faults import FaultsFound
from proventive.reading.sent import Declared, Rows, Sheet, sheets_of
from proventive.records.erasure.sent_rows import PERSON, blank
from proventive.records.identity import KINDS, Identities, Kind, admit
from proventive.records.importing.mapping import UNDECIDED, ColumnMapping, SheetMapping, alike, told_apart
from proventive.records.importing.mapping_file import MAPPINGS, read_mapping
from proventive.records.importing.to_fix import HEADING, ROW
from proventive.records.store import TO_FIX

SPREADSHEETS = (".csv", ".xlsx", ".xlsm", ".xls", ".ods")
WRITTEN = Declared(header_row=1, header_rows=1)  # as every file of rows to fix is
LOCAL = "local id"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoseRows:
    """The rows of a sheet by number: those of a person, those that may be anybody's, and those of others."""

    theirs: frozenset[int]
    unclear: frozenset[int]  # no identifier in them can be read
    others: frozenset[int]

    @property
    def out(self) -> frozenset[int]:
        return self.theirs | self.unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class SentId:
    """How a mapping has a sheet say whose a row is."""

    position: int | None  # of the column; None where the mapping states one person for all rows
    value: str | None
    kind: Kind | None  # None: a local id
    restore_zeros: bool
    missing: tuple[str, ...]


class NobodyCanTell(Exception):
    """It cannot be told whose the rows of a file are."""


def files_to_fix(store: Path) -> list[Path]:
    """The spreadsheets in ``to-fix/``. Temporary and hidden files are none."""
    files = (store / TO_FIX).glob("*") if (store / TO_FIX).is_dir() else ()
    return sorted(
        file
        for file in files
        if file.is_file() and file.suffix.lower() in SPREADSHEETS and not file.name.startswith((".", "~$"))
    )


def readable_mappings(store: Path) -> list[SheetMapping]:
    """The mappings of a store, without those that nobody can read."""
    found = []
    for file in sorted((store / MAPPINGS).glob("*.yaml")):
        try:
            found.append(read_mapping(file))
        except (FaultsFound, RecordsError):
            continue
    return found


def without_person(
    file: Path, to: Path, mappings: Iterable[SheetMapping], identities: Identities, local_ids: Collection[str]
) -> tuple[int, int]:
    """Write a file of rows to fix to ``to`` without a person, where they may stand in it. Gives how many rows were
    theirs, and how many of the others were taken out since nobody can tell whose they are.

    Raises NobodyCanTell where that is so of the file as a whole, or no row would be left.
    """
    mappings = tuple(mappings)
    found = whose_rows(file, mappings, identities, local_ids)
    if not any(rows.out for rows in found.values()):
        return 0, 0
    kept = {name: rows.others for name, rows in found.items()}
    if not any(kept.values()):
        raise NobodyCanTell
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, to)
    try:
        take_out(to, {name: rows.out for name, rows in found.items()})
        after = whose_rows(to, mappings, identities, local_ids)
    except (csv.Error, KeyError, UnicodeError, FaultsFound) as error:
        raise NobodyCanTell from error
    if {name: rows.others for name, rows in after.items()} != kept or any(rows.out for rows in after.values()):
        raise NobodyCanTell
    return sum(len(rows.theirs) for rows in found.values()), sum(len(rows.unclear) for rows in found.values())


def people_to_fix(store: Path, identities: Identities) -> frozenset[str]:
    """The local ids of all who can be told among the rows to fix."""
    mappings = readable_mappings(store)
    found: set[str] = set()
    for file in files_to_fix(store):
        try:
            for sheet in sheets_to_fix(file):
                ids = ids_of_sheet(sheet, mappings)
                for rows in sheet.batches():
                    for each in ids:
                        found.update(id for id in told_ids(rows, each, identities).tolist() if id is not None)
        except (NobodyCanTell, FaultsFound):
            continue
    return frozenset(found)


def take_out(file: Path, rows: dict[str | None, frozenset[int]]) -> None:
    """Blank rows of a CSV or XLSX file, by sheet."""
    (*_, sheet) = sheets_to_fix(file)
    if sheet.format != file.suffix.lower().removeprefix(".") or sheet.format not in ("csv", "xlsx"):
        raise NobodyCanTell  # this kind of file cannot be written
    blank(file, sheet, rows)


def sheets_to_fix(file: Path) -> tuple[Sheet, ...]:
    """The sheets of a file of rows to fix; raises NobodyCanTell where it is none."""
    try:
        sheets = sheets_of(file, declared=WRITTEN)
    except FaultsFound as found:
        raise NobodyCanTell from found
    if any(sheet.headings[:2] != (HEADING, ROW) for sheet in sheets):
        raise NobodyCanTell
    return sheets


def whose_rows(
    file: Path, mappings: Iterable[SheetMapping], identities: Identities, local_ids: Collection[str]
) -> dict[str | None, WhoseRows]:
    """Whose the rows of each sheet are; raises NobodyCanTell where no mapping says it."""
    mappings = tuple(mappings)
    return {
        sheet.name: whose_in_sheet(sheet, ids_of_sheet(sheet, mappings), identities, local_ids)
        for sheet in sheets_to_fix(file)
    }


def whose_in_sheet(
    sheet: Sheet, ids: tuple[SentId, ...], identities: Identities, local_ids: Collection[str]
) -> WhoseRows:
    theirs: set[int] = set()
    unclear: set[int] = set()
    others: set[int] = set()
    for rows in sheet.batches():
        filled = np.zeros(len(rows.numbers), dtype=bool)
        for cells in rows.columns:
            filled |= cells != None  # noqa: E711
        found = [told_ids(rows, each, identities) for each in ids]
        is_theirs = np.zeros(len(rows.numbers), dtype=bool)
        is_unclear = np.zeros(len(rows.numbers), dtype=bool)
        for told in found:
            is_theirs |= np.isin(told.astype(str), sorted(local_ids)) & (told != None)  # noqa: E711
            is_unclear |= told == None  # noqa: E711
        theirs.update(rows.numbers[filled & is_theirs].tolist())
        unclear.update(rows.numbers[filled & is_unclear & ~is_theirs].tolist())
        others.update(rows.numbers[filled & ~is_unclear & ~is_theirs].tolist())
    return WhoseRows(theirs=frozenset(theirs), unclear=frozenset(unclear), others=frozenset(others))


def told_ids(rows: Rows, sent: SentId, identities: Identities) -> np.ndarray:
    """The local id of each row, None where it has none that can be read."""
    count = len(rows.numbers)
    cells = np.full(count, sent.value, dtype=object) if sent.position is None else rows.columns[sent.position]
    stated = [None if cell is None or cell.strip() in sent.missing else cell for cell in cells.tolist()]
    if sent.kind is not None:
        return admit(identities, sent.kind, stated, restore_zeros=sent.restore_zeros).ids
    return np.array([cell.strip() or None if cell is not None else None for cell in stated], dtype=object)


def ids_of_sheet(sheet: Sheet, mappings: Iterable[SheetMapping]) -> tuple[SentId, ...]:
    """How a sheet of rows to fix says whose its rows are: by the mappings of its headings, else by those that can
    read it. Raises NobodyCanTell where there is none, or one is not decided. Without a person there is no id."""
    headings = sheet.headings[2:]
    place = {alike(heading): position for position, heading in enumerate(told_apart(headings), 2)}
    mappings = tuple(mappings)
    same = [each for each in mappings if {alike(heading) for heading in each.headings} == place.keys()]
    fitting = same or [each for each in mappings if each.tables and read_by(each) <= place.keys()]
    if not fitting:
        raise NobodyCanTell
    return tuple(dict.fromkeys(id for mapping in fitting for id in ids_of_mapping(mapping, place)))


def read_by(mapping: SheetMapping) -> set[str]:
    return {alike(heading) for table in mapping.tables for heading in table.headings}


def ids_of_mapping(mapping: SheetMapping, place: dict[str, int]) -> Iterator[SentId]:
    for table in mapping.tables:
        if table.table == UNDECIDED:
            raise NobodyCanTell
        if PERSON in table.columns:
            yield id_of_column(table.columns[PERSON], place)


def id_of_column(column: ColumnMapping, place: dict[str, int]) -> SentId:
    position = None if column.heading is None else place.get(alike(column.heading))
    if position is None and column.value is None:
        raise NobodyCanTell
    kind = next((each for each in KINDS if each == column.identifier), None)
    if kind is None and column.identifier not in (None, LOCAL):
        raise NobodyCanTell
    return SentId(
        position=position,
        value=column.value,
        kind=kind,
        restore_zeros=column.restore_zeros,
        missing=column.missing,
    )
