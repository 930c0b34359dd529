"""Which row holds the headings? The first that fills the table, names its columns, and is no record itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from proventive.reading.sent.sheet import NoRecord

Cells = Sequence[str]

NUMBER = re.compile(r"[£$€(]?\s*-?\d[\d,. ]*(?:[eE][+-]?\d+)?%?\)?")
DATE = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}.*|\d{1,2}[ \-][A-Za-z]{3,9}[ \-]\d{2,4}.*", re.DOTALL)
CODE = re.compile(r"[A-Za-z]{0,4}[-_ /]?\d{3,}\w*|\S+@\S+\.\S+|[A-Za-z]{1,2}\d[\dA-Za-z]? ?\d[A-Za-z]{2}")
ANSWERS = frozenset(("yes", "no", "y", "n", "true", "false", "n/a", "-", "m", "f", "male", "female", "✓", "#ref!"))
LONGEST_HEADING = 200
FILLED = 0.6  # of the width of the table, by a row that may hold its headings


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where the headings stand: ``last`` is their last row, from 0, None where there are none."""

    last: int | None
    rows: int
    headings: tuple[str, ...]
    width: int
    above: tuple[NoRecord, ...]


def find_headings(
    rows: Sequence[Cells], *, last: int | None = None, count: int | None = None, within: int = 30
) -> Found:
    """The headings in the first rows of a table. ``last`` (from 0) and ``count`` are what the sender declares."""
    width = columns_in_use(rows)
    if last is None:
        candidates = enumerate(rows[:within])
        last = next(
            (place for place, cells in candidates if may_be_headings(cells, rows[place + 1 :], width)), None
        )
        if last is not None and count != 1 and last + 1 < len(rows) and are_two_rows(rows, last):
            last, count = last + 1, 2
    elif last >= len(rows):
        last = None
    if last is None:
        return Found(last=None, rows=0, headings=(), width=width_of(rows), above=())
    if count is None:
        count = 2 if last > 0 and is_group_row(rows[last - 1], rows[last]) else 1
    first = last - count + 1
    headings = joined(rows[first : last + 1])
    return Found(
        last=last, rows=count, headings=headings, width=len(headings), above=rows_above(rows[: max(0, first)])
    )


def width_of(rows: Sequence[Cells]) -> int:
    """How many columns most rows fill, up to their last cell with anything in it."""
    widths = sorted(filled_to(cells) for cells in rows if filled_to(cells) > 0)
    return max(widths[len(widths) // 2 :], key=widths.count) if widths else 0


def columns_in_use(rows: Sequence[Cells]) -> int:
    """How many columns hold anything at all, of those that most rows fill."""
    width = width_of(rows)
    return sum(any(place < len(cells) and cells[place].strip() for cells in rows) for place in range(width))


def filled_to(cells: Cells) -> int:
    """The number of the last cell that holds anything."""
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1].strip()), 0)


def texts(cells: Cells) -> list[str]:
    return [cell.strip() for cell in cells if cell.strip()]


def may_be_headings(cells: Cells, below: Sequence[Cells], width: int) -> bool:
    """Whether a row names the columns: it fills the table, and no cell is a number, date, code or answer."""
    said = texts(cells)
    wide_enough = len(said) >= max(1, FILLED * width) and (len(said) > 1 or width <= 1)
    return wide_enough and all(is_name(cell) for cell in said) and not is_record_like(cells, below)


def is_name(text: str) -> bool:
    return (
        len(text) <= LONGEST_HEADING
        and any(letter.isalpha() or letter == "#" for letter in text)
        and text.casefold() not in ANSWERS
        and not NUMBER.fullmatch(text)
        and not DATE.fullmatch(text)
        and not CODE.fullmatch(text)
    )


def is_record_like(cells: Cells, below: Sequence[Cells]) -> bool:
    """Whether what a row says stands again below it in the same columns: then it is one of the records."""
    said = [(place, cell.strip()) for place, cell in enumerate(cells) if cell.strip()]
    again = sum(
        any(place < len(other) and other[place].strip() == cell for other in below) for place, cell in said
    )
    same = any(texts(other) == [cell for _, cell in said] for other in below)  # headings that stand again
    return not same and len(said) > 1 and again * 2 > len(said)


def are_two_rows(rows: Sequence[Cells], last: int) -> bool:
    """Whether the row below is the lower of two rows of headings: it names what the records below it do not."""
    upper, lower, below = rows[last], rows[last + 1], rows[last + 2 :]
    return (
        is_group_row(upper, lower)
        and all(is_name(cell) for cell in texts(lower))
        and not is_record_like(lower, below)
        and any(differs(place, below) for place, cell in enumerate(lower) if cell.strip())
    )


def differs(place: int, below: Sequence[Cells]) -> bool:
    """Whether most cells of a column are numbers, dates, codes or answers, as no heading is."""
    said = [cells[place].strip() for cells in below if place < len(cells) and cells[place].strip()]
    return bool(said) and sum(not is_name(cell) for cell in said) * 2 > len(said)


def is_group_row(upper: Cells, lower: Cells) -> bool:
    """Whether a row names groups of columns: it has gaps, and the lower row goes on below and before each."""
    width = max(filled_to(upper), filled_to(lower))
    above = [place < len(upper) and bool(upper[place].strip()) for place in range(width)]
    under = [place < len(lower) and bool(lower[place].strip()) for place in range(width)]
    gaps = [place for place in range(width) if not above[place]]
    starts = [place - 1 for place in gaps if place and above[place - 1]]
    return (
        sum(above) >= 2
        and bool(starts)
        and all(under[place] for place in (*gaps, *starts))
        and max(place for place in range(width) if above[place]) >= width / 3
        and all(is_name(cell) for cell in texts(upper))
        and not texts(upper)[0].endswith(":")
    )


def joined(rows: Sequence[Cells]) -> tuple[str, ...]:
    """One heading a column: of two rows, the name of the group goes before that of the column."""
    lower = [one_line(cell) for cell in rows[-1]]
    if len(rows) == 2:
        upper = [one_line(cell) for cell in rows[0]]
        length = max(len(lower), len(upper))
        lower += [""] * (length - len(lower))
        upper += [""] * (length - len(upper))
        group = ""
        for place, name in enumerate(upper):
            group = name or (group if lower[place] else "")
            lower[place] = f"{group} {lower[place]}".strip()
    while lower and not lower[-1]:
        lower.pop()
    return tuple(lower)


def one_line(cell: str) -> str:
    """A heading without line breaks, non-breaking spaces, marks of byte order and blanks at its ends."""
    return " ".join(cell.replace("\ufeff", "").split())


def rows_above(rows: Sequence[Cells]) -> tuple[NoRecord, ...]:
    return tuple(
        NoRecord(row=number, reason="title" if texts(cells) else "blank") for number, cells in enumerate(rows, 1)
    )
