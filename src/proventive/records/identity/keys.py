"""The keys of a store, in a folder of their own: ``identifiers/<body>/`` beside ``records/<body>/``.

``key.json`` holds two keys: one makes local ids, the other encrypts the identifiers. Only its owner may read the
file. The records name the key by its fingerprint and hold nothing else of it.
"""

import base64
import binascii
import hmac
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha512
from pathlib import Path

from proventive.quantities import NotFound, RecordsError
from proventive.records.store import STORE, read_store

IDENTIFIERS = "identifiers"
KEY = "key.json"
LEAST = 16  # bytes of a key that makes local ids
DEMO_KEY = b"a demo key: it protects nobody, because nobody here is real"
"""The key of the shipped examples, so that they can be made again. Everybody has it, so that no real store may use
it."""
DEMO_LABEL = "For the demonstration only. Everybody has this key: it protects nobody."


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """``pseudonyms`` makes local ids (16 bytes or more), ``identifiers`` encrypts who they are (64 bytes)."""

    pseudonyms: bytes = field(repr=False)
    identifiers: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Which key made the local ids, in 16 digits that say nothing of the key itself."""
        return hmac.digest(self.pseudonyms, b"proventive: the fingerprint of this key", "sha256").hex()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """The identifiers of one store: where they are kept, and under which keys."""

    folder: Path
    keys: Keys


def identities_folder(store: Path | str) -> Path:
    """The folder of the identifiers of a store ``records/<body>/``: ``identifiers/<body>/`` beside it."""
    store = Path(store).resolve()
    return store.parent.parent / IDENTIFIERS / store.name


def start_identities(store: Path | str, *, pseudonyms: bytes | None = None) -> Identities:
    """Make the keys of a store. ``pseudonyms`` is given where local ids must agree with those of another store.

    Raises RecordsError where the store has keys already, since its people would get other ids, and where the
    demonstration key is given for a store that is none.
    """
    folder = identities_folder(store)
    if (folder / KEY).exists():
        raise RecordsError(
            f"This store has its key already ({folder / KEY}). With another key the same people would get other "
            "ids, and be counted twice. Nothing was written. Use the key that is there."
        )
    demo = pseudonyms == DEMO_KEY
    identifiers = sha512(DEMO_KEY).digest() if demo else secrets.token_bytes(64)
    keys = Keys(pseudonyms=pseudonyms or secrets.token_bytes(32), identifiers=identifiers)
    check_not_demo(store, keys)
    write_keys(folder, keys)
    return Identities(folder=folder, keys=keys)


def open_identities(store: Path | str, *, fingerprint: str = "") -> Identities:
    """The identifiers of a store. ``fingerprint``: of the key that made the ids in its records, where it is known.

    Raises NotFound where there is no key, RecordsError where it is another one, damaged, open to others, or that
    of the demonstration in a store that is none.
    """
    folder = identities_folder(store)
    keys = read_keys(folder)
    check_not_demo(store, keys)
    if fingerprint and keys.fingerprint != fingerprint:
        raise RecordsError(
            f"The key in {folder / KEY} is not the one that made the ids in these records: its fingerprint is "
            f"{keys.fingerprint}, not {fingerprint}. Rows that come in under it would belong to nobody who is "
            "known. Put the right key back: “proventive records restore” takes it from a backup."
        )
    return Identities(folder=folder, keys=keys)


def check_not_demo(store: Path | str, keys: Keys) -> None:
    """Raise RecordsError where the demonstration key is used for a store that is no demonstration."""
    described = Path(store) / STORE
    if keys.pseudonyms == DEMO_KEY and not (described.is_file() and read_store(Path(store)).demonstration):
        raise RecordsError(
            f"The key for {store} is the one of the demonstration. Everybody has it, so that anybody could tell "
            "who these people are. Nothing was read or written. Delete that key.json: a key of its own is made at "
            "the first import. If nobody in this store is real, write “demonstration: true” into its store.yaml."
        )


def read_keys(folder: Path) -> Keys:
    """The keys in a folder of identifiers; raises as :func:`open_identities` does."""
    file = folder / KEY
    try:
        plain = json.loads(private_text(file))
        keys = Keys(
            **{name: base64.b64decode(plain[name], validate=True) for name in ("pseudonyms", "identifiers")}
        )
    except FileNotFoundError:
        raise NotFound(
            f"There is no key for this store ({file} does not exist). Its records can be counted without it, but "
            "new files cannot be joined to the people in them, and nobody can be looked up. If the key was lost, "
            "“proventive records restore” takes it from a backup. Without a backup it cannot be made again."
        ) from None
    except (OSError, ValueError, KeyError, TypeError, binascii.Error):
        raise RecordsError(f"The key cannot be read ({file}). {TAKE_IT_FROM_A_BACKUP}") from None
    if len(keys.pseudonyms) < LEAST or len(keys.identifiers) != 64:
        raise RecordsError(f"The key is too short ({file}). {TAKE_IT_FROM_A_BACKUP}")
    return keys


def private_text(file: Path) -> str:
    """The text of a file that only its owner may read; raises RecordsError where others may read it too."""
    if os.name == "posix" and file.stat().st_mode & 0o077:
        raise RecordsError(
            f"The key may be read by others on this computer ({file}). Whoever has it can tell who is who. "
            f"Run “chmod 600” on the file, and ask who else could have copied it."
        )
    return file.read_text(encoding="utf-8")


TAKE_IT_FROM_A_BACKUP = (
    "The file is damaged, so that nobody can be looked up. “proventive records restore” takes it from a backup."
)


def write_keys(folder: Path, keys: Keys) -> None:
    """Write ``key.json``, whole or not at all, for its owner alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    plain = {
        "proventive": 1,
        "pseudonyms": base64.b64encode(keys.pseudonyms).decode(),
        "identifiers": base64.b64encode(keys.identifiers).decode(),
    } | ({"demonstration": DEMO_LABEL} if keys.pseudonyms == DEMO_KEY else {})
    write_private(folder / KEY, (json.dumps(plain, indent=1) + "\n").encode())


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read; it is there whole or not at all."""
    write_private_pieces(path, (content,))


def write_private_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file as :func:`write_private` does, one piece after another."""
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
