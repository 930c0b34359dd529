"""Which kind of file is it? Told by what it holds, not by its name."""

import zipfile
from pathlib import Path

from proventive.reading.faults import FaultsFound
from proventive.reading.sent.csv_file import csv_sheet
from proventive.reading.sent.faults import sent_fault
from proventive.reading.sent.limits import LIMITS, Limits
from proventive.reading.sent.sheet import AS_SENT, Declared, Format, Sheet

ZIP = b"PK\x03\x04"
PARQUET = b"PAR1"


def sheets_of(path: Path | str, *, declared: Declared = AS_SENT, limits: Limits = LIMITS) -> tuple[Sheet, ...]:
    """The tables of a file that somebody sent: one of a CSV file, one a sheet of a spreadsheet.

    A Parquet file is not read here but by the engine (:func:`kind_of` tells it). Raises FaultsFound where the file
    cannot be opened, is of no kind that can be read, or is beyond a limit: the message names the limit.
    """
    path = Path(path)
    try:
        kind = kind_of(path)
        if kind == "csv":
            return (csv_sheet(path, declared, limits),)
    except OSError as error:
        raise FaultsFound([sent_fault("not-opened", path.name, error=type(error).__name__)]) from None
    raise FaultsFound([sent_fault("not-a-table", path.name)])


def kind_of(path: Path) -> Format:
    """The kind of a file, by its first bytes."""
    with path.open("rb") as file:
        start = file.read(4)
    if start == PARQUET:
        return "parquet"
    if start == ZIP:
        with zipfile.ZipFile(path) as parts:
            return "ods" if "content.xml" in parts.namelist() else "xlsx"
    return "csv"
