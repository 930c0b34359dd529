"""One million messy rows checked in one pass, beside pandera and frictionless on the same rules.

Run it as ``python benchmarks/records.py``. Each takes the same CSV file and finds each fault with its row and its
column: seven rules on six columns, and the key that no two rows may share. Each runs in a process of its own;
starting it and importing are not timed. The three take turns, and of each the middle of its times counts.
Frictionless reads a part of the file and is told by the row, since it would take minutes.

The targets are judged by the clock on the wall, since that is how long somebody waits. CPU time is printed beside
it: the check reads a file from as many places as there are cores, up to four, which saves time and no CPU; pandera
and frictionless use one core. No check can take less than the engine's read of the file alone, with no rule.

The check's memory is measured at up to 4 million rows, that of a whole import at up to 2 million.

Pandera is held against twice. With dates and numbers read by pandas before: that is the fastest way, by which the
target is judged, and it loses what stood in a cell that was no date. And with types read by its schema: that tells
what stood there, but then looks no further at the column and finds fewer faults.
"""

import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from measured import Measured, measured, middle, worker
from messy_rows import BY, HEADINGS, KINDS, write_messy_rows

ROWS = 1_000_000
OF_FRICTIONLESS = 50_000
SEED = 20260101
TURNS = 3
KEY = ["Client ID", "Project", "Date of visit", "Contact type", "Minutes", "Delivered by"]  # no two rows share it
FASTER_THAN_PANDERA, FASTER_THAN_FRICTIONLESS, MOST_MEGABYTES = 4, 50, 300


def with_proventive(file: Path) -> dict[str, Any]:
    """How many faults of each column are found; each stands with its row in a table of the engine."""
    from proventive.engine import open_embedded
    from proventive.engine.sheet_parts import FromSheet, Known, SheetPart
    from proventive.engine.taking_in import check_part, start_faults
    from proventive.records.declarations import declarations
    from proventive.records.importing.import_files import MEMORY
    from proventive.records.importing.sheets import on_rows, sent_sheets

    columns = {
        "person_id": FromSheet(position=0),
        "on_date": FromSheet(position=1, dates="day first"),
        "kind": FromSheet(position=2),
        "minutes": FromSheet(position=3),
        "delivered_by": FromSheet(position=4),
        "agreement": FromSheet(position=5),
    }
    part = SheetPart(table=declarations()["contacts"], columns=columns)
    with tempfile.TemporaryDirectory() as spill:
        engine = open_embedded(folders=[file.parent], spill=Path(spill), memory_limit=MEMORY)
        [sheet], _ = sent_sheets([file])
        start_faults(engine)
        on_rows(engine, sheet, lambda: check_part(engine, part, file.name, breaking={}, known=Known()))
        found = engine.fetch(
            "SELECT position, COUNT(*) AS n, SUM(_row) AS rows FROM faults_told GROUP BY 1 ORDER BY 1 NULLS LAST"
        )
        engine.close()
    rows = zip(found["position"].tolist(), found["n"].tolist(), found["rows"].tolist(), strict=True)
    return told({position: (count, total) for position, count, total in rows})


def read_alone(file: Path) -> dict[str, Any]:
    """The file read as the check reads it, every cell looked at and nothing asked of it."""
    from proventive.engine import open_embedded
    from proventive.engine.staging import lay_csv
    from proventive.records.importing.import_files import MEMORY

    with tempfile.TemporaryDirectory() as spill:
        engine = open_embedded(folders=[file.parent], spill=Path(spill), memory_limit=MEMORY)
        lay_csv(engine, file, HEADINGS, ",")
        counts = ", ".join(f"COUNT(c{place})" for place in range(len(HEADINGS)))
        [cells] = engine.run(f"SELECT {counts} FROM arrived").fetchall()
        engine.close()
    return {"cells": sum(cells)}


def whole_import(file: Path) -> dict[str, Any]:
    """The same file imported into a new store: checked, merged, hashed, written, bad rows sent back."""
    from proventive.records.importing import import_files

    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "place" / "records" / "hub"
        store.mkdir(parents=True)
        (store / "store.yaml").write_text("body: hub\nname: The hub\nid_space: hub-1\n", encoding="utf-8")
        mapping = Path(folder) / "mapping.yaml"
        mapping.write_text(MAPPING, encoding="utf-8")
        [account] = import_files([file], store=store, mapping=mapping).accounts
    return {"rows": account.rows, "accepted": account.accepted}


def told(by_position: dict[int, tuple[int, int]]) -> dict[str, Any]:
    """Of each column how many faults, and the sum of their rows: two checks that agree in both found the same."""
    return {HEADINGS[position]: [int(count), int(rows)] for position, (count, rows) in sorted(by_position.items())}


def with_pandera(file: Path) -> dict[str, Any]:
    """In the fastest way: pandas reads dates and numbers before, so that what was no date is told as missing."""
    import pandas as pd

    frame = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
    days = pd.to_datetime(frame["Date of visit"], format="%d/%m/%Y", errors="coerce")
    minutes = pd.to_numeric(frame["Minutes"], errors="coerce")
    frame = frame.assign(**{"Date of visit": days, "Minutes": minutes})
    return pandera_faults(frame, day=str(days.dtype), minutes=float, coerce=False)


def with_pandera_alone(file: Path) -> dict[str, Any]:
    """As its manual has it: the schema itself reads dates and numbers, and tells what was no date as that."""
    import pandas as pd
    from pandera.engines.pandas_engine import DateTime

    frame = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
    day = DateTime(to_datetime_kwargs={"format": "%d/%m/%Y"})
    return pandera_faults(frame, day=day, minutes="Int64", coerce=True)


def pandera_faults(frame: Any, *, day: Any, minutes: Any, coerce: bool) -> dict[str, Any]:
    import pandera.pandas as pa

    required = {"nullable": False}
    schema = pa.DataFrameSchema(
        {
            HEADINGS[0]: pa.Column(str, **required),
            HEADINGS[1]: pa.Column(day, coerce=coerce, **required),
            HEADINGS[2]: pa.Column(str, pa.Check.isin([str(kind) for kind in KINDS]), **required),
            HEADINGS[3]: pa.Column(minutes, pa.Check.in_range(0, 1440), coerce=coerce, **required),
            HEADINGS[4]: pa.Column(str, pa.Check.isin([str(by) for by in BY]), **required),
            HEADINGS[5]: pa.Column(str, **required),
        },
        unique=KEY,
    )
    try:
        schema.validate(frame, lazy=True)
        cases = None
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    assert cases is not None
    of_cells = cases[
        cases["check"] != "multiple_fields_uniqueness"
    ]  # rows with other faults too, which we leave out
    cells = of_cells.dropna(subset=["index"]).drop_duplicates(["column", "index"])
    groups = cells.groupby("column")["index"].agg(["count", "sum"])
    by_position = {
        HEADINGS.index(column): (count, total + 2 * count)
        for column, (count, total) in groups.astype("int64").iterrows()
        if column in HEADINGS
    }
    return told(by_position)


def with_frictionless(file: Path) -> dict[str, Any]:
    from frictionless import Dialect, Resource, Schema, fields, formats

    need = {"required": True}
    schema = Schema(
        fields=[
            fields.StringField(name=HEADINGS[0], constraints=need),
            fields.DateField(name=HEADINGS[1], format="%d/%m/%Y", constraints=need),
            fields.StringField(name=HEADINGS[2], constraints=need | {"enum": [str(kind) for kind in KINDS]}),
            fields.IntegerField(name=HEADINGS[3], constraints=need | {"minimum": 0, "maximum": 1440}),
            fields.StringField(name=HEADINGS[4], constraints=need | {"enum": [str(by) for by in BY]}),
            fields.StringField(name=HEADINGS[5], constraints=need),
            fields.StringField(name=HEADINGS[6]),
            fields.StringField(name=HEADINGS[7]),
        ],
        primary_key=KEY,
    )
    resource = Resource(
        path=file.name, basepath=str(file.parent), schema=schema, dialect=Dialect(controls=[formats.CsvControl()])
    )
    report = resource.validate(limit_errors=10_000_000)
    by_position: dict[int, tuple[int, int]] = {}
    for row, column in {(row, column) for row, column in report.flatten(["rowNumber", "fieldNumber"]) if column}:
        count, total = by_position.get(column - 1, (0, 0))
        by_position[column - 1] = (count + 1, total + row)
    return told(by_position)


MAPPING = f"""\
proventive_mapping: 1
name: contacts
headings: [{", ".join(HEADINGS)}]
tables:
  - table: contacts
    columns:
      person_id: {{heading: Client ID, identifier: local id}}
      agreement: {{heading: Project}}
      on_date: {{heading: Date of visit, dates: day first}}
      kind: {{heading: Contact type}}
      minutes: {{heading: Minutes}}
      delivered_by: {{heading: Delivered by}}
"""

WORK: dict[str, Callable[[Path], dict[str, Any]]] = {
    "proventive": with_proventive,
    "read alone": read_alone,
    "import": whole_import,
    "pandera": with_pandera,
    "pandera alone": with_pandera_alone,
    "frictionless": with_frictionless,
}


def import_libraries(name: str) -> None:
    """Import what a worker needs before it is timed."""
    for module in {
        "proventive": ("proventive.records.importing.sheets", "proventive.records.importing.import_files"),
        "read alone": ("proventive.records.importing.import_files",),
        "import": ("proventive.records.importing",),
        "pandera": ("pandas", "pandera.pandas"),
        "pandera alone": ("pandas", "pandera.pandas"),
        "frictionless": ("frictionless",),
    }[name]:
        import_module(module)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        sizes = (OF_FRICTIONLESS, 500_000, ROWS, 2 * ROWS, 4 * ROWS)
        files = {rows: Path(folder) / f"messy-{rows}.csv" for rows in sizes}
        for rows, file in files.items():
            write_messy_rows(file, rows, SEED)
        whole, part = str(files[ROWS]), str(files[OF_FRICTIONLESS])
        in_turns = [
            [
                measured(__file__, "proventive", whole),
                measured(__file__, "pandera", whole),
                measured(__file__, "frictionless", part),
            ]
            for _ in range(TURNS)
        ]
        mine, pandera, frictionless = (middle(turns) for turns in zip(*in_turns, strict=True))
        others = {rows: measured(__file__, "proventive", str(files[rows])) for rows in sizes if rows != ROWS}
        checks = dict(sorted((others | {ROWS: mine}).items()))
        imports = {rows: measured(__file__, "import", str(files[rows])) for rows in sizes[:-1]}
        read = measured(__file__, "read alone", whole)
        alone = measured(__file__, "pandera alone", part)
    report(checks, imports, read, pandera, alone, frictionless)


def report(
    checks: dict[int, Measured],
    imports: dict[int, Measured],
    read: Measured,
    pandera: Measured,
    alone: Measured,
    frictionless: Measured,
) -> None:
    mine, few = checks[ROWS], checks[OF_FRICTIONLESS]
    of_frictionless = frictionless.seconds * ROWS / OF_FRICTIONLESS
    print(f"{'':28}{'wall s':>10}{'times':>8}{'CPU s':>10}{'times':>8}{'peak MB':>10}")
    for name, work, rows in (
        ("proventive", mine, ROWS),
        ("  its read alone", read, ROWS),
        ("pandera", pandera, ROWS),
        ("pandera alone (by row)", alone, OF_FRICTIONLESS),
        ("frictionless (by row)", frictionless, OF_FRICTIONLESS),
    ):
        cpu, wall = work.cpu * ROWS / rows, work.seconds * ROWS / rows
        times = f"{wall:>10.2f}{wall / mine.seconds:>8.1f}{cpu:>10.2f}{cpu / mine.cpu:>8.1f}"
        print(f"{name:28}{times}{work.peak:>10.0f}")
    print(f"pandera alone does not find {faults_in(few) - faults_in(alone):,} of {faults_in(few):,} faults")
    for work, by_rows in {"checked": checks, "imported": imports}.items():
        for rows, each in by_rows.items():
            print(f"{rows:>10,} rows {work}: {each.cpu:6.2f} s of CPU, peak {each.peak:4.0f} MB")
    same = mine.result == pandera.result and few.result == frictionless.result
    held = {
        "the same faults are found by all three": same,
        f"{FASTER_THAN_PANDERA} times the speed of pandera": pandera.seconds >= FASTER_THAN_PANDERA * mine.seconds,
        f"{FASTER_THAN_FRICTIONLESS} times that of frictionless": of_frictionless
        >= FASTER_THAN_FRICTIONLESS * mine.seconds,
        f"under {MOST_MEGABYTES} MB": max(each.peak for each in (*checks.values(), *imports.values()))
        < MOST_MEGABYTES,
        "a check's memory does not grow from 2 to 4 million rows": does_not_grow(checks, 2 * ROWS, 4 * ROWS),
        "an import's memory does not grow from 1 to 2 million rows": does_not_grow(imports, ROWS, 2 * ROWS),
    }
    for claim, holds in held.items():
        print(f"{'holds' if holds else 'DOES NOT HOLD'}: {claim}")
    if not same:
        print("ours", mine.result, "pandera", pandera.result)
        print("ours", few.result, "frictionless", frictionless.result)
    sys.exit(0 if all(held.values()) else 1)


def does_not_grow(by_rows: dict[int, Measured], fewer: int, more: int) -> bool:
    return by_rows[more].peak < by_rows[fewer].peak * 1.1


def faults_in(work: Measured) -> int:
    return sum(count for count, _ in work.result.values())


if __name__ == "__main__":
    if "--worker" in sys.argv:
        name, path = sys.argv[-2:]
        import_libraries(name)
        worker(lambda: WORK[name](Path(path)))
    else:
        main()
