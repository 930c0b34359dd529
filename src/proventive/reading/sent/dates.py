"""In which order does a column write its dates? Told from what it says; where it says too little, that is told."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Order = Literal["iso", "day first", "month first", "ambiguous", "mixed", "serial", "worded", "none"]

# Three numbers with the same mark between them; a time of day may follow.
NUMBERS = re.compile(r"\s*(\d{1,4})([/.\- ])(\d{1,2})\2(\d{1,4})(?:[T ,]+\d{1,2}:\d{2}.*)?\s*", re.DOTALL)
WORDED = re.compile(
    r"\s*(?:[A-Za-z]+,?\s+)?\d{1,2}(?:st|nd|rd|th)?[ \-/.,]*[A-Za-z]{3,9}[ \-/.,]*(\d{2,4})\b.*", re.DOTALL
)
WORD_FIRST = re.compile(r"\s*[A-Za-z]{3,9}[ \-/.,]*\d{1,2}(?:st|nd|rd|th)?[ \-/.,]+(\d{2,4})\b.*", re.DOTALL)
SERIAL = re.compile(r"\s*(\d{5})(?:\.\d+)?\s*")
EARLIEST_SERIAL, LATEST_SERIAL = 10_000, 73_050  # 1927 to 2099 from 1900


@dataclass(frozen=True, slots=True, kw_only=True)
class DateOrder:
    """How the dates of a column are written.

    ``order``: "ambiguous" where every day is 12 or below and either order would do; "mixed" where some dates can
    only be day first and others only month first; "worded" where the month is a word; "serial" where they are day
    numbers of a spreadsheet (whether from 1900 or 1904, only the spreadsheet knew); "none" where no value looks
    like a date. ``day_first``, ``month_first``, ``either``, ``iso``, ``serial``, ``worded``: how many values can
    be read in that way alone.
    """

    order: Order
    two_digit_years: bool
    iso: int = 0
    day_first: int = 0
    month_first: int = 0
    either: int = 0
    serial: int = 0
    worded: int = 0  # "3 March 2024": the order does not matter
    other: int = 0  # no date at all

    @property
    def asks(self) -> bool:
        """Whether the sender must say which order is meant."""
        return self.order in ("ambiguous", "mixed")


def date_order(values: Iterable[str | None]) -> DateOrder:
    """In which order the dates among these texts are written. Empty values do not count."""
    counted = Counter(value for value in values if value is not None and value.strip())
    found: Counter[str] = Counter()
    short_years = False
    for value, times in counted.items():
        kind, short = kind_of_date(value)
        found[kind] += times
        short_years = short_years or short
    return DateOrder(
        order=order_of(found),
        two_digit_years=short_years,
        **{
            name: found[name]
            for name in ("iso", "day_first", "month_first", "either", "serial", "worded", "other")
        },
    )


def order_of(found: Counter[str]) -> Order:
    if found["day_first"] and found["month_first"]:
        return "mixed"
    if found["day_first"]:
        return "day first"
    if found["month_first"]:
        return "month first"
    if found["either"]:
        return "ambiguous"
    if found["iso"]:
        return "iso"
    if found["worded"]:
        return "worded"
    return "serial" if found["serial"] and not found["other"] else "none"


def kind_of_date(text: str) -> tuple[str, bool]:
    """How one text can be read as a date, and whether its year has two digits only."""
    if numbers := NUMBERS.fullmatch(text):
        first, _, second, third = numbers.groups()
        return kind_of_numbers(first, second, third)
    if worded := WORDED.fullmatch(text) or WORD_FIRST.fullmatch(text):
        return "worded", len(worded[1]) == 2
    if (serial := SERIAL.fullmatch(text)) and EARLIEST_SERIAL <= int(serial[1]) <= LATEST_SERIAL:
        return "serial", False
    return "other", False


def kind_of_numbers(first: str, second: str, third: str) -> tuple[str, bool]:
    if len(first) >= 3:  # the year stands first
        fits = len(first) == 4 and 1 <= int(second) <= 12 and 1 <= int(third) <= 31
        return ("iso" if fits else "other"), False
    short = len(third) <= 2
    one, two = int(first), int(second)
    if not (1 <= one <= 31 and 1 <= two <= 31) or (one > 12 and two > 12) or len(third) == 3:
        return "other", False
    if one > 12:
        return "day_first", short
    if two > 12:
        return "month_first", short
    return ("worded" if one == two else "either"), short
