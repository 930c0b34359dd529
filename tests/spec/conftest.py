"""Small tables in, as people would write them; records out."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from proventive.agreement.document import Agreement, Objective
from proventive.quantities import Period
from proventive.records import Coverage, Records, declarations, open_records, write_store

WHOLE_TIME = Period(start=date(2020, 1, 1), end=date(2030, 12, 31))
KINDS: Mapping[str, Callable[[str], object]] = {"integer": int, "decimal": Decimal}


def small_agreement(id: str = "a", objectives: tuple[Objective, ...] = ()) -> Agreement:
    return Agreement(
        proventive=1,
        title=f"Agreement {id}",
        id=id,
        kind="grant",
        parties=(),
        term=Period(start=date(2024, 4, 1), end=date(2025, 3, 31)),
        price_base="2024-25",
        seed=1,
        objectives=objectives,
    )


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a small table: the first line holds the headings, cells are parted by a bar."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[1:]]


def arrays_of(table: str, rows: list[dict[str, str]]) -> dict[str, np.ndarray]:
    """The columns of a record table as a program would give them; an empty cell is missing."""
    declared = declarations()[table]
    arrays = {}
    for name in rows[0]:
        kind = declared.column(name).type
        cells = [row[name] or None for row in rows]
        if kind in ("date", "month"):
            arrays[name] = np.array([cell or "NaT" for cell in cells], dtype="datetime64[D]")
        else:
            arrays[name] = np.empty(len(cells), dtype=object)
            arrays[name][:] = [None if cell is None else KINDS.get(kind, str)(cell) for cell in cells]
    return arrays


@pytest.fixture
def records_of(tmp_path) -> Callable[..., Records]:
    """Records of small tables, each covered for the whole time unless said otherwise."""

    def made(
        as_at: str = "2025-06-30",
        covered: tuple[str, ...] | None = None,
        objectives: tuple[Objective, ...] = (),
        **tables: str,
    ) -> Records:
        rows = {name: rows_of(text) for name, text in tables.items()}
        names = tuple(tables) if covered is None else covered
        write_store(
            tmp_path / "records" / "provider",
            body="provider",
            name="The provider",
            id_space="provider-1",
            coverage=[Coverage(table=name, period=WHOLE_TIME) for name in names],
            tables={name: arrays_of(name, found) for name, found in rows.items()},
            made_by="a test",
        )
        return open_records(tmp_path, agreement=small_agreement(objectives=objectives), as_at=as_at)

    return made
