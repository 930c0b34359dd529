"""The container of a spreadsheet that a stranger sent: opened only within limits, and never believed."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from xml.parsers import expat

from proventive.reading.faults import FaultsFound
from proventive.reading.sent.faults import sent_fault
from proventive.reading.sent.limits import Limits

BLOCK = 1 << 18
MANIFEST = "META-INF/manifest.xml"
LOCKED = b"encryption-data"  # in the manifest of an ODS file
UNREADABLE = (  # what a damaged container raises
    *(zipfile.BadZipFile, expat.ExpatError, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError),
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
    """Unpack a part as far as it says that it goes, bit by bit; its check sum tells when it goes further.

    XML must be whole: of a part that breaks off, the library that reads it may look for the end for ever.
    """
    parser = expat.ParserCreate() if part.filename.endswith((".xml", ".rels")) else None
    if parser is not None:
        parser.StartDoctypeDeclHandler = refuse_entities(path)
    before = b""
    with book.open(part) as opened:
        while block := opened.read(BLOCK):
            if parser is not None:
                parser.Parse(block)
            if part.filename == MANIFEST and LOCKED in before + block:
                raise FaultsFound([sent_fault("password", path.name)])
            before = block[-len(LOCKED) :]
    if parser is not None:
        parser.Parse(b"", True)


def refuse_entities(path: Path) -> Callable[..., None]:
    """What to do at a declaration of a document type, the one place where entities are defined."""

    def refuse(*_: object) -> None:
        raise FaultsFound([sent_fault("entities", path.name)])

    return refuse
