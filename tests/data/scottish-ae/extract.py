"""Makes the series of the shipped example “scottish-ae” from the publisher's monthly file. Not run at install.

    python extract.py phs_monthly_ae_activity.csv.gz area_series.csv

The board is the first in the order of its code, the months are July 2007 to December 2019, and attendances at
emergency departments and at minor injury units are taken together: fixed before anything was looked at.
"""

import csv
import gzip
import sys
from calendar import monthrange
from collections import Counter
from pathlib import Path

FIRST, LAST = "200707", "201912"


def monthly_counts(rows):
    """Attendances by month of the first board in the order of its code, over all its departments."""
    rows = list(rows)
    board = min(row["HBT"] for row in rows)
    counts = Counter()
    for row in rows:
        if row["HBT"] == board and FIRST <= row["Month"] <= LAST:
            counts[row["Month"]] += int(row["NumberOfAttendancesAggregate"])
    return board, counts


def write_series(board, counts, to):
    """The counts in the layout of the record table area_series."""
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["area_code", "period_start", "period_end", "event", "count"])
        for month in sorted(counts):
            year, number = int(month[:4]), int(month[4:])
            last = monthrange(year, number)[1]
            days = [f"{year}-{number:02d}-{day:02d}" for day in (1, last)]
            writer.writerow([board, *days, "ae_attendance", counts[month]])


def main(publishers_file, to):
    with gzip.open(publishers_file, "rt", encoding="utf-8", newline="") as file:
        board, counts = monthly_counts(csv.DictReader(file))
    write_series(board, counts, Path(to))


if __name__ == "__main__":
    main(*sys.argv[1:])
