"""Files in the layout of the template: CSV in UTF-8 with commas, or XLSX, with the headings in the first row.

Nothing else is looked for in them. What is in another layout is for an import, and what cannot be read is refused
as a whole.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from proventive.quantities import Place
from proventive.reading.faults import Fault, FaultsFound
from proventive.reading.sent import Declared, Limits, Rows, Sheet, sheets_of
from proventive.reading.sent.faults import sent_fault

LAYOUT = Declared(delimiter=",", header_row=1, header_rows=1, quotes_close=True)
LIMITS = Limits(cell=32_767)  # the most that a cell of a spreadsheet holds
BROKEN = ("unclosed quote", "cell too long")


def sheets_in_layout(path: Path) -> tuple[Sheet, ...]:
    """The tables of a file, none where it is neither CSV nor XLSX by its name. An empty CSV file has no headings.

    Raises FaultsFound where it cannot be read; so do the batches of its rows.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in ("csv", "xlsx"):
        return ()
    try:
        sheets = sheets_of(path, declared=LAYOUT, limits=LIMITS)
    except FaultsFound as found:
        codes = {fault.code for fault in found.faults}
        if codes == {"damaged-text"}:
            raise FaultsFound([not_utf8(path)]) from None
        if codes != {"empty"}:
            raise
        sheets = (nothing_in(path),) if kind == "csv" else ()
    return tuple(in_layout(path, sheet, kind) for sheet in sheets)


def in_layout(path: Path, sheet: Sheet, kind: str) -> Sheet:
    """A sheet whose rows are refused as soon as one of them is broken."""
    if sheet.format != kind:
        raise FaultsFound([not_utf8(path) if kind == "csv" else sent_fault("not-a-workbook", path.name)])
    if sheet.format == "csv":
        if sheet.encoding not in ("utf-8", "utf-8-sig") or any(n.code == "mixed-encoding" for n in sheet.notes):
            raise FaultsFound([not_utf8(path)])
        if len(sheet.headings) == 1 and any(mark in sheet.headings[0] for mark in ";\t|"):
            raise FaultsFound([not_commas(path)])

    def read(size: int) -> Iterator[Rows]:
        for rows in sheet.batches(size):
            for number, fault in zip(rows.numbers.tolist(), rows.faults.tolist(), strict=True):
                if fault in BROKEN:
                    raise FaultsFound([unreadable_row(path, number, long=fault != BROKEN[0])])
            yield rows

    return replace(sheet, read=read)


def nothing_in(path: Path) -> Sheet:
    return Sheet(
        file=path.name,
        name=None,
        format="csv",
        encoding="utf-8",
        header_row=None,
        headings=(),
        read=lambda _: iter(()),
    )


def not_commas(path: Path) -> Fault:
    return Fault(
        code="not-commas",
        what="The first row holds one heading, with other marks than commas in it.",
        where=Place(file=path.name, line=1),
        why="The columns cannot be told apart.",
        do="Save the file again as “CSV UTF-8 (comma delimited)”.",
    )


def not_utf8(path: Path) -> Fault:
    """Where the first byte stands that is not UTF-8."""
    content = path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line: int | None = content.count(b"\n", 0, error.start) + 1
    else:
        line = None
    return Fault(
        code="not-utf-8",
        what="The file is not in UTF-8.",
        where=Place(file=path.name, line=line),
        why="Letters such as é and signs such as £ would be read as others, without a word.",
        do="Save the file again as “CSV UTF-8 (comma delimited)”.",
    )


def unreadable_row(path: Path, number: int, *, long: bool) -> Fault:
    return Fault(
        code="unreadable-row",
        what=f"Row {number} has a cell of more than {LIMITS.cell:,} characters."
        if long
        else f"Row {number} cannot be read: its quotation marks do not close.",
        where=Place(file=path.name),
        why="Nobody can tell where its cells end, nor where the next row begins.",
        do='Look for a double quotation mark (") that is opened and never closed, and remove it.',
    )
