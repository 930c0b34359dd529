"""Which kind of file is it? Told by what it holds, not by its name."""

import re
import zipfile
from pathlib import Path

from proventive.reading.faults import FaultsFound
from proventive.reading.sent.container import UNREADABLE
from proventive.reading.sent.csv_file import csv_sheet
from proventive.reading.sent.faults import sent_fault
from proventive.reading.sent.limits import LIMITS, Limits
from proventive.reading.sent.sheet import AS_SENT, Declared, Format, Sheet
from proventive.reading.sent.workbook_file import workbook_sheets

ZIP = b"PK\x03\x04"
PARQUET = b"PAR1"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls, and of encrypted .xlsx
WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|\?xml|!--|script|meta)", re.IGNORECASE
)
NO_TABLES = (b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
LOOKED_AT = 512
NEAR = 4_000_000


def sheets_of(path: Path | str, *, declared: Declared = AS_SENT, limits: Limits = LIMITS) -> tuple[Sheet, ...]:
    """The tables of a file that somebody sent: one of a CSV file, one a sheet of a spreadsheet.

    A Parquet file is not read here but by the engine (:func:`kind_of` tells it). Raises FaultsFound where the file
    cannot be opened, is of no kind that can be read, or is beyond a limit: the message names the limit.
    """
    path = Path(path)
    try:
        kind = kind_of(path)
        if kind in ("xlsx", "ods"):
            return workbook_sheets(path, declared, limits)
        if kind == "csv":
            return (csv_sheet(path, declared, limits),)
    except FileNotFoundError:
        raise FaultsFound([sent_fault("no-such-file", path.name)]) from None
    except IsADirectoryError:
        raise FaultsFound([sent_fault("a-folder", path.resolve().name)]) from None
    except OSError as error:
        raise FaultsFound([sent_fault("not-opened", path.name, error=type(error).__name__)]) from None
    raise FaultsFound([sent_fault("not-a-table", path.name)])


def kind_of(path: Path) -> Format:
    """The kind of a file, by its first bytes; raises FaultsFound where it is of none that is read."""
    with path.open("rb") as file:
        start = file.read(LOOKED_AT)
    if start.startswith(PARQUET):
        return "parquet"
    if start.startswith(ZIP):
        return "ods" if "content.xml" in names_of(path) else "xlsx"
    if start.startswith(OLD_OFFICE):
        locked = holds(path, "EncryptedPackage".encode("utf-16-le"))
        raise FaultsFound([sent_fault("password" if locked else "old-excel", path.name)])
    if start.startswith(NO_TABLES):
        raise FaultsFound([sent_fault("not-a-table", path.name)])
    if WEB_PAGE.match(start):
        raise FaultsFound([sent_fault("web-page", path.name)])
    return "csv"


def names_of(path: Path) -> list[str]:
    """The names of the parts of a container; none where it is damaged."""
    try:
        with zipfile.ZipFile(path) as parts:
            return parts.namelist()
    except UNREADABLE:
        return []


def holds(path: Path, wanted: bytes) -> bool:
    """Whether some bytes stand near the start or the end of a file, where the names of its parts are."""
    with path.open("rb") as file:
        start = file.read(NEAR)
        file.seek(max(0, path.stat().st_size - NEAR))
        return wanted in start or wanted in file.read(NEAR)
