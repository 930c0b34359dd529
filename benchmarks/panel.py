"""From service events to a costed person-month panel, and to windows around the index dates of 100,000 people.

Run: python benchmarks/panel.py [--millions 10 100] [--data FOLDER]

Beside the same written by hand in DuckDB, in Polars (streaming) and, at 10 million events, in pandas. All read the
same Parquet file of events in the order in which a store keeps them, and have to give the same sums. Each runs
in a process of its own, two threads, 2.5 GB for DuckDB. They take turns, and of each the
middle of its times counts.
"""

import argparse
import json
import os
import sys
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
from measured import Measured, measured, middle, worker

from proventive.agreement.document import Agreement
from proventive.engine import Part, open_embedded
from proventive.quantities import Period
from proventive.records import declarations
from proventive.records.opened import Records
from proventive.records.use_and_cost import aligned_use, person_months
from proventive.reference import open_reference

AS_AT = date(2026, 3, 31)
MEMORY, THREADS = "2500MB", 2
INDEXED = 100_000
SPANS = {"earlier": (-730, -366), "prior_9": (-365, -92), "last_3": (-91, -1), "follow_up": (0, 364)}
COSTS = {
    "emergency_admission": "GBP per admission",
    "ae_attendance": "GBP per attendance",
    "bed_day": "GBP per bed day",
}
EVENTS = ("emergency_admission", "ae_attendance", "gp_contact", "home_care_hour", "bed_day")
AGREEMENT = Agreement(
    proventive=1, title="A", id="a", kind="grant", parties=(), price_base="2025-26", seed=1,
    term=Period(start=date(2024, 4, 1), end=date(2025, 3, 31)),
)  # fmt: skip

# ---- the data ----

MADE = """
COPY (
  SELECT substr(md5(CAST(p AS VARCHAR)), 1, 16) AS person_id,
         DATE '2020-04-01' + CAST(hash(e, 1) % 2191 AS INTEGER) AS on_date,
         ({events})[1 + CAST(hash(e, 2) % 5 AS INTEGER)] AS event,
         1 + CAST(hash(e, 3) % 3 AS BIGINT) AS quantity
  FROM (SELECT e, hash(e, 0) % {people} AS p FROM range({rows}) AS r(e))
  ORDER BY person_id, on_date, event
) TO '{folder}/demand.parquet' (FORMAT PARQUET, COMPRESSION ZSTD);
COPY (
  SELECT substr(md5(CAST(p AS VARCHAR)), 1, 16) AS person_id, DATE '1950-01-01' AS birth_month, 'F' AS sex,
         'S01000001' AS area_code, 1 AS simd_decile, 'fit' AS frailty, DATE '2015-01-01' AS resident_from,
         CASE WHEN hash(p, 5) % 20 = 0
              THEN DATE '2024-01-01' + CAST(hash(p, 6) % 700 AS INTEGER) END AS resident_to,
         CASE WHEN hash(p, 7) % 20 = 0 THEN DATE '2024-01-01' + CAST(hash(p, 8) % 700 AS INTEGER) END AS died_on
  FROM range({people}) AS r(p) ORDER BY person_id
) TO '{folder}/population.parquet' (FORMAT PARQUET, COMPRESSION ZSTD);
COPY (
  SELECT substr(md5(CAST(p AS VARCHAR)), 1, 16) AS person_id,
         DATE '2024-04-01' - DATE '2000-01-01' + CAST(hash(p, 9) % 365 AS BIGINT) AS index_day
  FROM range({indexed}) AS r(p) ORDER BY person_id
) TO '{folder}/index_dates.parquet' (FORMAT PARQUET);
"""


def make(folder: Path, millions: int) -> None:
    """Events of a town in which nobody lives: 50 events a person over six years."""
    import duckdb

    if (folder / "index_dates.parquet").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        ":memory:", config={"memory_limit": "8GB", "temp_directory": str(folder / "spill")}
    )
    rows = millions * 1_000_000
    connection.execute(
        MADE.format(events=list(EVENTS), rows=rows, people=rows // 50, indexed=INDEXED, folder=folder)
    )
    reference = folder / "reference"
    reference.mkdir(exist_ok=True)
    for number, (event, unit) in enumerate(COSTS.items()):
        values = "\n".join(
            f'  - {{from: {year}-04-01, to: {year + 1}-03-31, value: "{pence(number, year) / 100:.2f}", '
            "price_year: 2025-26}"
            for year in years(event)
        )
        (reference / f"{event}.yaml").write_text(
            f"kind: quantity\ndescription: made for a benchmark\nunit: {unit}\nprices: {event}\n"
            f"source: {{title: Invented, publisher: Nobody, status: assumed}}\nvalues:\n{values}\n",
            encoding="utf-8",
        )


def years(event: str) -> range:
    """The financial years with a unit cost: bed days have none before 2022."""
    return range(2022 if event == "bed_day" else 2020, 2026)


def pence(number: int, year: int) -> int:
    return 100 * (number + 1) * 37 + (year - 2020) * 11


def cost_rows() -> list[tuple[str, int, int]]:
    return [(event, year, pence(number, year)) for number, event in enumerate(COSTS) for year in years(event)]


# ---- ours ----


def opened(folder: Path) -> Records:
    engine = open_embedded(folders=[folder], memory_limit=MEMORY, threads=THREADS)
    for name in ("demand", "population"):
        engine.open_table(declarations()[name], [Part(store="hub", file=folder / f"{name}.parquet")], AS_AT)
    reference = open_reference(folder / "reference")
    return Records(folder=folder, agreement=AGREEMENT, as_at=AS_AT, stores=(), engine=engine, reference=reference)


def ours_panel(folder: Path) -> list[int]:
    records = opened(folder)
    rows = person_months(records)
    sums = records.engine.fetch("SELECT SUM(quantity) AS q, SUM(pence) AS p, COUNT(pence) AS n FROM person_months")
    return [rows, *(int(sums[name][0]) for name in ("q", "p", "n"))]


def ours_aligned(folder: Path) -> list[int]:
    records = opened(folder)
    index = f"SELECT person_id, index_day FROM read_parquet('{folder}/index_dates.parquet')"
    records.engine.run(f"CREATE TEMP TABLE index_dates AS {index}")
    found = aligned_use(records, SPANS, follow_up=365)
    priced = found["pence"][~np.isnan(found["pence"].astype(np.float64))]
    return [len(found["pence"]), int(found["quantity"].sum()), int(priced.sum()), len(priced)]


# ---- by hand ----


def by_hand(folder: Path):
    import duckdb

    connection = duckdb.connect(
        ":memory:", config={"memory_limit": MEMORY, "threads": THREADS, "temp_directory": tempfile.mkdtemp()}
    )
    connection.execute("CREATE TABLE costs (event VARCHAR, year BIGINT, pence BIGINT)")
    connection.executemany("INSERT INTO costs VALUES (?, ?, ?)", cost_rows())
    for name in ("demand", "population", "index_dates"):
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{folder}/{name}.parquet')")
    return connection


FINANCIAL_YEAR = "year(on_date) - CASE WHEN month(on_date) < 4 THEN 1 ELSE 0 END"


def duckdb_panel(folder: Path) -> list[int]:
    connection = by_hand(folder)
    connection.execute(f"""
        CREATE TEMP TABLE panel AS
        SELECT person_id, year(on_date) * 12 + month(on_date) AS months, d.event,
               SUM(quantity)::BIGINT AS quantity, SUM(quantity * pence)::BIGINT AS pence
        FROM demand d LEFT JOIN costs c ON c.event = d.event AND c.year = {FINANCIAL_YEAR}
        WHERE on_date <= DATE '{AS_AT}'
        GROUP BY ALL""")
    return list(
        connection.execute(
            "SELECT COUNT(*), SUM(quantity)::BIGINT, SUM(pence)::BIGINT, COUNT(pence) FROM panel"
        ).fetchone()
    )


def duckdb_aligned(folder: Path) -> list[int]:
    connection = by_hand(folder)
    connection.execute("CREATE TABLE spans (span VARCHAR, first INTEGER, last INTEGER)")
    connection.executemany("INSERT INTO spans VALUES (?, ?, ?)", [(name, *days) for name, days in SPANS.items()])
    found = connection.execute(f"""
        SELECT person_id, index_day, span, event, SUM(quantity)::BIGINT AS quantity,
               CASE WHEN COUNT(*) = COUNT(pence) THEN SUM(quantity * pence)::BIGINT END AS pence
        FROM (
          SELECT d.person_id, i.index_day, d.on_date - DATE '2000-01-01' - i.index_day AS day,
                 d.event, quantity, pence
          FROM demand d JOIN index_dates i USING (person_id) JOIN population p USING (person_id)
          LEFT JOIN costs c ON c.event = d.event AND c.year = {FINANCIAL_YEAR}
          WHERE d.on_date <= LEAST(COALESCE(resident_to, DATE '2999-01-01'), COALESCE(died_on, DATE '2999-01-01'))
            AND d.on_date <= DATE '{AS_AT}')
        JOIN spans ON day BETWEEN first AND last
        GROUP BY ALL ORDER BY ALL""").fetchnumpy()
    priced = np.ma.compressed(found["pence"])
    return [len(found["pence"]), int(found["quantity"].sum()), int(priced.sum()), len(priced)]


# ---- Polars ----


def polars_demand(folder: Path):
    import polars as pl

    costs = pl.DataFrame(cost_rows(), schema=["event", "year", "pence"], orient="row").lazy()
    day = pl.col("on_date")
    demand = pl.scan_parquet(folder / "demand.parquet").filter(day <= AS_AT)
    year = (day.dt.year() - (day.dt.month() < 4).cast(pl.Int32)).cast(pl.Int64)
    return pl, demand.with_columns(year=year).join(costs, on=["event", "year"], how="left")


def polars_panel(folder: Path) -> list[int]:
    pl, demand = polars_demand(folder)
    months = pl.col("on_date").dt.year().cast(pl.Int32) * 12 + pl.col("on_date").dt.month()
    panel = (
        demand.group_by("person_id", months.alias("months"), "event")
        .agg(
            pl.col("quantity").sum(), pence=(pl.col("quantity") * pl.col("pence")).sum(), n=pl.col("pence").count()
        )
        .with_columns(pence=pl.when(pl.col("n") > 0).then("pence"))
        .collect(engine="streaming")
    )
    return [panel.height, *(int(panel[name].sum()) for name in ("quantity", "pence")), int(panel["pence"].count())]


def polars_aligned(folder: Path) -> list[int]:
    pl, demand = polars_demand(folder)
    index = pl.scan_parquet(folder / "index_dates.parquet")
    people = pl.scan_parquet(folder / "population.parquet").select("person_id", "resident_to", "died_on")
    last = pl.min_horizontal("resident_to", "died_on")
    seen = demand.join(index.join(people, on="person_id"), on="person_id").filter(
        last.is_null() | (pl.col("on_date") <= last)
    )
    day = (pl.col("on_date") - date(2000, 1, 1)).dt.total_days() - pl.col("index_day")
    span = pl.coalesce(*(pl.when(day.is_between(*days)).then(pl.lit(name)) for name, days in SPANS.items()))
    found = (
        seen.with_columns(span=span)
        .filter(pl.col("span").is_not_null())
        .group_by("person_id", "index_day", "span", "event")
        .agg(pl.col("quantity").sum(), pence=(pl.col("quantity") * pl.col("pence")).sum(),
             n=pl.col("pence").count(), rows=pl.len())
        .with_columns(pence=pl.when(pl.col("n") == pl.col("rows")).then("pence"))
        .sort("person_id", "index_day", "span", "event")
        .collect(engine="streaming")
    )  # fmt: skip
    return [found.height, *(int(found[name].sum()) for name in ("quantity", "pence")), int(found["pence"].count())]


# ---- pandas ----


def pandas_demand(folder: Path):
    import pandas as pd

    demand = pd.read_parquet(folder / "demand.parquet")
    on = pd.to_datetime(demand["on_date"])
    demand["day"] = (on - pd.Timestamp("2000-01-01")).dt.days
    demand["months"] = on.dt.year * 12 + on.dt.month
    demand["year"] = on.dt.year - (on.dt.month < 4)
    demand = demand[on <= pd.Timestamp(AS_AT)]
    costs = pd.DataFrame(cost_rows(), columns=["event", "year", "pence"])
    demand = demand.merge(costs, on=["event", "year"], how="left")
    demand["cost"] = demand["quantity"] * demand["pence"]
    return pd, demand


def pandas_panel(folder: Path) -> list[int]:
    _, demand = pandas_demand(folder)
    panel = demand.groupby(["person_id", "months", "event"], sort=False).agg(
        quantity=("quantity", "sum"), pence=("cost", "sum"), n=("cost", "count")
    )
    priced = panel["pence"][panel["n"] > 0]
    return [len(panel), int(panel["quantity"].sum()), int(priced.sum()), len(priced)]


def pandas_aligned(folder: Path) -> list[int]:
    pd, demand = pandas_demand(folder)
    people = pd.read_parquet(folder / "population.parquet", columns=["person_id", "resident_to", "died_on"])
    for name in ("resident_to", "died_on"):
        gone = pd.to_datetime(people[name])
        people[name] = (gone - pd.Timestamp("2000-01-01")).dt.days.fillna(99999)
    index = pd.read_parquet(folder / "index_dates.parquet").merge(people, on="person_id")
    seen = demand.merge(index, on="person_id")
    seen = seen[seen["day"] <= seen[["resident_to", "died_on"]].min(axis=1)]
    from_index = seen["day"] - seen["index_day"]
    inside = [from_index.between(*days) for days in SPANS.values()]
    seen["span"] = np.select(inside, list(SPANS), default="")
    found = seen[seen["span"] != ""].groupby(["person_id", "index_day", "span", "event"]).agg(
        quantity=("quantity", "sum"), pence=("cost", "sum"), n=("cost", "count"), rows=("cost", "size")
    )  # fmt: skip
    priced = found["pence"][found["n"] == found["rows"]]
    return [len(found), int(found["quantity"].sum()), int(priced.sum()), len(priced)]


# ---- side by side ----

WORK = {
    "Proventive": (ours_panel, ours_aligned),
    "DuckDB by hand": (duckdb_panel, duckdb_aligned),
    "Polars": (polars_panel, polars_aligned),
    "pandas": (pandas_panel, pandas_aligned),
}
PARTS = ("costed person-months", "windows around index dates")
SLOWEST, MOST_MEGABYTES, LINEAR = 1.1, 3_000, 1.2  # against DuckDB by hand; an event of 100 million against 10


def compare(folder: Path, millions: int, turns: int) -> dict[tuple[str, str], Measured]:
    """Every peer on every part, all in turn, and of each the middle of its times; ends where the sums differ."""
    found: dict[tuple[str, str], Measured] = {}
    for number, part in enumerate(PARTS):
        peers = WORK if millions <= 10 else [who for who in WORK if who != "pandas"]
        in_turns = [
            {who: measured(__file__, who, str(number), str(folder)) for who in peers} for _ in range(turns)
        ]
        runs = {who: middle([turn[who] for turn in in_turns]) for who in peers}
        if len({json.dumps(run.result) for run in runs.values()}) != 1:
            raise SystemExit(f"{part}: the sums differ: {[(who, run.result) for who, run in runs.items()]}")
        report(part, millions, runs)
        found |= {(part, who): run for who, run in runs.items()}
    return found


def report(part: str, millions: int, runs: dict[str, Measured]) -> None:
    ours = runs["Proventive"]
    print(f"\n{millions} million events: {part} (rows, quantity, pence, priced rows: {ours.result})")
    for who, run in runs.items():
        ratio = f"{ours.cpu / run.cpu:5.2f} / {ours.seconds / run.seconds:5.2f}"
        print(
            f"  {who:16} CPU {run.cpu:7.1f} s, wall {run.seconds:7.1f} s, peak {run.peak:7,.0f} MB, "
            f"{millions * 1e6 / run.seconds / 1e6:6.1f} million rows/s; ours against it (CPU / wall): {ratio}"
        )
    faster = [who for who, run in runs.items() if run.cpu < ours.cpu]
    print(f"  Less CPU than ours: {', '.join(faster) or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--millions", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "proventive-benchmark")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--worker", nargs=3)
    given = parser.parse_args()
    if given.worker:
        who, part, folder = given.worker
        os.environ["POLARS_MAX_THREADS"] = str(THREADS)
        worker(lambda: WORK[who][int(part)](Path(folder)))
        return
    sizes = {}
    for millions in given.millions:
        folder = given.data / str(millions)
        make(folder, millions)
        sizes[millions] = compare(folder, millions, given.turns)
    held = claims(sizes)
    for claim, holds in held.items():
        print(f"{'holds' if holds else 'DOES NOT HOLD'}: {claim}")
    sys.exit(0 if all(held.values()) else 1)


def claims(sizes: dict[int, dict[tuple[str, str], Measured]]) -> dict[str, bool]:
    """The targets, each with what was found, and whether it holds."""
    held = {}
    for millions, found in sizes.items():
        for part in PARTS:
            ours, by_hand = found[(part, "Proventive")], found[(part, "DuckDB by hand")]
            ratio = ours.seconds / by_hand.seconds
            held[f"{part}, {millions} million: {ratio:.2f} of DuckDB by hand, by the clock"] = ratio <= SLOWEST
            held[f"{part}, {millions} million: {ours.peak:,.0f} MB"] = ours.peak <= MOST_MEGABYTES
    least, most = min(sizes), max(sizes)
    for part in PARTS if most > least else ():
        growth = sizes[most][(part, "Proventive")].cpu / sizes[least][(part, "Proventive")].cpu * least / most
        held[f"{part}: an event of {most} million costs {growth:.2f} of one of {least}"] = growth <= LINEAR
    return held


if __name__ == "__main__":
    main()
