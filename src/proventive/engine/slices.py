"""A large record table in slices, each small enough that what is made of it fits into memory.

The files of a store are in order of their key, so a slice of the key's first column is a few groups of rows that
lie together: only those are read. What is grouped is then grouped in a table of its own size, which is quicker
than one large one, and never has to go to the disk and back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from proventive.engine.views import quoted

ROWS_OF_A_SLICE = 1_000_000
"""So few that the processor's cache holds much of what they are grouped into (docs/validation.md)."""

GROUPS_OF_ROWS = """
SELECT file_name AS file, stats_min_value AS first, stats_max_value AS last, row_group_num_rows AS rows
FROM parquet_metadata([{files}]) WHERE path_in_schema = {column}
ORDER BY file_name NULLS LAST, row_group_id NULLS LAST"""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOfRows:
    """Rows that lie together in a file: the first and last value of a column of text, where the file says them."""

    file: str
    first: str | None
    last: str | None
    rows: int


def groups_of_rows(files: Iterable[str], column: str) -> str:
    """The SELECT of the groups of rows of Parquet files, as they lie."""
    return GROUPS_OF_ROWS.format(files=", ".join(quoted(file) for file in files), column=quoted(column))


def cuts(groups: Sequence[GroupOfRows], of: int = ROWS_OF_A_SLICE) -> list[str]:
    """Where to cut, in order: after each of these values about ``of`` rows more have gone by.

    None where a file is not in order: every slice of it would read the whole.
    """
    if not all(in_order(list(lying)) for _, lying in groupby(groups, key=lambda group: group.file)):
        return []
    found: list[str] = []
    gone = 0
    for last, rows in sorted((group.last or "", group.rows) for group in groups)[:-1]:
        gone += rows
        if gone >= of:
            found.append(last)
            gone = 0
    return list(dict.fromkeys(found))


def in_order(lying: Sequence[GroupOfRows]) -> bool:
    """Whether the groups of one file follow one another, each with a first and a last value."""
    if any(group.first is None or group.last is None for group in lying):
        return False
    return all((before.last or "") <= (after.first or "") for before, after in pairwise(lying))


def conditions(column: str, after: Sequence[str]) -> list[str]:
    """A condition of SQL for each slice: every row with a value in the column meets exactly one of them."""
    if not after:
        return ["1 = 1"]
    between = [f"{column} > {quoted(low)} AND {column} <= {quoted(high)}" for low, high in pairwise(after)]
    return [f"{column} <= {quoted(after[0])}", *between, f"{column} > {quoted(after[-1])}"]
