"""Rows in which every cell is written as nearly all cells are: read at once, without a search for what is wrong.

A row is *usual* where cheap tests of its cells already tell that nothing is wrong with it; then its values are
what :func:`~proventive.engine.sheet_parts.checked_part` would make of it. All other rows are read with care. How
many rows are usual changes the time that a check takes, and never its outcome.
"""

from proventive.engine.cell_readings import code_reading
from proventive.engine.declared import DeclaredColumn, sql_type
from proventive.engine.sheet_parts import (
    FromSheet,
    Known,
    SheetPart,
    area_column,
    identifier_column,
    positions_of,
    value_faults,
)
from proventive.engine.views import quoted

USUAL_DATES = {"day first": "%d/%m/%Y", "month first": "%m/%d/%Y"}
LARGEST = 10**15 - 1  # of fifteen digits
EDGE, INSIDE = r"[^\x00-\x20\x7f\x{a0}]", r"[^\x00-\x1f\x7f]"
PLAIN = f"{EDGE}({INSIDE}*{EDGE})?"  # no blank around it, and no sign that cannot be seen


def usual_select(part: SheetPart, known: Known) -> str | None:
    """SQL for every row of ``arrived``: ``_row``, the typed values, whether the row is ``usual``, and where it is
    not, the cells to be read with care, in ``sent``: the values then say nothing. None where the part is read in
    ways that have no cheap test."""
    if not has_usual_rows(part):
        return None
    values, cells, judged = [], ["a._fault IS NULL", "a._no_record IS NULL", some_cell(part)], []
    for column in part.table.columns:
        reading = part.columns.get(column.name)
        values.append(f"{usual_value(column, reading)} AS {column.name}")
        if reading is None:
            continue
        of_cell, of_value = cell_tests(column, reading), value_tests(part, column, reading, known)
        if column.required or reading.position is None:
            cells += of_cell
            judged += of_value
        else:
            values.append(f"{text_of(reading)} IS NULL AS no_{column.name}")
            cells += [f"({text_of(reading)} IS NULL OR ({' AND '.join(of_cell)}))"] if of_cell else []
            judged.append(f"(no_{column.name} OR ({' AND '.join(of_value)}))")
    if known.noted:
        cells.append("n._row IS NULL")
    names = ", ".join(part.table.names)
    births = ", b.born_in" if known.births else ""
    kept = ", ".join(f"a.{name}" for name in cells_of_row(part))
    return f"""
SELECT _row, {names}, usual, CASE WHEN NOT usual THEN [{", ".join(cells_of_row(part))}] END AS sent
FROM (SELECT *, COALESCE({" AND ".join(["of_cells", *judged])}, FALSE) AS usual
  FROM (SELECT a._row, {kept}, {", ".join(values)}, {" AND ".join(cells)} AS of_cells{births}
    FROM arrived AS a {joins(part, known)}) AS read) AS told"""


def cells_of_row(part: SheetPart) -> list[str]:
    """What is kept of a row that is to be read with care."""
    return ["_fault", "_no_record", *(f"c{position}" for position in positions_of(part))]


def doubtful_select(part: SheetPart) -> str:
    """SQL for the rows of ``judged`` that are not usual, as they stand in ``arrived``."""
    cells = ", ".join(f"sent[{place}] AS {name}" for place, name in enumerate(cells_of_row(part), 1))
    return f"SELECT _row, {cells} FROM judged WHERE NOT usual"


def has_usual_rows(part: SheetPart) -> bool:
    """Whether every column of a part is read in a way that has a cheap test."""
    if part.only or part.left_out or area_column(part) is not None:
        return False
    return all(has_usual_cells(part, part.table.column(name), reading) for name, reading in part.columns.items())


def has_usual_cells(part: SheetPart, column: DeclaredColumn, reading: FromSheet) -> bool:
    if reading.ticks or reading.items or reading.period is not None or reading.in_hours:
        return False
    if reading.identifier is not None:
        return not {"birth_month", "sex"} & part.columns.keys()  # else it is held against them
    if column.type in ("date", "month"):
        return reading.dates == "iso" or reading.dates in USUAL_DATES
    return True


def joins(part: SheetPart, known: Known) -> str:
    """What the rows are held against: local ids, births, notes."""
    found = ""
    if known.identified:
        found += (
            f" LEFT JOIN admitted AS m ON m.identifier = {text_of(part.columns[identifier_column(part)])} "
            "AND m.of_birth IS NULL AND m.of_sex IS NULL"
        )
    if known.births:
        person = part.columns.get("person_id")
        born = "m.local_id" if person and person.identifier else "NULL" if person is None else text_of(person)
        found += f" LEFT JOIN births AS b ON b.born = {born}"
    return found + (" LEFT JOIN noted AS n ON n._row = a._row" if known.noted else "")


def text_of(reading: FromSheet) -> str:
    return f"a.c{reading.position}" if reading.value is None else quoted(reading.value)


def some_cell(part: SheetPart) -> str:
    """SQL: that anything stands in the columns that count; a column that must be filled tells it by itself."""
    if any(
        part.table.column(name).required and reading.position is not None for name, reading in part.columns.items()
    ):
        return "TRUE"
    read = [text_of(reading) for reading in part.columns.values() if reading.position is not None]
    return f"COALESCE({', '.join(read)}) IS NOT NULL" if read else "TRUE"


def usual_value(column: DeclaredColumn, reading: FromSheet | None) -> str:
    """SQL for the value of a cell that is written in the usual way."""
    kind = sql_type(column)
    if reading is None:
        return f"CAST(NULL AS {kind})"
    text = text_of(reading)
    if reading.identifier is not None:
        return "m.local_id"
    if column.type in ("date", "month"):
        return usual_date(text, reading, month=column.type == "month")
    if column.type == "integer":
        number = f"TRY_CAST({text} AS BIGINT)"  # what is written back as it was sent is a number and nothing else
        return (
            f"CASE WHEN CAST({number} AS VARCHAR) = {text} AND {number} BETWEEN 0 AND {LARGEST} THEN {number} END"
        )
    if column.type == "decimal":
        decimals = rf"(\.\d{{1,{column.places}}})?" if reading.mark == "." else ""
        return f"CASE WHEN REGEXP_FULL_MATCH({text}, '\\d{{1,15}}{decimals}') THEN TRY_CAST({text} AS {kind}) END"
    return usual_code(text, column, reading)


def usual_code(text: str, column: DeclaredColumn, reading: FromSheet) -> str:
    """Our own codes as they stand, without a look at capitals; else as :func:`code_reading` has it."""
    read = code_reading(text, column, reading.theirs)
    others = {their.strip().lower() for their in reading.theirs}
    own = " OR ".join(f"{text} = {quoted(code)}" for code, _ in column.codes if code.lower() not in others)
    return f"CASE WHEN {own} THEN {text} ELSE {read} END" if own else read


def usual_date(text: str, reading: FromSheet, *, month: bool) -> str:
    whens = f"WHEN REGEXP_FULL_MATCH({text}, '\\d{{4}}-\\d{{2}}-\\d{{2}}') THEN TRY_CAST({text} AS DATE)"
    if reading.dates in USUAL_DATES:
        written = USUAL_DATES[reading.dates]
        whens = f"WHEN {text} LIKE '__/__/____' THEN CAST(TRY_STRPTIME({text}, '{written}') AS DATE) {whens}"
    value = f"CASE {whens} END"
    return f"CAST(DATE_TRUNC('month', {value}) AS DATE)" if month else value


def cell_tests(column: DeclaredColumn, reading: FromSheet) -> list[str]:
    """SQL for what holds of a cell in which nothing is wrong, as far as its text tells."""
    text = text_of(reading)
    tests = []
    if column.type == "text" or (column.type == "code" and not column.codes):
        seen = f"NOT ENDS_WITH({text}, ' ')"
        tests.append(f"CASE WHEN a._all_seen THEN {seen} ELSE REGEXP_FULL_MATCH({text}, '{PLAIN}') END")
    if column.type in ("text", "code") and (reading.theirs or not column.codes):
        # blanks, and the # of what a spreadsheet could not reckon, sort before “$”
        tests += [f"{text} >= '$'", f"({text} < 'EXAMPLE' OR {text} >= 'EXAMPLF')"]
    if reading.missing and reading.position is not None:
        absent = ", ".join(quoted(word.strip().lower()) for word in reading.missing)
        tests.append(f"LOWER({text}) NOT IN ({absent})")
    return tests


def value_tests(part: SheetPart, column: DeclaredColumn, reading: FromSheet, known: Known) -> list[str]:
    """SQL for what holds of a value with which nothing is wrong."""
    name = column.name
    tests = [f"{name} IS NOT NULL"]
    if column.type in ("date", "month") and reading.dates in USUAL_DATES:
        tests.append(f"{name} >= DATE '1000-01-01'")  # else the last of ten signs may be a blank
    if name in known.codes:
        tests.append(f"{name} IN (SELECT code FROM codes_{name})")
    if column.low is not None:
        tests.append(f"{name} >= {column.low}")
    if column.high is not None:
        tests.append(f"{name} <= {column.high}")
    if column.not_before is not None and column.not_before in part.columns:
        tests.append(f"({column.not_before} IS NULL OR {name} >= {column.not_before})")
    return tests + [f"NOT COALESCE({wrong}, FALSE)" for wrong, _ in value_faults(part, column, known)]
