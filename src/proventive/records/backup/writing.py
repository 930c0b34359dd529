"""Back up a store: its records, its identifiers and its keys, as one encrypted file."""

import io
import os
import tarfile
from dataclasses import dataclass
from pathlib import Path

from proventive.quantities import NotFound, RecordsError, to_json
from proventive.records.backup.contents import LISTING, WHAT, Listing, digest_of, files_of
from proventive.records.backup.encrypted import EncryptedWriter, checked_secret
from proventive.records.identity.keys import KEY, identities_folder
from proventive.records.manifest import MANIFEST, read_manifest
from proventive.records.store import STORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds: the store, how many files, whether its keys are among them, and what its records
    say."""

    store: str
    files: int
    keys: bool
    known: str
    erased_again: int = 0  # people who were erased since, and were when it was restored


def back_up(store: Path | str, to: Path | str, *, secret: bytes) -> Backup:
    """Write ``to``, whole or not at all, encrypted under ``secret`` (a passphrase, or the content of a key file).

    Raises NotFound where there is no store, RecordsError where the file exists, the secret is short, or the
    records were changed meanwhile.
    """
    store, to = Path(store).resolve(), Path(to)
    secret = checked_secret(secret)
    if not (store / STORE).is_file() or (manifest := read_manifest(store)) is None:
        raise NotFound(
            f"There is no store with records in {store}. A backup is made of one store. Name its folder: "
            "“records/<body>”."
        )
    if to.exists():
        raise RecordsError(f"{to} exists already. A backup never replaces another. Choose a new name.")
    before = (store / MANIFEST).read_bytes()
    listing = Listing(
        store=store.name, known=manifest.hash, files={name: digest_of(path) for name, path in files_of(store)}
    )
    half = to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            encrypted = EncryptedWriter(file, secret, WHAT)
            put_all(encrypted, store, listing)
            encrypted.finish()
            file.flush()
            os.fsync(file.fileno())
        if (store / MANIFEST).read_bytes() != before:
            raise changed()
        half.replace(to)
    except FileNotFoundError:
        raise changed() from None
    except OSError as error:
        raise RecordsError(
            f"The backup cannot be written to {to} ({error.strerror or type(error).__name__}). Nothing was left "
            "behind. Check that the disk is not full and that you may write there."
        ) from error
    finally:
        half.unlink(missing_ok=True)
    keys = (identities_folder(store) / KEY).is_file()
    return Backup(store=store.name, files=len(listing.files), keys=keys, known=listing.known)


def put_all(encrypted: EncryptedWriter, store: Path, listing: Listing) -> None:
    with tarfile.open(fileobj=encrypted, mode="w|") as archive:
        put(archive, LISTING, to_json(listing).encode())
        for name, path in files_of(store):
            content = tarfile.TarInfo(name)
            content.size = path.stat().st_size
            with path.open("rb") as file:
                archive.addfile(content, file)


def put(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def changed() -> RecordsError:
    return RecordsError(
        "The records were changed while they were being backed up. A backup of two states would be worth "
        "nothing, so none was kept. Run it again when nothing is being brought in."
    )
