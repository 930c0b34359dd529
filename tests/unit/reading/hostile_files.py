"""Files that are made to harm whoever reads them: twelve kinds, five variants of each."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from openpyxl import Workbook

HEADINGS = ["Name", "Started", "Hours"]
REFUSED, READ = "refused", "read"


@dataclass(frozen=True, kw_only=True)
class Hostile:
    """A file, and what must come of it: refused with a message that holds these words, or read as data."""

    kind: str
    name: str
    content: bytes
    outcome: str
    words: str = ""


def book(rows=(), sheet="Sheet"):
    workbook = Workbook()
    workbook.active.title = sheet
    for row in (HEADINGS, *rows):
        workbook.active.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def changed(content, changes, more=()):
    """A container with some of its parts changed, and more added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, changes[name](part) if name in changes else part)
        for name, part in more:
            new.writestr(name, part)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ODS = """<?xml version="1.0"?>{before}<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="{name}">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods(rows, before="", name="Visits", manifest="<manifest/>"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", ODS.format(before=before, name=name, rows=rows))
        parts.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def ods_row(*cells, times=1):
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{times}">{inside}</table:table-row>'


def lying(content):
    """A container whose list of parts says that the sheet is small, while it unpacks to 200 MB."""
    big = zlib.compressobj(1, zlib.DEFLATED, -15)
    packed = b"".join(big.compress(b" " * 1_000_000) for _ in range(200)) + big.flush()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        with zipfile.ZipFile(io.BytesIO(content)) as old:
            for name in old.namelist():
                if name != SHEET:
                    new.writestr(name, old.read(name))
        new.writestr(SHEET, b"x" * 1000)
    bytes_ = bytearray(out.getvalue())
    directory = bytes_.rfind(b"PK\x01\x02")
    start = struct.unpack_from("<I", bytes_, directory + 42)[0]
    names = len(SHEET)
    data = start + 30 + names
    size = struct.unpack_from("<I", bytes_, directory + 20)[0]
    struct.pack_into("<I", bytes_, start + 18, len(packed))
    struct.pack_into("<I", bytes_, directory + 20, len(packed))
    end = bytes_.rfind(b"PK\x05\x06")
    offset = struct.unpack_from("<I", bytes_, end + 16)[0]
    struct.pack_into("<I", bytes_, end + 16, offset + len(packed) - size)
    bytes_[data : data + size] = packed
    return bytes(bytes_)


def csv(*rows):
    return "\n".join(",".join(row) for row in (HEADINGS, *rows)).encode()


ENTITY = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = OLD + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4000
COMMANDS = [
    "=cmd|'/c calc'!A1",
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example","y")',
]


def after_declaration(inserted):
    return lambda part: part.replace(b"<worksheet", inserted + b"<worksheet", 1)


def formulas():
    for place, command in enumerate(COMMANDS):
        if place % 2:
            rows = ods_row(*HEADINGS) + ods_row(command.replace('"', "&quot;"), "x", "1")
            yield "ods", ods(rows), READ, command
        else:
            yield "csv", csv(('"' + command.replace('"', '""') + '"', "x", "1")), READ, command


def bombs():
    full = book([["Ann", "x", 1]])
    spaces = b" " * 60_000_000
    yield "xlsx", changed(full, {SHEET: lambda part: part + spaces}), REFUSED, "50 MB"
    yield "xlsx", changed(full, {}, [(f"xl/media/{n}", b"0" * 6_000_000) for n in range(10)]), REFUSED, "50 MB"
    yield "xlsx", changed(full, {}, [(f"xl/media/{n}", b"") for n in range(1_001)]), REFUSED, "1,000 parts"
    yield "xlsx", lying(full), REFUSED, "damaged"
    yield "ods", ods(ods_row(*HEADINGS) + ods_row("Ann", "x", "1", times=1_000_000)), REFUSED, "2,000,000 cells"


def entities():
    full = book([["Ann", "x", 1]])
    yield "xlsx", changed(full, {SHEET: after_declaration(ENTITY)}), REFUSED, "entities"
    yield "xlsx", changed(full, {SHEET: after_declaration(OUTSIDE)}), REFUSED, "entities"
    yield "xlsx", changed(full, {"xl/workbook.xml": lambda part: ENTITY + part}), REFUSED, "entities"
    yield "ods", ods(ods_row(*HEADINGS), before=ENTITY.decode()), REFUSED, "entities"
    yield "ods", ods(ods_row(*HEADINGS), before=OUTSIDE.decode()), REFUSED, "entities"


def long_cells():
    long = "A" * 100_000_000
    yield "csv", csv((long, "x", "1")), REFUSED, "8 million"
    yield "csv", csv(('"' + long + '"', "x", "1")), REFUSED, "8 million"
    yield "csv", csv(("Ann", "x", "1"), ('"' + "A\n" * 500_000, "x", "1")), READ, ""
    yield "xlsx", changed(book(), {SHEET: lambda part: part.replace(b"Name", long.encode())}), REFUSED, "50 MB"
    yield "ods", ods(ods_row(*HEADINGS) + ods_row(long, "x", "1")), REFUSED, "50 MB"


def wide():
    yield (
        "csv",
        b",".join(b"h%c" % (97 + n % 26) for n in range(20_000)) + b"\n" + b"1," * 20_000,
        REFUSED,
        "2,000",
    )
    yield "csv", b";".join(b"head" for _ in range(20_000)), REFUSED, "2,000"
    far = b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield "xlsx", changed(book(), {SHEET: lambda part: part.replace(b"<sheetData>", far)}), REFUSED, "2,000"
    down = b'<sheetData><row r="1048576"><c r="J1048576"><v>1</v></c></row>'
    yield "xlsx", changed(book(), {SHEET: lambda part: part.replace(b"<sheetData>", down)}), REFUSED, "2,000,000"
    row = ods_row("x").replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"')
    yield "ods", ods(row), REFUSED, "2,000"


def nuls():
    yield "csv", csv(("An\0n", "x", "1")), READ, "An\0n"
    yield "csv", b"\0" * 100_000, REFUSED, "neither text nor a spreadsheet"
    yield "csv", bytes(range(256)) * 400, READ, ""
    yield "csv", csv(*[("Ann", "x", "1")] * 20_000) + b"\n" + b"\0" * 5_000 + b"\n", READ, ""
    yield "xlsx", changed(book(), {SHEET: lambda part: part.replace(b"Name", b"Na\0me")}), REFUSED, "damaged"


def turned():
    for mark in "\u202e\u202d\u2066":
        yield "csv", csv((f"Ann{mark}gpj.exe", "x", "1")), READ, mark
    yield "xlsx", book([["Ann\u202egpj.exe", "x", 1]]), READ, "\u202e"
    yield "xlsx", book(sheet="a\u202egpj.exe"), READ, ""


def paths():
    rows = ods_row(*HEADINGS) + ods_row("Ann", "x", "1")
    for name in ("../../etc/passwd", "C:\\Windows\\x", "/etc/cron.d/x", "file:///etc/passwd", "~/.ssh/../x"):
        yield "ods", ods(rows, name=name), READ, ""


def macros():
    full = book([["Ann", "x", 1]])
    yield "xlsm", changed(full, {}, [("xl/vbaProject.bin", OLD + b"macro")]), READ, "Ann"
    yield "xlsx", changed(full, {}, [("xl/vbaProject.bin", b"Sub AutoOpen()")]), READ, "Ann"
    yield (
        "ods",
        changed(ods(ods_row(*HEADINGS) + ods_row("Ann", "x", "1")), {}, [("Basic/x.xml", b"<x/>")]),
        READ,
        "Ann",
    )
    yield "xlsm", changed(full, {}, [("xl/vbaProject.bin", b"\0" * 60_000_000)]), REFUSED, "50 MB"
    yield (
        "xlsx",
        changed(full, {}, [("xl/externalLinks/externalLink1.xml", b"<x href='file:///x'/>")]),
        READ,
        "Ann",
    )


def locked():
    yield "xlsx", LOCKED, REFUSED, "password"
    yield "xls", LOCKED, REFUSED, "password"
    yield "csv", LOCKED, REFUSED, "password"
    marked = bytearray(book([["Ann", "x", 1]]))
    at = 0
    while (at := marked.find(b"PK\x01\x02", at)) >= 0:
        marked[at + 8] |= 1
        at += 4
    yield "xlsx", bytes(marked), REFUSED, "password"
    sealed = '<m:file-entry><m:encryption-data m:checksum="x"/></m:file-entry>'
    yield "ods", ods(ods_row(*HEADINGS), manifest=sealed), REFUSED, "password"


def old_excel():
    yield "xls", OLD + b"\0" * 4_000, REFUSED, "before 2007"
    yield "xlsx", OLD + b"\0" * 4_000 + "Workbook".encode("utf-16-le"), REFUSED, "before 2007"
    yield "csv", OLD + b"\xff" * 100, REFUSED, "before 2007"
    yield "xlsx", OLD, REFUSED, "before 2007"
    yield "xls", book([["Ann", "x", 1]]), READ, "Ann"


def web_pages():
    page = "<html><body><table><tr><td>Name</td></tr></table></body></html>"
    yield "xls", page.encode(), REFUSED, "web page"
    yield "xlsx", ("\n  <!DOCTYPE html>" + page).encode(), REFUSED, "web page"
    yield "xls", ("\ufeff" + page).encode(), REFUSED, "web page"
    yield (
        "xls",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        REFUSED,
        "web page",
    )
    yield "csv", b"<table><tr><td>Name</td></tr></table>", REFUSED, "web page"


KINDS = {
    "formula": formulas,
    "zip bomb": bombs,
    "entities": entities,
    "long cell": long_cells,
    "wide": wide,
    "nul": nuls,
    "right to left": turned,
    "path in a name": paths,
    "macro": macros,
    "password": locked,
    "old excel": old_excel,
    "web page": web_pages,
}


def hostile(kind):
    """The five variants of a kind."""
    for ending, content, outcome, words in KINDS[kind]():
        yield Hostile(kind=kind, name=f"sent.{ending}", content=content, outcome=outcome, words=words)


SEEDS = (
    ("csv", csv(("Ann", "2025-04-03", "1"), ('"B, e"', "x", "2")) + b"\nTotal,,3\n"),
    ("csv", "Name;Ort\nZoë;Köln\nAnn;“x”\n".encode("cp1252")),
    ("csv", "Name\tTown\nZoë\tLeith\n".encode("utf-16")),
    ("xlsx", book([["Ann", "x", 1], ["=1+1", "y", 2.5]])),
    ("ods", ods(ods_row(*HEADINGS) + ods_row("Ann", "x", "1", times=3))),
)


def mutated(seed, rng):
    """A file of one of the kinds with some of its bytes, or of the bytes of its parts, changed by chance."""
    ending, content = SEEDS[seed % len(SEEDS)]
    if ending != "csv" and seed % 3:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
        name = names[int(rng.integers(len(names)))]
        return ending, changed(content, {name: lambda part: scrambled(part, rng)})
    return ending, scrambled(content, rng)


SPICE = [
    b'"',
    b",",
    b"\0",
    b"\xff",
    b"\n",
    b"<",
    b">",
    b"&",
    b"/>",
    b'r="XFD1"',
    b'r="A99999999999"',
    b'"9999999"',
    b"</row>",
    b"-1",
]


def scrambled(content, rng):
    """Bytes changed, dropped, doubled, cut off, or spiced."""
    changed_bytes = bytearray(content)
    for _ in range(int(rng.integers(1, 9))):
        at = int(rng.integers(len(changed_bytes) + 1))
        match int(rng.integers(5)):
            case 0:
                changed_bytes[at : at + 1] = bytes([int(rng.integers(256))])
            case 1:
                del changed_bytes[at : at + int(rng.integers(1, 40))]
            case 2:
                changed_bytes[at:at] = changed_bytes[at : at + int(rng.integers(1, 200))]
            case 3:
                changed_bytes[at:at] = SPICE[int(rng.integers(len(SPICE)))]
            case _:
                if rng.random() < 0.2:
                    del changed_bytes[at:]
    return bytes(changed_bytes)
