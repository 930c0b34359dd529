"""The file of a cohort: a line that anybody may read, then what only the body that links can read.

The heading is one line of JSON and holds nothing personal: which agreement, which plan, how many rows, as at which
day. What follows is encrypted by HPKE (RFC 9180, base mode; X25519, HKDF-SHA256, ChaCha20-Poly1305) for the public
key of that body, with the heading bound to it: whoever changes a byte of either is found out.
"""

import json
import os
import zlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from pydantic import TypeAdapter, ValidationError

from proventive.quantities import NotFound, RecordsError
from proventive.records.cohort.receiving import PublicKey

WHAT = "cohort"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
LONGEST_HEADING = 10_000  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What anybody may read of a cohort."""

    proventive: str = WHAT
    version: int = 1
    agreement: str
    plan: str  # the hash of what is sealed: objectives, plans, payment, seed
    document: str  # the hash of the whole agreement
    body: str  # who wrote it
    name: str
    as_at: date
    rows: int  # people who joined, by that day
    withheld: (
        int  # of whom without an identifier: they did not agree, their time is over, or none that links is known
    )
    time_is_over: int = 0  # of whom the records were to be kept no longer on the day of the export
    to: str  # the fingerprint of the key that it is encrypted for


def sealed_cohort(heading: Heading, content: dict[str, Any], public: PublicKey) -> bytes:
    """What the file holds: the heading's line, then the content, encrypted for the key."""
    line = TypeAdapter(Heading).dump_json(heading) + b"\n"
    text = zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 6)
    return line + SUITE.encrypt(text, public.key, line)


def write_cohort(to: Path, sealed: bytes) -> None:
    """Write the file, whole or not at all, for its owner alone. Raises RecordsError where it cannot be written."""
    half = to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        half.replace(to)
    except OSError as error:
        raise RecordsError(
            f"The cohort cannot be written to {to} ({error.strerror or type(error).__name__}). Nothing was left "
            "behind. Check that the folder is there and that you may write in it."
        ) from error
    finally:
        half.unlink(missing_ok=True)


def read_heading(file: Path) -> Heading:
    """The line that anybody may read; raises NotFound or RecordsError."""
    return parts_of(file)[0]


def read_cohort(file: Path, private: X25519PrivateKey) -> tuple[Heading, dict[str, Any]]:
    """The heading and the content; raises RecordsError where the key is another one, or a byte was changed."""
    heading, line, sealed = parts_of(file)
    try:
        content: dict[str, Any] = json.loads(zlib.decompress(SUITE.decrypt(sealed, private, line)))
    except (InvalidTag, ValueError, zlib.error):
        raise RecordsError(
            f"The cohort in {file} cannot be opened: it was encrypted for another key ({heading.to}), or changed "
            "since it was written. Nothing was taken from it. Compare the fingerprint with that of your key "
            "(“proventive cohort key”), and ask for the file again."
        ) from None
    return heading, content


def parts_of(file: Path) -> tuple[Heading, bytes, bytes]:
    """The heading, its line as it stands, and what is encrypted."""
    try:
        with file.open("rb") as opened:
            line = opened.readline(LONGEST_HEADING)
            sealed = opened.read()
        heading = TypeAdapter(Heading).validate_json(line)
        if heading.proventive != WHAT or heading.version != 1:
            raise ValueError(WHAT)
    except FileNotFoundError:
        raise NotFound(f"There is no file {file}. Nothing was read. Check its name.") from None
    except (OSError, ValidationError, ValueError):
        raise RecordsError(
            f"{file} is not a cohort that “proventive cohort export” wrote. Nothing was read from it. Ask the "
            "provider for the file, unchanged."
        ) from None
    return heading, line, sealed
