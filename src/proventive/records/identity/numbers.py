"""Numbers of the health service, held against their own rules, all rows at once.

A CHI number (Scotland) and an NHS number (England, Wales, Isle of Man) have ten digits and the same check digit:
weights 10 to 2 on the first nine, 11 less the remainder by 11; 11 becomes 0, and 10 is never issued (NHS Data
Dictionary, "NHS NUMBER"). A CHI number begins with the day of birth, DDMMYY, and its ninth digit is odd for a man
and even for a woman (Public Health Scotland, phsmethods ``chi_check`` and ``sex_from_chi``). The check misses 9
in 100 of all strings of ten digits, so a number that passes is no proof.
"""

from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
from ruamel.yaml import YAML

Kind = Literal["CHI", "NHS number", "own"]
KINDS: tuple[Kind, ...] = ("CHI", "NHS number", "own")
"""What an identifier is: a CHI number, an NHS number, or an id that the body itself gave. Nothing tells a CHI
number from an NHS number by its digits, so that the sender says which it is."""

LONGEST = 64  # characters of a body's own id
WEIGHTS = np.arange(10, 1, -1)
DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


@cache
def placeholders() -> dict[str, np.ndarray]:
    """Numbers and words that stand for nobody."""
    text = files("proventive.records.identity").joinpath("placeholders.yaml").read_text(encoding="utf-8")
    plain: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return {kind: np.array(values) for kind, values in plain.items()}


def digits_of(numbers: np.ndarray) -> np.ndarray:
    """Text of ten characters as a matrix of digits, one row a number; -1 for whatever is no digit from 0 to 9."""
    points = np.ascontiguousarray(numbers.astype("U10")).view(np.uint32).reshape(len(numbers), 10)
    found = points.astype(np.int64) - ord("0")
    return np.where((found >= 0) & (found <= 9), found, -1)


def check_digit_holds(digits: np.ndarray) -> np.ndarray:
    """Whether the tenth digit follows from the nine before it. ``digits``: (n, 10)."""
    check = 11 - digits[:, :9] @ WEIGHTS % 11
    return np.where(check == 11, 0, check) == digits[:, 9]


def day_month_year(digits: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Day, month and the last two digits of the year of birth in a CHI number."""
    pairs = digits[:, 0:6:2] * 10 + digits[:, 1:6:2]
    return pairs[:, 0], pairs[:, 1], pairs[:, 2]


def has_birth_date(digits: np.ndarray) -> np.ndarray:
    """Whether the first six digits are a day that some year of that ending has. 29 February: a leap year."""
    day, month, year = day_month_year(digits)
    longest = DAYS[np.where((month >= 1) & (month <= 12), month, 0)]
    return (day >= 1) & (day <= longest) & ~((month == 2) & (day == 29) & (year % 4 != 0))


def born_as_recorded(digits: np.ndarray, birth: np.ndarray) -> np.ndarray:
    """Whether a CHI number agrees with the birth of its row: ``datetime64[D]``, or ``[M]`` where only the month is
    known. A row without one agrees."""
    day, month, year = day_month_year(digits)
    months = birth.astype("datetime64[M]").astype(np.int64)  # since January 1970
    agrees = (months % 12 + 1 == month) & ((months // 12 + 1970) % 100 == year)
    if np.datetime_data(birth.dtype)[0] == "D":
        agrees &= (birth - birth.astype("datetime64[M]")).astype(np.int64) + 1 == day
    return agrees | np.isnat(birth)


def sex_as_recorded(digits: np.ndarray, sex: np.ndarray) -> np.ndarray:
    """Whether the ninth digit agrees with ``F`` or ``M`` in the row; any other value is not compared."""
    odd = digits[:, 8] % 2 == 1
    return ~(((sex == "M") & ~odd) | ((sex == "F") & odd))


def in_scientific_notation(text: np.ndarray) -> np.ndarray:
    """Whether a value looks like ``1.01E+09``: a spreadsheet showed it short, and its last digits may be gone."""
    upper = np.strings.upper(text)
    rest = np.strings.replace(np.strings.replace(np.strings.replace(upper, "E", "", 1), "+", ""), ".", "", 1)
    has_e = np.strings.find(upper, "E") > 0
    starts = np.strings.isdecimal(text.astype("U1"))
    return has_e & starts & np.strings.isdecimal(rest) & (np.strings.find(upper, "+") > 0)
