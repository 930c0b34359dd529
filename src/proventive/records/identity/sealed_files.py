"""Files that nobody reads without the key, and nobody changes unseen.

A file is a row of pieces, so that memory does not grow with it: the length of each in four bytes, and its content
under AES-SIV (RFC 5297: the same content gives the same bytes, and no number has to be drawn that must never come
twice). The file's name, the number of the piece and whether it is the last are bound to it, so that no piece can
be moved or cut off.
"""

import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from proventive.quantities import RecordsError
from proventive.records.identity.keys import Identities, write_private_pieces

LENGTH = 4  # bytes of the length of a piece


def write_sealed(identities: Identities, name: str, pieces: Iterable[Any]) -> None:
    """Write pieces of plain data under the key for identifiers, the file whole or not at all."""
    identities.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private_pieces(identities.folder / name, sealed(identities, name, pieces))


def sealed(identities: Identities, name: str, pieces: Iterable[Any]) -> Iterator[bytes]:
    cipher, end = AESSIV(identities.keys.identifiers), object()
    for number, (piece, following) in enumerate(pairwise(chain(pieces, [end]))):
        text = json.dumps(piece, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        content = cipher.encrypt(zlib.compress(text.encode(), 6), bound(name, number, last=following is end))
        yield len(content).to_bytes(LENGTH, "big") + content


def read_sealed(identities: Identities, name: str) -> Iterator[Any]:
    """The pieces that :func:`write_sealed` wrote; none where there is no such file. Raises RecordsError where the
    key is not the one that it was written with, or the file was changed."""
    path, cipher = identities.folder / name, AESSIV(identities.keys.identifiers)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            number = 0
            while number == 0 or file.tell() < size:
                content = file.read(int.from_bytes(file.read(LENGTH), "big"))
                text = cipher.decrypt(content, bound(name, number, last=file.tell() == size))
                yield json.loads(zlib.decompress(text))
                number += 1
    except FileNotFoundError:
        return
    except (InvalidTag, ValueError, OSError, zlib.error):
        raise RecordsError(
            f"The identifiers cannot be opened ({path}). The key is another one, or the file was changed since "
            "it was written. Until that is mended, nobody can be looked up; the records themselves can still be "
            "counted. Take both, file and key, from one backup: “proventive records restore”."
        ) from None


def bound(name: str, number: int, *, last: bool) -> list[bytes]:
    return [name.encode(), str(number).encode(), b"last" if last else b"more"]
