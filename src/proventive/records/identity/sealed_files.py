"""Files that nobody reads without the key, and nobody changes unseen."""

import json
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from proventive.quantities import RecordsError
from proventive.records.identity.keys import Identities, write_private


def write_sealed(identities: Identities, name: str, plain: Any) -> None:
    """Write plain data under the key for identifiers (AES-SIV, RFC 5297: the same content gives the same bytes,
    and no number has to be drawn that must never come twice). The file's name is bound to its content."""
    identities.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    sealed = AESSIV(identities.keys.identifiers).encrypt(zlib.compress(text.encode(), 6), [name.encode()])
    write_private(identities.folder / name, sealed)


def read_sealed(identities: Identities, name: str) -> Any:
    """What :func:`write_sealed` wrote; None where there is no such file. Raises RecordsError where the key is not
    the one that it was written with, or the file was changed."""
    path = identities.folder / name
    try:
        opened = AESSIV(identities.keys.identifiers).decrypt(path.read_bytes(), [name.encode()])
        return json.loads(zlib.decompress(opened))
    except FileNotFoundError:
        return None
    except (InvalidTag, ValueError, OSError, zlib.error):
        raise RecordsError(
            f"The identifiers cannot be opened ({path}). The key is another one, or the file was changed since "
            "it was written. Until that is mended, nobody can be looked up; the records themselves can still be "
            "counted. Take both, file and key, from one backup: “proventive records restore”."
        ) from None
