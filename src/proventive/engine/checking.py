"""Rows that somebody sent, held against the declaration of their table, all in one pass.

``sent`` is a table of ``_source``, ``_row`` and the declared columns: all text where they come from a file, of
the declared types where a program made them. ``checked`` holds the typed values, and beside each column what is
wrong with it (NULL: nothing).
"""

from proventive.engine.declared import DeclaredColumn, DeclaredTable, sql_type
from proventive.engine.views import quoted

SPACE = "' ' || CHR(9) || CHR(10) || CHR(13) || CHR(160)"


def checked_select(table: DeclaredTable, *, text: bool, codes: frozenset[str] = frozenset()) -> str:
    """SQL for ``checked`` from ``sent``. ``codes``: the columns whose codes a table ``codes_<column>`` holds."""
    names = ", ".join(table.names)
    sent = ", ".join(f"sent_{name}" for name in table.names)
    cells = ", ".join(cell(column) if text else column.name for column in table.columns)
    typed = ", ".join(f"{as_typed(column, text=text)} AS {column.name}" for column in table.columns)
    kept = ", ".join(f"{name} AS sent_{name}" for name in table.names)
    faults = ", ".join(f"{fault(column, codes)} AS fault_{column.name}" for column in table.columns)
    found = ", ".join(f"fault_{name}" for name in table.names)
    clean = " AND ".join(f"fault_{name} IS NULL" for name in table.names)
    whole = " || CHR(31) || ".join(f"COALESCE(CAST({name} AS VARCHAR), '')" for name in table.names)
    rivals = f"(PARTITION BY clean, {', '.join(table.key)} ORDER BY _source NULLS LAST, _row NULLS LAST)"
    return f"""
WITH cells AS (SELECT _source, _row, {cells} FROM sent),
typed AS (SELECT _source, _row, {kept}, {typed} FROM cells),
judged AS (SELECT _source, _row, {sent}, {names}, {faults} FROM typed),
told AS (SELECT _source, _row, {sent}, {names}, {found}, {clean} AS clean, {whole} AS whole FROM judged)
SELECT _source, _row, {sent}, {names}, {found},
  CASE WHEN clean AND ROW_NUMBER() OVER {rivals} > 1
       THEN CASE WHEN FIRST_VALUE(whole) OVER {rivals} = whole
                 THEN 'same row twice' ELSE 'same key twice' END END AS fault_row
FROM told"""


def cell(column: DeclaredColumn) -> str:
    """A cell without the blanks around it; NULL where nothing is left."""
    return f"NULLIF(TRIM({column.name}, {SPACE}), '') AS {column.name}"


def as_typed(column: DeclaredColumn, *, text: bool) -> str:
    """The value of a cell in its declared type, NULL where it cannot be read."""
    name = column.name
    if column.type == "code" and column.codes:
        accepted = {code.lower(): code for code, _ in column.codes}
        accepted = {label.lower(): code for code, label in column.codes} | accepted
        cases = " ".join(f"WHEN {quoted(given)} THEN {quoted(code)}" for given, code in accepted.items())
        return f"CASE LOWER({name}) {cases} END"
    if not text or column.type in ("text", "code"):
        return f"CAST({name} AS {sql_type(column)})"
    if column.type == "month":
        return f"CASE WHEN {shaped(column)} THEN TRY_CAST(SUBSTR({name}, 1, 7) || '-01' AS DATE) END"
    return f"CASE WHEN {shaped(column)} THEN TRY_CAST({name} AS {sql_type(column)}) END"


def shaped(column: DeclaredColumn) -> str:
    """Whether a cell is written as its type is written. Nothing is guessed."""
    pattern = {
        "date": r"\d{4}-\d{2}-\d{2}",
        "month": r"\d{4}-\d{2}(-01)?",
        "integer": r"[+-]?\d{1,18}",
        "decimal": rf"[+-]?\d{{1,15}}(\.\d{{1,{column.places}}})?",
    }[column.type]
    return f"REGEXP_FULL_MATCH({column.name}, '{pattern}')"


def fault(column: DeclaredColumn, codes: frozenset[str]) -> str:
    """SQL for what is wrong with a value, in one or two words; NULL where nothing is."""
    name, sent = column.name, f"sent_{column.name}"
    whens = []
    if column.required:
        whens.append(f"WHEN {sent} IS NULL THEN 'empty'")
    if column.type in ("text", "code"):
        whens.append(f"WHEN REGEXP_MATCHES({sent}, '[\\x00-\\x08\\x0b-\\x1f\\x7f]') THEN 'control character'")
    unreadable = {"decimal": "not a number", "integer": "not a whole number", "code": "not a code"}
    whens.append(f"WHEN {sent} IS NOT NULL AND {name} IS NULL THEN '{unreadable.get(column.type, 'not a date')}'")
    if name in codes:
        whens.append(f"WHEN {name} NOT IN (SELECT code FROM codes_{name}) THEN 'not a code'")
    if column.low is not None:
        whens.append(f"WHEN {name} < {column.low} THEN 'too low'")
    if column.high is not None:
        whens.append(f"WHEN {name} > {column.high} THEN 'too high'")
    if column.not_before is not None:
        whens.append(f"WHEN {name} < {column.not_before} THEN 'too early'")
    return f"CASE {' '.join(whens)} END"


def faults_select(table: DeclaredTable) -> str:
    """SQL for one row a fault: source, row, column, what is wrong, and the value where it is not personal."""
    parts = [
        f"SELECT _source, _row, {quoted(column.name)} AS column_name, {number} AS position, "
        f"fault_{column.name} AS fault, "
        + ("CAST(NULL AS VARCHAR)" if column.personal else f"SUBSTR(CAST(sent_{column.name} AS VARCHAR), 1, 40)")
        + f" AS value FROM checked WHERE fault_{column.name} IS NOT NULL"
        for number, column in enumerate(table.columns)
    ]
    parts.append(
        "SELECT _source, _row, '' AS column_name, -1 AS position, fault_row AS fault, "
        "CAST(NULL AS VARCHAR) AS value FROM checked WHERE fault_row IS NOT NULL"
    )
    return (
        " UNION ALL ".join(parts)
        + " ORDER BY _source NULLS LAST, _row NULLS LAST, position NULLS LAST, fault NULLS LAST"
    )


def accepted_select(table: DeclaredTable) -> str:
    """SQL for the rows with nothing wrong, in the order of their key."""
    clean = " AND ".join(f"fault_{name} IS NULL" for name in (*table.names, "row"))
    order = ", ".join(f"{name} NULLS LAST" for name in (*table.key, "_source", "_row"))
    return f"SELECT {', '.join(table.names)}, _source, _row FROM checked WHERE {clean} ORDER BY {order}"
