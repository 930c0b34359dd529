"""The manifest of a store: which tables, from which sources, with every row accounted for."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from proventive.engine.whole_files import whole
from proventive.quantities import RecordsError, canonical_hash, from_json, to_json
from proventive.records.store import TABLE_FILES, Store

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """A record table as it is kept: its file within the store, the hash of its content, its rows."""

    table: str
    file: str
    hash: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Rows of one source that were set aside for one reason. ``column`` is None where the whole row is meant.

    ``values`` are some of the values, never of a personal column.
    """

    column: str | None = None
    reason: str
    do: str
    rows: tuple[int, ...]
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAccount:
    """A source as it came in: rows in = accepted + set aside + merged + ignored, always. Blank rows are no rows.

    Of a file in the template layout the examples are no rows either. ``merged`` and ``ignored`` are of imports:
    rows that stood already, and rows that are no records. ``imported``: the file itself is not kept; its rows are.
    ``split`` rows held several answers in a cell, and ``became`` so many: each of these is accounted for.
    """

    name: str  # the file's name; for a workbook "file.xlsx, sheet “demand”"
    table: str
    hash: str  # SHA-256 of the file; of made records, the table's content hash
    rows: int
    accepted: int
    set_aside: int
    examples: int = 0
    reasons: tuple[SetAside, ...] = ()
    merged: int = 0
    ignored: int = 0
    imported: bool = False
    mapping: str = ""  # the hash of the mapping by which it was imported
    areas: str = ""  # of an import: how many area codes are of which kind and edition
    split: int = 0
    became: int = 0

    def __post_init__(self) -> None:
        parts = (self.accepted, self.set_aside, self.merged, self.ignored)
        if self.rows - self.split + self.became != sum(parts):
            raise ValueError(f"{self.name}: {self.rows} rows are not {' + '.join(str(part) for part in parts)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedPart:
    """A table or a file of ``sources/`` from which a person's rows were erased: its hash before, and now."""

    name: str
    was: str
    now: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What was erased on a day, of one person: nothing says of whom. ``known_before``: the manifest's hash."""

    id: str
    on: str  # a date
    known_before: str
    known_after: str
    tables: tuple[ErasedPart, ...] = ()
    files: tuple[ErasedPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a store holds. ``made_from`` says from what it was made, so that nothing is made twice."""

    proventive: int = 1
    store: Store
    tables: tuple[TableFile, ...]
    sources: tuple[SourceAccount, ...]
    not_read: tuple[str, ...] = ()  # files and sheets that are no record table
    made_from: str = ""
    key: str = ""  # the fingerprint of the key that made the local ids, where this store has one
    erasures: tuple[Erasure, ...] = ()

    @property
    def hash(self) -> str:
        """What was known: the content of every table, and what is covered. Not the names of files."""
        tables = {table.table: table.hash for table in self.tables if table.rows}
        coverage = sorted(
            [entry.table, entry.event or "", entry.area or "", str(entry.period.start), str(entry.period.end)]
            for entry in self.store.coverage
        )
        return canonical_hash(
            {"body": self.store.body, "id_space": self.store.id_space, "tables": tables, "coverage": coverage}
        )

    def table(self, name: str) -> TableFile | None:
        """The file of a table, None where the store has none."""
        return next((table for table in self.tables if table.table == name), None)

    def hashes_before_erasures(self) -> tuple[str, ...]:
        """The hashes that this manifest had before each erasure, as long as nothing else has changed since."""
        hashes = [self.hash]
        for erasure in reversed(self.erasures):
            if erasure.known_after != hashes[-1]:
                break
            hashes.append(erasure.known_before)
        return tuple(hashes[1:])

    def erased_since(self, table: str, content: str) -> tuple[tuple[str, int], ...]:
        """When rows were erased from a table that once had this content hash, and how many each time."""
        found = []
        for erasure in self.erasures:
            for part in erasure.tables:
                if part.name == table and part.was == content:
                    found.append((erasure.on, part.rows))
                    content = part.now
        return tuple(found)

    def sources_of(self, table: str) -> Iterator[SourceAccount]:
        return (source for source in self.sources if source.table == table)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a store, None where it has none. Raises RecordsError where it cannot be read."""
    file = folder / MANIFEST
    try:
        manifest = from_json(file.read_text(encoding="utf-8"), Manifest)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise RecordsError(
            f"The manifest of this store cannot be read ({file}, {type(error).__name__}). It says which rows were "
            "accepted, so nothing can be counted without it. Delete it, and bring the records in again."
        ) from None
    missing = [table for table in manifest.tables if not (folder / table.file).is_file()]
    gone = [table.file for table in missing if any(source.imported for source in manifest.sources_of(table.table))]
    if gone:
        raise RecordsError(
            f"{', '.join(gone)} is not in {folder} any more. It held rows that were imported, and the files that "
            "they came from are not kept. Put it back from a backup: “proventive records restore”. Or delete "
            "manifest.json, and import all files again."
        )
    return replace(manifest, made_from="") if missing else manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest in one step, then remove table files that no manifest names."""
    with whole(folder / MANIFEST) as beside:
        beside.write_text(to_json(manifest), encoding="utf-8", newline="\n")
    named = {folder / table.file for table in manifest.tables}
    for file in (folder / TABLE_FILES).glob("*.parquet"):
        if file not in named:
            with suppress(OSError):  # still open elsewhere: the next time will do
                file.unlink()
