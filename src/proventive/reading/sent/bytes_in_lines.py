"""The bytes of a text file, with a limit to the length of a line: nothing longer is ever held."""

import io
from pathlib import Path
from typing import IO

from proventive.reading.faults import FaultsFound
from proventive.reading.sent.encoding import Encoding
from proventive.reading.sent.faults import sent_fault
from proventive.reading.sent.limits import Limits

BLOCK = 1 << 18


class LimitedLines(io.RawIOBase):
    """Bytes as they are read, refused as soon as a line of them is longer than the limit."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.name = path.name
        self.limits = limits
        self.bytes: IO[bytes] = path.open("rb", buffering=0)
        self.line = 1
        self.since_break = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        count: int = self.bytes.readinto(view)  # type: ignore[attr-defined]
        self.measure(bytes(view[:count]))
        return count

    def measure(self, block: bytes) -> None:
        last = max(block.rfind(b"\n"), block.rfind(b"\r"))
        if last < 0:
            self.since_break += len(block)
        else:
            firsts = [place for place in (block.find(b"\n"), block.find(b"\r")) if place >= 0]
            self.refuse_beyond(self.since_break + min(firsts))
            self.since_break = len(block) - last - 1
            self.line += block.count(b"\n") or block.count(b"\r")
        self.refuse_beyond(self.since_break)

    def refuse_beyond(self, length: int) -> None:
        if length > self.limits.line_bytes:
            raise FaultsFound(
                [sent_fault("line-too-long", self.name, line=self.line, limit=self.limits.line_bytes // 1_000_000)]
            )

    def close(self) -> None:
        self.bytes.close()
        super().close()


def opened_text(path: Path, limits: Limits, encoding: Encoding) -> io.TextIOWrapper:
    """The text of a file, line breaks as sent. Bytes of an older encoding beside UTF-8 stand as they are."""
    raw = io.BufferedReader(LimitedLines(path, limits), buffer_size=BLOCK)
    errors = "surrogateescape" if encoding.beside else "strict"
    return io.TextIOWrapper(raw, encoding=encoding.codec, errors=errors, newline="")
