"""Rows that somebody sent, held against the declaration of their table, all in one pass.

``sent`` is a table of ``_source``, ``_row``, ``_fault`` (what is wrong with the row as a whole) and the declared
columns: all text where they come from a file, of the declared types where a program made them. ``rows_sent`` are
those that count as rows. ``checked`` holds the typed values, beside each column what is
wrong with it (NULL: nothing) and its value as sent, and whether the row is clean. ``again`` holds the rows whose
key stands in an earlier row.
"""

from collections.abc import Sequence

from proventive.engine.declared import DeclaredColumn, DeclaredTable, sql_type
from proventive.engine.views import quoted

SHEET_ERRORS = "'#REF!', '#N/A', '#VALUE!', '#NAME?', '#DIV/0!', '#NUM!', '#NULL!'"
BLANKS = ("' '", "CHR(9)", "CHR(10)", "CHR(13)", "CHR(160)")
SPACE = " || ".join(BLANKS)


def checked_select(table: DeclaredTable, *, text: bool, codes: frozenset[str] = frozenset()) -> str:
    """SQL for ``checked`` from ``sent``. ``codes``: the columns whose codes a table ``codes_<column>`` holds."""
    columns = table.columns
    sent = ", ".join(f"{column.name} AS sent_{column.name}" for column in columns)
    typed = ", ".join(f"{as_typed(column, text=text)} AS {column.name}" for column in columns)
    again = ", ".join(f"sent_{column.name}" for column in columns)
    faults = ", ".join(f"{fault(column, codes)} AS fault_{column.name}" for column in columns)
    values = ", ".join(f"{shown(column)} AS value_{column.name}" for column in columns)
    names = ", ".join(table.names)
    found = ", ".join(f"fault_{name}" for name in table.names)
    return f"""
WITH typed AS (SELECT _source, _row, _fault, {sent}, {typed} FROM rows_sent),
judged AS (SELECT _source, _row, _fault, {again}, {names}, {faults} FROM typed)
SELECT _source, _row, _fault, {names}, {found}, {values}, {clean(table)} AS clean FROM judged"""


def rows_select(table: DeclaredTable) -> str:
    """SQL for the rows of text in ``sent`` without the blanks around their cells, and without blank rows.

    A row with a cell that begins with EXAMPLE, as in the template, is marked as one.
    """
    cells = ", ".join(f"{cell(name)} AS {name}" for name in table.names)
    example = " OR ".join(f"COALESCE(STARTS_WITH({name}, 'EXAMPLE'), FALSE)" for name in table.names)
    some = ", ".join(table.names)
    return f"""
WITH cells AS (SELECT _source, _row, _fault, {cells} FROM sent)
SELECT _source, _row, _fault, {some}, {example} AS example FROM cells WHERE COALESCE({some}) IS NOT NULL"""


def clean(table: DeclaredTable) -> str:
    return " AND ".join(["_fault IS NULL", *(f"fault_{name} IS NULL" for name in table.names)])


def shown(column: DeclaredColumn) -> str:
    """A value as it was sent, where something is wrong with it and it is not personal."""
    if column.personal:
        return "CAST(NULL AS VARCHAR)"
    return f"CASE WHEN fault_{column.name} IS NOT NULL THEN SUBSTR(CAST(sent_{column.name} AS VARCHAR), 1, 40) END"


def key_hash(table: DeclaredTable, of: str = "") -> str:
    """SQL for a number of a row's key: equal keys have the same, and seldom do others."""
    return f"HASH({', '.join(f'{of}{name}' for name in table.key)})"


def doubled_select(relation: str, key: str, clean: str) -> str:
    """SQL for the hashes of keys that stand in more than one row with nothing else wrong."""
    return f"SELECT {key} AS _key FROM {relation} WHERE {clean} GROUP BY 1 HAVING COUNT(*) > 1"


def again_select(table: DeclaredTable) -> str:
    """SQL for the second and later rows of a key that stands twice: the same row, or another with the same key."""
    rest = [name for name in table.names if name not in table.key]
    whole = " || CHR(31) || ".join(f"COALESCE(CAST(c.{name} AS VARCHAR), '')" for name in rest) or "''"
    rivals = (
        f"(PARTITION BY {', '.join(f'c.{k}' for k in table.key)} ORDER BY c._source NULLS LAST, c._row NULLS LAST)"
    )
    return f"""
WITH rivals AS (
  SELECT c._source, c._row, {whole} AS whole,
    ROW_NUMBER() OVER {rivals} AS place, FIRST_VALUE({whole}) OVER {rivals} AS first
  FROM checked AS c JOIN doubled AS d ON d._key = {key_hash(table, "c.")} WHERE c.clean)
SELECT _source, _row, CASE WHEN whole = first THEN 'same row twice' ELSE 'same key twice' END AS fault
FROM rivals WHERE place > 1"""


def standing_select(table: DeclaredTable, standing: str) -> str:
    """SQL for the rows with nothing wrong whose key stands in ``standing``, as in :func:`again_select`."""
    key = " AND ".join(f"c.{name} IS NOT DISTINCT FROM s.{name}" for name in table.key)
    same = " AND ".join(f"c.{name} IS NOT DISTINCT FROM s.{name}" for name in table.names)
    return f"""
SELECT c._source, c._row, CASE WHEN {same} THEN 'same row twice' ELSE 'same key twice' END AS fault
FROM checked AS c JOIN {standing} AS s ON {key}
LEFT JOIN again AS a ON a._source = c._source AND a._row = c._row WHERE c.clean AND a._row IS NULL"""


def cell(name: str) -> str:
    """A cell without the blanks around it; NULL where nothing is left.

    Nearly all cells have none, and looking at both ends is cheaper than trimming: what begins with a blank or a
    control character sorts before “!”.
    """
    ends = " OR ".join(f"ENDS_WITH({name}, {blank})" for blank in BLANKS)
    around = f"{name} < '!' OR {ends} OR STARTS_WITH({name}, CHR(160))"
    return f"CASE WHEN {around} THEN NULLIF(TRIM({name}, {SPACE}), '') ELSE {name} END"


def as_typed(column: DeclaredColumn, *, text: bool, name: str | None = None) -> str:
    """The value of a cell in its declared type, NULL where it cannot be read. ``name``: what holds the cell."""
    name = name or column.name
    if column.type == "code" and column.codes:
        accepted = {code.lower(): code for code, _ in column.codes}
        accepted = {label.lower(): code for code, label in column.codes} | accepted
        cases = " ".join(f"WHEN {quoted(given)} THEN {quoted(code)}" for given, code in accepted.items())
        return f"CASE LOWER({name}) {cases} END"
    if not text or column.type in ("text", "code"):
        return f"CAST({name} AS {sql_type(column)})"
    if column.type == "month":
        return f"CASE WHEN {shaped(column, name)} THEN TRY_CAST(SUBSTR({name}, 1, 7) || '-01' AS DATE) END"
    return f"CASE WHEN {shaped(column, name)} THEN TRY_CAST({name} AS {sql_type(column)}) END"


def shaped(column: DeclaredColumn, name: str) -> str:
    """Whether a cell is written as its type is written. Nothing is guessed."""
    pattern = {
        "date": r"\d{4}-\d{2}-\d{2}",
        "month": r"\d{4}-\d{2}(-01)?",
        "integer": r"[+-]?\d{1,18}",
        "decimal": rf"[+-]?\d{{1,15}}(\.\d{{1,{column.places}}})?",
    }[column.type]
    return f"REGEXP_FULL_MATCH({name}, '{pattern}')"


def fault(
    column: DeclaredColumn, codes: frozenset[str], *, before: Sequence[str] = (), after: Sequence[str] = ()
) -> str:
    """SQL for what is wrong with a value, in one or two words; NULL where nothing is.

    ``before`` and ``after``: further cases, WHEN and THEN, that are looked at first or last.
    """
    name, sent = column.name, f"sent_{column.name}"
    whens = list(before)
    if column.required:
        whens.append(f"WHEN {sent} IS NULL THEN 'empty'")
    if column.type == "text":
        whens.append(f"WHEN {sent} IN ({SHEET_ERRORS}) THEN 'spreadsheet error'")
    if column.type in ("text", "code"):
        read = f"{name} IS NULL AND " if column.codes else ""  # what is one of the codes has none
        whens.append(
            f"WHEN {read}REGEXP_MATCHES({sent}, '[\\x00-\\x08\\x0b-\\x1f\\x7f]') THEN 'control character'"
        )
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
    return f"CASE {' '.join([*whens, *after])} END" if whens or after else "CAST(NULL AS VARCHAR)"


def faults_select(table: DeclaredTable) -> str:
    """SQL for one row a fault: source, row, column, what is wrong, and the value where it is not personal."""
    parts = [
        f"SELECT _source, _row, {quoted(name)} AS column_name, {position} AS position, fault_{name} AS fault, "
        f"value_{name} AS value FROM checked WHERE NOT clean AND fault_{name} IS NOT NULL"
        for position, name in enumerate(table.names)
    ]
    parts.append(
        "SELECT _source, _row, '' AS column_name, -1 AS position, fault, CAST(NULL AS VARCHAR) AS value FROM again"
    )
    parts.append(
        "SELECT _source, _row, '' AS column_name, -1 AS position, _fault AS fault, CAST(NULL AS VARCHAR) AS value "
        "FROM checked WHERE _fault IS NOT NULL"
    )
    order = "_source NULLS LAST, _row NULLS LAST, position NULLS LAST, fault NULLS LAST"
    return f"{' UNION ALL '.join(parts)} ORDER BY {order}"


def accepted_select(table: DeclaredTable) -> str:
    """SQL for the rows with nothing wrong, in the order of their key."""
    order = ", ".join(f"c.{name} NULLS LAST" for name in (*table.key, "_source", "_row"))
    names = ", ".join(f"c.{name}" for name in table.names)
    return f"""
SELECT {names}, c._source, c._row FROM checked AS c
LEFT JOIN again AS a ON a._source = c._source AND a._row = c._row
WHERE c.clean AND a._row IS NULL ORDER BY {order}"""
