"""Can values be read as a column of ours is read? How large a share of them can, told by their shape."""

import re
from collections.abc import Mapping

from proventive.engine import DeclaredColumn
from proventive.reading.sent import date_order
from proventive.records.importing.mapping import ColumnMapping
from proventive.records.importing.proposing import own_words, same_words
from proventive.records.importing.splitting import pieces, splits

ENOUGH_READ = 0.5
NUMBER = re.compile(r"[£€$(+-]?\s*\d[\d.,\s]*%?\)?|\d{1,3}:\d{2}")
LONG_NUMBER = re.compile(r"[\d -]{9,14}")


def readable(declared: DeclaredColumn, column: ColumnMapping, values: Mapping[str, int]) -> float:
    """The share of cells that can be read, from 0 to 1; 1 where none is filled: nothing speaks against it."""
    left = {value.strip(): count for value, count in values.items() if value.strip() not in column.missing}
    filled = sum(left.values())
    if not filled:
        return 1.0
    dates = dated(left) / filled
    if column.ticks:
        return 1.0
    if declared.type in ("date", "month"):
        return dates if column.period is None else 1.0
    if column.items is not None or declared.type in ("integer", "decimal"):
        return sum(count for value, count in left.items() if NUMBER.fullmatch(value)) / filled
    if column.identifier in ("CHI", "NHS number"):
        return sum(count for value, count in left.items() if LONG_NUMBER.fullmatch(value)) / filled
    known = known_words(declared, column)
    if declared.type == "code" and known:
        return sum(count for value, count in left.items() if all_known(value, column, known)) / filled
    return 1.0 - dates  # text of any kind, but no dates


def dated(values: Mapping[str, int]) -> int:
    """How many cells hold a date, in whatever order it is written."""
    each = (date_order([value]) for value in values)
    return sum(count for (count, order) in zip(values.values(), each, strict=True) if not order.other)


def known_words(declared: DeclaredColumn, column: ColumnMapping) -> set[str]:
    """The words that are read as one of our codes."""
    return {*own_words(declared), *same_words(declared), *(word.strip().lower() for word in column.codes)}


def all_known(value: str, column: ColumnMapping, known: set[str]) -> bool:
    answers = pieces(value, str(column.split)) if splits(column) else [value]
    return all(" ".join(answer.split()).lower() in known for answer in answers)
