"""A file encrypted in pieces, so that memory does not grow with it, and no piece can be changed, moved or cut off.

The file begins with a line of JSON (what it is, the salt), which is bound to every piece. The key is made from the
secret by scrypt (RFC 7914; N = 2^17, r = 8, p = 1: the least that OWASP's Password Storage Cheat Sheet asks for).
A piece is its length in four bytes and its text under ChaCha20-Poly1305 (RFC 8439); its nonce is its number and
whether it is the last, as in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizar 2015).
"""

import io
import json
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from proventive.quantities import RecordsError

PIECE = 1 << 20
TAG = 16
N = 1 << 17
SHORTEST = 12  # characters of a passphrase


def checked_secret(secret: bytes) -> bytes:
    """The passphrase, or the content of a key file, without a line break at its end; refused where it is short."""
    secret = secret.rstrip(b"\r\n")
    if len(secret) < SHORTEST:
        raise RecordsError(
            f"This passphrase has {len(secret)} characters. A backup holds everything, keys included, so that a "
            f"short one puts everybody in it at risk. Use {SHORTEST} characters or more: four or five words will "
            "do."
        )
    return secret


class EncryptedWriter(io.RawIOBase):
    """Whatever is written goes on encrypted. Close it, or the file has no end and is refused."""

    def __init__(self, file: BinaryIO, secret: bytes, what: str) -> None:
        salt = secrets.token_bytes(16)
        self._file = file
        self._header = json.dumps({"proventive": what, "version": 1, "salt": salt.hex()}).encode() + b"\n"
        self._cipher = ChaCha20Poly1305(key_of(secret, salt))
        self._waiting = bytearray()
        self._number = 0
        file.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(data)

    def finish(self) -> None:
        """Write the last piece."""
        self._put(bytes(self._waiting), last=True)

    def _put(self, text: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(nonce(self._number, last), text, self._header)
        self._file.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1


class EncryptedReader(io.RawIOBase):
    """Reads what :class:`EncryptedWriter` wrote. Raises RecordsError where the secret is another, or a byte
    changed."""

    def __init__(self, file: BinaryIO, secret: bytes, what: str) -> None:
        self._file = file
        self._header = file.readline(1_000)
        salt = salt_in(self._header, what)
        self._cipher = ChaCha20Poly1305(key_of(secret, salt))
        self._here = b""
        self._number = 0
        self._ended = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self._ended and (size < 0 or len(self._here) < size):
            self._here += self._piece()
        given, self._here = (self._here, b"") if size < 0 else (self._here[:size], self._here[size:])
        return given

    def _piece(self) -> bytes:
        length = int.from_bytes(self._file.read(4), "big")
        if not TAG <= length <= PIECE + TAG:
            raise not_whole()
        sealed = self._file.read(length)
        try:
            text = self._open(sealed, last=False)
        except InvalidTag:
            try:
                text = self._open(sealed, last=True)
            except InvalidTag:
                raise (not_whole() if self._number else wrong_secret()) from None
            self._ended = True
            if self._file.read(1):
                raise not_whole() from None
        self._number += 1
        return text

    def _open(self, sealed: bytes, *, last: bool) -> bytes:
        return self._cipher.decrypt(nonce(self._number, last), sealed, self._header)


def key_of(secret: bytes, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=N, r=8, p=1).derive(secret)


def nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def salt_in(header: bytes, what: str) -> bytes:
    try:
        plain = json.loads(header)
        if plain["proventive"] != what or plain["version"] != 1:
            raise ValueError(what)
        return bytes.fromhex(plain["salt"])
    except (ValueError, KeyError, TypeError, UnicodeDecodeError):
        raise RecordsError(
            f"This file is not a {what} that Proventive wrote. Nothing was read from it. Give the file that was "
            "written, unchanged."
        ) from None


def wrong_secret() -> RecordsError:
    return RecordsError(
        "The file cannot be opened with this passphrase or key file. Nothing was read from it. Try the one that "
        "it was written with. Without it nobody can open the file, its makers included."
    )


def not_whole() -> RecordsError:
    return RecordsError(
        "The file was changed or cut off since it was written. What is in it cannot be trusted, and nothing was "
        "taken from it. Use another copy."
    )
