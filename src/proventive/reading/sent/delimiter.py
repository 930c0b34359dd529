"""Which mark stands between the cells? The one by which the rows come out alike."""

import csv
import io
from collections import Counter

from proventive.reading.sent.limits import Limits

DELIMITERS = (",", ";", "\t", "|")
SAMPLED_ROWS = 200


def declared_delimiter(first_line: str) -> str | None:
    """What the line “sep=;” says, which spreadsheet programs write and read above the headings."""
    bare = first_line.strip("\r\n\ufeff")
    return bare[4] if len(bare) == 5 and bare[:4].lower() == "sep=" else None


def delimiter_of(sample: str, limits: Limits) -> str:
    """The delimiter of the rows in a sample of text; a comma where there is but one column."""
    told = {mark: alike(rows_by(sample, mark, limits)) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: told[mark])
    return best if told[best][0] > 0 else ","


def rows_by(sample: str, mark: str, limits: Limits) -> list[list[str]]:
    rows: list[list[str]] = []
    before = csv.field_size_limit(limits.cell)
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark):
            rows.append(row)
            if len(rows) == SAMPLED_ROWS:
                break
    except csv.Error:  # a cell beyond the limit: what was read so far must do
        pass
    finally:
        csv.field_size_limit(before)
    return rows


def alike(rows: list[list[str]]) -> tuple[float, int]:
    """The share of rows with the commonest number of cells, and that number; 0 where it is one cell."""
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    if not wide:
        return 0.0, 1
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return round(count / widths.total(), 2), width
