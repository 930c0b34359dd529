"""The container of a spreadsheet that a stranger sent: opened only within limits, and never believed."""

import lzma
import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from proventive.reading.faults import FaultsFound
from proventive.reading.sent.faults import sent_fault
from proventive.reading.sent.limits import Limits

ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
BLOCK = 1 << 18
LOCKED = b"encryption-data"  # in the manifest of an ODS file
UNREADABLE = (  # what a damaged container raises
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError),
    *(ValueError, KeyError, IndexError, OverflowError, NotImplementedError, RuntimeError),
)


def checked_parts(path: Path, limits: Limits) -> tuple[Literal["xlsx", "ods"], bool]:
    """The kind of a spreadsheet, and whether it carries macros. Every part is unpacked once.

    Raises FaultsFound where the parts are too many or too large, lie about their size, are encrypted, or define
    entities of XML, which could make a small file fill the memory.
    """
    try:
        with zipfile.ZipFile(path) as book:
            listed = book.infolist()
            refuse_large(path, listed, limits)
            if any(part.flag_bits & 1 for part in listed):
                raise FaultsFound([sent_fault("password", path.name)])
            for part in listed:
                check_part(path, book, part)
            names = {part.filename for part in listed}
    except UNREADABLE as error:
        raise FaultsFound([sent_fault("not-a-workbook", path.name)]) from error
    if "[Content_Types].xml" not in names and "content.xml" not in names:
        raise FaultsFound([sent_fault("not-a-workbook", path.name)])
    macros = any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in names)
    return ("xlsx" if "[Content_Types].xml" in names else "ods"), macros


def refuse_large(path: Path, listed: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(listed) > limits.parts:
        raise FaultsFound([sent_fault("too-many-parts", path.name, limit=limits.parts)])
    if sum(part.file_size for part in listed) > limits.unpacked:
        raise FaultsFound([sent_fault("too-large-inside", path.name, limit=limits.unpacked // 1_000_000)])


def check_part(path: Path, book: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack a part as far as it says that it goes, bit by bit; its check sum tells when it goes further."""
    xml = part.filename.endswith((".xml", ".rels"))
    before = b""
    with book.open(part) as opened:
        while block := opened.read(BLOCK):
            seen = before + block
            if xml and ENTITY.search(seen):
                raise FaultsFound([sent_fault("entities", path.name)])
            if part.filename == "META-INF/manifest.xml" and LOCKED in seen:
                raise FaultsFound([sent_fault("password", path.name)])
            before = block[-len(LOCKED) :]
