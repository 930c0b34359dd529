"""Saving a spreadsheet so that the same content gives the same bytes: no clock enters it."""

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl.workbook import Workbook

LONG_AGO = datetime(1980, 1, 1)  # noqa: DTZ001  (the first day that a zip file can name, and no moment of ours)


def save_workbook(workbook: Workbook, path: Path | str) -> None:
    """Write a spreadsheet; the dates in it, and in the zip file that it is, are fixed."""
    workbook.properties.creator = "Proventive"
    workbook.properties.created = LONG_AGO
    written = io.BytesIO()
    workbook.save(written)
    fixed = io.BytesIO()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(fixed, "w") as copy:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, date_time=LONG_AGO.timetuple()[:6])
            entry.create_system = 3  # the same on every platform
            content = parts.read(part)
            if part.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", content)
            copy.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED)
    Path(path).write_bytes(fixed.getvalue())
