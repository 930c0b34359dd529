"""The key pair of a body that links: whoever has the public half can write to it, and only it can read.

The private half lies with the store's other keys, ``identifiers/<body>/cohort-key.json``, for its owner alone; the
public half is a small file to be given to every provider. No secret travels.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from proventive.quantities import NotFound, RecordsError
from proventive.records.identity.keys import identities_folder, private_text, write_private
from proventive.records.store import read_store

KEY = "cohort-key.json"
WHAT = "cohort key"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """What a provider needs to write to the body that links: whose key it is, and the key."""

    body: str
    name: str
    key: X25519PublicKey

    @property
    def fingerprint(self) -> str:
        """16 digits to read out to each other, so that both know that it is the right key."""
        return hashlib.sha256(self.key.public_bytes_raw()).hexdigest()[:16]


def start_receiving(store: Path | str) -> PublicKey:
    """The public key of a store; both halves are made where there are none yet.

    Raises RecordsError where there is no store, or its key cannot be read.
    """
    store = Path(store).resolve()
    described = read_store(store)
    file = identities_folder(store) / KEY
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        raw = X25519PrivateKey.generate().private_bytes_raw()
        write_private(file, (json.dumps({"proventive": WHAT, "private": text_of(raw)}) + "\n").encode())
    return PublicKey(body=described.body, name=described.name, key=private_key(store).public_key())


def private_key(store: Path) -> X25519PrivateKey:
    """The private half; raises NotFound where there is none, RecordsError where others may read it."""
    file = identities_folder(store) / KEY
    if not file.exists():
        raise NotFound(
            f"This store has no key to read cohorts with ({file} does not exist). Nothing was read. Make one with "
            "“proventive cohort key”, and give its public half to the provider. If there was one, “proventive "
            "records restore” takes it from a backup."
        )
    try:
        return X25519PrivateKey.from_private_bytes(bytes_of(json.loads(private_text(file))["private"]))
    except (ValueError, KeyError, TypeError):
        raise RecordsError(
            f"The key to read cohorts with is damaged ({file}). Nothing was read. “proventive records restore” "
            "takes it from a backup; else make a new one, and have the provider write the cohort again."
        ) from None


def write_public_key(to: Path, public: PublicKey) -> None:
    """Write the public half. It is no secret, but it has to be the right one: compare its fingerprint."""
    plain = {
        "proventive": WHAT,
        "version": 1,
        "body": public.body,
        "name": public.name,
        "public": text_of(public.key.public_bytes_raw()),
    }
    to.write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def read_public_key(file: Path) -> PublicKey:
    """The public half, as :func:`write_public_key` wrote it; raises NotFound or RecordsError."""
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
        if plain["proventive"] != WHAT or plain["version"] != 1:
            raise ValueError(WHAT)
        key = X25519PublicKey.from_public_bytes(bytes_of(plain["public"]))
        return PublicKey(body=str(plain["body"]), name=str(plain["name"]), key=key)
    except FileNotFoundError:
        raise NotFound(
            f"There is no file {file}. Without the public key of the body that links nothing can be encrypted for "
            "it. Ask that body for the file that “proventive cohort key” wrote."
        ) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise RecordsError(
            f"{file} is not a public key that “proventive cohort key” wrote. Nothing was encrypted. Ask the body "
            "that links for its file, unchanged."
        ) from None


def text_of(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def bytes_of(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
