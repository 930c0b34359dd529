"""What a backup of a store holds, and how it is named within."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from proventive.engine.kept import content_hash
from proventive.engine.opening import open_embedded
from proventive.quantities import RecordsError
from proventive.records.declarations import declarations
from proventive.records.identity.keys import IDENTIFIERS, identities_folder
from proventive.records.manifest import read_manifest

WHAT = "backup"
LISTING = "backup.json"
RECORDS = "records"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What was backed up: the store's name, the hash of its manifest, and the SHA-256 of every file."""

    store: str
    known: str  # the manifest's hash: what the records say
    files: dict[str, str]


def files_of(store: Path) -> Iterator[tuple[str, Path]]:
    """Every file of a store and of its identifiers, by its name in the backup. Half-written ones are left out."""
    for top, folder in ((RECORDS, store), (IDENTIFIERS, identities_folder(store))):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and not path.name.startswith("."):
                yield f"{top}/{store.name}/{path.relative_to(folder).as_posix()}", path


def safe(name: str, store: str) -> bool:
    """Whether a name in a backup lies within the store that it names."""
    path = PurePosixPath(name)
    inside = path.parts[:2] in {(RECORDS, store), (IDENTIFIERS, store)}
    return inside and ".." not in path.parts and "\\" not in name and "\0" not in name and len(path.parts) > 2


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_content(store: Path, known: str) -> None:
    """Raise RecordsError unless every table says what the manifest says of it, and the manifest says ``known``."""
    manifest = read_manifest(store)
    if manifest is None or manifest.hash != known:
        raise RecordsError(
            "The restored manifest is another than the one that was backed up. Nothing was put in place. Use "
            "another copy of the backup."
        )
    engine = open_embedded(folders=[store])
    try:
        for table in manifest.tables:
            found = content_hash(engine, declarations()[table.table], store / table.file)
            if found != table.hash:
                raise RecordsError(
                    f"The table {table.table} does not say what its manifest says of it. Nothing was put in "
                    "place. Use another copy of the backup."
                )
    finally:
        engine.close()
