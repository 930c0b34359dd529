"""Periods, and the one rule by which months become days."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Period:
    """From one day to another, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period ends ({self.end}) before it starts ({self.start})")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def overlaps(self, other: "Period") -> bool:
        return self.start <= other.end and other.start <= self.end


def months_as_days(months: int) -> int:
    """Days in so many months of follow-up or baseline: 365/12 a month, halves up, so that 12 are 365.

    Windows around a joining date are counted in days by this one rule, on every engine; calendar months
    differ in length and engines disagree on their ends.
    """
    return (months * 365 * 2 + 12) // 24


def add_years(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def years_of(term: Period) -> tuple[Period, ...]:
    """The agreement years of a term: each starts on the anniversary of the term's first day."""
    years = []
    start = term.start
    number = 1
    while start <= term.end:
        following = add_years(term.start, number)
        years.append(Period(start=start, end=min(term.end, following - timedelta(days=1))))
        start = following
        number += 1
    return tuple(years)


def financial_year(day: date) -> str:
    """The UK financial year (1 April to 31 March) of a day, such as ``2025-26``."""
    first = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"
