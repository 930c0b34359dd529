"""Spreadsheets (XLSX, XLSM, ODS): each sheet a table. Formulas and macros are read as data and never run."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from proventive.reading.faults import Fault, FaultsFound
from proventive.reading.sent.container import UNREADABLE, checked_parts
from proventive.reading.sent.even_rows import Record, Told, in_rows
from proventive.reading.sent.faults import sent_fault
from proventive.reading.sent.headings import filled_to
from proventive.reading.sent.limits import Limits
from proventive.reading.sent.marks import Marks
from proventive.reading.sent.notes import notes_of
from proventive.reading.sent.ods_marks import ods_marks
from proventive.reading.sent.sheet import Declared, Format, Rows, Sheet
from proventive.reading.sent.tables import frame_of, headings_in
from proventive.reading.sent.xlsx_marks import BookMarks, xlsx_marks

PART = 5_000
SAMPLED_ROWS = 200
LONGEST_NAME = 60  # characters of the name of a sheet; a spreadsheet program allows 31


def workbook_sheets(path: Path, declared: Declared, limits: Limits) -> tuple[Sheet, ...]:
    """The sheets of a spreadsheet that hold anything. Raises FaultsFound where it breaks a limit or is damaged."""
    kind, macros = checked_parts(path, limits)
    try:
        marks = xlsx_marks(path) if kind == "xlsx" else ods_marks(path)
    except UNREADABLE as error:
        raise FaultsFound([sent_fault("not-a-workbook", path.name)]) from error
    refuse_large_sheets(path, marks, limits)
    with opened(path) as book:
        metadata = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        if len(metadata) > limits.sheets:
            raise FaultsFound([sent_fault("too-many-sheets", path.name, limit=limits.sheets)])
        read = [
            sheet_of(
                _Sent(
                    path=path,
                    name=sheet.name,
                    kind=kind,
                    marks=marks.sheets.get(sheet.name, Marks()),
                    limits=limits,
                ),
                book.get_sheet_by_name(sheet.name),
                declared,
                hidden=sheet.visible != SheetVisibleEnum.Visible,
                from_1904=marks.from_1904,
                macros=macros,
            )
            for sheet in metadata
        ]
    sheets = tuple(sheet for sheet in read if sheet is not None)
    if not sheets:
        raise FaultsFound([sent_fault("empty", path.name)])
    return sheets


def refuse_large_sheets(path: Path, book: BookMarks, limits: Limits) -> None:
    faults = []
    for name, marks in book.sheets.items():
        if marks.last_column >= limits.columns:
            faults.append(sent_fault("too-many-columns", path.name, sheet=safe_name(name), limit=limits.columns))
        elif marks.area > limits.cells:
            faults.append(sent_fault("too-many-cells", path.name, sheet=safe_name(name), limit=limits.cells))
    if faults:
        raise FaultsFound(faults)


@contextmanager
def opened(path: Path) -> Iterator[CalamineWorkbook]:
    """The workbook. Whatever goes wrong inside, a panic of the library among it, is one plain fault."""
    try:
        # Not by its path: then the library would believe the ending of the name.
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            yield book
    except (FaultsFound, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # its panics are no Exceptions
        raise FaultsFound([sent_fault("not-a-workbook", path.name)]) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """One sheet of a file, before it is read."""

    path: Path
    name: str
    kind: Format
    marks: Marks
    limits: Limits


def sheet_of(
    sent: _Sent, content: CalamineSheet, declared: Declared, *, hidden: bool, from_1904: bool, macros: bool
) -> Sheet | None:
    """A sheet as a table; None where it holds nothing."""
    rows, _ = next(parts_of(sent, content, 0, SAMPLED_ROWS), ([], {}))
    if not any(filled_to(cells) for cells in rows):
        return None
    found = headings_in(rows, declared, sent.limits)
    frame = frame_of(found, rows)

    def read(size: int) -> Iterator[Rows]:
        with opened(sent.path) as book:
            parts = parts_of(sent, book.get_sheet_by_name(sent.name), frame.first_number - 1, PART)
            yield from in_rows(parts, frame, size)

    name = safe_name(sent.name)
    return Sheet(
        file=sent.path.name,
        name=name,
        format=sent.kind,
        hidden=hidden,
        header_row=None if found.last is None else found.last + 1,
        header_rows=found.rows,
        headings=found.headings,
        date_base=1904 if from_1904 else 1900,
        above=found.above,
        notes=notes_of(sent.path.name, name, found)
        + notes_on(sent, name, hidden=hidden, from_1904=from_1904, macros=macros),
        read=read,
    )


def notes_on(sent: _Sent, name: str, *, hidden: bool, from_1904: bool, macros: bool) -> tuple[Fault, ...]:
    """What is told of a sheet as a whole."""
    marks = sent.marks
    hidden_rows = sum(code == "hidden row" for _, _, code in marks.told())
    counts = {"hidden-rows": hidden_rows, "hidden-columns": marks.hidden_columns, "formulas": marks.formulas}
    plain = {
        "hidden-sheet": hidden,
        "filtered": marks.filtered,
        "from-1904": from_1904,
        "macros": macros,
        "sheet-name": name != sent.name,
    }
    file = sent.path.name
    return tuple(
        [sent_fault(code, file, sheet=name, count=count) for code, count in counts.items() if count]
        + [sent_fault(code, file, sheet=name) for code, there in plain.items() if there]
    )


def parts_of(sent: _Sent, content: CalamineSheet, skipped: int, size: int) -> Iterator[Told]:
    """The rows of a sheet as text, with the marks of their cells, without the first ones."""
    marks: dict[int, list[tuple[int | None, str]]] = defaultdict(list)
    for row, column, code in sent.marks.told():
        marks[row].append((column, code))
    left = [""] * (content.start[1] if content.start else 0)
    rows = enumerate(content.iter_rows() if content.start else ())
    for _ in islice(rows, skipped):
        pass
    while part := list(islice(rows, size)):
        texts = [left + [as_text(cell) for cell in cells] for _, cells in part]
        said = {}
        for place, (row, _) in enumerate(part):
            if row in marks:
                show_errors(texts[place], row, sent.marks)
                said[place] = Record(notes=tuple(marks[row]))
        yield texts, said


def show_errors(cells: list[str], row: int, marks: Marks) -> None:
    """Put what a broken cell shows, such as #REF!, where the library leaves it empty."""
    for column in range(len(cells)):
        if (row, column) in marks.errors:
            cells[column] = marks.errors[row, column]


def as_text(cell: object) -> str:
    """A cell as text: dates as 2025-04-30, numbers with all their digits and no exponent."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return number_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def number_text(number: int | float) -> str:
    """The 15 digits that a spreadsheet keeps of a number."""
    if isinstance(number, int) or (number.is_integer() and abs(number) < 1e15):
        return str(int(number))
    text = f"{number:.15g}"
    return f"{Decimal(text):f}" if "e" in text and abs(number) < 1e300 else text


def safe_name(name: str) -> str:
    """The name of a sheet as it is shown: a path stays a name, and marks that turn writing round are left out."""
    kept = "".join(letter for letter in name if letter.isprintable())
    return kept.replace("/", "∕").replace("\\", "∖")[:LONGEST_NAME]
