"""Documents as spreadsheets (XLSX): what they say, and in which cell.

The sheet “Agreement” holds a key and a value in each row; every list of mappings has a sheet of its own, named by
its key, with an item in each row and a key in each column. “Help” is for people, and is not read.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from proventive.quantities import Place
from proventive.reading.cells import from_dotted, read_cell
from proventive.reading.faults import Fault, FaultsFound
from proventive.reading.located import Located, Path, Plain, Scalar
from proventive.reading.opening import open_workbook
from proventive.reading.scalars import shortest
from proventive.reading.workbook_faults import workbook_fault

AGREEMENT = "Agreement"
HELP = "Help"


def read_workbook(path: FilePath | str, *, name: str | None = None) -> Located:
    """What a spreadsheet says, and in which cell. ``name`` is how places call the file, if not by its own name.

    Raises FaultsFound, with every fault that can be found, and NotFound.
    """
    name = name or FilePath(path).name
    formulas, results = open_workbook(path, name)
    walk = _Walk(name, formulas, results)
    walk.read()
    if walk.faults:
        raise FaultsFound(walk.faults)
    return Located(file=name, plain=walk.tree, values=walk.values, keys=walk.keys)


class _Walk:
    """A walk over the sheets, gathering what they say, places and faults."""

    def __init__(self, name: str, formulas: Workbook, results: Workbook) -> None:
        self.name = name
        self.formulas = formulas
        self.results = results
        self.tree: dict[str, Plain] = {}
        self.values: dict[Path, Place] = {(): Place(file=name, sheet=AGREEMENT)}
        self.keys: dict[Path, Place] = {}
        self.faults: list[Fault] = []

    def read(self) -> None:
        if AGREEMENT not in self.formulas.sheetnames:
            self.faults.append(workbook_fault("no-agreement-sheet", Place(file=self.name)))
        for sheet in self.formulas.worksheets:
            if sheet.title == AGREEMENT:
                self.single_values(sheet)
            elif sheet.title != HELP:
                self.items(sheet)

    def place(self, sheet: Worksheet, row: int, column: int) -> Place:
        return Place(file=self.name, sheet=sheet.title, cell=f"{get_column_letter(column)}{row}")

    def fault(self, code: str, place: Place) -> None:
        self.faults.append(workbook_fault(code, place))

    def single_values(self, sheet: Worksheet) -> None:
        """The sheet of what is said once."""
        headings = {str(cell.value).strip().lower(): cell.column for cell in sheet[1] if cell.value is not None}
        if not {"key", "value"} <= set(headings):
            self.fault("no-header", Place(file=self.name, sheet=sheet.title, cell="A1"))
            return
        for row in range(2, sheet.max_row + 1):
            key_place = self.place(sheet, row, headings["key"])
            key = sheet.cell(row, headings["key"]).value
            self.put(self.tree, (), key, key_place, self.cell(sheet, row, headings["value"]))

    def items(self, sheet: Worksheet) -> None:
        """A sheet with an item in each row."""
        rows = list(self.rows(sheet))
        if not rows:
            return
        place = Place(file=self.name, sheet=sheet.title)
        path = from_dotted(sheet.title)
        if path is None:
            self.fault("not-a-dotted-key", place)
            return
        items: list[Plain] = []
        if not self.insert(self.tree, (), path, items, place, place):
            return
        for row, cells in rows:
            item: dict[str, Plain] = {}
            inside: Path = (*path, len(items))
            self.values[inside] = self.place(sheet, row, 1)
            for column, located in cells:
                heading = sheet.cell(1, column).value
                self.put(item, inside, heading, self.place(sheet, 1, column), located)
            items.append(item)

    def rows(self, sheet: Worksheet) -> Iterator[tuple[int, list[tuple[int, Located]]]]:
        """The rows below the headings that hold anything, with the cells that do."""
        for row in range(2, sheet.max_row + 1):
            columns = range(1, sheet.max_column + 1)
            cells = [(column, self.cell(sheet, row, column)) for column in columns]
            filled = [(column, located) for column, located in cells if located.plain is not None]
            if filled:
                yield row, filled

    def cell(self, sheet: Worksheet, row: int, column: int) -> Located:
        """What a cell says; nothing, and a fault, where that cannot be told."""
        place = self.place(sheet, row, column)
        nothing = Located(file=self.name, plain=None, values={(): place}, keys={})
        formula = sheet.cell(row, column)
        result = self.results[sheet.title].cell(row, column)
        if formula.data_type == "f" and result.value is None:
            self.fault("formula-without-value", place)
        elif result.data_type == "e":
            self.fault("error-value", place)
        elif isinstance(result.value, str):
            try:
                return read_cell(result.value, place)
            except FaultsFound as found:
                self.faults += found.faults
        elif too_long(result.value):
            self.fault("too-long-a-number", place)
        else:
            return Located(file=self.name, plain=as_yaml_would(result), values={(): place}, keys={})
        return nothing

    def put(self, into: dict[str, Plain], inside: Path, key: Any, key_place: Place, value: Located) -> None:
        """A value put under its dotted key."""
        if value.plain is None:
            return
        if key is None or not str(key).strip():
            self.fault("value-without-key", value.values[()])
            return
        path = from_dotted(str(key))
        if path is None:
            self.fault("not-a-dotted-key", key_place)
        elif self.insert(into, inside, path, value.plain, key_place, value.values[()]):
            self.values |= {(*inside, *path, *deeper): place for deeper, place in value.values.items()}
            self.keys |= {(*inside, *path, *deeper): place for deeper, place in value.keys.items()}

    def insert(
        self, into: dict[str, Plain], inside: Path, path: tuple[str, ...], plain: Plain, key: Place, value: Place
    ) -> bool:
        """A value put at a path; False, and a fault, where something stands there already."""
        for depth, step in enumerate(path[:-1], start=1):
            self.keys.setdefault((*inside, *path[:depth]), key)
            self.values.setdefault((*inside, *path[:depth]), value)
            deeper = into.setdefault(step, {})
            if not isinstance(deeper, dict):
                self.fault("said-twice", key)
                return False
            into = deeper
        if path[-1] in into:
            self.fault("said-twice", key)
            return False
        into[path[-1]] = plain
        self.keys[(*inside, *path)] = key
        self.values[(*inside, *path)] = value
        return True


def too_long(value: object) -> bool:
    return isinstance(value, int | float) and not abs(value) < 1e15


def as_yaml_would(cell: Cell) -> Scalar:
    """What YAML would have said for a cell that holds no text: “15%”, a number, a day, yes-or-no."""
    match cell.value:
        case bool() | None:
            return cell.value
        case datetime() as moment:
            return (moment.date() if moment.time() == time() else moment).isoformat()
        case date() | time() as moment:
            return moment.isoformat()
        case int() | float() as number:
            return as_formatted(Decimal(format(number, ".15g")), str(cell.number_format))
        case other:
            return str(other)


def as_formatted(number: Decimal, number_format: str) -> Scalar:
    """A number, or what the format of its cell makes of it: a share, or pounds."""
    if "%" in number_format:
        return f"{shortest(number * 100)}%"
    if "£" in number_format:
        return f"{shortest(number)} GBP"
    return Decimal(shortest(number))
