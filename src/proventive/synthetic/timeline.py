"""The days of the place, counted from its first: five years of demand, and registers kept three months longer."""

from datetime import date, timedelta

import numpy as np

FIRST_DAY = date(2022, 4, 1)
LAST_DAY_OF_DEMAND = date(2027, 3, 31)
REGISTERS_AS_AT = date(2027, 6, 30)
SERVICES_START = date(2025, 4, 1)
HOME_CARE_RECORDED_FROM = date(2025, 4, 1)

NEVER = 1_000_000  # a day that does not come: not joined, not died, not moved away


def day_number(day: date) -> int:
    """Days since the first day, which is day 0."""
    return (day - FIRST_DAY).days


def day_of(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def dates(numbers: np.ndarray) -> np.ndarray:
    """Day numbers as dates; days that do not come are NaT."""
    found = np.datetime64(FIRST_DAY, "D") + numbers.astype(np.int64)
    return np.where(numbers >= NEVER, np.datetime64("NaT", "D"), found)


def month_starts() -> np.ndarray:
    """The first day of every calendar month, and the day after the last month."""
    months = np.arange(np.datetime64("2022-04"), np.datetime64("2027-08"), dtype="datetime64[M]")
    return (months.astype("datetime64[D]") - np.datetime64(FIRST_DAY, "D")).astype(np.int64)


def month_of_year(month: int) -> int:
    """1 to 12, for the months of the place counted from April 2022, which is month 0."""
    return (month + 3) % 12 + 1


END_OF_DEMAND = day_number(LAST_DAY_OF_DEMAND) + 1
END = day_number(REGISTERS_AS_AT) + 1
START = day_number(SERVICES_START)
