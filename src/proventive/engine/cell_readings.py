"""What a sender's cell says, as SQL: a typed value, or NULL where the cell cannot be read so.

Nothing is guessed: the order of day and month, the century of a year of two digits, the day that a spreadsheet
counts from and the mark before the decimals are declared, and a cell that does not fit what is declared is NULL.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from proventive.engine.checking import as_typed
from proventive.engine.declared import DeclaredColumn, sql_type
from proventive.engine.views import quoted

DateReading = Literal["iso", "day first", "month first", "worded", "serial 1900", "serial 1904"]

TIME_OF_DAY = r"[ T,]+\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?( ?[AaPp][Mm])?$"
WORDED = [f"{day}%d{mark}{month}{mark}%Y" for day in ("", "%A ") for mark in " -/" for month in ("%b", "%B")]
WORD_FIRST = ["%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y"]
DAY_FIRST = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y"]
MONTH_FIRST = ["%m/%d/%Y", "%m.%d.%Y", "%m-%d-%Y", "%m %d %Y"]
MONTHS = ["%Y-%m", "%m/%Y", "%m-%Y", "%B %Y", "%b %Y", "%b-%Y"]
USUAL = {"day first": "%d/%m/%Y", "month first": "%m/%d/%Y"}
SERIAL_FROM = {"serial 1900": "DATE '1899-12-30'", "serial 1904": "DATE '1904-01-01'"}


def plain_cell(position: int, missing: Sequence[str] = ()) -> str:
    """A cell of the sheet, the blanks around it gone; NULL where nothing is left, or it means nothing."""
    trimmed = f"t{position}"
    if not missing:
        return trimmed
    absent = ", ".join(quoted(text.strip().lower()) for text in missing)
    return f"CASE WHEN LOWER({trimmed}) NOT IN ({absent}) THEN {trimmed} END"


def date_reading(text: str, reading: DateReading, century: int | None, *, month: bool) -> str:
    """A day. ``century``: the first of the hundred years that two digits may mean (None: four are needed)."""
    day = f"REGEXP_REPLACE({text}, '{TIME_OF_DAY}', '')"
    formats = {"day first": DAY_FIRST, "month first": MONTH_FIRST}.get(reading, []) + WORDED + WORD_FIRST
    if reading in SERIAL_FROM:
        number = f"TRY_CAST(REGEXP_EXTRACT({text}, '^(\\d{{5}})(\\.\\d+)?$', 1) AS INTEGER)"
        written = f"CAST({SERIAL_FROM[reading]} + {number} AS DATE)"
    else:
        listed = ", ".join(quoted(each) for each in [*formats, "%Y/%m/%d"] + (MONTHS if month else []))
        written = f"CAST(TRY_STRPTIME({with_century(without_ordinal(day), century)}, [{listed}]) AS DATE)"
        written = (
            f"CASE WHEN REGEXP_MATCHES({with_century(day, century)}, '(^|\\D)\\d{{4}}(\\D|$)') THEN {written} END"
        )
    usual = f"WHEN {text} LIKE '____-__-__' THEN TRY_CAST({text} AS DATE)"  # nearly all: read without patterns
    if reading in USUAL:
        usual += f" WHEN {text} LIKE '__/__/____' THEN CAST(TRY_STRPTIME({text}, '{USUAL[reading]}') AS DATE)"
    iso = f"CASE {usual} WHEN REGEXP_FULL_MATCH({day}, '\\d{{4}}-\\d{{2}}-\\d{{2}}') THEN TRY_CAST({day} AS DATE)"
    value = f"{iso} ELSE {written} END"
    return f"CAST(DATE_TRUNC('month', {value}) AS DATE)" if month else value


def without_ordinal(day: str) -> str:
    return f"REGEXP_REPLACE(REGEXP_REPLACE({day}, '(\\d)(st|nd|rd|th)\\b', '\\1'), '\\bSept\\b', 'Sep')"


def with_century(day: str, century: int | None) -> str:
    """A date whose year of two digits is written in full."""
    if century is None:
        return day
    last = f"CAST(RIGHT({day}, 2) AS INTEGER)"
    full = f"CASE WHEN {last} >= {century % 100} THEN '{century // 100}' ELSE '{century // 100 + 1}' END"
    short = f"REGEXP_FULL_MATCH({day}, '.*[^0-9:]\\d{{2}}') AND NOT REGEXP_MATCHES({day}, '^\\d{{4}}\\D')"
    return f"CASE WHEN {short} THEN LEFT({day}, LENGTH({day}) - 2) || {full} || RIGHT({day}, 2) ELSE {day} END"


def number_reading(text: str, column: DeclaredColumn, mark: str) -> str:
    """A number with the mark before its decimals, “1,234.50” or “1.234,50”; in brackets it is below 0."""
    currency = "[£€$\\s\\x{a0}]|^GBP|GBP$" if column.type == "decimal" else "[\\s\\x{a0}]"
    bare = f"REGEXP_REPLACE({text}, '{currency}', '', 'g')"
    signed = f"REGEXP_REPLACE(REGEXP_REPLACE({bare}, '^\\((.*)\\)$', '-\\1'), '^([^-].*)-$', '-\\1')"
    point, comma = (r"\.", ",") if mark == "." else (",", r"\.")
    places = column.places if column.type == "decimal" else 0
    decimals = f"({point}\\d{{1,{places}}}0*)?" if places else f"({point}0*)?"
    shape = f"[+-]?(\\d{{1,15}}|\\d{{1,3}}({comma}\\d{{3}}){{1,4}}){decimals}"
    plain = f"REPLACE({signed}, '{',' if mark == '.' else '.'}', '')"
    plain = plain if mark == "." else f"REPLACE({plain}, ',', '.')"
    kind = sql_type(column)
    usual = f"WHEN REGEXP_FULL_MATCH({text}, '\\d{{1,15}}') THEN TRY_CAST({text} AS {kind})"
    return f"CASE {usual} WHEN REGEXP_FULL_MATCH({signed}, '{shape}') THEN TRY_CAST({plain} AS {kind}) END"


def hours_as_minutes(text: str, mark: str) -> str:
    """Hours, “1.5” or “1:30”, as whole minutes; what is neither, or no whole number of minutes, stays as it was
    sent, so that it is told."""
    number = f"CAST(REPLACE({text}, '{mark}', '.') AS DECIMAL(12,6)) * 60"
    whole = f"CAST({number} AS BIGINT)"
    point = r"\." if mark == "." else ","
    clock = f"CAST(SPLIT_PART({text}, ':', 1) AS BIGINT) * 60 + CAST(SPLIT_PART({text}, ':', 2) AS BIGINT)"
    return (
        f"CASE WHEN REGEXP_FULL_MATCH({text}, '\\d{{1,3}}:[0-5]\\d(:00)?') THEN CAST({clock} AS VARCHAR) "
        f"WHEN NOT COALESCE(REGEXP_FULL_MATCH({text}, '\\d{{1,3}}({point}\\d{{1,6}})?'), FALSE) THEN {text} "
        f"WHEN {number} = {whole} THEN CAST({whole} AS VARCHAR) ELSE {text} END"
    )


def code_reading(text: str, column: DeclaredColumn, theirs: Mapping[str, str]) -> str:
    """One of the codes of a column: as the mapping says, else as declared; in a column of text the text itself."""
    own = as_typed(column, text=True, name=text)
    if not theirs:
        return own
    cases = " ".join(f"WHEN {quoted(their.strip().lower())} THEN {quoted(ours)}" for their, ours in theirs.items())
    return f"CASE LOWER({text}) {cases} ELSE {own} END"
