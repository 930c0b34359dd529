"""A Parquet file that somebody sent, as a sheet: its names are the headings, row 1 is its first record."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from proventive.engine.sent_parquet import columns_of_parquet, text_of_parquet
from proventive.quantities import RecordsError
from proventive.reading.faults import FaultsFound
from proventive.reading.sent import LIMITS, Rows, Sheet, kind_of, sheets_of
from proventive.reading.sent.faults import sent_fault


def sheets_of_any(path: Path) -> tuple[Sheet, ...]:
    """The tables of a file of any kind. Raises FaultsFound where it cannot be read or is beyond a limit."""
    try:
        is_parquet = kind_of(path) == "parquet"
    except OSError:
        is_parquet = False  # and why it cannot be opened is told below
    return (parquet_sheet(path),) if is_parquet else sheets_of(path)


def parquet_sheet(path: Path) -> Sheet:
    """The table of a Parquet file, as text."""
    try:
        columns = columns_of_parquet(path)
    except RecordsError:
        raise FaultsFound([sent_fault("not-a-table", path.name)]) from None
    if len(columns.names) > LIMITS.columns:
        raise FaultsFound([sent_fault("too-many-columns", path.name, limit=LIMITS.columns)])

    def read(size: int) -> Iterator[Rows]:
        number = 1
        for batch in text_of_parquet(path, columns, size):
            rows = len(batch[0])
            empty = np.full(rows, None, dtype=object)
            yield Rows(
                numbers=np.arange(number, number + rows, dtype=np.int64),
                columns=batch,
                faults=empty,
                no_record=empty,
            )
            number += rows

    return Sheet(file=path.name, name=None, format="parquet", header_row=None, headings=columns.names, read=read)
