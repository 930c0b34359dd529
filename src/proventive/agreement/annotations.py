"""The phrases of an agreement as annotations: read, written and described from one declaration each.

A name in capitals is a hook (:class:`proventive.agreement.written.Phrase`); the names below them are the types
that nouns use, plain ones to Python: ``Share`` is a Decimal.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from proventive.agreement.phrases import (
    AMOUNT,
    DAY_DIGITS,
    DIGITS,
    UNIT,
    WHOLE_DIGITS,
    YEAR_DIGITS,
    read_adoption,
    read_cap,
    read_day,
    read_id,
    read_money,
    read_months,
    read_owed,
    read_rate,
    read_rate_for_a_person,
    read_rate_or_unknown,
    read_share,
    read_share_of_whole,
    read_status,
    read_text,
    read_unit_value,
    read_version,
    read_whole,
    read_window,
    read_year,
    reads_number,
    write_cap,
    write_money,
    write_owed,
    write_rate,
    write_share,
    write_unit_value,
)
from proventive.agreement.written import Phrase
from proventive.quantities import Status
from proventive.reading.scalars import shortest


def text_like(*patterns: str) -> dict[str, Any]:
    """JSON Schema of a text of one of these patterns."""
    return {"type": "string", "pattern": "^(?:" + "|".join(patterns).replace("(?:", "(") + ")$"}


def number_like(pattern: str, **limits: int) -> dict[str, Any]:
    """JSON Schema of a number, written as a number or as text."""
    return {"anyOf": [{"type": "number", **limits}, text_like(pattern)]}


def mapping_of(key: str) -> dict[str, Any]:
    """JSON Schema of a mapping with one key and a text."""
    return {"type": "object", "properties": {key: TEXT.schema}, "required": [key], "additionalProperties": False}


def phrase(code: str, wanted: str, example: str, read: Any, write: Any, schema: dict[str, Any]) -> Phrase:
    return Phrase(code=code, wanted=wanted, example=example, read=read, write=write, schema=schema)


def unchanged(value: Any) -> Any:
    return value


WORDS = {"type": ["string", "number"], "pattern": r"\S"}
POINTS_UNIT = "(?: points?)?"
SHARE_OF_WHOLE = r"(?:100(?:\.0+)?|[0-9]{1,2}(?:\.[0-9]{1,10})?)%"
WINDOW_WORDS = "months? [0-9]{1,3} to [0-9]{1,3} before"
CAP_WORDS = f"{AMOUNT} (?:a year|per year|over the agreement|per agreement)"

TEXT = phrase("not-text", "text", "a few words", read_text, unchanged, WORDS)
ID = phrase(
    "not-an-id",
    "an id: one word without spaces and slashes",
    "less-loneliness",
    read_id,
    unchanged,
    {"type": ["string", "number"], "pattern": r"^[^\s/]{1,100}$"},
)
YEAR = phrase("not-a-financial-year", "a financial year", "2025-26", read_year, unchanged, text_like(YEAR_DIGITS))
DAY = phrase(
    "not-a-day",
    "a day",
    "2025-04-01",
    read_day,
    date.isoformat,
    text_like(DAY_DIGITS) | {"format": "date"},
)
WHOLE = phrase(
    "not-a-whole-number",
    "a whole number",
    "12",
    read_whole,
    unchanged,
    {"anyOf": [{"type": "integer", "minimum": 0}, text_like(WHOLE_DIGITS)]},
)
VERSION = phrase("not-version-1", "the number 1", "1", read_version, unchanged, {"enum": [1, "1"]})
NUMBER = phrase("not-a-number", "a number", "1.5", reads_number(), shortest, number_like(DIGITS, minimum=0))
ANY_NUMBER = phrase(
    "not-a-number", "a number", "1.5", reads_number(f"-?{DIGITS}"), shortest, number_like(f"-?{DIGITS}")
)
POINTS = phrase(
    "not-points",
    "points",
    "1 point",
    reads_number(unit=POINTS_UNIT),
    shortest,
    number_like(DIGITS + POINTS_UNIT, minimum=0),
)
ANY_POINTS = phrase(
    "not-points",
    "points",
    "1 point",
    reads_number(f"-?{DIGITS}", POINTS_UNIT),
    shortest,
    number_like(f"-?{DIGITS}{POINTS_UNIT}"),
)
SHARE = phrase("not-a-share", "a share", "15%", read_share_of_whole, write_share, text_like(SHARE_OF_WHOLE))
ANY_SHARE = phrase("not-a-share", "a share", "15%", read_share, write_share, text_like(f"-?{DIGITS}%"))
MONTHS = phrase(
    "not-months",
    "months",
    "12 months",
    read_months,
    lambda months: f"{months} months",
    text_like("[0-9]{1,3} months?"),
)
WINDOW = phrase(
    "not-a-window",
    "a window before joining",
    "months 24 to 13 before",
    read_window,
    lambda window: f"months {window.first} to {window.last} before",
    text_like(WINDOW_WORDS),
)
ADOPTION = phrase(
    "not-an-adoption",
    "an area and the first day there",
    "S08000030 from 2018-04-01",
    read_adoption,
    lambda adoption: f"{adoption.area} from {adoption.starts.isoformat()}",
    text_like(f"\\S{{1,100}} from {DAY_DIGITS}"),
)
MONEY = phrase("not-money", "an amount of money", "15000 GBP", read_money, write_money, text_like(AMOUNT))
RATE = phrase(
    "not-a-rate",
    "an amount of money for a unit",
    "6000 GBP a year",
    read_rate,
    write_rate,
    text_like(f"{AMOUNT} {UNIT}"),
)
RATE_OR_UNKNOWN = phrase(
    "not-a-rate",
    "an amount of money for a unit, or {unknown: why}",
    "400 GBP per admission avoided",
    read_rate_or_unknown,
    write_rate,
    {"anyOf": [text_like(f"{AMOUNT} {UNIT}"), mapping_of("unknown")]},
)
RATE_FOR_A_PERSON = phrase(
    "not-a-rate",
    "an amount of money for a person, or {unknown: why}",
    "240 GBP per person",
    read_rate_for_a_person,
    write_rate,
    {"anyOf": [text_like(f"{AMOUNT}(?: {UNIT})?"), mapping_of("unknown")]},
)
CAP = phrase(
    "not-a-cap",
    "an amount of money a year, or over the agreement",
    "120000 GBP a year",
    read_cap,
    write_cap,
    text_like(CAP_WORDS),
)
OWED = phrase(
    "not-money",
    "an amount of money, or the word unknown",
    "13600 GBP",
    read_owed,
    write_owed,
    text_like(AMOUNT, "unknown"),
)
UNIT_VALUE = phrase(
    "not-a-unit-value",
    "an amount of money, or {fact: the id of a reference fact}",
    "94.00 GBP",
    read_unit_value,
    write_unit_value,
    {"anyOf": [text_like(AMOUNT), mapping_of("fact")]},
)
STATUS = phrase(
    "not-a-status",
    "one of " + ", ".join(Status),
    "published",
    read_status,
    str,
    {"enum": [str(status) for status in Status]},
)

Text = Annotated[str, TEXT]
Id = Annotated[str, ID]
Day = Annotated[date, DAY]
Whole = Annotated[int, WHOLE]
Number = Annotated[Decimal, NUMBER]
Points = Annotated[Decimal, POINTS]
Share = Annotated[Decimal, SHARE]
Months = Annotated[int, MONTHS]
