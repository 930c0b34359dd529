"""What every engine can do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import numpy as np

from proventive.engine.declared import DeclaredTable

Columns = dict[str, np.ndarray]
"""A result: one array a column, rows in the order that the step declares."""

Parameter = str | int | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One store's Parquet file of a record table."""

    store: str
    file: Path


class Engine(Protocol):
    """Record tables, and named steps over them.

    Results are int64, bool, ``datetime64[D]``, text (objects) and exact decimals (``decimal.Decimal`` objects).
    Missing: NaT for dates, None for text and decimals; an integer column with missing values arrives as float64
    with NaN. Floats begin in numpy: a step that yields them is refused.
    """

    name: str
    label: str  # as a reader is told it

    def query(self, step: str, /, **parameters: Parameter) -> Columns:
        """Run ``engine/sql/<step>.sql`` and fetch its rows in their declared order."""

    def materialise(self, step: str, /, **parameters: Parameter) -> int:
        """Run a step and keep its rows as a table named after the step's last part; gives their number."""

    def open_table(
        self, table: DeclaredTable, parts: Sequence[Part], as_at: date, *, same_people: bool = False
    ) -> None:
        """Show the rows of all stores, as they were known at ``as_at``, under the table's name.

        ``same_people``: a table of that name is open, and says which ids are one person (``views.SAME_PEOPLE``).
        """

    def open_codes(self, name: str, codes: Mapping[str, Sequence[str | None]]) -> None:
        """Show a small table of text, such as the codes of events with their labels, under a name."""

    def count(self, table: str) -> int:
        """How many rows a table or a kept step has."""

    def close(self) -> None:
        """Give back memory and the spill folder."""
