"""Periods as publications name them, as SQL: the first or the last day of the period that is meant."""

from typing import Literal

PeriodReading = Literal["month", "financial quarter", "financial year", "census week"]

EASTER = (2012, "2013-03-24")  # the financial year whose census week was another: its last day, a Sunday


def period_reading(text: str, reading: PeriodReading, edge: Literal["first", "last"]) -> str:
    """The first or last day of a period; NULL where the text does not name one.

    A ``month`` is any day of it. A ``financial quarter`` is written “Jan-Mar 2018”, a ``financial year`` “2018/19”
    (April to March). A ``census week`` is written like the financial year in which it falls.

    The census week of home care in Scotland is “any week including 31 March” (Scottish Government, Social Care
    Services, Scotland, 2014, section 6.1; statistics.gov.scot, Home Care Clients), so authorities may have taken
    different days; the seven days that end on 31 March are one such week, and lie in the year that is named. In
    2013, when that was Easter, it was the week including 20 March (Social Care Services, Scotland, 2013,
    background information). In 2012 it was the week including 30 March, which lies in these seven days, but for
    Scottish Borders: there it was that of 19 February (Home Care Services, Scotland, 2012, section 4), which a
    reader who compares areas in that year has to know; it is not told apart here.
    """
    if reading == "month":
        first = f"DATE_TRUNC('month', TRY_CAST({text} AS DATE))"
        return cast(first if edge == "first" else f"{first} + INTERVAL 1 MONTH - INTERVAL 1 DAY")
    if reading == "financial quarter":
        month = f"REGEXP_REPLACE({text}, '^([A-Z][a-z]{{2}}) ?[-–] ?[A-Z][a-z]{{2}} ', '01 \\1 ')"
        starts = f"TRY_STRPTIME({month}, '%d %b %Y')"
        shape = (
            f"REGEXP_FULL_MATCH({text}, '(Jan ?[-–] ?Mar|Apr ?[-–] ?Jun|Jul ?[-–] ?Sep|Oct ?[-–] ?Dec) \\d{{4}}')"
        )
        last = f"{starts} + INTERVAL 3 MONTH - INTERVAL 1 DAY"
        return f"CASE WHEN {shape} THEN {cast(starts if edge == 'first' else last)} END"
    year = f"CAST(LEFT({text}, 4) AS INTEGER)"
    follows = f"CAST(RIGHT({text}, 2) AS INTEGER) = ({year} + 1) % 100"
    shape = f"REGEXP_FULL_MATCH({text}, '\\d{{4}}[/-]\\d{{2}}')"
    if reading == "financial year":
        day = f"MAKE_DATE({year}, 4, 1)" if edge == "first" else f"MAKE_DATE({year} + 1, 3, 31)"
    else:
        last = f"CASE {year} WHEN {EASTER[0]} THEN DATE '{EASTER[1]}' ELSE MAKE_DATE({year} + 1, 3, 31) END"
        day = last if edge == "last" else cast(f"{last} - INTERVAL 6 DAY")
    return f"CASE WHEN {shape} THEN CASE WHEN {follows} THEN {day} END END"


def cast(moment: str) -> str:
    return f"CAST({moment} AS DATE)"
