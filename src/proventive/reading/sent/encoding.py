"""Which encoding is a text file in? A mark at its start tells, then UTF-8 where it fits, then how it reads."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = 1 << 18
SAMPLE = 200_000  # bytes of lines beyond ASCII, by which older encodings are told apart
MARKS = (  # longest first: the mark of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OLDER = ("cp1252", "mac_roman")
UTF8_LETTER = re.compile(rb"[\xc2-\xc5][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH = re.compile(rb"[\x80-\xff]")
NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")

LOWER = "àáâäåæçèéêëìíîïñòóôöøœùúûüßăāšžý"
UPPER = LOWER.upper().replace("SS", "")
APOSTROPHES = "‘’"
MARKS_OF_PROSE = "“”–—…•£€°½¼¾·§©®™\xa0«»²³µ±"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How the bytes of a file are read: ``codec``, and ``beside`` for bytes that do not fit it."""

    codec: str
    beside: str | None = None  # UTF-8 with bytes of an older encoding among it


def encoding_of(path: Path) -> Encoding:
    """The encoding of a whole file. It is read once from end to end; memory does not grow with it."""
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, codec in MARKS:
        if start.startswith(mark):
            return Encoding(codec=codec)
    utf8 = "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"
    if wide := without_mark(start):
        return Encoding(codec=wide)
    if fits_utf8(path):
        return Encoding(codec=utf8)
    sample = beyond_ascii(path)
    rest = UTF8_LETTER.sub(b"", sample)
    if rest == sample and utf8 == "utf-8":
        return Encoding(codec=older_encoding(sample))
    return Encoding(codec=utf8, beside=older_encoding(rest))


def without_mark(start: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain letters is NUL."""
    even, odd = start[::2], start[1::2]
    half = len(start) // 2
    if half >= 4 and odd.count(0) > 0.6 * half and even.count(0) < 0.1 * half:
        return "utf-16-le"
    if half >= 4 and even.count(0) > 0.6 * half and odd.count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def fits_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def beyond_ascii(path: Path) -> bytes:
    """Lines with other letters than ASCII, from the start of a file on, up to the sample's size."""
    sample = bytearray()
    for block in blocks(path):
        sample += b"\n".join(line for line in block.splitlines() if not line.isascii()) + b"\n"
        if len(sample) > SAMPLE:
            break
    return bytes(sample[:SAMPLE])


def blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def older_encoding(sample: bytes) -> str:
    """The encoding in which the letters of a sample read most like words and prose."""
    told = {codec: likeness(sample, codec) for codec in OLDER}
    best = max(OLDER, key=lambda codec: told[codec])
    return "latin-1" if best == "cp1252" and NOT_IN_CP1252.search(sample) else best


def likeness(sample: bytes, codec: str) -> float:
    """How much the letters beyond ASCII look as people write them: the mean over all of them."""
    text = sample.decode(codec, errors="replace")
    places = [found.start() for found in HIGH.finditer(sample)]
    return sum(fit(text, place) for place in places) / max(1, len(places))


def fit(text: str, place: int) -> int:
    """How well one letter goes with its neighbours: an accent inside a word, a quotation mark at its edge."""
    letter = text[place]
    before = text[place - 1 : place] or " "
    after = text[place + 1 : place + 2] or " "
    if letter in LOWER:
        return 3 if before.isalpha() or after.islower() else 0
    if letter in UPPER:
        return -3 if before.islower() else 2 if after.isalpha() else 0
    if letter in APOSTROPHES:
        return 3 if before.isalpha() or after.isalpha() else 1
    if letter in MARKS_OF_PROSE:
        return 3 if letter in "£€" and after.isdigit() else -2 if before.islower() and after.islower() else 2
    return -3
