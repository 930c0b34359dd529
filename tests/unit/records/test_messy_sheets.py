"""600 spreadsheets, 25 faults in 8 places and 3 layouts: each fault located, no row lost, none changed."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from messy_sheets import FAULTS, LAYOUTS, messy, write

from proventive.engine import open_embedded
from proventive.records.identity import start_identities
from proventive.records.importing import Undecided, import_files
from proventive.records.importing.import_files import PartAccount

KEY = b"a key for tests only, 32 bytes.."
LOCATED = 0.99
SLICE = [(fault, number % 8, LAYOUTS[number % 3]) for number, fault in enumerate(FAULTS)]
ALL = [(fault, seed, layout) for fault in FAULTS for seed in range(8) for layout in LAYOUTS]


def new_store(folder: Path) -> Path:
    store = folder / "records" / "hub"
    store.mkdir(parents=True)
    (store / "store.yaml").write_text("body: hub\nname: The hub\nid_space: hub-1\n", encoding="utf-8")
    start_identities(store, pseudonyms=KEY)
    return store


def judged(fault: str, seed: int, layout: str, folder: Path) -> tuple[int, int, PartAccount]:
    """How many faults were planted, how many of them were located, and the account."""
    sheet = messy(fault, seed)
    store = new_store(folder)
    file = write(sheet, layout, folder)
    options = {"store": store, "agreement": "falls", "as_at": date(2026, 1, 1)}
    if sheet.asks:
        with pytest.raises(Undecided, match=sheet.asks):
            import_files([file], **options)
    outcome = import_files([file], answers=sheet.answers, **options)
    found = {
        (message.code, row, message.column.split()[0] if message.column else None)
        for message in outcome.messages
        if message.set_aside
        for row in message.rows
    }
    assert found <= sheet.expected, f"{fault}, {seed}, {layout}: {sorted(found - sheet.expected, key=str)}"
    (account,) = outcome.accounts
    aside = len({row for _, row, _ in sheet.expected})
    expected = (len(sheet.rows) + len(sheet.below), aside, sheet.merged, sheet.ignored)
    assert (account.rows, account.set_aside, account.merged, account.ignored) == expected, (fault, seed, layout)
    assert_unchanged(store, sheet, outcome)
    return len(sheet.expected), len(found & sheet.expected), account


def assert_unchanged(store: Path, sheet, outcome) -> None:
    """Every row that was accepted says what was sent."""
    bad = {row for _, row, _ in sheet.expected}
    engine = open_embedded(folders=[store])
    file = store / outcome.manifest.table("contacts").file
    kept = engine.fetch(f"SELECT _row, kind, minutes FROM read_parquet('{file.as_posix()}') ORDER BY _row")
    engine.close()
    said = {
        sheet.row(place): (
            {"telephone": "phone"}.get(cells[2], cells[2]),
            int(cells[3].replace(",", "")),
        )
        for place, cells in enumerate(sheet.rows)
        if sheet.row(place) not in bad
    }
    rows = {row: (kind, minutes) for row, kind, minutes in zip(*kept.values(), strict=True)}
    assert all(said[row] == value for row, value in rows.items())
    assert len(rows) == len(said) - sheet.merged


@pytest.mark.parametrize(
    "cases", [pytest.param(SLICE, id="25"), pytest.param(ALL, id="600", marks=pytest.mark.full)]
)
def test_every_fault_is_located_to_row_and_column_and_no_row_is_lost(cases, tmp_path_factory):
    planted: Counter[str] = Counter()
    located: Counter[str] = Counter()
    for fault, seed, layout in cases:
        expected, found, _ = judged(fault, seed, layout, tmp_path_factory.mktemp("sheet"))
        planted[fault] += expected
        located[fault] += found
    missed = {fault: planted[fault] - located[fault] for fault in planted if planted[fault] > located[fault]}
    assert located.total() >= LOCATED * planted.total(), missed
    assert planted.total() >= len(cases)
