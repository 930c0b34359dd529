"""Saving a spreadsheet so that the same content gives the same bytes: no clock enters it."""

import io
import re
import shutil
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl.workbook import Workbook

LONG_AGO = datetime(1980, 1, 1)  # noqa: DTZ001  (the first day that a zip file can name, and no moment of ours)
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def save_workbook(workbook: Workbook, path: Path | str) -> None:
    """Write a spreadsheet; the dates in it, and in the zip file that it is, are fixed."""
    workbook.properties.creator = "Proventive"
    workbook.properties.created = LONG_AGO
    written = io.BytesIO()
    workbook.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(path, "w") as copy:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, date_time=LONG_AGO.timetuple()[:6])
            entry.create_system = 3  # the same on every platform
            entry.compress_type = zipfile.ZIP_DEFLATED
            with parts.open(part) as said, copy.open(entry, "w") as kept:
                if part.filename == "docProps/core.xml":
                    kept.write(MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", said.read()))
                else:
                    shutil.copyfileobj(said, kept)  # a bit at a time: a sheet may be large
