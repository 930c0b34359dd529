"""Restore a store from a backup, to a place where it is not; every hash is compared before anything is in
place."""

import os
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import BinaryIO, cast

from pydantic import ValidationError

from proventive.quantities import NotFound, RecordsError, from_json
from proventive.records.backup.contents import LISTING, RECORDS, WHAT, Listing, check_content, digest_of, safe
from proventive.records.backup.encrypted import EncryptedReader, not_whole
from proventive.records.backup.writing import Backup
from proventive.records.identity.keys import IDENTIFIERS, KEY
from proventive.records.manifest import read_manifest
from proventive.records.rights import erase_again

LISTING_LIMIT = 50_000_000


def restore(backup: Path | str, to: Path | str, *, secret: bytes, erased_in: Path | None = None) -> Backup:
    """Put a store back as ``to``/records/<body>/ and ``to``/identifiers/<body>/, both or neither.

    ``erased_in``: a newer copy of the store. Whoever was erased there is erased before anything is in place.

    Raises NotFound where there is no such file, RecordsError where the store is there already, the secret is
    another one, or any hash differs from what was backed up: then nothing is put in place.
    """
    backup, to = Path(backup), Path(to)
    if not backup.is_file():
        raise NotFound(f"There is no file {backup}. Nothing was restored. Check its name.")
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=to) as name:
        half = Path(name)
        with backup.open("rb") as file:
            listing = take_all(EncryptedReader(file, secret.rstrip(b"\r\n"), WHAT), half)
        for told, digest in listing.files.items():
            if not (half / told).is_file() or digest_of(half / told) != digest:
                raise not_whole()
        check_content(half / RECORDS / listing.store, listing.known)
        restored = half / RECORDS / listing.store
        again = 0 if erased_in is None else erase_again(restored, erased_in=erased_in)
        known = manifest.hash if again and (manifest := read_manifest(restored)) else listing.known
        put_in_place(half, to, listing.store)
    keys = (to / IDENTIFIERS / listing.store / KEY).is_file()
    return Backup(store=listing.store, files=len(listing.files), keys=keys, known=known, erased_again=again)


def take_all(encrypted: EncryptedReader, half: Path) -> Listing:
    """Unpack every file that the listing names, and no other, for the owner alone."""
    try:
        with tarfile.open(fileobj=cast(BinaryIO, encrypted), mode="r|") as archive:
            listing = listing_in(archive)
            while (entry := archive.next()) is not None:
                if not entry.isreg() or entry.name not in listing.files or not safe(entry.name, listing.store):
                    raise not_whole()
                target = half / entry.name
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                content = archive.extractfile(entry)
                assert content is not None  # a regular file has content
                with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    shutil.copyfileobj(content, file)
            encrypted.read()  # to the last piece: a file that was cut off has none
    except (tarfile.TarError, ValidationError, FileExistsError):
        raise not_whole() from None
    return listing


def listing_in(archive: tarfile.TarFile) -> Listing:
    first = archive.next()
    content = archive.extractfile(first) if first is not None and first.name == LISTING else None
    if first is None or content is None or first.size > LISTING_LIMIT:
        raise not_whole()
    return from_json(content.read().decode(), Listing)


def put_in_place(half: Path, to: Path, store: str) -> None:
    """Move both folders to where they belong. The identifiers go first: records without a key are told, a key
    without records does no harm."""
    targets = [(half / top / store, to / top / store) for top in (IDENTIFIERS, RECORDS)]
    for _, target in targets:
        if target.exists() and any(target.iterdir()):
            raise RecordsError(
                f"There is something in {target} already. A backup is never put over what is there, lest newer "
                "rows be lost. Restore to an empty place, and compare."
            )
    for source, target in targets:
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
