"""A CSV file of contacts as a charity may send it, with faults of ten kinds in about 3 rows of 100."""

from pathlib import Path
from typing import TextIO

import numpy as np

HEADINGS = ("Client ID", "Date of visit", "Contact type", "Minutes", "Delivered by", "Project", "Cost", "Notes")
AT_ONCE = 100_000
KINDS = np.array(["home visit", "meeting", "group", "phone", "transport", "other"])
BY = np.array(["staff", "volunteer", "peer"])
NOTES = np.array(["", "seen at home", "rang twice, no answer", "met daughter", "well"])


def write_messy_rows(file: Path, rows: int, seed: int) -> dict[str, int]:
    """Write the file; gives how many faults of each kind were planted. The same seed gives the same bytes."""
    random = np.random.default_rng(seed)
    planted: dict[str, int] = {}
    with file.open("w", encoding="utf-8", newline="") as written:
        written.write(",".join(HEADINGS) + "\r\n")
        for start in range(0, rows, AT_ONCE):
            count = min(AT_ONCE, rows - start)
            for kind, number in write_part(written, random, start, count).items():
                planted[kind] = planted.get(kind, 0) + number
    return planted


def write_part(written: TextIO, random: np.random.Generator, start: int, count: int) -> dict[str, int]:
    days = np.datetime64("2024-01-01") + random.integers(0, 700, count)
    parts = [days.astype("datetime64[Y]").astype(int) + 1970, days.astype("datetime64[M]").astype(int) % 12 + 1]
    of_month = (days - days.astype("datetime64[M]")).astype(int) + 1
    date = np.array(
        [f"{d:02}/{m:02}/{y}" for d, m, y in zip(of_month, parts[1], parts[0], strict=True)], dtype=object
    )
    columns = {
        "person": np.array([f"C{n:07}" for n in start + np.arange(count)], dtype=object),
        "date": date,
        "kind": KINDS[random.integers(0, 6, count)].astype(object),
        "minutes": random.integers(5, 240, count).astype(str).astype(object),
        "by": BY[random.integers(0, 3, count)].astype(object),
        "project": np.full(count, "falls", dtype=object),
        "cost": np.array([f"£{value:,.2f}" for value in random.integers(0, 200_000, count) / 100], dtype=object),
        "notes": NOTES[random.integers(0, 5, count)].astype(object),
    }
    faults = (
        ("date", "31/09/2024"),
        ("date", "2024-13-01"),
        ("date", ""),
        ("kind", "home vist"),
        ("kind", ""),
        ("minutes", "30 mins"),
        ("minutes", "-5"),
        ("minutes", "2000"),
        ("by", "robot"),
        ("person", ""),
    )
    planted = {}
    for (column, value), where in zip(faults, faulty_rows(random, count, len(faults)), strict=True):
        columns[column][where] = value
        planted[f"{column}: {value or 'empty'}"] = len(where)
    quoted = np.array([f'"{note}"' if "," in note else note for note in columns["notes"]], dtype=object)
    cost = np.array([f'"{value}"' if "," in value else value for value in columns["cost"]], dtype=object)
    listed = (columns[name] for name in ("person", "date", "kind", "minutes", "by", "project"))
    written.write("".join(f"{','.join(cells)}\r\n" for cells in zip(*listed, cost, quoted, strict=True)))
    return planted


def faulty_rows(random: np.random.Generator, count: int, kinds: int) -> list[np.ndarray]:
    """Rows for each kind of fault, 3 in 1,000 each; no row has two."""
    shuffled = random.permutation(count)
    each = count * 3 // 1000
    return [np.sort(shuffled[place * each : (place + 1) * each]) for place in range(kinds)]
