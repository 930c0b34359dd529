"""Rows that are no records: blank ones, totals, notes below the table, headings that stand again."""

import re
from collections.abc import Sequence

from proventive.reading.sent.headings import Cells, filled_to, texts

TAIL = 60  # rows at the end of a table in which totals and notes are looked for
TOTAL = re.compile(
    r"(?:grand |sub-?|overall )?totals?(?: .{0,40})?[:=]?|(?:sum|average|mean|count|median)(?: of .{0,40})?[:=]?"
    r"|no\.? of (?:rows|records|clients|people).*|n ?= ?\d+.*",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"(?:notes?|source|printed|exported|report|generated|end of|confidential|\*|©|page \d"
    r"|filters? applied|data |records? ).*",
    re.IGNORECASE | re.DOTALL,
)


def is_total(cells: Cells) -> bool:
    """Whether a row sums up others: its first cell with anything in it says so, and it leaves cells empty."""
    first = next((cell.strip() for cell in cells if cell and not cell.isspace()), "")
    return TOTAL.fullmatch(first) is not None and len(texts(cells)) < max(2, len(cells))


def reasons_at_end(rows: Sequence[Cells], width: int) -> list[str | None]:
    """Why each of the last rows is no record, or None. From the end upwards, until the first record."""
    reasons: list[str | None] = [None] * len(rows)
    for place in range(len(rows) - 1, -1, -1):
        reason = reason_at_end(rows, place, width)
        if reason is None:
            break
        reasons[place] = reason
    return reasons


def reason_at_end(rows: Sequence[Cells], place: int, width: int) -> str | None:
    cells = rows[place]
    said = texts(cells)
    if not said:
        return "blank"
    if is_total(cells):
        return "total"
    few = len(said) <= max(1, width // 3) and width > 2
    if few and len(said) <= 2 and filled_to(cells) <= 2 and (NOTE.fullmatch(said[0]) or after_blank(rows, place)):
        return "note below the table"
    return None


def after_blank(rows: Sequence[Cells], place: int) -> bool:
    """Whether only rows of one or two cells stand between a row and a blank one above it."""
    for cells in reversed(rows[:place]):
        if not texts(cells):
            return True
        if len(texts(cells)) > 2:
            return False
    return False
