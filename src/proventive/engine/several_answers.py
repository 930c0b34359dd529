"""Several answers in one cell, each taken as a row of its own, where a mapping declares what stands between them.

``arrived`` shows the first answer of every row, then the second of those that have two, and so on: each time a row
of the sheet stands there once, under its own number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from proventive.engine.cell_readings import code_reading, hours_as_minutes, number_reading
from proventive.engine.checking import SPACE
from proventive.engine.duck import DuckEngine
from proventive.engine.sheet_parts import YES, FromSheet, SheetPart
from proventive.engine.staging import drop, keep_rows, show_arrived
from proventive.engine.taking_in import Taken, fault_counts
from proventive.engine.views import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Which declared column holds several answers, what stands between them, and the columns of whole numbers that
    the answers share in equal parts. Of every other column each answer has what the row has."""

    column: str
    separator: str  # not looked at where each answer has a column with ticks
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How many rows hold several answers, how many they hold together, and how many there are in one at most."""

    rows: int
    answers: int
    most: int


def set_apart(engine: DuckEngine, part: SheetPart, split: Split) -> Answers:
    """Find the answers of each row: ``answers``, for the rows that are not read as they stand.

    The same answer twice is one; a cell that is known as a whole is not split.
    """
    keep_rows(engine)
    drop(engine, "answers")
    reading = part.columns[split.column]
    found = ticked(reading) if reading.ticks else between(part, split)
    engine.run(f"CREATE TEMP TABLE answers AS {found}")
    [(rows, answers, most)] = engine.run(
        "SELECT COUNT(*), COALESCE(SUM(LEN(answers)), 0), COALESCE(MAX(LEN(answers)), 1) FROM answers "
        "WHERE LEN(answers) > 1"
    ).fetchall()
    return Answers(rows=int(rows), answers=int(answers), most=int(most))


def between(part: SheetPart, split: Split) -> str:
    """SQL for the answers in cells with the separator in them."""
    column, reading = part.table.column(split.column), part.columns[split.column]
    sent, separator = f"c{reading.position}", quoted(split.separator)
    known = {word.strip().lower() for word in reading.theirs}
    known |= {word.lower() for code in column.codes for word in code}
    listed = ", ".join(quoted(word) for word in sorted(known)) or "NULL"
    code = f"COALESCE({code_reading('a', column, reading.theirs)}, LOWER(a))"
    return f"""
WITH pieces AS (
  SELECT _row, LIST_FILTER(LIST_TRANSFORM(STR_SPLIT({sent}, {separator}), LAMBDA a: {trimmed("a")}),
    LAMBDA a: a IS NOT NULL) AS pieces
  FROM arrived WHERE _no_record IS NULL AND CONTAINS({sent}, {separator})
    AND NOT COALESCE(LOWER({trimmed(sent)}) IN ({listed}), FALSE)),
meant AS (SELECT _row, pieces, LIST_TRANSFORM(pieces, LAMBDA a: {code}) AS codes FROM pieces WHERE LEN(pieces) > 0)
SELECT _row, LIST_FILTER(pieces, LAMBDA a, i: LIST_POSITION(codes, codes[i]) = i) AS answers FROM meant"""


def ticked(reading: FromSheet) -> str:
    """SQL for the answers of which each has a column with ticks."""
    yes = ", ".join(quoted(word) for word in YES)
    codes = ", ".join(
        f"CASE WHEN LOWER({trimmed(f'c{position}')}) IN ({yes}) THEN {quoted(code)} END"
        for position, code in reading.ticks.items()
    )
    return (
        f"SELECT _row, LIST_FILTER([{codes}], LAMBDA a: a IS NOT NULL) AS answers FROM arrived "
        "WHERE _no_record IS NULL"
    )


def answer_by_answer(engine: DuckEngine, part: SheetPart, split: Split, most: int) -> Iterator[SheetPart]:
    """The part once for each place of an answer, ``arrived`` holding the rows that have one there."""
    position = part.columns[split.column].first_position
    read = {name: replace(part.columns[name], in_hours=False) for name in split.shared}
    read[split.column] = replace(part.columns[split.column], position=position, ticks={})
    shown = replace(part, columns={**part.columns, **read})
    for place in range(1, most + 1):
        drop(engine, "answer_rows")
        new = [f"CASE WHEN s._row IS NULL THEN w.c{position} ELSE s.answers[{place}] END AS c{position}"]
        new += [share(part, name, place) for name in split.shared]
        engine.run(
            f"CREATE TEMP TABLE answer_rows AS SELECT w.* REPLACE ({', '.join(new)}) FROM arrived_rows AS w "
            f"LEFT JOIN answers AS s ON s._row = w._row WHERE {place} = 1 OR LEN(s.answers) >= {place}"
        )
        show_arrived(engine, "answer_rows")
        yield shown
    show_arrived(engine)
    drop(engine, "answer_rows")


def share(part: SheetPart, name: str, place: int) -> str:
    """SQL for the part of a whole number that an answer has; what is left over goes to the first ones, one each. A
    number that is none, or beyond its limits, stays as it is, so that it is told."""
    column, reading = part.table.column(name), part.columns[name]
    text = in_minutes(reading)
    number = f"TRY_CAST({number_reading(text, column, reading.mark)} AS BIGINT)"
    low = column.low if column.low is not None else 0
    within = f"{number} >= {low}" + (f" AND {number} <= {column.high}" if column.high is not None else "")
    several = "GREATEST(LEN(s.answers), 1)"
    among = f"({number} // {several} + CASE WHEN {place} <= {number} % {several} THEN 1 ELSE 0 END)"
    return (
        f"CASE WHEN s._row IS NOT NULL AND {within} THEN CAST({among} AS VARCHAR) ELSE {text} END "
        f"AS c{reading.position}"
    )


def in_minutes(reading: FromSheet) -> str:
    text = trimmed(f"w.c{reading.position}")
    return hours_as_minutes(text, reading.mark) if reading.in_hours else text


def trimmed(text: str) -> str:
    return f"NULLIF(TRIM({text}, {SPACE}), '')"


def in_all(engine: DuckEngine, part: SheetPart, each: Iterable[Taken]) -> Taken:
    """The account of all answers together; a fault of one row is told once, however many answers have it."""
    engine.run(
        "CREATE OR REPLACE TEMP TABLE faults_told AS SELECT table_name, _row, position, column_name, fault, "
        "MIN(value) AS value FROM faults_told GROUP BY ALL"
    )
    taken = list(each)
    ignored: dict[str, tuple[int, tuple[int, ...]]] = {}
    for why, count, rows in (told for one in taken for told in one.ignored):
        before, known = ignored.get(why, (0, ()))
        ignored[why] = (before + count, known or rows)
    return Taken(
        rows=sum(one.rows for one in taken),
        accepted=sum(one.accepted for one in taken),
        set_aside=sum(one.set_aside for one in taken),
        merged=sum(one.merged for one in taken),
        completed=sum(one.completed for one in taken),
        replaced=sum(one.replaced for one in taken),
        ignored=tuple((why, count, rows) for why, (count, rows) in ignored.items()),
        faults=fault_counts(engine, part.table),
    )
