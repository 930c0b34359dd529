"""What every kind of file has in common once its first rows are read."""

from collections.abc import Sequence

from proventive.reading.sent.even_rows import Frame
from proventive.reading.sent.headings import Cells, Found, filled_to, find_headings
from proventive.reading.sent.limits import Limits
from proventive.reading.sent.sheet import Declared

USUALLY_SHORT = 0.2  # of the rows: then it is the way of the program that wrote them


def headings_in(rows: Sequence[Cells], declared: Declared, limits: Limits) -> Found:
    """The headings among the first rows, or where the sender declares them."""
    return find_headings(
        rows,
        last=None if declared.header_row is None else declared.header_row - 1,
        count=declared.header_rows,
        within=limits.rows_above,
    )


def frame_of(found: Found, rows: Sequence[Cells]) -> Frame:
    """What is known of a table before the rest of its rows is read."""
    below = [cells for cells in rows[0 if found.last is None else found.last + 1 :] if filled_to(cells)]
    return Frame(
        width=found.width,
        header=rows[found.last] if found.last is not None else (),
        first_number=1 if found.last is None else found.last + 2,
        short_rows=sum(len(cells) < found.width for cells in below) > USUALLY_SHORT * len(below),
    )
