"""A sheet that somebody sent, read as rows of a record table, as SQL.

``arrived`` holds the sheet: ``_row`` (its number in the file), ``_fault`` (what is wrong with the whole row),
``_no_record`` (why it is none) and the cells as text, ``c0`` onwards. :func:`checked_part` makes ``checked`` of
it: the typed values, and in ``found`` what is wrong with the row (NULL: nothing), by column of the sheet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from proventive.engine.cell_readings import (
    DateReading,
    code_reading,
    date_reading,
    hours_as_minutes,
    number_reading,
    plain_cell,
)
from proventive.engine.checking import SHEET_ERRORS, cell, fault
from proventive.engine.declared import DeclaredColumn, DeclaredTable, sql_type
from proventive.engine.periods import PeriodReading, period_reading
from proventive.engine.views import quoted

YES = ("yes", "y", "true", "1", "x", "✓", "✔", "☑", "tick", "ticked", "checked")
SEVERAL = r"\s*[;|,\n]\s*"  # between several answers in one cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question of an instrument: its column in the sheet, and the scores that it may have."""

    position: int
    low: int
    high: int
    reversed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FromSheet:
    """How a declared column is read: from a column of the sheet (``position``, from 0), as the same ``value`` in
    every row, from columns with a tick each (position → code), or as the sum of the items of an instrument."""

    position: int | None = None
    value: str | None = None
    ticks: Mapping[int, str] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    identifier: str | None = None  # the kind of the identifier that the cell is; ``admitted`` holds its local id
    restore_zeros: bool = False
    dates: DateReading = "iso"
    century: int | None = None
    period: PeriodReading | None = None
    edge: Literal["first", "last"] = "first"  # which day of the period
    mark: str = "."  # before the decimals
    in_hours: bool = False  # what is kept in minutes
    theirs: Mapping[str, str] = field(default_factory=dict)  # their codes → ours
    missing: tuple[str, ...] = ()

    @property
    def first_position(self) -> int:
        """The column of the sheet at which a fault is told; -1 where there is none."""
        if self.position is not None:
            return self.position
        places = [*self.ticks, *(item.position for item in self.items)]
        return min(places) if places else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """What one record table takes from a sheet. ``only``: the values of other columns that its rows have;
    ``left_out``: the values of rows that are left out, and counted as ignored."""

    table: DeclaredTable
    columns: Mapping[str, FromSheet]
    only: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    left_out: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    details: Mapping[str, int] = field(default_factory=dict)  # what is kept apart beside the identifier
    scales: Mapping[str, tuple[Decimal, Decimal]] = field(
        default_factory=dict
    )  # instrument → lowest, highest total

    @property
    def identified(self) -> bool:
        """Whether its rows say by an identifier whose they are."""
        return any(reading.identifier is not None for reading in self.columns.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a check may rest on beside the rows: lists of codes, the last day, births, and notes of cells."""

    codes: frozenset[str] = frozenset()  # columns whose codes a table ``codes_<column>`` holds
    as_at: date | None = None
    births: bool = False
    noted: bool = False
    identified: bool = False
    barred: bool = False  # a table ``barred`` names people whose rows are not to come in


def cells_select(part: SheetPart, relation: str = "arrived") -> str:
    """SQL for the cells that a part takes, one row a row of the sheet; ``_ignored``: why it does not count."""
    taken = [f"{cell_of(part.columns.get(column.name))} AS {column.name}" for column in part.table.columns]
    items = [
        f"{plain_cell(item.position, reading.missing)} AS item_{item.position}"
        for reading in part.columns.values()
        for item in reading.items
    ]
    details = [f"{plain_cell(position)} AS detail_{name}" for name, position in part.details.items()]
    trimmed = "".join(f", {cell(f'c{position}')} AS t{position}" for position in positions_of(part))
    return (
        f"SELECT _row, _fault, {ignored(part)} AS _ignored, {', '.join([*taken, *items, *details])} "
        f"FROM (SELECT _row, _fault, _no_record{trimmed} FROM {relation}) AS trimmed"
    )


def positions_of(part: SheetPart) -> list[int]:
    """The columns of the sheet that a part reads, in order."""
    read = {*part.only, *part.left_out, *part.details.values()}
    for reading in part.columns.values():
        read |= {*reading.ticks, *(item.position for item in reading.items)}
        read |= set() if reading.position is None else {reading.position}
    return sorted(read)


def cell_of(reading: FromSheet | None) -> str:
    if reading is None:
        return "CAST(NULL AS VARCHAR)"
    if reading.value is not None:
        return quoted(reading.value)
    if reading.ticks:
        yes = ", ".join(quoted(word) for word in YES)
        ticked = ", ".join(
            f"CASE WHEN LOWER({plain_cell(position)}) IN ({yes}) THEN {quoted(code)} END"
            for position, code in reading.ticks.items()
        )
        return f"NULLIF(CONCAT_WS('; ', {ticked}), '')"
    if reading.items:
        return item_sum(reading)
    text = plain_cell(reading.position or 0, reading.missing)
    return hours_as_minutes(text, reading.mark) if reading.in_hours else text


def item_sum(reading: FromSheet) -> str:
    """The total of an instrument; NULL unless every item has a score."""
    scores = []
    for item in reading.items:
        score = f"TRY_CAST({plain_cell(item.position, reading.missing)} AS INTEGER)"
        scores.append(f"({item.low + item.high} - {score})" if item.reversed else score)
    return f"CAST({' + '.join(scores)} AS VARCHAR)"


def ignored(part: SheetPart) -> str:
    """Why a row is not asked for; NULL where it is."""
    whens = ["WHEN _no_record IS NOT NULL THEN _no_record"]
    filled = [f"t{reading.position}" for reading in part.columns.values() if reading.position is not None]
    some = ", ".join(filled)
    for name in filled:
        whens.append(f"WHEN STARTS_WITH({name}, 'EXAMPLE') THEN 'example'")
    for position, values in part.left_out.items():
        whens.append(f"WHEN {among(position, values)} THEN 'left out'")
    for position, values in part.only.items():
        whens.append(f"WHEN NOT COALESCE({among(position, values)}, FALSE) THEN 'for another table'")
    if some:
        whens.append(f"WHEN COALESCE({some}) IS NULL AND _fault IS NULL THEN 'nothing in it'")
    return f"CASE {' '.join(whens)} END"


def among(position: int, values: tuple[str, ...]) -> str:
    listed = ", ".join(quoted(value.strip().lower()) for value in values)
    return f"LOWER({plain_cell(position)}) IN ({listed})"


def typed(column: DeclaredColumn, reading: FromSheet | None) -> str:
    """The value of a cell in its declared type."""
    name = column.name
    if reading is None:
        return f"CAST(NULL AS {sql_type(column)})"
    if reading.identifier is not None:
        return "m.local_id"
    if is_area(column, reading):
        return "ar.area_used"
    if column.type in ("date", "month"):
        if reading.period is not None:
            return period_reading(name, reading.period, reading.edge)
        return date_reading(name, reading.dates, reading.century, month=column.type == "month")
    if column.type in ("integer", "decimal"):
        return number_reading(name, column, reading.mark)
    return code_reading(name, column, reading.theirs)


def is_area(column: DeclaredColumn, reading: FromSheet) -> bool:
    """Whether a column holds area codes of the sheet, which ``areas`` describes."""
    return column.area is not None and reading.position is not None


def identifier_column(part: SheetPart) -> str:
    return next(name for name, reading in part.columns.items() if reading.identifier is not None)


def area_column(part: SheetPart) -> DeclaredColumn | None:
    """The column of a part that holds area codes."""
    columns = (part.table.column(name) for name, reading in part.columns.items() if reading.position is not None)
    return next((column for column in columns if column.area is not None), None)


def birth_and_sex(part: SheetPart) -> tuple[str, str]:
    """SQL for the birth and the sex of a row, as text, against which its identifier is held; NULL if not told.

    The birth is the day where the cell has it (2025-04-30), though the records keep no more than the month, else
    the month (2025-04).
    """
    known = {column.name: typed(column, part.columns.get(column.name)) for column in part.table.columns}
    sex, month = (known.get(name, "CAST(NULL AS VARCHAR)") for name in ("sex", "birth_month"))
    reading = part.columns.get("birth_month")
    if reading is None or reading.position is None or reading.period is not None:
        return f"SUBSTR(CAST({month} AS VARCHAR), 1, 7)", sex
    day = date_reading("birth_month", reading.dates, reading.century, month=False)
    return f"COALESCE(CAST({day} AS VARCHAR), SUBSTR(CAST({month} AS VARCHAR), 1, 7))", sex


def identity_join(part: SheetPart) -> str:
    """SQL: that ``m`` is of the identifier of the row, with its birth and sex."""
    birth, sex = birth_and_sex(part)
    return (
        f"m.identifier = cells.{identifier_column(part)} AND m.of_birth IS NOT DISTINCT FROM {birth} "
        f"AND m.of_sex IS NOT DISTINCT FROM {sex}"
    )


def area_join(part: SheetPart) -> str:
    """SQL: that ``ar`` is of the area of the row."""
    column = area_column(part)
    return "FALSE" if column is None else f"ar.area_sent = cells.{column.name}"


def checked_part(part: SheetPart, known: Known, relation: str = "arrived") -> str:
    """SQL for rows of the sheet read with care: ``_row``, the typed values, ``found`` and ``clean``."""
    table = part.table
    sent = ", ".join(f"{name} AS sent_{name}" for name in table.names)
    items = [item for reading in part.columns.values() for item in reading.items]
    kept = "".join(f", item_{item.position}" for item in items)
    values = ", ".join(
        f"{typed(column, part.columns.get(column.name))} AS {column.name}" for column in table.columns
    )
    faults = [
        (part.columns[column.name].first_position if column.name in part.columns else -1, column, expression)
        for column in table.columns
        if (expression := column_fault(part, column, known)) is not None
    ]
    judged = ", ".join(f"{expression} AS fault_{column.name}" for _, column, expression in faults)
    item_faults = ", ".join(f"{item_fault(item)} AS fault_item_{item.position}" for item in items)
    told = [
        told_fault(
            position, column.name, f"fault_{column.name}", None if column.personal else f"sent_{column.name}"
        )
        for position, column, _ in faults
    ] + [told_fault(item.position, "total", f"fault_item_{item.position}", None) for item in items]
    wrong = [f"fault_{column.name} IS NULL" for _, column, _ in faults] + [
        f"fault_item_{item.position} IS NULL" for item in items
    ]
    clean = " AND ".join(
        ["_ignored IS NULL", "_fault IS NULL", *wrong, *(["n.noted IS NULL"] if known.noted else [])]
    )
    whole = told_fault(-1, "", "_fault", None)
    noted = "COALESCE(n.noted, [])" if known.noted else "[]"
    identity = "m.identity_fault, " if known.identified else ""
    area = "" if area_column(part) is None else "ar.area_fault, "
    return f"""
WITH cells AS ({cells_select(part, relation)}),
typed AS (SELECT _row, _fault, _ignored, {sent}{kept}, {identity}{area}{values}
  FROM cells {looked_up_joins(part, known)}),
judged AS (SELECT j.*, {judged}{", " + item_faults if item_faults else ""}
  FROM typed AS j {"LEFT JOIN births AS b ON b.born = j.person_id" if known.births else ""})
SELECT j._row, j._ignored, {", ".join(f"j.{name}" for name in table.names)},
  CASE WHEN _ignored IS NULL AND NOT ({clean}) THEN LIST_CONCAT(
    LIST_FILTER([{", ".join([whole, *told])}], LAMBDA f: f.fault IS NOT NULL), {noted}) END AS found,
  {clean} AS clean
FROM judged AS j {"LEFT JOIN noted AS n ON n._row = j._row" if known.noted else ""}"""


def looked_up_joins(part: SheetPart, known: Known) -> str:
    identity = f"LEFT JOIN admitted AS m ON {identity_join(part)}" if known.identified else ""
    return f"{identity} LEFT JOIN areas AS ar ON {area_join(part)}" if area_column(part) else identity


def told_fault(position: int, column: str, fault_name: str, sent: str | None) -> str:
    value = "CAST(NULL AS VARCHAR)" if sent is None else f"SUBSTR({sent}, 1, 40)"
    return f"{{'position': {position}, 'column_name': {quoted(column)}, 'fault': {fault_name}, 'value': {value}}}"


def column_fault(part: SheetPart, column: DeclaredColumn, known: Known) -> str | None:
    """SQL for what is wrong with a value, NULL where nothing is; None where nothing can be."""
    reading = part.columns.get(column.name)
    if reading is None:
        return None
    name, sent = column.name, f"sent_{column.name}"
    before = [f"WHEN {sent} IN ({SHEET_ERRORS}) THEN 'spreadsheet error'"]
    if reading.items:
        items = " AND ".join(f"{item_fault(item)} IS NULL" for item in reading.items)
        before.append(f"WHEN NOT ({items}) THEN NULL")  # told at the item
    if reading.identifier is not None:
        before.append("WHEN identity_fault IS NOT NULL THEN identity_fault")
    if is_area(column, reading):
        before.append("WHEN area_fault IS NOT NULL THEN area_fault")
    if column.type == "code":
        first = code_reading(f"REGEXP_SPLIT_TO_ARRAY({sent}, '{SEVERAL}')[1]", column, reading.theirs)
        more = f"REGEXP_MATCHES({sent}, '{SEVERAL}')"
        before.append(
            f"WHEN {sent} IS NOT NULL AND {name} IS NULL AND {more} AND ({first}) IS NOT NULL "
            "THEN 'several answers'"
        )
    after = [f"WHEN {wrong} THEN {quoted(name)}" for wrong, name in value_faults(part, column, known)]
    return fault(column, known.codes, before=before, after=after)


def value_faults(part: SheetPart, column: DeclaredColumn, known: Known) -> list[tuple[str, str]]:
    """What can be wrong with a value beside what its declaration says: SQL that it is so, and the fault."""
    name, found = column.name, []
    if column.type in ("date", "month") and known.as_at is not None:
        found.append((f"{name} > DATE '{known.as_at}'", "in the future"))
    if column.type == "date" and known.births:
        found.append((f"{name} < born_in", "before birth"))
    if known.barred and name == "person_id":
        found.append((f"{name} IN (SELECT local_id FROM barred)", "erased"))
    if part.scales and name == "total":
        off = " ".join(
            f"WHEN {quoted(id)} THEN total < {low} OR total > {high}" for id, (low, high) in part.scales.items()
        )
        found.append((f"CASE instrument {off} ELSE FALSE END", "off the scale"))
    return found


def item_fault(item: Item) -> str:
    """SQL for what is wrong with the score of one item."""
    name = f"item_{item.position}"
    score = f"TRY_CAST({name} AS INTEGER)"
    whole = f"REGEXP_FULL_MATCH({name}, '\\d{{1,4}}(\\.0+)?')"
    return (
        f"CASE WHEN {name} IS NULL THEN 'not answered' WHEN NOT {whole} THEN 'not a score' "
        f"WHEN {score} < {item.low} OR {score} > {item.high} THEN 'off the item' END"
    )
