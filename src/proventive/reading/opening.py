"""Opening a spreadsheet that a stranger sent: nothing in it is run, or unpacked without limit."""

import io
import warnings
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from proventive.quantities import NotFound, Place
from proventive.reading.faults import FaultsFound
from proventive.reading.workbook_faults import workbook_fault

MOST_UNPACKED = 50_000_000
MOST_PARTS = 1_000
MOST_CELLS = 200_000  # in one sheet, from its first cell to its last
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls, and of encrypted .xlsx


def open_workbook(path: Path | str, name: str) -> tuple[Workbook, Workbook]:
    """A spreadsheet with its formulas, and with the results that were saved with them; macros are left alone.

    Raises FaultsFound with one plain reason why it cannot be opened, and NotFound.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise NotFound(
            f"“{path}” cannot be opened. Without the file there is nothing to read. "
            "Check its name and folder, and that you may read it."
        ) from error
    if code := reason_not_to_open(content):
        raise FaultsFound([workbook_fault(code, Place(file=name))])
    try:
        books = tuple(load(content, data_only=data_only) for data_only in (False, True))
    except Exception as error:  # openpyxl raises what its XML parser, zip reader or classes raise: anything
        raise FaultsFound([workbook_fault("not-a-workbook", Place(file=name))]) from error
    for sheet in books[0].worksheets:
        if sheet.max_row * sheet.max_column > MOST_CELLS:
            raise FaultsFound([workbook_fault("too-large-inside", Place(file=name, sheet=sheet.title))])
    return books[0], books[1]


def load(content: bytes, *, data_only: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that are not kept: they are not read either
        return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only, keep_vba=False, keep_links=False)


def reason_not_to_open(content: bytes) -> str | None:
    """The code of the fault by which a file is not opened, from its first bytes and its list of parts alone."""
    if content.startswith(OLD_OFFICE):
        return "password" if "EncryptedPackage".encode("utf-16-le") in content else "old-excel"
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "web-page"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            listed = parts.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "not-a-workbook"
    if any(part.flag_bits & 1 for part in listed):
        return "password"
    if sum(part.file_size for part in listed) > MOST_UNPACKED or len(listed) > MOST_PARTS:
        return "too-large-inside"
    names = {part.filename for part in listed}
    return None if "[Content_Types].xml" in names else "not-a-workbook"
